package doc

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"kheo"
	"kheo/lang"
)

// Records are what a template may repeat a row or a paragraph for: the
// recommendations of a conclusion, the visits of a plan. A template asks for a
// field as {{name.field}}.
type Records struct {
	Name   string
	Fields []string
	Rows   [][]string
}

// The placeholders every paper fills. A line stands for one value; of the
// others a paragraph is repeated for each.
var (
	lineNames = []string{"co_quan_cap_tren", "co_quan", "so", "ky_hieu", "so_ky_hieu", "dia_danh", "ngay_thang", "ten_loai", "trich_yeu"}
	listNames = []string{"dong_so", "kinh_gui", "nguoi_ky", "noi_nhan", "chan_trang", "du_lieu_mau"}
)

// The body and the annexes stand in a paragraph of their own.
const bodyName, annexName = "noi_dung", "phu_luc"

// Names are the placeholders a paper fills, beside those of its records.
func Names() []string {
	return slices.Concat(lineNames, listNames, []string{bodyName, annexName})
}

// A Template is an office's own form of a paper, looked through at the door.
type Template struct {
	files []file
	trees map[string]*node
}

var placeholder = regexp.MustCompile(`\{\{\s*([^{}\s]+)\s*\}\}`)

// OpenTemplate reads a .docx that somebody brought. What does not belong in a
// form is a fault.
func OpenTemplate(docx []byte) (*Template, error) {
	all, err := unpack(docx)
	if err != nil {
		return nil, err
	}
	trees, err := inspect(all)
	if err != nil {
		return nil, err
	}
	t := &Template{all, trees}
	if t.trees["word/document.xml"].kid("body") == nil {
		return nil, refuse("kind")
	}
	return t, nil
}

// Bytes are the template as it is kept: the files that were looked at.
func (t *Template) Bytes() ([]byte, error) { return bundle(t.files) }

// filled tells the files whose placeholders are filled.
var filled = regexp.MustCompile(`^word/(document|header[0-9]*|footer[0-9]*|footnotes|endnotes)\.xml$`)

// Check is a fault for every placeholder that a paper of these names does not
// fill, with what and where.
func (t *Template) Check(names []string) error {
	var faults kheo.Faults
	body := false
	for _, f := range t.files {
		if !filled.MatchString(f.name) {
			continue
		}
		root := t.trees[f.name]
		if root.prefix() != wordSpace {
			return refuse("kind")
		}
		document := f.name == "word/document.xml"
		nth := 0
		root.parents(nil, func(n, parent *node) {
			if !n.is("p") {
				return
			}
			nth++
			for _, x := range wrong(n, names, document && parent.is("body")) {
				args := append(x.Args, "text", short(said(n)))
				x.Key += "-margin"
				if document {
					x.Key = strings.TrimSuffix(x.Key, "-margin")
					args = append(args, "n", nth)
				}
				faults = append(faults, kheo.Fault{Field: "template", Key: x.Key, Args: args})
			}
			body = body || slices.Contains(asked(n), bodyName)
		})
	}
	if len(faults) == 0 && !body {
		return refuse("body", "name", "{{"+bodyName+"}}")
	}
	if len(faults) > 12 { // enough to mend; the rest shows the next time
		faults = faults[:12]
	}
	return faults.Err()
}

// wrong are the faults of one paragraph.
func wrong(n *node, names []string, free bool) kheo.Faults {
	var faults kheo.Faults
	for _, name := range asked(n) {
		block := name == bodyName || name == annexName
		switch {
		case !slices.Contains(names, name):
			faults = append(faults, kheo.Fault{Key: "doc.template.unknown", Args: []any{"name", "{{" + short(name) + "}}"}})
		case block && (!free || strings.TrimSpace(placeholder.ReplaceAllString(said(n), "")) != "" || len(asked(n)) > 1):
			faults = append(faults, kheo.Fault{Key: "doc.template.block", Args: []any{"name", "{{" + name + "}}"}})
		}
	}
	if rest := placeholder.ReplaceAllString(said(n), ""); strings.Contains(rest, "{{") || strings.Contains(rest, "}}") {
		faults = append(faults, kheo.Fault{Key: "doc.template.broken"})
	}
	return faults
}

// prefix is what w: means at the root.
func (n *node) prefix() string {
	for _, a := range n.attrs {
		if a.Name.Space == "xmlns" && a.Name.Local == "w" {
			return a.Value
		}
	}
	return ""
}

// parents calls f for n and all under it with the element each stands in.
func (n *node) parents(parent *node, f func(n, parent *node)) {
	f(n, parent)
	for _, k := range n.kids {
		k.parents(n, f)
	}
}

// A stretch is the text of one run in its paragraph; of a tab or a line break
// there is no node.
type stretch struct {
	node *node
	text string
}

// stretches are the texts of a paragraph, without those of a text box in it.
// Word cuts a word into several runs where it likes.
func stretches(p *node) []stretch {
	var list []stretch
	p.walk(func(n *node) bool {
		switch {
		case n.is("p") && n != p:
			return false
		case n.is("t"):
			list = append(list, stretch{n, n.text})
		case n.is("tab") || n.is("br") || n.is("cr"):
			list = append(list, stretch{nil, "\n"})
		}
		return true
	})
	return list
}

// said is a paragraph's text.
func said(p *node) string {
	var b strings.Builder
	for _, s := range stretches(p) {
		b.WriteString(s.text)
	}
	return b.String()
}

// asked are the placeholders of a paragraph, in order.
func asked(p *node) []string {
	var names []string
	for _, m := range placeholder.FindAllStringSubmatch(said(p), -1) {
		names = append(names, m[1])
	}
	return names
}

// values are what the paper fills, by name; each list as records of one field.
func (p Paper) values() (lines map[string]string, lists map[string]Records) {
	l, f := lang.Lang(p.Lang), formOf(p.Head.Style)
	lines = map[string]string{
		"co_quan_cap_tren": p.Head.Above, "co_quan": p.Head.Issuer, "so": p.Head.Number, "ky_hieu": p.Head.Symbol,
		"dia_danh": p.Head.Place, "ngay_thang": p.Head.day(l), "ten_loai": p.Kind, "trich_yeu": p.Title,
	}
	var number []string
	if p.Head.numbered() {
		lines["so_ky_hieu"] = p.Head.plainNumber(f)
		number = []string{p.Head.number(l, f)}
	}
	lists = map[string]Records{}
	for name, list := range map[string][]string{
		"dong_so": number, "kinh_gui": p.To, "nguoi_ky": p.Signer, "noi_nhan": p.receivers(),
		"chan_trang": some(p.Foot), "du_lieu_mau": some(p.Sample),
	} {
		r := Records{Name: name, Fields: []string{""}}
		for _, s := range list {
			r.Rows = append(r.Rows, []string{s})
		}
		lists[name] = r
	}
	for _, r := range p.Records {
		lists[r.Name] = r
	}
	return lines, lists
}

func some(s string) []string {
	if strings.TrimSpace(s) == "" {
		return nil
	}
	return []string{s}
}

// receivers are the places a paper goes to, with the marks between them.
func (p Paper) receivers() []string {
	var list []string
	if p.open {
		return p.Receivers
	}
	for i, s := range p.Receivers {
		end := ";"
		if i == len(p.Receivers)-1 {
			end = "."
		}
		list = append(list, strings.TrimRight(oneLine(s), ",;. ")+end)
	}
	return list
}

// SampleTemplate is our own layout of a letterhead as a template to begin with:
// the office changes it in Word and brings it back.
func SampleTemplate(style string, letter bool) ([]byte, error) {
	in := func(name string) string { return "{{" + name + "}}" }
	p := Paper{
		Head: Letterhead{Style: style, Above: in("co_quan_cap_tren"), Issuer: in("co_quan"), Number: in("so"), Symbol: in("ky_hieu"),
			Place: in("dia_danh"), Day: in("ngay_thang")},
		Kind: in("ten_loai"), Title: in("trich_yeu"), To: []string{in("kinh_gui")}, Body: []Block{{Text: in(bodyName)}},
		Signer: []string{in("nguoi_ky")}, Receivers: []string{in("noi_nhan")}, Sample: in("du_lieu_mau"), Foot: in("chan_trang"),
		Lang: string(lang.VI), open: true,
	}
	if letter {
		p.Kind = ""
	}
	return Docx(p)
}

// textWidth is the width of the text of a template's last section, in twips.
func (t *Template) textWidth() int {
	width := page().width()
	section := t.trees["word/document.xml"].kid("body").kid("sectPr")
	if section == nil {
		return width
	}
	size, margins := section.kid("pgSz"), section.kid("pgMar")
	if size == nil || margins == nil {
		return width
	}
	var n [3]int
	for i, s := range []string{size.attr("w"), margins.attr("left"), margins.attr("right")} {
		var err error
		if n[i], err = strconv.Atoi(s); err != nil {
			return width
		}
	}
	if w := n[0] - n[1] - n[2]; w > 2000 && w < 2*a4 {
		return w
	}
	return width
}
