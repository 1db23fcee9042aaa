package doc

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// What Text reads at most: a paper of five hundred pages is far below, a file
// made to fill a machine's memory above.
const (
	maxEntries = 2000
	maxXML     = 16 << 20
	maxDepth   = 200
)

// Text reads the words of a .docx: a line per paragraph, the cells of a table's
// row parted by tabs. Heads, feet and what was deleted under tracked changes
// are left out.
func Text(docx []byte) (string, error) {
	z, err := zip.NewReader(bytes.NewReader(docx), int64(len(docx)))
	if err != nil {
		return "", fmt.Errorf("docx: %w", err)
	}
	if len(z.File) > maxEntries {
		return "", fmt.Errorf("docx: %d files in it", len(z.File))
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		return "", fmt.Errorf("docx: %w", err)
	}
	defer f.Close()
	// One byte more than is read tells a file that is too long from one that fits.
	limited := &io.LimitedReader{R: f, N: maxXML + 1}
	text, err := words(limited)
	if limited.N <= 0 {
		return "", fmt.Errorf("docx: more than %d bytes of text", maxXML)
	}
	if err != nil {
		return "", fmt.Errorf("docx: %w", err)
	}
	return text, nil
}

const wordSpace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

// A reader follows the elements of a document down to its words.
type reader struct {
	out   strings.Builder
	cells int  // how many cells deep
	text  bool // inside w:t
}

func words(in io.Reader) (string, error) {
	d := xml.NewDecoder(in)
	var r reader
	depth := 0
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return tidy(r.out.String()), nil
		}
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return "", errors.New("elements too deep")
			}
			if t.Name.Space == wordSpace {
				r.open(t.Name.Local)
			}
		case xml.EndElement:
			depth--
			if t.Name.Space == wordSpace {
				r.close(t.Name.Local)
			}
		case xml.CharData:
			if r.text {
				r.out.Write(t)
			}
		}
	}
}

func (r *reader) open(name string) {
	switch name {
	case "t":
		r.text = true
	case "tab":
		r.out.WriteByte(' ')
	case "br", "cr":
		r.out.WriteByte(r.end())
	case "tc":
		r.cells++
	}
}

func (r *reader) close(name string) {
	switch name {
	case "t":
		r.text = false
	case "p":
		r.out.WriteByte(r.end())
	case "tc":
		r.cells--
		r.out.WriteByte('\t')
	case "tr":
		r.out.WriteByte('\n')
	}
}

// end parts paragraphs: within a cell by a space, so that a row is one line.
func (r *reader) end() byte {
	if r.cells > 0 {
		return ' '
	}
	return '\n'
}

// tidy drops the blank lines and the spaces at the ends of cells.
func tidy(s string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(s, "\n") {
		cells := strings.Split(line, "\t")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		line = strings.TrimRight(strings.Join(cells, "\t"), "\t")
		if line != "" {
			b.WriteString(line)
			b.WriteByte('\n')
		}
	}
	return b.String()
}
