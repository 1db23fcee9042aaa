package stationery

import (
	"embed"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/doc"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the versions of what papers are written on.
func Schema() db.Schema { return db.Schema{Name: "stationery", Files: files} }

// MayKeep is the right to choose a letterhead and to bring a template, in the
// body whose papers they are.
const MayKeep kheo.Right = "stationery.keep"

// A Kind of paper. What its records are called stands in docs and on the page;
// whoever composes the paper gives them under these names.
type Kind struct {
	ID      string
	Letter  bool // without a name of its own
	Records []doc.Records
}

// Kinds are the papers that are written on a body's stationery.
func Kinds() []Kind {
	figures := doc.Records{Name: "so_lieu", Fields: []string{"noi_dung", "da_bao_cao", "danh_gia"}}
	return []Kind{
		{ID: "plan", Records: []doc.Records{{Name: "buoi", Fields: []string{"ngay", "noi"}}, {Name: "thanh_vien", Fields: []string{"vai_tro"}}}},
		{ID: "outline", Letter: true},
		{ID: "self_report"},
		{ID: "minutes", Records: []doc.Records{figures, {Name: "thanh_vien", Fields: []string{"vai_tro"}}}},
		{ID: "conclusion", Records: []doc.Records{figures, {Name: "kien_nghi", Fields: []string{"stt", "noi_dung", "don_vi", "san_pham", "han"}}}},
		{ID: "remedy"},
	}
}

// KindOf is the kind by its id; ok is false for none.
func KindOf(id string) (Kind, bool) {
	all := Kinds()
	i := slices.IndexFunc(all, func(k Kind) bool { return k.ID == id })
	if i < 0 {
		return Kind{}, false
	}
	return all[i], true
}

// Names are the placeholders a template of the kind may have.
func (k Kind) Names() []string {
	names := doc.Names()
	for _, r := range k.Records {
		for _, f := range r.Fields {
			names = append(names, r.Name+"."+f)
		}
	}
	return names
}

// A Head is the letterhead of a kind of paper; an empty line is as composed.
type Head struct {
	Style                 string // doc.Party, doc.State, doc.Front
	Above, Issuer, Signer string // each line of it is one on the paper
	Place                 string
}

// Check tells everything to mend in a head.
func (h Head) Check() error {
	var f kheo.Faults
	f.Need(slices.Contains(doc.Styles(), h.Style), "style", "stationery.fault.style")
	for _, x := range []struct {
		field, words string
		lines        int
	}{{"above", h.Above, 3}, {"issuer", h.Issuer, 3}, {"place", h.Place, 1}, {"signer", h.Signer, 4}} {
		f.Need(utf8.RuneCountInString(x.words) <= 200 && strings.Count(x.words, "\n") < x.lines, x.field, "stationery.fault.line", "n", x.lines)
		f.Need(!strings.Contains(x.words, "{{"), x.field, "stationery.fault.braces")
	}
	return f.Err()
}

// A Version is what a kind of paper of a body is written on, from a moment on.
// Version 0 is what stands before anybody chose.
type Version struct {
	Version int64
	Head
	Template string // SHA-256 of the template; "" is our own layout
	Size     int64
	Person   kheo.PersonID
	At       time.Time
}

// On puts the version's head and template on a paper as it was composed.
func (v Version) On(p *doc.Paper) {
	p.Head.Style, p.Template = v.Style, v.Template
	for _, x := range []struct {
		to    *string
		words string
	}{{&p.Head.Above, v.Above}, {&p.Head.Issuer, v.Issuer}, {&p.Head.Place, v.Place}} {
		if x.words != "" {
			*x.to = x.words
		}
	}
	if v.Signer != "" {
		p.Signer = strings.Split(v.Signer, "\n")
	}
}
