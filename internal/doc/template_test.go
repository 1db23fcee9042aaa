package doc

import (
	"archive/zip"
	"bytes"
	"errors"
	"image"
	"image/png"
	"slices"
	"strings"
	"testing"

	"kheo"
)

// of is the names a conclusion fills.
func of() []string {
	return append(Names(), "kien_nghi.noi_dung", "kien_nghi.han")
}

func recorded() Paper {
	p := conclusion()
	p.Annexes = []Annex{{Title: "Danh sách", Body: []Block{{Text: "Bảng 1"}}}}
	p.Records = []Records{{Name: "kien_nghi", Fields: []string{"noi_dung", "han"},
		Rows: [][]string{{"Tham mưu", "31/03/2024"}, {"Đánh giá sau đối thoại", "30/06/2024"}}}}
	return p
}

// changed is a sample template with one file of it changed; a file without
// bytes before is added, one without bytes after is taken away.
func changed(t testing.TB, name string, change func(string) string) []byte {
	t.Helper()
	docx, err := SampleTemplate(Party, false)
	if err != nil {
		t.Fatal(err)
	}
	all, err := unpack(docx)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(all, func(f file) bool { return f.name == name })
	if i < 0 {
		i, all = len(all), append(all, file{name: name})
	}
	before := string(all[i].body)
	if all[i].body = []byte(change(before)); before != "" && string(all[i].body) == before {
		t.Fatalf("%s is as before", name)
	}
	if len(all[i].body) == 0 {
		all = slices.Delete(all, i, i+1)
	}
	b, err := bundle(all)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// bodied is a sample template with something before its body's words.
func bodied(t testing.TB, before string) []byte {
	return changed(t, "word/document.xml", func(s string) string {
		at := strings.LastIndex(s[:strings.Index(s, "{{noi_dung}}")], "<w:p>")
		return s[:at] + before + s[at:]
	})
}

func replaced(from, to string) func(string) string {
	return func(s string) string { return strings.Replace(s, from, to, 1) }
}

func fill(t testing.TB, docx []byte, p Paper) []byte {
	t.Helper()
	x, err := OpenTemplate(docx)
	if err == nil {
		err = x.Check(of())
	}
	if err != nil {
		t.Fatal(err)
	}
	b, err := x.Fill(p)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func textOf(t testing.TB, docx []byte) string {
	t.Helper()
	s, err := Text(docx)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// A sample template, brought back as it was handed out, gives the paper of our
// own layout word for word; only the marks of lists are written out.
func TestASampleTemplateGivesOurOwnPaper(t *testing.T) {
	for _, style := range Styles() {
		for _, letter := range []bool{false, true} {
			p := recorded()
			p.Head.Style, p.To = style, []string{"Ban Dân vận Huyện ủy"}
			if letter {
				p.Kind = ""
			}
			sample, err := SampleTemplate(style, letter)
			if err != nil {
				t.Fatal(err)
			}
			got, err := Read(fill(t, sample, p))
			if err != nil {
				t.Fatal(err)
			}
			want, err := Read(write(t, p))
			if err != nil {
				t.Fatal(err)
			}
			for i, pieces := range [][2][]Piece{{got.Body, want.Body}, {got.Foot, want.Foot}} {
				a, b := strings.Fields(shown(pieces[0])), strings.Fields(shown(pieces[1]))
				for n := range max(len(a), len(b)) {
					if n >= len(a) || n >= len(b) || a[n] != b[n] {
						t.Errorf("%s, letter %v, %d: other words from %q, want %q", style, letter, i, a[min(n, len(a)):], b[min(n, len(b)):])
						break
					}
				}
			}
		}
	}
}

// shown is what a reader sees, a line a paragraph; where a title breaks is the
// office program's affair.
func shown(list []Piece) string {
	var b strings.Builder
	for _, x := range list {
		for _, r := range x.Rows {
			for _, c := range r.Cells {
				b.WriteString(shown(c))
			}
		}
		line := x.Mark
		for _, s := range x.Spans {
			line += " " + s.Text
		}
		b.WriteString(line + " ")
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func TestATemplateIsFilled(t *testing.T) {
	p := func(runs ...string) string {
		return `<w:p><w:r><w:t>` + strings.Join(runs, `</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">`) + `</w:t></w:r></w:p>`
	}
	row := func(cells ...string) string {
		return `<w:tr><w:tc>` + strings.Join(cells, `</w:tc><w:tc>`) + `</w:tc></w:tr>`
	}
	table := func(rows ...string) string {
		return `<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>` + strings.Join(rows, "") + `</w:tbl>`
	}
	none := recorded()
	none.Records[0].Rows = nil
	hurtful := recorded()
	hurtful.Records[0].Rows[0][0] = `<w:p>&"{{so}}` + "\nhai"
	for name, c := range map[string]struct {
		before string
		paper  Paper
		want   []string
		lack   []string
	}{
		"a name in four runs": {p("Số: {", "{so", "_ky_hi", "eu}} của", " ban"), recorded(), []string{"Số: 65-TB/BDVTU của ban\n"}, nil},
		"two names in a run":  {p("{{so}} và {{ ky_hieu }}"), recorded(), []string{"65 và TB/BDVTU\n"}, nil},
		"a list by paragraph": {p("gửi {{noi_nhan}}"), recorded(), []string{"gửi Ban Thường vụ Huyện ủy Cần Đước;\ngửi Ban Dân vận"}, nil},
		"records by row": {table(row(p("Nội dung"), p("Hạn")), row(p("{{kien_nghi.noi", "_dung}}"), p("{{kien_nghi.han}}"))), recorded(),
			[]string{"Nội dung\tHạn\nTham mưu\t31/03/2024\nĐánh giá sau đối thoại\t30/06/2024\n"}, nil},
		"records by paragraph":           {p("+ {{kien_nghi.noi_dung}}, {{kien_nghi.han}}"), recorded(), []string{"+ Tham mưu, 31/03/2024\n+ Đánh giá sau đối thoại, 30/06/2024\n"}, nil},
		"a table in a table's cell":      {table(row(table(row(p("{{kien_nghi.han}}")))+p("ngoài"), p("phải"))), recorded(), []string{"31/03/2024", "30/06/2024"}, nil},
		"no record, other rows":          {table(row(p("Nội dung"), p("Hạn")), row(p("{{kien_nghi.noi_dung}}"), p("hạn là {{kien_nghi.han}}"))), none, []string{"Nội dung\tHạn\n"}, []string{"hạn là"}},
		"no record, the only row":        {table(row(p("a{{kien_nghi.noi_dung}}"), p("b"))), none, []string{"a\tb\n"}, nil},
		"no record, a paragraph":         {p("hạn là {{kien_nghi.han}}"), none, nil, []string{"hạn là"}},
		"a value is words, never markup": {p("{{kien_nghi.noi_dung}}"), hurtful, []string{`<w:p>&"{{so}}`}, nil},
	} {
		got := textOf(t, fill(t, bodied(t, c.before), c.paper))
		for _, s := range c.want {
			if !strings.Contains(got, s) {
				t.Errorf("%s: %q is missing in\n%s", name, s, got)
			}
		}
		for _, s := range c.lack {
			if strings.Contains(got, s) {
				t.Errorf("%s: %q stands in\n%s", name, s, got)
			}
		}
	}
}

// A template that forgot the line of the sample, the checkpoint or the annexes
// cannot make a paper without them; nor is a paper's author who drew it.
func TestWhatNoPaperMayLack(t *testing.T) {
	bare := changed(t, "word/footer1.xml", func(string) string { return `<w:ftr` + spaces + `><w:p/></w:ftr>` })
	got := textOf(t, fill(t, bare, recorded()))
	for _, want := range []string{"PHỤ LỤC\nDanh sách", "Bảng 1", "Dữ liệu mẫu", "Sổ cái sample.kheo.local"} {
		if strings.Count(got, want) != 1 {
			t.Errorf("%q stands %d times", want, strings.Count(got, want))
		}
	}
	drawn := changed(t, "docProps/core.xml", func(s string) string { return strings.Replace(s, "<dc:creator>", "<dc:creator>Nguyễn Văn A", 1) })
	if core := part(t, fill(t, drawn, recorded()), "docProps/core.xml"); strings.Contains(core, "Nguyễn Văn A") {
		t.Error("who drew the template stands in the paper")
	}
	if a, b := fill(t, bare, recorded()), fill(t, bare, recorded()); !bytes.Equal(a, b) {
		t.Error("the same paper gave other bytes")
	}
}

// Word in Vietnamese calls its styles otherwise; a template without our styles
// gets them.
func TestStylesOfTheTemplate(t *testing.T) {
	own := changed(t, "word/styles.xml", func(s string) string {
		s = strings.Replace(s, `w:styleId="Heading1"`, `w:styleId="u1"`, 1)
		return strings.Replace(s, `w:styleId="Caption"><w:name w:val="caption"`, `w:styleId="x"><w:name w:val="another"`, 1)
	})
	b := fill(t, own, recorded())
	if text := part(t, b, "word/document.xml"); !strings.Contains(text, `<w:pStyle w:val="u1"/>`) || strings.Contains(text, `"Heading1"`) {
		t.Error("the template's own heading is not taken")
	}
	if text := part(t, b, "word/styles.xml"); strings.Count(text, `w:val="heading 1"`) != 1 || strings.Count(text, `w:styleId="Caption"`) != 1 {
		t.Error("a style stands twice, or none")
	}
}

func TestATemplateIsRefusedWithWhatAndWhere(t *testing.T) {
	p := func(s string) string { return `<w:p><w:r><w:t>` + s + `</w:t></w:r></w:p>` }
	rel := func(kind, target, mode string) func(string) string {
		return replaced(`</Relationships>`, `<Relationship Id="x" Type="`+office+kind+`" Target="`+target+`"`+mode+`/></Relationships>`)
	}
	const rels, document = "word/_rels/document.xml.rels", "word/document.xml"
	raw := func(f func(z *zip.Writer)) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		f(z)
		z.Close()
		return b.Bytes()
	}
	var big bytes.Buffer
	if err := png.Encode(&big, image.NewGray(image.Rect(0, 0, maxImageSides+1, 1))); err != nil {
		t.Fatal(err)
	}
	field := func(words ...string) string {
		return `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>` + strings.Join(words, `</w:instrText></w:r><w:r><w:instrText>`) +
			`</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`
	}
	for name, c := range map[string]struct {
		docx []byte
		key  string
		says string // among the arguments
	}{
		"an unknown name":            {bodied(t, p("Số {{so_hieuu}}/TB")), "unknown", "{{so_hieuu}}"},
		"where it is":                {bodied(t, p("Số {{so_hieuu}}/TB")), "unknown", "Số {{so_hieuu}}/TB"},
		"an unknown name in a foot":  {changed(t, "word/footer1.xml", replaced("{{chan_trang}}", "{{chan}}")), "unknown-margin", "{{chan}}"},
		"a field of another paper":   {bodied(t, p("{{dot.ngay}}")), "unknown", "{{dot.ngay}}"},
		"braces left open":           {bodied(t, p("{{so}")), "broken", "{{so}"},
		"the body within a sentence": {bodied(t, p("Thưa {{noi_dung}}")), "block", "{{noi_dung}}"},
		"the body in a cell":         {bodied(t, `<w:tbl><w:tr><w:tc>`+p("{{phu_luc}}")+`</w:tc></w:tr></w:tbl>`), "block", "{{phu_luc}}"},
		"no body":                    {changed(t, document, replaced("{{noi_dung}}", "")), "body", "{{noi_dung}}"},
		"no zip":                     {[]byte("PK\x03\x04 hồ sơ"), "zip", ""},
		"too heavy":                  {make([]byte, MaxTemplate+1), "big", ""},
		"a zip bomb":                 {changed(t, "customXml/item1.xml", func(string) string { return "<a>" + strings.Repeat(" ", maxPart) + "</a>" }), "big", ""},
		"a bomb of many": {raw(func(z *zip.Writer) {
			for range maxParts + 1 {
				z.Create("word/header1.xml")
			}
		}), "big", ""},
		"a name twice":                 {raw(func(z *zip.Writer) { z.Create("word/header1.xml"); z.Create("word/header1.xml") }), "twice", "word/header1.xml"},
		"a path out":                   {raw(func(z *zip.Writer) { z.Create("../../etc/passwd") }), "part", "../../etc/passwd"},
		"a path of another system":     {raw(func(z *zip.Writer) { z.Create(`word\document.xml`) }), "part", `word\document.xml`},
		"a macro":                      {changed(t, "word/vbaProject.bin", func(string) string { return "x" }), "macro", "word/vbaProject.bin"},
		"a macro's type":               {changed(t, "[Content_Types].xml", replaced("wordprocessingml.document.main", "ms-word.document.macroEnabled.main")), "macro", ""},
		"another kind":                 {changed(t, "[Content_Types].xml", replaced("document.main+xml", "template.main+xml")), "kind", ""},
		"an embedded object":           {changed(t, "word/embeddings/oleObject1.bin", func(string) string { return "x" }), "embedded", "word/embeddings/oleObject1.bin"},
		"an object in the text":        {bodied(t, `<w:p><w:r><w:object/></w:r></w:p>`), "embedded", "object"},
		"a text taken in":              {bodied(t, `<w:altChunk/>`), "embedded", "altChunk"},
		"a file of no form":            {changed(t, "word/comments.xml", func(string) string { return "<a/>" }), "part", "word/comments.xml"},
		"a link out":                   {changed(t, rels, rel("image", "https://example.org/x.png", ` TargetMode="External"`)), "external", "https://example.org/x.png"},
		"a template elsewhere":         {changed(t, rels, rel("attachedTemplate", "footer1.xml", "")), "relation", "attachedTemplate"},
		"a relation to nowhere":        {changed(t, rels, rel("image", "../../../x.png", "")), "external", "../../../x.png"},
		"a picture from elsewhere":     {bodied(t, `<w:p><w:r><w:pict><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" src="\\host\x"/></w:pict></w:r></w:p>`), "external", `\\host\x`},
		"a DTD":                        {changed(t, document, replaced(declaration, declaration+`<!DOCTYPE a [<!ENTITY b "bb">]>`)), "xml", document},
		"an instruction":               {changed(t, document, replaced(declaration, declaration+`<?mso-application x?>`)), "xml", document},
		"broken XML":                   {changed(t, document, replaced("</w:body>", "")), "xml", document},
		"another encoding":             {changed(t, document, replaced("UTF-8", "UTF-16")), "xml", document},
		"elements too deep":            {bodied(t, strings.Repeat("<w:sdt>", 300)+strings.Repeat("</w:sdt>", 300)), "xml", document},
		"too many elements":            {bodied(t, strings.Repeat("<w:p/>", maxNodes)), "xml", document},
		"a field that runs":            {bodied(t, field("DD", `E cmd "/c calc"`)), "field", "DDE"},
		"a field that fetches":         {bodied(t, `<w:p><w:fldSimple w:instr="INCLUDETEXT x"/></w:p>`), "field", "INCLUDETEXT"},
		"a field that changes":         {bodied(t, field("DATE")), "field", "DATE"},
		"a field within one that may":  {bodied(t, strings.Replace(field("PAGE "), "</w:instrText>", "</w:instrText></w:r>"+strings.TrimSuffix(strings.TrimPrefix(field("LINK"), "<w:p>"), "</w:p>")+"<w:r>", 1)), "field", "LINK"},
		"a field that never ends":      {bodied(t, `<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>DDEAUTO</w:instrText></w:r></w:p>`), "field", "DDEAUTO"},
		"a change nobody accepted":     {bodied(t, `<w:p><w:ins w:author="x"><w:r><w:t>a</w:t></w:r></w:ins></w:p>`), "tracked", ""},
		"a picture that is none":       {changed(t, "word/media/image1.png", func(string) string { return "GIF" }), "image", "image1.png"},
		"a picture of too many pixels": {changed(t, "word/media/image1.png", func(string) string { return big.String() }), "image", "image1.png"},
		"another writing of w":         {changed(t, document, replaced(`xmlns:w="`, `xmlns:q="`)), "kind", ""},
	} {
		x, err := OpenTemplate(c.docx)
		if err == nil {
			err = x.Check(of())
		}
		var faults kheo.Faults
		if !errors.As(err, &faults) || faults[0].Key != "doc.template."+c.key {
			t.Errorf("%s: %v, want %s", name, err, c.key)
			continue
		}
		if c.says != "" && !slices.Contains(faults[0].Args, any(c.says)) {
			t.Errorf("%s: %v does not say %q", name, faults[0].Args, c.says)
		}
	}
}

// Whatever is let in gives a paper whose parts are well formed and that can be
// read back, with the line that says it is made up. A part of a sample template
// is replaced, or, by 0, something put before its body.
func FuzzOpenTemplate(f *testing.F) {
	sample, err := SampleTemplate(State, false)
	if err != nil {
		f.Fatal(err)
	}
	all, err := unpack(sample)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(uint8(0), `<w:p><w:r><w:t>{{so}} {</w:t></w:r><w:r><w:t>{kien_nghi.han}}</w:t></w:r></w:p>`)
	f.Add(uint8(0), `<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{{noi_nhan}}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`)
	f.Add(uint8(0), `<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText><w:tab/><w:br/></w:r></w:p>`)
	for i, x := range all {
		f.Add(uint8(i+1), string(x.body))
	}
	f.Fuzz(func(t *testing.T, which uint8, s string) {
		docx := sample
		if which == 0 && s != "" {
			docx = bodied(t, s)
		}
		if n := int(which); n > 0 {
			changed := slices.Clone(all)
			changed[(n-1)%len(all)].body = []byte(s)
			var err error
			if docx, err = bundle(changed); err != nil {
				t.Fatal(err)
			}
		}
		x, err := OpenTemplate(docx)
		if err != nil || x.Check(of()) != nil {
			return
		}
		b, err := x.Fill(recorded())
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range x.files {
			if err := wellFormed(part(t, b, file.name)); err != nil && strings.HasSuffix(file.name, ".xml") {
				t.Fatalf("%s: %v", file.name, err)
			}
		}
		w, err := Read(b)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(shown(w.Head)+shown(w.Body)+shown(w.Foot), "Dữ liệu mẫu") {
			t.Fatal("made-up data is not told")
		}
	})
}
