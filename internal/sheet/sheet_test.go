package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// book is an .xlsx of our own.
func book(t testing.TB, f func(x *excelize.File)) []byte {
	t.Helper()
	x := excelize.NewFile()
	f(x)
	var b bytes.Buffer
	if err := x.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// swap is an archive with some parts written another way; a part that was not
// there is added.
func swap(t testing.TB, b []byte, parts map[string]string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, p := range z.File {
		if _, ok := parts[p.Name]; !ok {
			if err := w.Copy(p); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, text := range parts {
		p, err := w.Create(name)
		if err == nil {
			_, err = p.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestATableIsRead(t *testing.T) {
	xlsx := book(t, func(x *excelize.File) {
		x.SetSheetRow("Sheet1", "A1", &[]any{"Tên", "Ngày", "Số"})
		x.SetCellValue("Sheet1", "A3", "Nét đẹp\nđường quê")
		x.SetCellValue("Sheet1", "B3", 45261) // 2023-12-01
		x.SetCellFormula("Sheet1", "C3", "1+1")
		x.SetCellValue("Sheet1", "A4", "Hai ô một")
		x.SetCellValue("Sheet1", "C4", "=CMD()")
		x.MergeCell("Sheet1", "A4", "B5")
		x.SetCellValue("Sheet1", "C5", "x")
	})
	// the value a formula last had stands beside it
	for _, c := range []struct {
		what string
		file []byte
		want []Row
	}{
		{"xlsx", xlsx, []Row{{1, []string{"Tên", "Ngày", "Số"}}, {3, []string{"Nét đẹp\nđường quê", "45261"}},
			{4, []string{"Hai ô một", "Hai ô một", "=CMD()"}}, {5, []string{"Hai ô một", "Hai ô một", "x"}}}},
		{"commas", []byte("a,b\n\n\"c\nd\",e\n"), []Row{{1, []string{"a", "b"}}, {3, []string{"c\nd", "e"}}}},
		{"semicolons", []byte("\xef\xbb\xbfa;b,c;d\n"), []Row{{1, []string{"a", "b,c", "d"}}}},
		{"tabs in UTF-16", []byte("\xff\xfea\x00\t\x00\xa1\x1e\n\x00"), []Row{{1, []string{"a", "ạ"}}}},
		{"nothing", nil, nil},
	} {
		got, err := Read(c.file)
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, %v; want %v", c.what, got, err, c.want)
		}
	}
	for cell, want := range map[string]string{"45261": "2023-12-01", "45261.5": "2023-12-01", "2023-12-01": "2023-12-01", "1/12/2023": "1/12/2023", "5": "5", "NaN": "NaN", "1e300": "1e300", "": ""} {
		if got := Date(cell); got != want {
			t.Errorf("Date(%q) = %q, want %q", cell, got, want)
		}
	}
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`

func TestBombsAreRefused(t *testing.T) {
	plain := book(t, func(x *excelize.File) { x.SetCellValue("Sheet1", "A1", "a") })
	part := func(name, text string) []byte { return swap(t, plain, map[string]string{name: text}) }
	sheet := func(inside string) []byte {
		return part("xl/worksheets/sheet1.xml", xmlHead+`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`+inside)
	}
	shared := func(strings string) []byte {
		return part("xl/sharedStrings.xml", xmlHead+`<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`+strings+`</sst>`)
	}
	many := map[string]string{}
	var areas strings.Builder
	for i := range maxArea + 1 {
		fmt.Fprintf(&areas, `<mergeCell ref="A%d:XFD%d"/>`, i+1, i+1)
	}
	for i := range maxPart + 1 {
		many[fmt.Sprintf("xl/x%d.xml", i)] = ""
	}
	for _, c := range []struct {
		what string
		file []byte
		want error
	}{
		{"zeros", part("xl/media/a.bin", strings.Repeat("\x00", maxBare+1)), ErrLarge},
		{"many parts", swap(t, plain, many), ErrLarge},
		{"a million strings", shared(strings.Repeat("<si/>", maxTags+1)), ErrLarge},
		{"one long string", shared("<si><t>" + strings.Repeat("a", maxBare) + "</t></si>"), ErrLarge},
		{"rows without end", sheet(strings.Repeat(`<row><c t="str"><v>a</v></c></row>`, MaxRows+1) + "</sheetData></worksheet>"), ErrLarge},
		{"a row at the end of the world", sheet(`<row r="1048576"><c r="A1048576" t="str"><v>a</v></c></row></sheetData></worksheet>`), ErrLarge},
		{"a column at the end of the world", sheet(`<row r="1"><c r="XFD1" t="str"><v>a</v></c></row></sheetData></worksheet>`), ErrLarge},
		{"merged areas", sheet(`</sheetData><mergeCells>` + areas.String() + `</mergeCells></worksheet>`), ErrLarge},
		{"half a file", plain[:len(plain)/2], ErrBroken},
		{"a document", []byte("PK\x03\x04 but no archive"), ErrBroken},
		{"an old .xls", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ErrBroken},
		{"a program", []byte("MZ\x90\x00"), ErrKind},
		{"a heavy file", make([]byte, MaxFile+1), ErrLarge},
		{"too many columns", []byte(strings.Repeat(",", MaxCols) + "x"), ErrLarge},
	} {
		if rows, err := Read(c.file); !errors.Is(err, c.want) || rows != nil && err == nil {
			t.Errorf("%s: %d rows, %v; want %v", c.what, len(rows), err, c.want)
		}
	}
	// an entity that would grow is not expanded, nor is one from outside read
	lol := xmlHead + `<!DOCTYPE x [<!ENTITY a "` + strings.Repeat("lol", 100) + `"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>` +
		`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="str"><v>&b;&c;</v></c></row></sheetData></worksheet>`
	rows, _ := Read(part("xl/worksheets/sheet1.xml", lol))
	if s := fmt.Sprint(rows); strings.Contains(s, "lol") || strings.Contains(s, "root:") {
		t.Errorf("an entity was expanded: %.100s", s)
	}
}

// Whatever comes: a table within its limits, or one of three errors.
func FuzzRead(f *testing.F) {
	f.Add(book(f, func(x *excelize.File) {
		x.SetCellValue("Sheet1", "A1", "a")
		x.SetCellValue("Sheet1", "B2", 45261)
		x.MergeCell("Sheet1", "A1", "B1")
	}))
	f.Add([]byte("a,b\n\"c"))
	f.Fuzz(func(t *testing.T, b []byte) {
		check(t, b)
	})
}

// FuzzSheet puts the bytes where the sheet's own XML stands, which a fuzzer
// does not reach through an archive's checksums.
func FuzzSheet(f *testing.F) {
	plain := book(f, func(x *excelize.File) { x.SetCellValue("Sheet1", "A1", "a") })
	f.Add(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>`, `<sst><si><t>a</t></si></sst>`)
	f.Fuzz(func(t *testing.T, sheet, strings string) {
		check(t, swap(t, plain, map[string]string{"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": strings}))
	})
}

func check(t *testing.T, b []byte) {
	rows, err := Read(b)
	if err != nil && !errors.Is(err, ErrKind) && !errors.Is(err, ErrBroken) && !errors.Is(err, ErrLarge) {
		t.Fatalf("an error of nobody's: %v", err)
	}
	if len(rows) > MaxRows {
		t.Fatalf("%d rows", len(rows))
	}
	for _, r := range rows {
		if len(r.Cells) > MaxCols {
			t.Fatalf("line %d: %d cells", r.Line, len(r.Cells))
		}
	}
}
