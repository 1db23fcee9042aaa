package doc

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

var update = flag.Bool("update", false, "write the golden files anew")

// part reads one file of the package.
func part(t *testing.T, docx []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(docx), int64(len(docx)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func write(t *testing.T, p Paper) []byte {
	t.Helper()
	b, err := Docx(p)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// wellFormed reads a part to its end.
func wellFormed(text string) error {
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func TestEveryPartIsWellFormedAndListed(t *testing.T) {
	for name, p := range map[string]Paper{"conclusion": conclusion(), "long": long(), "plan": plan(), "empty": {}} {
		docx := write(t, p)
		z, err := zip.NewReader(bytes.NewReader(docx), int64(len(docx)))
		if err != nil {
			t.Fatal(err)
		}
		types := part(t, docx, "[Content_Types].xml")
		for _, f := range z.File {
			if err := wellFormed(part(t, docx, f.Name)); err != nil {
				t.Errorf("%s: %s: %v", name, f.Name, err)
			}
			if strings.HasPrefix(f.Name, "word/") && strings.HasSuffix(f.Name, ".xml") && !strings.Contains(types, `"/`+f.Name+`"`) {
				t.Errorf("%s: %s has no content type", name, f.Name)
			}
		}
	}
}

func TestTheSamePaperGivesTheSameBytes(t *testing.T) {
	a, b := write(t, long()), write(t, long())
	if !bytes.Equal(a, b) {
		t.Error("the same paper gave other bytes")
	}
	other := long()
	other.Head.Number = "66"
	if bytes.Equal(a, write(t, other)) {
		t.Error("another number gave the same bytes")
	}
}

func TestDocumentStaysAsItWasSetAndLookedAt(t *testing.T) {
	for name, p := range map[string]Paper{"conclusion": conclusion(), "plan": plan()} {
		text, _ := p.document()
		got := strings.NewReplacer("<w:p>", "\n<w:p>", "<w:tbl>", "\n<w:tbl>", "<w:tr>", "\n<w:tr>", "<w:sectPr>", "\n<w:sectPr>").Replace(text) + "\n"
		path := filepath.Join("testdata", name+".xml")
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s differs from %s: look at the paper in an office program, then run go test -update", name, path)
		}
	}
}

func TestLetterheads(t *testing.T) {
	party := Letterhead{Style: Party, Issuer: "BAN DÂN VẬN", Number: "65", Symbol: "TB/BDVTU", Place: "Long An", Day: "2023-12-11"}
	state := Letterhead{Style: State, Issuer: "ỦY BAN NHÂN DÂN", Number: "12", Symbol: "KH-UBND", Place: "Cần Đước", Day: "2026-02-05"}
	front := Letterhead{Style: Front, Issuer: "BAN THƯỜNG TRỰC", Number: "249", Symbol: "MTTQ-BTT", Place: "Tây Ninh", Day: "2026-10-05"}
	open := party
	open.Number, open.Day = "", ""
	none := party
	none.Number, none.Symbol = "", ""
	for _, c := range []struct {
		name      string
		head      Letterhead
		has, lack []string
	}{
		{"party", party,
			[]string{"ĐẢNG CỘNG SẢN VIỆT NAM", `<w:u w:val="single"/>`, ">*<", "Số 65-TB/BDVTU", "Long An, ngày 11 tháng 12 năm 2023", ">-----<"},
			[]string{"CỘNG HÒA", "Độc lập", "Số:"}},
		{"state", state,
			[]string{"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Số: 12/KH-UBND", "Cần Đước, ngày 05 tháng 02 năm 2026"},
			[]string{"ĐẢNG CỘNG SẢN", ">*<", ">-----<"}},
		{"front", front, []string{"CỘNG HÒA", "Số: 249/MTTQ-BTT", "ngày 05 tháng 10 năm 2026"}, []string{">*<"}},
		{"minutes without a number", none, []string{"Long An, ngày 11"}, []string{"Số 65", gap, "(kèm theo văn bản số"}},
		{"number and day to be written in", open, []string{"Số " + gap + "-TB/BDVTU", "ngày " + gap + " tháng " + gap}, []string{"2023"}},
	} {
		text, _ := Paper{Head: c.head, Kind: "THÔNG BÁO", Lang: "vi", Annexes: []Annex{{Title: "Số liệu"}}}.document()
		for _, s := range c.has {
			if !strings.Contains(text, s) {
				t.Errorf("%s: %q is missing", c.name, s)
			}
		}
		for _, s := range c.lack {
			if strings.Contains(text, s) {
				t.Errorf("%s: %q stands in it", c.name, s)
			}
		}
	}
}

func TestWhatALayoutOwes(t *testing.T) {
	docx := write(t, long())
	document := part(t, docx, "word/document.xml")
	for _, c := range []struct{ what, in, want string }{
		{"A4", document, `<w:pgSz w:w="11906" w:h="16838"/>`},
		{"margins 20, 20, 30, 15 mm", document, `w:top="1134" w:right="851" w:bottom="1134" w:left="1701"`},
		{"no number on page 1", document, `<w:titlePg/>`},
		{"the number in the middle", part(t, docx, "word/header1.xml"), `<w:jc w:val="center"/>`},
		{"the number", part(t, docx, "word/header1.xml"), ` PAGE `},
		{"headings that Word navigates", document, `<w:pStyle w:val="Heading1"/>`},
		{"the style's own name", part(t, docx, "word/styles.xml"), `<w:name w:val="heading 1"/>`},
		{"a head row repeated", document, `<w:cantSplit/><w:tblHeader/>`},
		{"the face", part(t, docx, "word/styles.xml"), `w:ascii="Times New Roman"`},
		{"14 points", part(t, docx, "word/styles.xml"), `<w:sz w:val="28"/>`},
		{"the language", part(t, docx, "word/styles.xml"), `<w:lang w:val="vi-VN"`},
		{"the language of an English copy", Paper{Lang: "en"}.styles(), `<w:lang w:val="en-GB"`},
		{"the sample line", part(t, docx, "word/footer1.xml"), "Dữ liệu mẫu"},
		{"the checkpoint line", part(t, docx, "word/footer1.xml"), "Sổ cái sample.kheo.local/tayninh"},
		{"the sample in the properties", part(t, docx, "docProps/core.xml"), "<dc:description>Dữ liệu mẫu"},
		{"the paper's own day", part(t, docx, "docProps/core.xml"), "2023-12-11T00:00:00Z"},
		{"the end", document, "30/06/2024./.</w:t>"},
	} {
		if !strings.Contains(c.in, c.want) {
			t.Errorf("%s: %q is missing", c.what, c.want)
		}
	}
	if n := strings.Count(document, "<w:tr>"); strings.Count(document, "<w:cantSplit/>") != n {
		t.Error("a row may be cut by a page")
	}
}

func TestALetterNamesItsSubjectUnderTheNumber(t *testing.T) {
	p := conclusion()
	p.Kind, p.Title, p.To = "", "về gửi đề cương báo cáo tự kiểm tra", []string{"Ban Dân vận Huyện ủy Cần Đước"}
	text, err := Text(write(t, p))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Số 65-TB/BDVTU về gửi đề cương", "\nKính gửi: Ban Dân vận Huyện ủy Cần Đước\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
	if strings.Contains(text, "-----") {
		t.Error("a letter has the line under a title")
	}
}

func TestAnnexesFollowTheSignature(t *testing.T) {
	p := conclusion()
	p.Annexes = []Annex{{Title: "Danh sách mô hình", Body: p.Body[4:5]}, {Title: "Số liệu", Body: []Block{{Text: "Hết."}}}}
	docx := write(t, p)
	text, err := Text(docx)
	if err != nil {
		t.Fatal(err)
	}
	sign, first, second := strings.Index(text, "PHÓ TRƯỞNG BAN"), strings.Index(text, "PHỤ LỤC 1"), strings.Index(text, "PHỤ LỤC 2")
	if sign < 0 || first < sign || second < first {
		t.Errorf("signature at %d, annexes at %d and %d", sign, first, second)
	}
	if !strings.Contains(text, "(kèm theo văn bản số 65-TB/BDVTU, ngày 11 tháng 12 năm 2023)") {
		t.Errorf("the annex does not say what it belongs to:\n%s", text[first:])
	}
	if n := strings.Count(part(t, docx, "word/document.xml"), "<w:pageBreakBefore/>"); n != 2 {
		t.Errorf("%d annexes start a page", n)
	}
	if strings.Contains(text, "Hết./.") || strings.Count(text, "./.") != 1 {
		t.Error("the paper does not end at its signature")
	}
}

func TestLongTitlesBreakIntoLinesOfOneLength(t *testing.T) {
	for _, c := range []struct {
		title string
		want  []string
	}{
		{"kết luận kiểm tra", []string{"kết luận kiểm tra"}},
		{"kết luận kiểm tra công tác dân vận năm 2023 tại xã Cần Đước, tỉnh Tây Ninh",
			[]string{"kết luận kiểm tra công tác dân vận năm", "2023 tại xã Cần Đước, tỉnh Tây Ninh"}},
		{"một\nhai", []string{"một", "hai"}},
		{"", nil},
	} {
		got := balance(c.title, 62)
		if strings.Join(got, "|") != strings.Join(c.want, "|") {
			t.Errorf("%q: %q, want %q", c.title, got, c.want)
		}
		if strings.Join(strings.Fields(c.title), " ") != strings.Join(got, " ") {
			t.Errorf("%q lost words: %q", c.title, got)
		}
	}
}

func TestWidthsFillTheText(t *testing.T) {
	for _, c := range []struct {
		n       int
		percent []int
	}{
		{1, nil}, {3, nil}, {7, nil}, {4, []int{8, 50, 24, 18}}, {3, []int{50}}, {2, []int{0, 0}}, {2, []int{-5, 500}}, {3, []int{1, 2, 3, 4}},
	} {
		sum := 0
		for _, w := range widths(c.n, page().width(), c.percent) {
			if w <= 0 {
				t.Errorf("%d columns %v: %v", c.n, c.percent, widths(c.n, page().width(), c.percent))
			}
			sum += w
		}
		if sum != page().width() {
			t.Errorf("%d columns %v: %d twips, want %d", c.n, c.percent, sum, page().width())
		}
	}
}

func TestEachNumberedListStartsAtOne(t *testing.T) {
	p := Paper{Body: []Block{{Numbered: []string{"a", "b"}}, {Text: "giữa"}, {Numbered: []string{"c"}}}}
	document, lists := p.document()
	if lists != 2 || !strings.Contains(document, `<w:numId w:val="2"/>`) || !strings.Contains(document, `<w:numId w:val="3"/>`) {
		t.Errorf("%d lists in %s", lists, document)
	}
	if got := strings.Count(numbering(lists), `<w:startOverride w:val="1"/>`); got != 2 {
		t.Errorf("%d lists start at 1", got)
	}
}

func TestTheLastWordsEndThePaper(t *testing.T) {
	for _, c := range []struct {
		last Block
		want string
	}{
		{Block{Text: "Hết."}, "Hết./."},
		{Block{Text: "Một\nHai"}, "Hai./."},
		{Block{List: []string{"một;", "hai;"}}, "hai./."},
		{Block{Numbered: []string{"một", "hai./."}}, "hai./."},
		{Block{Runs: []Run{{Text: "đã "}, {Text: "xong.", Bold: true}}}, "xong./."},
	} {
		docx := write(t, Paper{Body: []Block{{Text: "Đầu."}, c.last}})
		text, err := Text(docx)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Count(text, "./.") != 1 || !strings.Contains(text, c.want) {
			t.Errorf("%+v: %q, want %q", c.last, text, c.want)
		}
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"Cần Đước", "a<b>&\"'", "]]>", "\x00\x1b\ufffe", "\xff\xfe", "e\u0302\u0301", "một\nhai\r\nba\tbốn", "\u202eabc"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		docx := write(t, Paper{
			Head: Letterhead{Style: Party, Above: s, Issuer: s, Number: s, Symbol: s, Place: s, Day: s},
			Kind: s, Title: s, To: []string{s}, Signer: []string{s}, Receivers: []string{s}, Foot: s, Sample: s, Subject: s,
			Body: []Block{
				{Heading: &Heading{len(s) % 5, s}}, {Runs: []Run{{s, true}}}, {List: []string{s}}, {Numbered: []string{s}},
				{Table: &Table{Caption: s, Head: []string{s}, Rows: [][]string{{s, s}}}}, {Text: s}, {Text: "cuối"},
			},
		})
		for _, name := range []string{"word/document.xml", "word/footer1.xml", "docProps/core.xml"} {
			if err := wellFormed(part(t, docx, name)); err != nil {
				t.Fatalf("%q: %s: %v", s, name, err)
			}
		}
		got, err := Text(docx)
		if err != nil || !utf8.ValidString(got) {
			t.Fatalf("%q reads back as %q, %v", s, got, err)
		}
		for _, line := range lines(s) {
			if !strings.Contains(got, line) {
				t.Fatalf("%q: %q is lost in %q", s, line, got)
			}
		}
	})
}
