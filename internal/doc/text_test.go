package doc

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
)

func pack(t *testing.T, name string, body io.Reader) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err == nil {
		_, err = io.Copy(w, body)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const open = `<w:document xmlns:w="` + wordSpace + `"><w:body>`

func TestTextReadsWhatWasWritten(t *testing.T) {
	text, err := Text(write(t, conclusion()))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		"Số 65-TB/BDVTU\tLong An, ngày 11 tháng 12 năm 2023",
		"I. Kết quả đạt được",
		"Trong năm 2023, có 76 mô hình “Dân vận khéo” từ huyện đến cơ sở được thực hiện.",
		"STT\tTên mô hình\tLĩnh vực\tSố hộ tham gia",
		"2\tNét đẹp đường quê\tVăn hóa - xã hội\t1.180",
	} {
		if !strings.Contains(text, line+"\n") {
			t.Errorf("%q is missing in:\n%s", line, text)
		}
	}
}

func TestTextOfOtherWriters(t *testing.T) {
	body := open + `<w:p><w:r><w:t>Dân </w:t></w:r><w:r><w:t>vận</w:t><w:br/><w:t>khéo</w:t></w:r>` +
		`<w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del></w:p>` +
		`<m:t xmlns:m="urn:else">lạ</m:t></w:body></w:document>`
	got, err := Text(pack(t, "word/document.xml", strings.NewReader(body)))
	if want := "Dân vận\nkhéo\n"; err != nil || got != want {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
}

func TestTextRefuses(t *testing.T) {
	zeros := io.LimitReader(same('a'), maxXML+10)
	bomb := pack(t, "word/document.xml", io.MultiReader(strings.NewReader(open+"<w:p><w:r><w:t>"), zeros))
	if len(bomb) > 1<<20 {
		t.Fatalf("the bomb itself has %d bytes", len(bomb))
	}
	deep := open + strings.Repeat("<w:p>", maxDepth+5)
	for name, docx := range map[string][]byte{
		"no zip":       []byte("văn bản"),
		"empty":        nil,
		"another file": pack(t, "mimetype", strings.NewReader("x")),
		"no XML":       pack(t, "word/document.xml", strings.NewReader("<w:document>")),
		"entity":       pack(t, "word/document.xml", strings.NewReader(open+"&boom;")),
		"bomb":         bomb,
		"deep":         pack(t, "word/document.xml", strings.NewReader(deep)),
	} {
		if text, err := Text(docx); err == nil {
			t.Errorf("%s was read as %d bytes of text", name, len(text))
		}
	}
}

// same is an endless text of one letter.
type same byte

func (s same) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(s)
	}
	return len(p), nil
}

func FuzzTextNeverPanics(f *testing.F) {
	b, err := Docx(conclusion())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, docx []byte) { Text(docx) })
}
