package xlsx_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"kheo/internal/xlsx"
)

var hostile = []string{`=1+1`, `+84 909`, `-2`, `@SUM(A1)`, "\t=1+1", `=cmd|' /C calc'!A0`, `=HYPERLINK("http://a","b")`, `<b>&"`, "Nghị quyết số 25"}

func table() []xlsx.Sheet {
	s := xlsx.Sheet{Name: "Số liệu: [2023]/*", Above: []string{"Phụ lục số liệu"}, Head: []string{"Nội dung", "Số"}, Widths: []int{50, 12}, Below: []string{"mốc 1204"}}
	for i, text := range hostile {
		s.Rows = append(s.Rows, []xlsx.Cell{xlsx.Words(text), xlsx.Num(int64(i)*1180, 0)})
	}
	s.Rows = append(s.Rows, []xlsx.Cell{xlsx.Words("km"), xlsx.Num(124, 1)}, []xlsx.Cell{xlsx.Words("ha"), xlsx.Num(-5, 2)})
	return []xlsx.Sheet{s, {Name: strings.Repeat("dài ", 20), Head: []string{"a"}}}
}

// LibreOffice reads back every word as it was and every number as a number.
func TestLibreOfficeReadsItBack(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("soffice is not installed: the workbook is not opened")
	}
	file, err := xlsx.Write(table())
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	name := filepath.Join(dir, "a.xlsx")
	if err := os.WriteFile(name, file, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(office, "-env:UserInstallation=file://"+dir+"/p", "--headless", "--convert-to", `csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false`, "--outdir", dir, name).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	f, err := os.Open(filepath.Join(dir, "a.csv"))
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) != len(hostile)+5 {
		t.Fatalf("%v: %q", err, rows)
	}
	for i, want := range hostile {
		if got := rows[i+2]; got[0] != want {
			t.Errorf("%q came back as %q", want, got[0])
		}
	}
	if got := rows[3][1] + " " + rows[len(hostile)+2][1] + " " + rows[len(hostile)+3][1]; got != "1180 12.4 -0.05" {
		t.Errorf("numbers came back as %s", got)
	}
}

// No cell holds a formula, and every part is well formed, whatever is put in.
func FuzzWrite(f *testing.F) {
	for _, s := range hostile {
		f.Add(s, int64(12), 1)
	}
	f.Add("\x00\xff\ufffe", int64(-1), 3)
	f.Fuzz(func(t *testing.T, text string, n int64, decimals int) {
		file, err := xlsx.Write([]xlsx.Sheet{{Name: text, Above: []string{text}, Head: []string{text}, Rows: [][]xlsx.Cell{{xlsx.Words(text), xlsx.Num(n, min(max(decimals, 0), 9))}}}})
		if err != nil {
			t.Fatal(err)
		}
		z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range z.File {
			wellFormed(t, part)
		}
	})
}

func wellFormed(t *testing.T, part *zip.File) {
	r, err := part.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for d := xml.NewDecoder(r); ; {
		token, err := d.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatalf("%s: %v", part.Name, err)
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "f" {
			t.Fatalf("%s holds a formula", part.Name)
		}
	}
}
