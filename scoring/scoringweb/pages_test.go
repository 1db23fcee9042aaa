package scoringweb

import (
	"strings"
	"testing"

	"kheo"
	"kheo/internal/web"
	"kheo/internal/web/webtest"
	"kheo/lang"
	"kheo/scoring"
)

func TestSpecimens(t *testing.T) { webtest.Check(t, Specimens()) }

// The reason of a band names the criterion under its floor and both bands.
func TestWhyThisBand(t *testing.T) {
	v := web.NewView(lang.VI, kheo.Office{}, "2023-12-01", nil, web.Chrome{})
	s := specimenSheet(scoring.Review)
	s.Scheme.Bands[0].From = 7500
	said := strings.Join(sheetPage{Sheet: s}.why(v), "\n")
	for _, want := range []string{"77,5 trên 100", "Tốt", "19,5 trên 40", "20", "Chưa đạt"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q does not say %q", said, want)
		}
	}
}
