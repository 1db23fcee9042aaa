package doc

import (
	"cmp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"kheo/lang"
)

// gap is room to write a number in by hand.
const gap = "\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0"

func (h Letterhead) number(l lang.Lang, f form) string {
	return l.T(f.number, "number", h.plainNumber(f))
}

// numbered tells a paper with a number, or with room for one. Minutes may have
// none.
func (h Letterhead) numbered() bool { return h.Number != "" || h.Symbol != "" }

// plainNumber is "65-TB/BDVTU", the State's "12/KH-UBND".
func (h Letterhead) plainNumber(f form) string {
	n := h.Number
	if n == "" {
		n = gap
	}
	return n + cmp.Or(h.Join, f.join) + h.Symbol
}

// dated is "Long An, ngày 11 tháng 12 năm 2023": days below ten and the first
// two months carry a zero, so that nothing can be written before them.
func (h Letterhead) dated(l lang.Lang) string {
	return l.T("doc.dated", "place", h.Place, "day", h.day(l))
}

func (h Letterhead) day(l lang.Lang) string {
	if placeholder.MatchString(h.Day) {
		return h.Day
	}
	day, month, year := gap, gap, gap
	if t, err := time.Parse(time.DateOnly, h.Day); err == nil {
		day, month, year = t.Format("02"), strconv.Itoa(int(t.Month())), t.Format("2006")
		if t.Month() <= 2 {
			month = "0" + month
		}
		if l == lang.EN {
			day, month = strconv.Itoa(t.Day()), t.Month().String()
		}
	}
	return l.T("doc.day", "day", day, "month", month, "year", year)
}

// head is the two columns at the top: who issues and the number on the left,
// in whose name and the day on the right.
func (p Paper) head() string {
	f, l := formOf(p.Head.Style), lang.Lang(p.Lang)
	var left, right strings.Builder
	line := func(b *strings.Builder, text string, k look) {
		for _, s := range lines(text) {
			b.WriteString(para{align: "center"}.xml(run(s, k)))
		}
	}
	line(&left, p.Head.Above, f.above)
	line(&left, p.Head.Issuer, f.issuer)
	if f.underIssuer != "" {
		line(&left, f.underIssuer, f.issuer)
	} else {
		left.WriteString(rule(f.left, 1100))
	}
	line(&right, l.T(f.title), f.titleLook)
	if f.motto != "" {
		line(&right, l.T(f.motto), look{bold: true, size: 14})
		right.WriteString(rule(f.right, 3000))
	}
	number := ""
	if p.Head.numbered() {
		words := p.Head.number(l, f)
		if p.open {
			words = "{{dong_so}}"
		}
		number = para{align: "center", before: 60}.xml(run(words, look{size: f.above.size}))
	}
	if p.Kind == "" {
		for _, s := range balance(p.Title, 34) {
			number += para{align: "center"}.xml(run(s, look{italic: f.underTitle != "", size: 12}))
		}
	}
	dated := para{align: "center", before: 60}.xml(run(p.Head.dated(l), look{italic: true, size: 14}))
	return columns(f.left, f.right, [2]string{left.String(), right.String()}, [2]string{number, dated})
}

// rule is a line of a width in the middle of a column.
func rule(column, width int) string {
	side := strconv.Itoa((column - width) / 2)
	return para{
		style:  "Rule",
		border: `<w:top w:val="single" w:sz="6" w:space="1" w:color="auto"/>`,
		before: -1, after: -1,
		ind: `w:left="` + side + `" w:right="` + side + `"`,
	}.xml("")
}

// columns is a table without borders: rows of two cells.
func columns(left, right int, rows ...[2]string) string {
	l, r := strconv.Itoa(left), strconv.Itoa(right)
	var b strings.Builder
	b.WriteString(`<w:tbl><w:tblPr><w:tblW w:w="` + strconv.Itoa(left+right) + `" w:type="dxa"/><w:tblLayout w:type="fixed"/>` +
		`<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>` +
		`<w:tblGrid><w:gridCol w:w="` + l + `"/><w:gridCol w:w="` + r + `"/></w:tblGrid>`)
	for _, row := range rows {
		b.WriteString(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		for i, cell := range row {
			w := l
			if i == 1 {
				w = r
			}
			if cell == "" {
				cell = para{}.xml("")
			}
			b.WriteString(`<w:tc><w:tcPr><w:tcW w:w="` + w + `" w:type="dxa"/></w:tcPr>` + cell + `</w:tc>`)
		}
		b.WriteString(`</w:tr>`)
	}
	b.WriteString(`</w:tbl>`)
	return b.String()
}

// kind is the name of the paper and what it is about, in the middle; and whom
// it is addressed to.
func (p Paper) kind() string {
	var b strings.Builder
	if p.Kind != "" {
		p.name(&b)
	}
	before := 0
	if p.Kind == "" {
		before = 360
	}
	for i, s := range p.To {
		if i == 0 {
			s = lang.Lang(p.Lang).T("doc.to", "who", oneLine(s))
		}
		b.WriteString(para{align: "center", before: before, after: 120}.xml(run(oneLine(s), look{})))
		before = 0
	}
	return b.String()
}

func (p Paper) name(b *strings.Builder) {
	f := formOf(p.Head.Style)
	title := own("Title")
	title.keepNext = true
	b.WriteString(title.xml(run(oneLine(p.Kind), look{size: f.kindSize})))
	about := own("Subtitle")
	about.keepNext = true
	for _, s := range balance(p.Title, 62) {
		b.WriteString(about.xml(run(s, look{})))
	}
	if f.underTitle != "" {
		b.WriteString(para{align: "center", after: 160, keepNext: true}.xml(run(f.underTitle, look{})))
	} else {
		b.WriteString(rule(page().width(), 2200))
	}
}

// balance breaks each line of a title that is longer than fits into lines of
// about one length: no last line of a single word.
func balance(title string, fit int) []string {
	var all []string
	for _, line := range lines(title) {
		n := utf8.RuneCountInString(line)
		rows := (n + fit - 1) / fit
		for row := range rows {
			words, length := strings.Fields(line), 0
			take := 0
			for take < len(words) && (length == 0 || row == rows-1 || length+utf8.RuneCountInString(words[take])/2 < n/rows) {
				length += utf8.RuneCountInString(words[take]) + 1
				take++
			}
			if take > 0 {
				all = append(all, strings.Join(words[:take], " "))
			}
			line = strings.Join(words[take:], " ")
		}
	}
	return all
}

// end is who receives the paper on the left and who signs it on the right,
// never parted from each other by a page.
func (p Paper) end() string {
	f, l := formOf(p.Head.Style), lang.Lang(p.Lang)
	var left, right strings.Builder
	if len(p.Receivers) > 0 {
		left.WriteString(para{}.xml(run(l.T("doc.receivers"), f.receivers)))
	}
	for _, s := range p.receivers() {
		left.WriteString(para{ind: `w:right="200"`}.xml(run("- "+s, look{size: f.receiver})))
	}
	for i, s := range p.Signer {
		right.WriteString(para{align: "center"}.xml(run(oneLine(s), look{bold: i == 0 || f.signerBold, size: 14})))
	}
	if len(p.Signer) > 0 { // room for hand and seal
		right.WriteString(strings.Repeat(para{align: "center"}.xml(""), 5))
	}
	return columns(4500, page().width()-4500, [2]string{left.String(), right.String()})
}
