package doc

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// A Written is a paper as its .docx has it, to be shown without Word: what is
// shown is what was frozen.
type Written struct {
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

// Read takes a .docx that Docx wrote apart into paragraphs and tables.
func Read(docx []byte) (Written, error) {
	z, err := zip.NewReader(bytes.NewReader(docx), int64(len(docx)))
	if err != nil {
		return Written{}, fmt.Errorf("docx: %w", err)
	}
	if len(z.File) > maxEntries {
		return Written{}, fmt.Errorf("docx: %d files in it", len(z.File))
	}
	var w Written
	for _, part := range []struct {
		name string
		into *[]Piece
	}{{"word/document.xml", &w.Body}, {"word/footer1.xml", &w.Foot}} {
		text, err := readPart(z, part.name)
		if err != nil {
			return Written{}, fmt.Errorf("docx %s: %w", part.name, err)
		}
		if *part.into, err = pieces(text); err != nil {
			return Written{}, fmt.Errorf("docx %s: %w", part.name, err)
		}
	}
	return w, nil
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
	para   *Piece
	span   Span
	text   bool
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
			if t.Name.Space == wordSpace {
				s.open(t)
			}
		case xml.EndElement:
			depth--
			if t.Name.Space == wordSpace {
				s.close(t.Name.Local)
			}
		case xml.CharData:
			if s.text {
				s.span.Text += string(t)
			}
		}
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
		s.para = &Piece{}
	case "r":
		s.span = Span{}
	case "t":
		s.text = true
	case "b":
		s.span.Bold = true
	case "i":
		s.span.Italic = true
	case "u":
		s.span.Underline = true
	default:
		if s.para != nil {
			s.property(t)
		}
	}
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
func (s *shower) property(t xml.StartElement) {
	value := ""
	for _, a := range t.Attr {
		if a.Name.Local == "val" {
			value = a.Value
		}
	}
	switch t.Name.Local {
	case "pStyle":
		s.para.Style = value
	case "jc":
		s.para.Align = value
	case "pageBreakBefore":
		s.para.NewPage = true
	case "numId":
		s.counts[value]++
		s.para.Mark = strconv.Itoa(s.counts[value]) + "."
		if value == strconv.Itoa(dashList) {
			s.para.Mark = "-"
		}
	}
}

func (s *shower) close(name string) {
	top := len(s.stack) - 1
	switch name {
	case "t":
		s.text = false
	case "r":
		if s.para != nil && s.span.Text != "" {
			s.para.Spans = append(s.para.Spans, s.span)
		}
	case "p":
		if s.para != nil {
			s.stack[top] = append(s.stack[top], *s.para)
		}
		s.para = nil
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
