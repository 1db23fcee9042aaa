package tallyweb

import (
	"testing"

	"kheo"
)

func TestAWeekEndsOnSunday(t *testing.T) {
	for day, last := range map[kheo.Date]kheo.Date{
		"2026-11-23": "2026-11-29", // a Monday
		"2026-11-28": "2026-11-29",
		"2026-11-29": "2026-11-29",
		"2026-12-28": "2027-01-03",
	} {
		if w := weekOf(day); w.From != day || w.To != last {
			t.Errorf("the week from %s: %v, wanted to %s", day, w, last)
		}
	}
}
