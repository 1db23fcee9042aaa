package trend_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"kheo/internal/web/trend"
	"kheo/internal/web/webtest"
	"kheo/lang"
)

// The line never leaves the picture, and the numbers under it are all there.
func TestTrend(t *testing.T) {
	y := regexp.MustCompile(`[ML][\d.]+ (-?[\d.]+)`)
	for most := range 130 {
		tr := trend.Chart{Title: "x", Unit: "việc", Open: most%2 == 0}
		for i := range most%14 + 1 {
			tr.Points = append(tr.Points, trend.Point{Name: fmt.Sprint("T", i), N: (i * 37) % (most*most + 1)})
		}
		var out strings.Builder
		if err := tr.Show(webtest.View(lang.VI)).Render(t.Context(), &out); err != nil {
			t.Fatal(err)
		}
		page := out.String()
		for _, m := range y.FindAllStringSubmatch(page, -1) {
			var at float64
			fmt.Sscan(m[1], &at)
			if at < 38 || at > 196.5 {
				t.Fatalf("most %d: the line runs at %v", most, at)
			}
		}
		if got := strings.Count(page, "<tr>"); got != len(tr.Points)+1 {
			t.Errorf("most %d: %d rows, want %d and a head", most, got, len(tr.Points))
		}
	}
}
