package doc

import (
	"strings"
	"testing"
)

// All words of a paper, heads and numbers with them, are there to be shown.
func TestReadSaysWhatThePaperSays(t *testing.T) {
	for name, p := range map[string]Paper{"conclusion": conclusion(), "long": long(), "plan": plan()} {
		file, err := Docx(p)
		if err != nil {
			t.Fatal(err)
		}
		w, err := Read(file)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		text, err := Text(file)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := squeeze(told(w.Body)), squeeze(text); got != want {
			t.Errorf("%s: shown\n%s\nwritten\n%s", name, got, want)
		}
		foot := told(w.Foot)
		if !strings.Contains(foot, p.Foot) || !strings.Contains(foot, p.Sample) {
			t.Errorf("%s: the foot says %q", name, foot)
		}
	}
}

func TestReadKeepsOrdinalsAndTheHeadOfTables(t *testing.T) {
	file, err := Docx(conclusion())
	if err != nil {
		t.Fatal(err)
	}
	w, err := Read(file)
	if err != nil {
		t.Fatal(err)
	}
	var marks []string
	heads := 0
	for _, p := range w.Body {
		if p.Mark != "" {
			marks = append(marks, p.Mark)
		}
		if p.Ruled && len(p.Rows) == 4 && p.Rows[0].Head && !p.Rows[1].Head {
			heads++
		}
	}
	if got := strings.Join(marks, " "); got != "- - 1. 2." || heads != 1 {
		t.Errorf("marks %q, tables with a head %d", got, heads)
	}
}

func told(list []Piece) string {
	var b strings.Builder
	for _, p := range list {
		for _, s := range p.Spans {
			b.WriteString(s.Text)
		}
		for _, r := range p.Rows {
			for _, c := range r.Cells {
				b.WriteString(told(c))
			}
		}
	}
	return b.String()
}

func squeeze(s string) string {
	return strings.NewReplacer(" ", "", "\t", "", "\n", "", "\u00a0", "").Replace(s)
}

// Whatever the elements are nested like, reading ends and nothing breaks.
func FuzzPieces(f *testing.F) {
	const w = `<w:x xmlns:w="` + wordSpace + `">`
	for _, s := range []string{`<w:tbl><w:tblPr><w:tblStyle/></w:tblPr><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`,
		`<w:tc/><w:tr/><w:tblHeader/><w:tblStyle/><w:p><w:p/></w:p>`, `<w:tbl><w:tc><w:tbl/></w:tc></w:tbl>`} {
		f.Add(w + s + `</w:x>`)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := pieces([]byte(text)); err != nil {
			t.Skip()
		}
	})
}

// What an office's template has and our layout has not: a head in the margin,
// text boxes written twice for older programs, the same foot for several pages.
func TestReadAnOfficesOwnTemplate(t *testing.T) {
	box := `<w:p><w:r><w:t>ngoài </w:t></w:r><mc:AlternateContent xmlns:mc="mc"><mc:Choice><w:txbxContent><w:p><w:r><w:t>trong</w:t></w:r></w:p></w:txbxContent></mc:Choice>` +
		`<mc:Fallback><w:p><w:r><w:t>trong</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent><w:r><w:t>sau</w:t></w:r></w:p>`
	docx := changed(t, "word/document.xml", replaced("<w:body>", "<w:body>"+box))
	all, err := unpack(docx)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range all {
		if f.name == "word/header2.xml" {
			all[i].body = []byte(`<w:hdr` + spaces + `><w:p><w:r><w:t>ĐẢNG BỘ</w:t></w:r></w:p></w:hdr>`)
		}
		if f.name == "word/footer1.xml" {
			all = append(all, file{"word/footer2.xml", f.body})
		}
	}
	docx, err = bundle(all)
	if err != nil {
		t.Fatal(err)
	}
	w, err := Read(docx)
	if err != nil {
		t.Fatal(err)
	}
	if got := shown(w.Head); got != "ĐẢNG BỘ" {
		t.Errorf("the margin above says %q", got)
	}
	if got := shown(w.Foot); strings.Count(got, "{{chan_trang}}") != 1 {
		t.Errorf("the margin below says %q", got)
	}
	if got := shown(w.Body); !strings.HasPrefix(got, "trong ngoài sau") || strings.Count(got, "trong") != 1 {
		t.Errorf("the text box is read as %.60q", got)
	}
}
