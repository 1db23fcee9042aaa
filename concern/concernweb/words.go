package concernweb

import (
	"time"

	"kheo"
	"kheo/internal/web"
)

// age says how long ago something was raised.
func age(v web.View, at time.Time) string {
	switch n := v.Today.Sub(kheo.DateOf(at)); {
	case n <= 0:
		return v.T("concernweb.age.today")
	default:
		return v.T("concernweb.age", "n", n)
	}
}
