package paper

import (
	"context"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"kheo"
	"kheo/inspection"
	"kheo/internal/db"
	"kheo/internal/doc"
	"kheo/internal/text"
	"kheo/stationery"
	"kheo/unit"
)

// A Press composes the papers of inspections. Papers are in Vietnamese, the
// language of the office's registry.
type Press struct {
	Book   *unit.Book
	Office kheo.Office
	Foot   string // the ledger's last checkpoint, for the foot of the page
}

// signs are the letters of a kind of paper in its number.
var signs = map[string]string{
	inspection.PlanPaper: "KH", inspection.OutlinePaper: "CV", inspection.SelfReportPaper: "BC", inspection.MinutesPaper: "BB", inspection.ConclusionPaper: "TB",
}

// Numbering writes a number the way the body's letterhead has it: 65-TB/BDVTU.
func Numbering(style string, n int64, kind string, body unit.Body) string {
	return doc.Number(style, n, signs[kind], initials(body.Short))
}

// initials of "Ban Dân vận Tỉnh ủy" are BDVTU; Đ stays Đ.
func initials(name string) string {
	var b strings.Builder
	for word := range strings.FieldsSeq(name) {
		if r, _ := utf8.DecodeRuneInString(norm.NFD.String(word)); unicode.IsLetter(r) {
			b.WriteRune(unicode.ToUpper(r))
		}
	}
	return b.String()
}

// composing is a paper's body as it grows.
type composing struct {
	blocks []doc.Block
	parts  int
}

// part opens a part of the paper with its Roman ordinal.
func (c *composing) part(key string) {
	c.parts++
	c.heading(1, text.Roman(c.parts)+". "+vi.T(key))
}

func (c *composing) heading(level int, text string) {
	c.blocks = append(c.blocks, doc.Block{Heading: &doc.Heading{Level: level, Text: text}})
}

// text adds a paragraph for every line that was typed.
func (c *composing) text(words string) {
	for line := range strings.Lines(words) {
		if line = strings.TrimSpace(line); line != "" {
			c.blocks = append(c.blocks, doc.Block{Text: line})
		}
	}
}

func (c *composing) list(items []string) {
	if len(items) > 0 {
		c.blocks = append(c.blocks, doc.Block{List: items})
	}
}

func (c *composing) table(t doc.Table) {
	if len(t.Rows) > 0 {
		c.blocks = append(c.blocks, doc.Block{Table: &t})
	}
}

// Head is the paper without its body, on the stationery of the body that issues
// it: the Party's letterhead where it chose none.
func (p Press) Head(ctx context.Context, tx *db.Tx, b unit.Body, of inspection.Paper, kind, title string) (doc.Paper, error) {
	above, err := p.above(ctx, tx, b)
	if err != nil {
		return doc.Paper{}, err
	}
	place, err := p.Book.Last(b.Territory, of.Day)
	if err != nil {
		return doc.Paper{}, err
	}
	on, err := stationery.Of(ctx, tx, b.ID, kind)
	if err != nil {
		return doc.Paper{}, err
	}
	number, join, symbol := doc.SplitNumber(of.Number)
	paper := doc.Paper{
		Head: doc.Letterhead{Above: strings.ToUpper(above), Issuer: strings.ToUpper(strings.TrimSpace(strings.TrimSuffix(b.Name, above))),
			Number: number, Join: join, Symbol: symbol, Place: place.Short, Day: string(of.Day)},
		Kind:   vi.T("inspection.paper.kind." + kind),
		Title:  title,
		Signer: []string{vi.T("inspection.paper.signer")},
		Foot:   p.Foot, Lang: string(vi), Subject: title,
	}
	if p.Office.Sample {
		paper.Sample = vi.T("inspection.paper.sample")
	}
	on.On(&paper)
	return paper, nil
}

func (p Press) above(ctx context.Context, tx *db.Tx, b unit.Body) (string, error) {
	if b.Parent == "" {
		return "", nil
	}
	parent, err := unit.FindBody(ctx, tx, b.Parent)
	return parent.Name, err
}

// place is how a sentence names the host: "huyện Cần Đước".
func (p Press) place(i inspection.Inspection) (string, error) {
	u, err := p.Book.Last(i.Host, i.VisitDay())
	return u.Title(), err
}

// longDay is "ngày 05 tháng 3 năm 2026", as papers write a day.
func longDay(d kheo.Date) string {
	t := d.Time()
	month := fmt.Sprint(int(t.Month()))
	if t.Month() < 3 {
		month = "0" + month
	}
	return vi.T("inspection.paper.day", "d", fmt.Sprintf("%02d", t.Day()), "m", month, "y", fmt.Sprint(t.Year()))
}
