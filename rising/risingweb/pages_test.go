package risingweb

import (
	"strings"
	"testing"

	"kheo/internal/web/webtest"
	"kheo/lang"
)

func TestSpecimens(t *testing.T) { webtest.Check(t, Specimens()) }

func TestWhatIsFewIsNotDrawn(t *testing.T) {
	p := example(webtest.View(lang.VI), 1)
	if len(p.Rises) == 0 || p.Rises[0].Times < 2 {
		t.Fatalf("the example rises %d times", len(p.Rises))
	}
	few := 0
	for _, point := range p.Rises[0].Trend.Points {
		if point.N > 0 && point.N < 5 {
			t.Errorf("%s shows %d", point.Name, point.N)
		}
		if strings.HasPrefix(point.Says, "dưới") {
			few++
		}
	}
	if few == 0 {
		t.Error("no week of the example is below five: the test shows nothing")
	}
}
