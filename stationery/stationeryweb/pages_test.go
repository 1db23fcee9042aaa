package stationeryweb

import (
	"testing"

	"kheo/internal/web/webtest"
	"kheo/lang"
	"kheo/stationery"
)

func TestSpecimens(t *testing.T) { webtest.Check(t, Specimens()) }

// Every placeholder that a template may have is explained in both languages.
func TestEveryPlaceholderIsExplained(t *testing.T) {
	for _, k := range stationery.Kinds() {
		for _, name := range k.Names() {
			for _, l := range []lang.Lang{lang.VI, lang.EN} {
				if key := "stationeryweb.name." + name; !l.Has(key) {
					t.Errorf("%s: no words for %s in %s", k.ID, key, l)
				}
			}
		}
	}
}
