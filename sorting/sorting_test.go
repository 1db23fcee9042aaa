package sorting

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"kheo"
	"kheo/law"
	"kheo/unit"
)

func TestTheListsAreWhole(t *testing.T) {
	all := Compiled()
	for _, c := range all {
		if c.Name == "" || c.NameEN == "" || !law.Known(c.Rule) {
			t.Errorf("category %s: a name in both languages and a known rule are needed: %+v", c.ID, c)
		}
		for _, q := range append(append(c.Questions, c.Never...), c.Guide) {
			if (q.Text == "") != (q.TextEN == "") || q.ID != "" && q.Text == "" {
				t.Errorf("category %s: a question wants both languages: %+v", c.ID, q)
			}
		}
		if len(c.Never) < 5 {
			t.Errorf("category %s may ask what no category may: %v", c.ID, c.Never)
		}
		if err := c.Lead.Check(); err != nil {
			t.Errorf("category %s: %v", c.ID, err)
		}
	}
	reasons, err := parseReasons(reasonsText)
	if err != nil || len(reasons) == 0 {
		t.Fatal(reasons, err)
	}
	for _, r := range reasons {
		if r.Text == "" || r.TextEN == "" || r.Go == "" || r.GoEN == "" {
			t.Errorf("reason %s: words and a route in both languages are needed", r.ID)
		}
		if r.Note != strings.Contains(r.Go, "lời nhắn") || r.Note != strings.Contains(r.GoEN, "note below") {
			t.Errorf("reason %s: the way is told in the note, or it is not: %+v", r.ID, r)
		}
	}
}

func TestBrokenListsAreRefused(t *testing.T) {
	for _, text := range []string{
		"a | | Tên | Name | short/X | r",
		"a | b | Tên | Name | short/X | r | w",
		"a | | Tên | Name | short/X | r | w\na | | Tên | Name | short/X | r | w",
		" | | Tên | Name | short/X | r | w",
	} {
		if got, err := parseCategories(text); err == nil {
			t.Errorf("%q was read as %v", text, got)
		}
	}
}

func TestSuggestionsSayWhy(t *testing.T) {
	table := TableOf(Compiled(), nil, nil)
	for words, want := range map[string]string{
		"Cong dau ap nghet, mua la nuoc tran vo san":       "drainage",
		"cống trc cửa bị nghẹt nc ngập sân":                "drainage",
		"duong ngap nuoc to 5 ap 3 2 thang r":              "flooding",
		"Ổ gà trước chợ, hôm qua có người té xe":           "road",
		"den duong ap Lang tat den hai tuan":               "streetlight",
		"Đèn đường tắt hết rồi tối thui":                   "streetlight",
		"hàng xóm hát karaoke loa kẹo kéo tới nửa đêm":     "noise",
		"Toi nop ho so khai sinh hen 3 lan chua tra":       "procedure",
		"bai rac tu phat dau ap, ruoi nhieu":               "rubbish",
		"chó thả rông cắn người":                           "animals",
		"nuoc may yeu, khong co nuoc":                      "tapwater",
		"xin hỏi tiền trợ cấp người cao tuổi tháng này":    "allowance",
		"tra\u0323m y te\u0301 thứ Bảy có khám bệnh không": "health",
	} {
		got := table.Suggest(words, 3)
		if len(got) == 0 || got[0].Category != want {
			t.Errorf("%q: %+v, want %s", words, got, want)
			continue
		}
		if len(got[0].Because) == 0 {
			t.Errorf("%q: %s, and no word says why", words, want)
		}
	}
	if got := table.Suggest("xin chao", 3); len(got) != 0 {
		t.Errorf("a greeting suggests %+v", got)
	}
}

// A word typed with other tones is another word: “cầu” is no “cấu”, “mạng” no
// “mang”, “chó” no “cho”.
func TestTonesKeepWordsApart(t *testing.T) {
	table := TableOf(Compiled(), nil, nil)
	for _, words := range []string{"xin cho tôi hỏi", "tôi mang về nhà"} {
		if got := table.Suggest(words, 1); len(got) > 0 {
			t.Errorf("%q suggests %+v", words, got)
		}
	}
}

func TestRouting(t *testing.T) {
	const place, on = kheo.UnitID("xa"), kheo.Date("2026-11-02")
	table := TableOf(Compiled(), []Rule{
		{ID: "r1", N: 1, Place: place, Category: "water", Target: "body/nuoc", Span: kheo.Span{From: "2026-11-01"}},
		{ID: "r2", N: 2, Category: "road", Target: "body/gone"},
	}, nil)
	put := func(b unit.Body) {
		b.Territory = place
		table.bodies[place], table.byBody[b.ID] = append(table.bodies[place], b), b
	}
	put(unit.Body{ID: "kt", Short: "Phòng Kinh tế", Kind: unit.Department})
	put(unit.Body{ID: "nuoc", Short: "Trạm cấp nước", Kind: unit.Department})
	put(unit.Body{ID: "ub", Short: "UBND", Kind: unit.Authority})
	put(unit.Body{ID: "old", Short: "Văn phòng", Kind: unit.Department, Span: kheo.Span{To: "2026-10-31"}})
	put(unit.Body{ID: "new", Short: "Văn phòng chung", Kind: unit.Department, Span: kheo.Span{From: "2026-11-01"}})
	table.heirs = map[kheo.UnitID][]unit.HeirLink{"old": {{Body: table.byBody["new"], On: "2026-11-01"}}}
	put(unit.Body{ID: "gone", Kind: unit.Department, Span: kheo.Span{To: "2026-01-01"}})
	for _, c := range []struct {
		name string
		Case
		body kheo.UnitID
		rule string
	}{
		{"a rule over the branch fires for its leaf", Case{place, "drainage", "concern", on}, "nuoc", "r1"},
		{"not before its day", Case{place, "drainage", "concern", "2026-10-31"}, "kt", ""},
		{"a rule whose body ended without an heir is passed over", Case{place, "road", "concern", on}, "kt", ""},
		{"the category’s lead", Case{place, "rubbish", "concern", on}, "kt", ""},
		{"the lead before it was renamed", Case{place, "order", "concern", "2026-10-31"}, "old", ""},
		{"the lead’s lawful heir", Case{place, "order", "concern", on}, "new", ""},
		{"no such body there: the authority", Case{place, "allowance", "concern", on}, "ub", ""},
		{"nothing chosen: the authority", Case{place, "", "concern", on}, "ub", ""},
	} {
		got, err := table.Route(c.Case)
		if err != nil || got.Body != c.body || got.Rule != c.rule {
			t.Errorf("%s: %+v, %v; want %s by rule %q", c.name, got, err, c.body, c.rule)
		}
	}
	if _, err := table.Route(Case{"nowhere", "road", "concern", on}); !errors.Is(err, kheo.ErrNotFound) {
		t.Errorf("a place without bodies: %v", err)
	}
	if !table.Under("drainage", "water") || table.Under("water", "drainage") || !slices.ContainsFunc(table.Categories(), func(c Category) bool { return c.ID == "other" }) {
		t.Error("the tree is not what its list says")
	}
}
