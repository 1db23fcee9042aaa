package doc

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// Fill writes the paper on the template. The same paper on the same template
// gives the same bytes. The file's properties are the paper's, not those of
// whoever drew the template.
func (t *Template) Fill(p Paper) ([]byte, error) {
	f := &filler{paper: p, width: t.textWidth(), styles: t.styles()}
	f.lines, f.lists = p.values()
	all := slices.Clone(t.files)
	for i, x := range all {
		switch {
		case filled.MatchString(x.name):
			f.src, f.out, f.text = x.body, bytes.Buffer{}, map[*node]string{}
			f.ends = nil
			if x.name == "word/document.xml" {
				f.ends = t.lacking()
			}
			root := t.trees[x.name]
			f.out.Write(x.body[:root.from])
			f.element(root, nil)
			f.out.Write(x.body[root.to:])
			all[i].body = bytes.Clone(f.out.Bytes())
		case x.name == "word/styles.xml":
			all[i].body = t.withStyles(x.body)
		case x.name == "docProps/core.xml":
			all[i].body = []byte(p.core())
		case x.name == "docProps/app.xml":
			all[i].body = []byte(app)
		}
	}
	b, err := bundle(all)
	if err != nil {
		return nil, fmt.Errorf("fill a template: %w", err)
	}
	return b, nil
}

// lacking are the parts of a paper that the template has no place for and that
// no paper may be without: they go to the end of its body.
func (t *Template) lacking() []string {
	var has []string
	for name, root := range t.trees {
		if filled.MatchString(name) {
			root.walk(func(n *node) bool {
				if n.is("p") {
					has = append(has, asked(n)...)
				}
				return true
			})
		}
	}
	return slices.DeleteFunc([]string{annexName, "du_lieu_mau", "chan_trang"}, func(name string) bool { return slices.Contains(has, name) })
}

// A filler goes through one part and writes it down filled.
type filler struct {
	paper  Paper
	lines  map[string]string
	lists  map[string]Records
	styles *strings.Replacer // our names of styles to the template's
	width  int

	src  []byte
	out  bytes.Buffer
	ends []string         // what the body's end must say
	text map[*node]string // what a run says now
}

func (f *filler) element(n, parent *node) {
	switch {
	case n.is("t"):
		if s, ok := f.text[n]; ok {
			f.run(s)
			return
		}
	case n.is("tr"):
		if list := f.rowList(n); list != "" {
			f.repeat(n, parent, list)
			return
		}
	case n.is("p"):
		f.paragraph(n, parent)
		return
	}
	f.inside(n)
}

// inside writes an element with what stands in it filled.
func (f *filler) inside(n *node) {
	at := n.from
	for i, k := range n.kids {
		f.out.Write(f.src[at:k.from])
		if n.is("body") && i == len(n.kids)-1 && k.is("sectPr") {
			f.end()
		}
		f.element(k, n)
		at = k.to
	}
	f.out.Write(f.src[at:n.close])
	if last := len(n.kids) - 1; n.is("body") && (last < 0 || !n.kids[last].is("sectPr")) {
		f.end()
	}
	f.out.Write(f.src[n.close:n.to])
}

// end writes what the template has no place for.
func (f *filler) end() {
	for _, name := range f.ends {
		if name == annexName {
			f.blocks(name)
			continue
		}
		for _, row := range f.lists[name].Rows {
			f.out.WriteString(f.styles.Replace(own("Footer").xml(run(oneLine(row[0]), look{bold: name == "du_lieu_mau"}))))
		}
	}
}

func (f *filler) blocks(name string) {
	b := body{width: f.width, plain: true}
	if name == bodyName {
		b.write(f.paper.Body, true)
	} else {
		for i, a := range f.paper.Annexes {
			b.WriteString(f.paper.annexHead(i))
			b.write(a.Body, false)
		}
	}
	f.out.WriteString(f.styles.Replace(b.String()))
}

// rowList is the list whose fields a table's row asks for; rows of a table in
// one of its cells are for themselves.
func (f *filler) rowList(row *node) string {
	found := ""
	row.walk(func(n *node) bool {
		if n.is("tr") && n != row {
			return false
		}
		if n.is("p") && found == "" {
			found = f.listOf(n, true)
		}
		return true
	})
	return found
}

// listOf is the first list a paragraph asks for that is not being repeated
// already; records only, where whole rows are asked about.
func (f *filler) listOf(p *node, records bool) string {
	for _, name := range asked(p) {
		list, _, of := strings.Cut(name, ".")
		_, scoped := f.lines[name]
		if _, ok := f.lists[list]; ok && !scoped && of == (f.lists[list].Fields[0] != "") && (of || !records) {
			return list
		}
	}
	return ""
}

// repeat writes the row or paragraph once for each record. What has none is
// left out, where something is left; a cell or a margin is never empty.
func (f *filler) repeat(n, parent *node, list string) {
	r := f.lists[list]
	rows := r.Rows
	if len(rows) == 0 {
		others := slices.ContainsFunc(parent.kids, func(k *node) bool { return k != n && k.is(n.Local) })
		if n.is("tr") && others || parent.is("body") {
			return
		}
		rows = [][]string{make([]string, len(r.Fields))}
	}
	for _, row := range rows {
		for i, field := range r.Fields {
			f.lines[scoped(list, field)] = row[i]
		}
		f.element(n, parent)
	}
	for _, field := range r.Fields {
		delete(f.lines, scoped(list, field))
	}
}

func scoped(list, field string) string {
	if field == "" {
		return list
	}
	return list + "." + field
}

func (f *filler) paragraph(n, parent *node) {
	names := asked(n)
	if len(names) == 1 && (names[0] == bodyName || names[0] == annexName) {
		f.blocks(names[0])
		return
	}
	if list := f.listOf(n, false); list != "" {
		f.repeat(n, parent, list)
		return
	}
	f.replace(stretches(n))
	f.inside(n)
}

// replace puts values where placeholders stand, each in the look of the run in
// which it begins; what a placeholder covers of the runs after is taken out.
func (f *filler) replace(list []stretch) {
	var joined strings.Builder
	for _, s := range list {
		joined.WriteString(s.text)
	}
	found := placeholder.FindAllStringSubmatchIndex(joined.String(), -1)
	if len(found) == 0 {
		return
	}
	at := 0
	for _, s := range list {
		from, to := at, at+len(s.text)
		at = to
		if s.node == nil {
			continue
		}
		var b strings.Builder
		next := from
		for _, m := range found {
			if m[1] <= from || m[0] >= to {
				continue
			}
			b.WriteString(joined.String()[next:max(m[0], next)])
			if m[0] >= from {
				b.WriteString(f.lines[joined.String()[m[2]:m[3]]])
			}
			next = min(m[1], to)
		}
		if next > from || b.Len() > 0 {
			b.WriteString(joined.String()[next:to])
			f.text[s.node] = b.String()
		}
	}
}

// run writes the text of a run; its lines are parted by breaks.
func (f *filler) run(s string) {
	for i, line := range strings.Split(clean(s), "\n") {
		if i > 0 {
			f.out.WriteString(`<w:br/>`)
		}
		f.out.WriteString(`<w:t xml:space="preserve">` + escape(line) + `</w:t>`)
	}
}

// styles leads from our names to those of the template, where it has the same
// style under another name: a Vietnamese Word calls heading 1 "u1".
func (t *Template) styles() *strings.Replacer {
	byName := map[string]string{}
	for _, s := range t.trees["word/styles.xml"].kids {
		if name := s.kid("name"); s.is("style") && name != nil {
			byName[strings.ToLower(name.attr("val"))] = s.attr("styleId")
		}
	}
	var pairs []string
	for _, s := range paragraphStyles {
		if id := byName[strings.ToLower(s.name)]; id != "" && id != s.id {
			pairs = append(pairs, `<w:pStyle w:val="`+s.id+`"/>`, `<w:pStyle w:val="`+escape(id)+`"/>`)
		}
	}
	if id := byName["table grid"]; id != "" && id != "TableGrid" {
		pairs = append(pairs, `<w:tblStyle w:val="TableGrid"/>`, `<w:tblStyle w:val="`+escape(id)+`"/>`)
	}
	return strings.NewReplacer(pairs...)
}

// withStyles adds the styles our blocks need and the template lacks.
func (t *Template) withStyles(src []byte) []byte {
	root := t.trees["word/styles.xml"]
	if root.prefix() != wordSpace || root.inside == root.to {
		return src
	}
	has := map[string]bool{}
	for _, s := range root.kids {
		has[s.attr("styleId")] = true
		if name := s.kid("name"); name != nil {
			has["name "+strings.ToLower(name.attr("val"))] = true
		}
	}
	var add strings.Builder
	for _, s := range paragraphStyles {
		if !has[s.id] && !has["name "+strings.ToLower(s.name)] {
			add.WriteString(s.xml())
		}
	}
	if !has["TableGrid"] && !has["name table grid"] {
		add.WriteString(tableGrid())
	}
	return slices.Concat(src[:root.close], []byte(add.String()), src[root.close:])
}
