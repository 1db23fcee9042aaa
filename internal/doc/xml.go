package doc

import (
	"bytes"
	"encoding/xml"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// clean leaves what XML can hold and a reader can see: no control characters,
// no broken UTF-8, no marks that turn the direction of writing; composed.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\r':
			return ' '
		case r == '\n':
			return r
		case r < 0x20 || r == 0x7f || r == utf8.RuneError || r&0xfffe == 0xfffe:
			return -1
		case r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, s)
	return norm.NFC.String(s)
}

// lines of a text, without those that are blank.
func lines(s string) []string {
	var list []string
	for line := range strings.SplitSeq(clean(s), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

// oneLine is the text with its line breaks made spaces.
func oneLine(s string) string { return strings.Join(lines(s), " ") }

func escape(s string) string {
	var b bytes.Buffer
	xml.EscapeText(&b, []byte(clean(s))) // a Buffer does not fail
	return b.String()
}

// A look is how a piece of text is drawn; the zero look is its style's.
type look struct {
	bold, italic, underline bool
	size                    int // in points; 0 is the style's
}

func (l look) xml() string {
	var b strings.Builder
	if l.bold {
		b.WriteString(`<w:b/><w:bCs/>`)
	}
	if l.italic {
		b.WriteString(`<w:i/><w:iCs/>`)
	}
	if l.size > 0 {
		half := strconv.Itoa(2 * l.size)
		b.WriteString(`<w:sz w:val="` + half + `"/><w:szCs w:val="` + half + `"/>`)
	}
	if l.underline {
		b.WriteString(`<w:u w:val="single"/>`)
	}
	if b.Len() == 0 {
		return ""
	}
	return `<w:rPr>` + b.String() + `</w:rPr>`
}

func run(text string, l look) string {
	if text == "" {
		return ""
	}
	return `<w:r>` + l.xml() + `<w:t xml:space="preserve">` + escape(text) + `</w:t></w:r>`
}

// A para is the properties of a paragraph that differ from its style. The
// fields stand in the order the format wants them written.
type para struct {
	style    string
	keepNext bool
	newPage  bool
	list     int    // numbering instance; 0 is none
	border   string // XML of w:pBdr's inside
	before   int    // spacing in twentieths of a point; -1 leaves the style's
	after    int
	ind      string // attributes of w:ind
	align    string
}

// own is a paragraph whose spacing is its style's.
func own(style string) para { return para{style: style, before: -1, after: -1} }

func (p para) xml(runs string) string {
	var b strings.Builder
	b.WriteString(`<w:p><w:pPr>`)
	if p.style != "" {
		b.WriteString(`<w:pStyle w:val="` + p.style + `"/>`)
	}
	if p.keepNext {
		b.WriteString(`<w:keepNext/>`)
	}
	if p.newPage {
		b.WriteString(`<w:pageBreakBefore/>`)
	}
	if p.list > 0 {
		b.WriteString(`<w:numPr><w:ilvl w:val="0"/><w:numId w:val="` + strconv.Itoa(p.list) + `"/></w:numPr>`)
	}
	if p.border != "" {
		b.WriteString(`<w:pBdr>` + p.border + `</w:pBdr>`)
	}
	if p.before >= 0 || p.after >= 0 {
		b.WriteString(`<w:spacing`)
		if p.before >= 0 {
			b.WriteString(` w:before="` + strconv.Itoa(p.before) + `"`)
		}
		if p.after >= 0 {
			b.WriteString(` w:after="` + strconv.Itoa(p.after) + `"`)
		}
		b.WriteString(`/>`)
	}
	if p.ind != "" {
		b.WriteString(`<w:ind ` + p.ind + `/>`)
	}
	if p.align != "" {
		b.WriteString(`<w:jc w:val="` + p.align + `"/>`)
	}
	b.WriteString(`</w:pPr>` + runs + `</w:p>`)
	return b.String()
}
