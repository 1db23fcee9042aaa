package web

import (
	"maps"
	"net/http"
	"slices"
	"strconv"

	"kheo"
)

// devRoutes are the index of specimens and the specimens themselves; `kheo
// dev` only.
func devRoutes(specimens func() map[string][]Specimen) []Route {
	return []Route{
		{Name: "dev.pages", Method: http.MethodGet, VI: "/dev/pages", EN: "/dev/pages", Handle: func(w http.ResponseWriter, a *Ask) error {
			all := specimens()
			return a.Show(w, Page{Title: "Specimens", Body: specimenIndex(a.View, slices.Sorted(maps.Keys(all)), all), Private: true})
		}},
		{Name: "dev.page", Method: http.MethodGet, VI: "/dev/pages/{package}/{n}", EN: "/dev/pages/{package}/{n}", Handle: func(w http.ResponseWriter, a *Ask) error {
			list := specimens()[a.PathValue("package")]
			n, err := strconv.Atoi(a.PathValue("n"))
			if err != nil || n < 0 || n >= len(list) {
				return kheo.ErrNotFound
			}
			return a.Show(w, list[n].Page(a.View))
		}},
	}
}
