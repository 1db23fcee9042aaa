package ledger

import (
	"strings"
	"testing"
	"time"

	"kheo"
)

const root = "LMn0Pq3sTuVwXyZ0123456789abcdefghijklmnyWU0="

func TestALineIsReadAsPeopleTypeIt(t *testing.T) {
	h := Head{Origin: "kheo.example.vn/tinh", Size: 1234, Root: root, At: time.Date(2026, 11, 23, 19, 5, 0, 0, kheo.Zone).UnixMicro()}
	line := h.Line()
	for _, typed := range []string{
		line,
		"Mốc sổ: " + line + " (bảng tin ấp Lăng)",
		strings.ReplaceAll(line, " · ", "  -  "),
		strings.Replace(line, root, root[:20]+"\n   "+root[20:], 1),
		strings.Replace(line, "1234", "1.234", 1),
		strings.ReplaceAll(line, " · ", "·"),
	} {
		list, err := ParsePrinted(typed)
		if err != nil || len(list) != 1 {
			t.Errorf("%q: %v, %v", typed, list, err)
			continue
		}
		if p := list[0]; p.Origin != h.Origin || p.Size != 1234 || p.Root != root || p.At.Format("02/01/2006 15:04") != "23/11/2026 19:05" {
			t.Errorf("%q was read as %v", typed, p)
		}
	}
	if list, err := ParsePrinted(line + "\n" + line); len(list) != 2 || err != nil {
		t.Errorf("two lines: %v, %v", list, err)
	}
	if list, err := ParsePrinted("không có dòng nào"); len(list) != 0 || err != nil {
		t.Errorf("no line: %v, %v", list, err)
	}
}

func TestLinesThatContradict(t *testing.T) {
	at := func(hour int) time.Time { return time.Date(2026, 11, 23, hour, 0, 0, 0, kheo.Zone) }
	base := Printed{"a.vn/x", 10, root, at(9)}
	for name, c := range map[string]struct {
		other Printed
		want  bool
	}{
		"the same":                   {base, false},
		"longer and later":           {Printed{"a.vn/x", 12, "x", at(10)}, false},
		"shorter and earlier":        {Printed{"a.vn/x", 3, "x", at(8)}, false},
		"the same size, another log": {Printed{"a.vn/x", 10, "x", at(10)}, true},
		"shorter and later":          {Printed{"a.vn/x", 3, "x", at(10)}, true},
		"another office":             {Printed{"b.vn/x", 10, "x", at(10)}, false},
	} {
		if base.Contradicts(c.other) != c.want || c.other.Contradicts(base) != c.want {
			t.Errorf("%s: %v", name, !c.want)
		}
	}
}

func FuzzParsePrinted(f *testing.F) {
	f.Add("kheo.example.vn/tinh · 12 · " + root + " · 23/11/2026 19:05")
	f.Fuzz(func(t *testing.T, text string) {
		list, err := ParsePrinted(text)
		for _, p := range list {
			if _, bad := parseHash(p.Root); err == nil && (bad != nil || p.Size < 1 || p.Origin == "") {
				t.Errorf("%q was read as %v", text, p)
			}
		}
	})
}
