package unitweb

import (
	"strconv"
	"strings"

	"kheo"
	"kheo/internal/text"
	"kheo/internal/web"
	"kheo/unit"
)

// count is a small number in words, as headings have it: hai, ba, sáu.
func count(v web.View, n int) string {
	if n >= 2 && n <= 10 {
		return v.T("unitweb.number." + strconv.Itoa(n))
	}
	return v.Num(int64(n))
}

// share says how much of a unit a link carries.
func share(v web.View, was unit.Unit, l unit.Link) string {
	switch {
	case l.Share == "full":
		return v.T("unitweb.share.full", "type", typeWord(v, "type", was.Type))
	case l.Text == "whole":
		return v.T("unitweb.share.whole")
	case l.Text == "remainder":
		return v.T("unitweb.share.remainder")
	case l.Share == "part":
		return v.T("unitweb.share.part")
	}
	return v.T("unitweb.share.unknown")
}

// typeWord is xã, phường … in the visitor's language; set is "type" for one,
// "types" for many. Hamlets keep the word of their place.
func typeWord(v web.View, set, t string) string {
	key := "unitweb." + set + "." + strings.ReplaceAll(text.Fold(t), " ", "-")
	if !v.Lang.Has(key) {
		return t
	}
	return v.T(key)
}

// A basis is a legal text and the place in it.
type basis struct{ clause, text string }

// read takes apart "1682/NQ-UBTVQH15 Điều 1 khoản 43"; whatever follows the
// number of the text is shown as it is listed.
func readBasis(v web.View, s string) basis {
	number, rest, _ := strings.Cut(s, " ")
	if strings.HasSuffix(number, ";") { // several texts, no clause
		number, rest = s, ""
	}
	b := basis{text: number}
	if strings.Contains(number, "/NQ-") {
		b.text = v.T("unitweb.resolution", "number", number)
	}
	article, clause, ok := strings.Cut(rest, " khoản ")
	switch {
	case ok:
		b.clause = v.T("unitweb.clause", "clause", clause, "article", strings.TrimPrefix(article, "Điều "))
	case strings.Contains(rest, "không sắp xếp"):
		b.clause = v.T("unitweb.left-alone")
	default:
		b.clause = rest
	}
	return b
}

func (b basis) line() string {
	if b.clause == "" {
		return b.text
	}
	return b.clause + ", " + b.text
}

// above is the address without the unit itself: "tỉnh Tây Ninh".
func above(b *unit.Book, u unit.Unit, on kheo.Date) string {
	_, rest, _ := strings.Cut(address(b, u, on), ", ")
	return rest
}

// address of a state: as of the day if it held then, else as of its last day.
func address(b *unit.Book, u unit.Unit, on kheo.Date) string {
	if u.To != "" && u.To < on {
		on = u.To
	}
	if on < u.From {
		on = u.From
	}
	parts := []string{u.Title()}
	day := max(on, unit.FirstDay)
	for _, a := range parents(b, u, day) {
		parts = append(parts, a.Title())
	}
	return strings.Join(parts, ", ")
}

func parents(b *unit.Book, u unit.Unit, on kheo.Date) []unit.Unit {
	if u.Parent == "" {
		return nil
	}
	p, err := b.Last(u.Parent, on)
	if err != nil {
		return nil
	}
	return append([]unit.Unit{p}, b.Ancestors(p.ID, on)...)
}

// strongName writes "**Xã Tân Chánh**, huyện Cần Đước, tỉnh Long An".
func strongName(b *unit.Book, u unit.Unit, on kheo.Date) string {
	rest := above(b, u, on)
	if rest == "" {
		return "**" + u.Name + "**"
	}
	return "**" + u.Name + "**, " + rest
}

// days is a span in words.
func days(v web.View, s kheo.Span) string {
	switch {
	case s.From == "" && s.To == "":
		return v.T("unitweb.days.always", "day", unit.FirstDay)
	case s.From == "":
		return v.T("unitweb.days.to", "to", s.To)
	case s.To == "":
		return v.T("unitweb.days.from", "from", s.From)
	}
	return v.T("unitweb.days.both", "from", s.From, "to", s.To)
}
