// Package xlsx writes tables as .xlsx and knows no business. A cell is a
// number or words, never a formula: words that begin like one (= + - @, a tab,
// a line's return) are marked as words, so that they stay words when the cell
// is edited. The same tables give the same bytes.
package xlsx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A Sheet is one table under its name.
type Sheet struct {
	Name   string   // at most 31 letters are kept; what the format forbids is dropped
	Above  []string // lines over the table: what it is, whose, as of when
	Head   []string
	Widths []int // in letters
	Rows   [][]Cell
	Below  []string
}

// A Cell is words, or a number where Number is true: Value over ten to the
// Decimals.
type Cell struct {
	Text     string
	Number   bool
	Value    int64
	Decimals int
}

// Words is a cell of text.
func Words(s string) Cell { return Cell{Text: s} }

// Num is a cell of a number.
func Num(v int64, decimals int) Cell { return Cell{Number: true, Value: v, Decimals: decimals} }

// The styles of cells, as styles lists them.
const (
	plain = iota
	risky // words that begin like a formula
	head
	title
	number
	decimals
	note
)

const (
	maxCell = 32767 // letters, the format's own bound
	maxName = 31
	xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	main    = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	rels    = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	pkg     = `http://schemas.openxmlformats.org/package/2006/`
	media   = `application/vnd.openxmlformats-officedocument.spreadsheetml.`
)

// epoch is the time of every file in the package: the first day zip knows.
var epoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

const styles = xmlHead + `<styleSheet ` + main + `>` +
	`<fonts count="3"><font><sz val="12"/><name val="Times New Roman"/></font>` +
	`<font><b/><sz val="12"/><name val="Times New Roman"/></font><font><b/><sz val="14"/><name val="Times New Roman"/></font></fonts>` +
	`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
	`<borders count="2"><border/><border><left style="thin"/><right style="thin"/><top style="thin"/><bottom style="thin"/></border></borders>` +
	`<cellStyleXfs count="1"><xf fontId="0"/></cellStyleXfs><cellXfs count="7">` +
	`<xf fontId="0" borderId="1" applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>` +
	`<xf fontId="0" borderId="1" quotePrefix="1" applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>` +
	`<xf fontId="1" borderId="1" applyFont="1" applyBorder="1" applyAlignment="1"><alignment horizontal="center" vertical="center" wrapText="1"/></xf>` +
	`<xf fontId="2" applyFont="1"/>` +
	`<xf numFmtId="3" fontId="0" borderId="1" applyNumberFormat="1" applyBorder="1" applyAlignment="1"><alignment vertical="top"/></xf>` +
	`<xf numFmtId="4" fontId="0" borderId="1" applyNumberFormat="1" applyBorder="1" applyAlignment="1"><alignment vertical="top"/></xf>` +
	`<xf fontId="0"/></cellXfs></styleSheet>`

// Write writes the sheets as one workbook.
func Write(sheets []Sheet) ([]byte, error) {
	types := xmlHead + `<Types xmlns="` + pkg + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="` + media + `sheet.main+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="` + media + `styles+xml"/>`
	book := xmlHead + `<workbook ` + main + ` xmlns:r="` + rels + `"><sheets>`
	links := xmlHead + `<Relationships xmlns="` + pkg + `relationships"><Relationship Id="s" Type="` + rels + `/styles" Target="styles.xml"/>`
	titles := ""
	parts := [][2]string{}
	for i, s := range sheets {
		n := strconv.Itoa(i + 1)
		types += `<Override PartName="/xl/worksheets/sheet` + n + `.xml" ContentType="` + media + `worksheet+xml"/>`
		book += `<sheet name="` + escape(s.name(n)) + `" sheetId="` + n + `" r:id="r` + n + `"/>`
		links += `<Relationship Id="r` + n + `" Type="` + rels + `/worksheet" Target="worksheets/sheet` + n + `.xml"/>`
		titles += fmt.Sprintf(`<definedName name="_xlnm.Print_Titles" localSheetId="%d">%s!$%d:$%[3]d</definedName>`,
			i, escape("'"+strings.ReplaceAll(s.name(n), "'", "''")+"'"), len(s.Above)+1)
		parts = append(parts, [2]string{"xl/worksheets/sheet" + n + ".xml", s.xml()})
	}
	parts = append([][2]string{
		{"[Content_Types].xml", types + `</Types>`},
		{"_rels/.rels", xmlHead + `<Relationships xmlns="` + pkg + `relationships"><Relationship Id="r" Type="` + rels + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", book + `</sheets><definedNames>` + titles + `</definedNames></workbook>`},
		{"xl/_rels/workbook.xml.rels", links + `</Relationships>`},
		{"xl/styles.xml", styles},
	}, parts...)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, part := range parts {
		w, err := z.CreateHeader(&zip.FileHeader{Name: part[0], Method: zip.Deflate, Modified: epoch})
		if err == nil {
			_, err = io.WriteString(w, part[1])
		}
		if err != nil {
			return nil, fmt.Errorf("xlsx %s: %w", part[0], err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("xlsx: %w", err)
	}
	return b.Bytes(), nil
}

// name is what the format lets a sheet be called.
func (s Sheet) name(n string) string {
	name := strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\`, r) {
			return ' '
		}
		return r
	}, clean(s.Name)), " '")
	if runes := []rune(name); len(runes) > maxName {
		name = strings.TrimSpace(string(runes[:maxName]))
	}
	if name == "" {
		return n
	}
	return name
}

// xml is the sheet: its head row stays in sight and is repeated on each page,
// A4 across.
func (s Sheet) xml() string {
	var b strings.Builder
	top := len(s.Above) + 1
	fmt.Fprintf(&b, `%s<worksheet %s><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0"><pane ySplit="%d" topLeftCell="A%d" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>`,
		xmlHead, main, top, top+1)
	for i := range s.Head {
		width := 16
		if i < len(s.Widths) {
			width = s.Widths[i]
		}
		fmt.Fprintf(&b, `<col min="%d" max="%d" width="%d" customWidth="1"/>`, i+1, i+1, width)
	}
	b.WriteString(`</cols><sheetData>`)
	row := 0
	line := func(cells []Cell, style int) {
		row++
		fmt.Fprintf(&b, `<row r="%d" ht="%d" customHeight="1">`, row, s.height(cells, style))
		for i, c := range cells {
			c.write(&b, column(i)+strconv.Itoa(row), style)
		}
		b.WriteString(`</row>`)
	}
	for _, text := range s.Above {
		line([]Cell{Words(text)}, title)
	}
	var names []Cell
	for _, text := range s.Head {
		names = append(names, Words(text))
	}
	line(names, head)
	for _, cells := range s.Rows {
		line(cells, plain)
	}
	for _, text := range s.Below {
		line([]Cell{Words(text)}, note)
	}
	b.WriteString(`</sheetData><pageMargins left="0.6" right="0.6" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>` +
		`<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>`)
	return b.String()
}

// height is room for the longest cell of a row, in points: a table program
// that opens the file does not measure what is wrapped in it.
func (s Sheet) height(cells []Cell, style int) int {
	most := 1
	for i, c := range cells {
		if style == title || style == note || i >= len(s.Widths) {
			continue
		}
		n := 0
		for line := range strings.SplitSeq(c.Text, "\n") {
			n += 1 + utf8.RuneCountInString(line)/max(s.Widths[i]-1, 1)
		}
		most = max(most, n)
	}
	return min(17*most+3, 409) // the format's own bound
}

func (c Cell) write(b *strings.Builder, at string, style int) {
	if c.Number {
		style = number
		if c.Decimals > 0 {
			style = decimals
		}
		fmt.Fprintf(b, `<c r="%s" s="%d"><v>%s</v></c>`, at, style, c.digits())
		return
	}
	text := clean(c.Text)
	if runes := []rune(text); len(runes) > maxCell {
		text = string(runes[:maxCell])
	}
	if style == plain && risks(text) {
		style = risky
	}
	fmt.Fprintf(b, `<c r="%s" s="%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, at, style, escape(text))
}

// digits is the number with a point before its decimals.
func (c Cell) digits() string {
	s := strconv.FormatInt(c.Value, 10)
	if c.Decimals == 0 {
		return s
	}
	sign := ""
	if c.Value < 0 {
		sign, s = "-", s[1:]
	}
	if short := c.Decimals + 1 - len(s); short > 0 {
		s = strings.Repeat("0", short) + s
	}
	return sign + s[:len(s)-c.Decimals] + "." + s[len(s)-c.Decimals:]
}

// risks tells whether a table program would read the words as a formula when
// they are typed, pasted, or come back from a .csv.
func risks(s string) bool { return s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) }

// column is the name of a column: A, B, … Z, AA.
func column(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return column(i/26-1) + string(rune('A'+i%26))
}

// clean leaves what XML can hold, composed.
func clean(s string) string {
	return norm.NFC.String(strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\n' && r != '\t' && r != '\r' || r == utf8.RuneError || r&0xfffe == 0xfffe {
			return -1
		}
		return r
	}, s))
}

func escape(s string) string {
	var b bytes.Buffer
	xml.EscapeText(&b, []byte(s)) // a Buffer does not fail
	return b.String()
}
