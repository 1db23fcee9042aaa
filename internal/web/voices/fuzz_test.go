package voices

import (
	"testing"
	"time"

	"kheo"
	"kheo/internal/seal"
)

// Only what was signed here speaks for anybody, however the cookie is changed.
func FuzzCookie(f *testing.F) {
	vault, err := seal.Open(f.TempDir())
	if err != nil {
		f.Fatal(err)
	}
	now := time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC)
	b := Book{Vault: vault, Now: func() time.Time { return now }}
	id := kheo.NewID(now)
	ours := b.format([]string{id}, now.Add(time.Hour))
	old := b.format([]string{id}, now)
	f.Add(ours)
	f.Add(old)
	f.Add(ours + "=")
	f.Add(ours + "\n")
	f.Add(".")
	f.Add("MSAy." + ours)
	f.Fuzz(func(t *testing.T, value string) {
		ids, _ := b.parse(value)
		if value == ours {
			if len(ids) != 1 || ids[0] != id {
				t.Fatalf("our own cookie speaks for %q", ids)
			}
			return
		}
		if len(ids) > 0 {
			t.Fatalf("%q speaks for %q", value, ids)
		}
	})
}
