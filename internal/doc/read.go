package doc

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// A Written is a paper as its .docx has it, to be shown without Word: what is
// shown is what was frozen.
type Written struct {
	Head []Piece // what an office's own template says in the margin above
	Body []Piece
	Foot []Piece // the checkpoint line, and that the data is made up
}

// A Piece is one paragraph, or one table where it has rows.
type Piece struct {
	Style   string // "BodyText", "Heading1"; "" is plain
	Align   string // center, right; "" is the style's
	Mark    string // what stands before an item: "-", "3."
	NewPage bool
	Spans   []Span
	Rows    []Row
	Ruled   bool // a table with lines; without them it is a head or an end in columns
}

// A Row of a table; Head rows are repeated on each page.
type Row struct {
	Head  bool
	Cells [][]Piece
}

// A Span is words in one look.
type Span struct {
	Text                    string
	Bold, Italic, Underline bool
}

// Read takes a .docx that Docx or Fill wrote apart into paragraphs and tables.
// The margins of pages say the same on several; it is told once.
func Read(docx []byte) (Written, error) {
	z, err := zip.NewReader(bytes.NewReader(docx), int64(len(docx)))
	if err != nil {
		return Written{}, fmt.Errorf("docx: %w", err)
	}
	if len(z.File) > maxEntries {
		return Written{}, fmt.Errorf("docx: %d files in it", len(z.File))
	}
	var w Written
	found := false
	for _, f := range z.File {
		part, into := f.Name, (*[]Piece)(nil)
		switch {
		case part == "word/document.xml":
			into, found = &w.Body, true
		case strings.HasPrefix(part, "word/header"):
			into = &w.Head
		case strings.HasPrefix(part, "word/footer"):
			into = &w.Foot
		default:
			continue
		}
		text, err := readPart(z, part)
		if err != nil {
			return Written{}, fmt.Errorf("docx %s: %w", part, err)
		}
		list, err := pieces(text)
		if err != nil {
			return Written{}, fmt.Errorf("docx %s: %w", part, err)
		}
		if into == &w.Body {
			w.Body = list
			continue
		}
		*into = append(*into, slices.DeleteFunc(list, func(p Piece) bool { return silent(p) || slices.ContainsFunc(*into, p.same) })...)
	}
	if !found {
		return Written{}, errors.New("docx: no word/document.xml")
	}
	return w, nil
}

// silent tells a paragraph of a margin without words.
func silent(p Piece) bool { return p.Rows == nil && len(p.Spans) == 0 }

// same tells two paragraphs of the same words.
func (p Piece) same(q Piece) bool {
	return p.Rows == nil && q.Rows == nil && slices.Equal(p.Spans, q.Spans)
}

// readPart reads one file of the package, refusing what is too long to be a
// paper.
func readPart(z *zip.Reader, name string) ([]byte, error) {
	f, err := z.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxXML+1))
	if err == nil && len(text) > maxXML {
		err = fmt.Errorf("more than %d bytes", maxXML)
	}
	return text, err
}

// A shower follows the elements down; stack has one list of pieces for the
// body and one for each cell that is open.
type shower struct {
	stack  [][]Piece
	tables []Piece
	paras  []*Piece // open ones: a text box holds paragraphs within one
	span   Span
	text   bool
	field  bool           // the number Word computed last is not the paper's word
	twice  int            // inside what is there for older programs, said once already
	counts map[string]int // items so far of each numbered list
}

func pieces(text []byte) ([]Piece, error) {
	d := xml.NewDecoder(bytes.NewReader(text))
	s := shower{stack: [][]Piece{nil}, counts: map[string]int{}}
	for depth := 0; ; {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return s.stack[0], nil
		}
		if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return nil, errors.New("elements too deep")
			}
			s.start(t)
		case xml.EndElement:
			depth--
			s.end(t)
		case xml.CharData:
			if s.text {
				s.span.Text += string(t)
			}
		}
	}
}

// start and end leave out what is said a second time for older programs.
func (s *shower) start(t xml.StartElement) {
	switch {
	case s.twice > 0 || t.Name.Local == "Fallback":
		s.twice++
	case t.Name.Space == wordSpace:
		s.open(t)
	}
}

func (s *shower) end(t xml.EndElement) {
	switch {
	case s.twice > 0:
		s.twice--
	case t.Name.Space == wordSpace:
		s.close(t.Name.Local)
	}
}

func (s *shower) open(t xml.StartElement) {
	switch t.Name.Local {
	case "tbl":
		s.tables = append(s.tables, Piece{Rows: []Row{}})
	case "tblStyle", "tr", "tblHeader":
		if n := len(s.tables); n > 0 {
			s.tables[n-1].open(t.Name.Local)
		}
	case "tc":
		s.stack = append(s.stack, nil)
	case "p":
		s.paras = append(s.paras, &Piece{})
	case "r":
		s.span = Span{}
	case "t":
		s.text = !s.field
	case "br", "cr", "tab":
		s.span.Text += " "
	case "fldChar":
		s.field = value(t, "fldCharType") != "end"
	case "b":
		s.span.Bold = true
	case "i":
		s.span.Italic = true
	case "u":
		s.span.Underline = true
	default:
		if n := len(s.paras); n > 0 {
			s.property(s.paras[n-1], t)
		}
	}
}

func value(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// open is what a table says of itself and of its rows.
func (p *Piece) open(name string) {
	n := len(p.Rows) - 1
	switch {
	case name == "tblStyle":
		p.Ruled = true
	case name == "tr":
		p.Rows = append(p.Rows, Row{})
	case n >= 0:
		p.Rows[n].Head = true
	}
}

// property reads what a paragraph says of itself.
func (s *shower) property(para *Piece, t xml.StartElement) {
	value := value(t, "val")
	switch t.Name.Local {
	case "pStyle":
		para.Style = value
	case "jc":
		para.Align = value
	case "pageBreakBefore":
		para.NewPage = true
	case "numId":
		s.counts[value]++
		para.Mark = strconv.Itoa(s.counts[value]) + "."
		if value == strconv.Itoa(dashList) {
			para.Mark = "-"
		}
	}
}

func (s *shower) close(name string) {
	top := len(s.stack) - 1
	switch name {
	case "t":
		s.text = false
	case "r":
		if n := len(s.paras); n > 0 && s.span.Text != "" {
			s.paras[n-1].Spans = append(s.paras[n-1].Spans, s.span)
			s.span = Span{}
		}
	case "p":
		if n := len(s.paras); n > 0 {
			s.stack[top] = append(s.stack[top], *s.paras[n-1])
			s.paras = s.paras[:n-1]
		}
	case "tc":
		if top > 0 {
			s.cell(s.stack[top])
			s.stack = s.stack[:top]
		}
	case "tbl":
		if n := len(s.tables) - 1; n >= 0 {
			s.stack[top] = append(s.stack[top], s.tables[n])
			s.tables = s.tables[:n]
		}
	}
}

// cell closes a cell of the table that is open.
func (s *shower) cell(of []Piece) {
	if len(s.tables) == 0 {
		return
	}
	rows := s.tables[len(s.tables)-1].Rows
	if n := len(rows) - 1; n >= 0 {
		rows[n].Cells = append(rows[n].Cells, of)
	}
}
