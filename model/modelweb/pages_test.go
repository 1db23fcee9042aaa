package modelweb

import (
	"strings"
	"testing"

	"kheo"
	"kheo/internal/web"
	"kheo/lang"
)

// Every specimen is drawn in both languages with every word in its place.
func TestSpecimens(t *testing.T) {
	for _, l := range lang.Langs() {
		v := web.NewView(l, kheo.Office{Name: "Tỉnh Tây Ninh", Sample: true}, "2024-01-15", Routes(nil), web.Chrome{})
		for _, s := range Specimens() {
			var b strings.Builder
			if err := s.Page(v).Body.Render(t.Context(), &b); err != nil {
				t.Errorf("%s, %s: %v", s.Name, l, err)
			}
			if i := strings.Index(b.String(), "⟦"); i >= 0 {
				t.Errorf("%s, %s: a word is missing: %.60s", s.Name, l, b.String()[i:])
			}
			if n := strings.Count(b.String(), "<h1"); n != 1 {
				t.Errorf("%s, %s: %d headings of the first rank, want 1", s.Name, l, n)
			}
		}
	}
}

// The bars of the funnel say what the sentences beside them say.
func TestTheFunnelAddsUp(t *testing.T) {
	v := web.NewView(lang.VI, kheo.Office{}, "2025-07-01", Routes(nil), web.Chrome{})
	f := specimenList(1).drawn(v)
	want := []struct {
		n    int
		lost string
	}{{81, ""}, {76, "5 không thực hiện"}, {61, "15 chưa được công nhận"}, {54, "7 đã dừng"}, {9, "45 chưa nhân rộng"}}
	if len(f.Steps) != len(want) {
		t.Fatalf("%d steps, want %d", len(f.Steps), len(want))
	}
	for i, w := range want {
		if f.Steps[i].N != w.n || f.Steps[i].Lost != w.lost {
			t.Errorf("step %d: %d, %q; want %d, %q", i+1, f.Steps[i].N, f.Steps[i].Lost, w.n, w.lost)
		}
	}
}
