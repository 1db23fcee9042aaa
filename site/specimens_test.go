package site

import (
	"maps"
	"slices"
	"testing"

	"kheo/internal/web"
	"kheo/internal/web/webtest"
	"kheo/lang"
	"kheo/public"
)

// Every specimen of every package, in both languages, with the real routes: a
// link to a name that no route has panics here and not before a visitor.
func TestEverySpecimenWithTheRealRoutes(t *testing.T) {
	routes := (&Site{}).routes()
	all := specimens()
	for _, l := range lang.Langs() {
		v := web.NewView(l, webtest.Office(), "2026-11-23", routes, public.Chrome())
		for _, name := range slices.Sorted(maps.Keys(all)) {
			for _, s := range all[name] {
				t.Run(string(l)+"/"+name+"/"+s.Name, func(t *testing.T) { webtest.Draw(t, v, s) })
			}
		}
	}
}
