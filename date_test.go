package kheo_test

import (
	"testing"

	"kheo"
)

// A day that is read is the day that was written.
func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2023-12-01", "2024-02-29", "2023-02-29", "0000-00-00", "99999-01-01", "2023-12-1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := kheo.ParseDate(s)
		if err == nil && (string(d) != s || kheo.DateOf(d.Time()) != d) {
			t.Errorf("%q is read as %q, which is %q", s, d, kheo.DateOf(d.Time()))
		}
	})
}
