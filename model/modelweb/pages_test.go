package modelweb

import (
	"testing"

	"kheo"
	"kheo/internal/web"
	"kheo/internal/web/webtest"
	"kheo/lang"
)

func TestSpecimens(t *testing.T) { webtest.Check(t, Specimens()) }

// The bars of the funnel say what the sentences beside them say.
func TestTheFunnelAddsUp(t *testing.T) {
	v := web.NewView(lang.VI, kheo.Office{}, "2025-07-01", nil, web.Chrome{})
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
