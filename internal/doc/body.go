package doc

import (
	"strconv"
	"strings"
)

// A body writes blocks one after the other; lists counts the numbered ones,
// since each is an instance of its own in numbering.xml.
type body struct {
	strings.Builder
	lists int
	width int  // of the text, in twips
	plain bool // marks of lists are written out: a template has a numbering of its own
}

const (
	dashList  = 1 // numbering instances
	firstList = 2
)

// write puts the paper's blocks down. Where they end the paper, the last words
// end with "./.", as every paper of the office does, and stay with the
// signature.
func (b *body) write(blocks []Block, ends bool) {
	for i, x := range blocks {
		last := ends && i == len(blocks)-1
		switch {
		case x.Heading != nil:
			level := min(max(x.Heading.Level, 1), 3)
			b.WriteString(own("Heading" + strconv.Itoa(level)).xml(run(oneLine(x.Heading.Text), look{})))
		case x.Table != nil:
			b.table(*x.Table, last)
		case len(x.List) > 0:
			b.list("ListBullet", dashList, x.List, last)
		case len(x.Numbered) > 0:
			b.list("ListNumber", firstList+b.lists, x.Numbered, last)
			b.lists++
		case len(x.Runs) > 0:
			b.runs(x.Runs, last)
		default:
			b.text(lines(x.Text), last)
		}
	}
}

// finish is the last sentence with the mark that nothing follows.
func finish(s string, last bool) string {
	if !last {
		return s
	}
	return strings.TrimRight(s, "./; ") + "./."
}

func (b *body) text(list []string, last bool) {
	for i, s := range list {
		p := own("BodyText")
		end := last && i == len(list)-1
		p.keepNext = end
		b.WriteString(p.xml(run(finish(s, end), look{})))
	}
}

func (b *body) runs(list []Run, last bool) {
	var runs strings.Builder
	for i, r := range list {
		text := strings.ReplaceAll(clean(r.Text), "\n", " ")
		runs.WriteString(run(finish(text, last && i == len(list)-1), look{bold: r.Bold}))
	}
	p := own("BodyText")
	p.keepNext = last
	b.WriteString(p.xml(runs.String()))
}

func (b *body) list(style string, instance int, items []string, last bool) {
	for i, s := range items {
		p := own(style)
		p.list = instance
		if b.plain {
			p, s = own("BodyText"), mark(instance, i)+" "+s
		}
		end := last && i == len(items)-1
		p.keepNext = end
		b.WriteString(p.xml(run(finish(oneLine(s), end), look{})))
	}
}

// mark is what stands before the nth item of a list.
func mark(instance, n int) string {
	if instance == dashList {
		return "-"
	}
	return strconv.Itoa(n+1) + "."
}

// widths shares the text's width among n columns by per cent; columns without a share
// get the mean of the others.
func widths(n, text int, percent []int) []int {
	share, sum, given := make([]int, n), 0, 0
	for i := range share {
		if i < len(percent) && percent[i] > 0 {
			share[i] = percent[i]
			sum += percent[i]
			given++
		}
	}
	mean := 100
	if given > 0 {
		mean = max(sum/given, 1)
	}
	for i := range share {
		if share[i] == 0 {
			share[i] = mean
			sum += mean
		}
	}
	left := text
	for i := range share {
		if i == n-1 {
			share[i] = left
			break
		}
		share[i] = text * share[i] / sum
		left -= share[i]
	}
	return share
}

// table writes a real table: its head row is repeated on each page, no row is
// cut by one. The row that ends the paper stays with the signature.
func (b *body) table(t Table, last bool) {
	n := len(t.Head)
	for _, row := range t.Rows {
		n = max(n, len(row))
	}
	if n == 0 {
		return
	}
	if t.Caption != "" {
		b.WriteString(own("Caption").xml(run(oneLine(t.Caption), look{})))
	}
	width := widths(n, b.width, t.Widths)
	b.WriteString(`<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="` + strconv.Itoa(b.width) + `" w:type="dxa"/>` +
		`<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>`)
	if t.Caption != "" {
		b.WriteString(`<w:tblCaption w:val="` + escape(oneLine(t.Caption)) + `"/>`)
	}
	b.WriteString(`</w:tblPr><w:tblGrid>`)
	for _, w := range width {
		b.WriteString(`<w:gridCol w:w="` + strconv.Itoa(w) + `"/>`)
	}
	b.WriteString(`</w:tblGrid>`)
	if len(t.Head) > 0 {
		b.row(t.Head, width, func(int) para { return para{style: "TableHead", before: -1, after: -1, keepNext: true} }, true)
	}
	for n, row := range t.Rows {
		b.row(row, width, func(i int) para {
			p := own("TableText")
			p.keepNext = last && n == len(t.Rows)-1
			switch {
			case i < len(t.Right) && t.Right[i]:
				p.align = "right"
			case i < len(t.Center) && t.Center[i]:
				p.align = "center"
			}
			return p
		}, false)
	}
	b.WriteString(`</w:tbl>`)
	after := own("AfterTable")
	after.keepNext = last
	b.WriteString(after.xml(""))
}

func (b *body) row(cells []string, width []int, style func(int) para, head bool) {
	b.WriteString(`<w:tr><w:trPr><w:cantSplit/>`)
	if head {
		b.WriteString(`<w:tblHeader/>`)
	}
	b.WriteString(`</w:trPr>`)
	for i, w := range width {
		b.WriteString(`<w:tc><w:tcPr><w:tcW w:w="` + strconv.Itoa(w) + `" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>`)
		var text []string
		if i < len(cells) {
			text = lines(cells[i])
		}
		if len(text) == 0 {
			text = []string{""}
		}
		for _, s := range text {
			b.WriteString(style(i).xml(run(s, look{})))
		}
		b.WriteString(`</w:tc>`)
	}
	b.WriteString(`</w:tr>`)
}
