// Package modelweb is the pages of models: the year's list with its funnel,
// one model with its nine boxes, the registration form.
package modelweb

import (
	"net/http"

	"kheo/internal/sheet"
	"kheo/internal/web"
	"kheo/unit"
)

type pages struct{ books *unit.Books }

// Routes of the pages, for a site that keeps the books of territories.
func Routes(books *unit.Books) []web.Route {
	p := pages{books}
	return []web.Route{
		{Name: "model.list", Method: http.MethodGet, VI: "/mo-hinh", EN: "/models", Handle: p.list},
		{Name: "model.new", Method: http.MethodGet, VI: "/mo-hinh/moi", EN: "/models/new", Handle: p.blank},
		{Name: "model.register", Method: http.MethodPost, VI: "/mo-hinh/moi", EN: "/models/new", Handle: p.register},
		{Name: "model.table", Method: http.MethodGet, VI: "/mo-hinh/tu-bang", EN: "/models/from-table", Handle: p.table},
		{Name: "model.table", Method: http.MethodPost, VI: "/mo-hinh/tu-bang", EN: "/models/from-table", Handle: p.takeTable, Upload: sheet.MaxFile},
		{Name: "model.show", Method: http.MethodGet, VI: "/mo-hinh/{code}", EN: "/models/{code}", Handle: p.show},
		{Name: "model.move", Method: http.MethodPost, VI: "/mo-hinh/{code}/buoc", EN: "/models/{code}/step", Handle: p.move},
		{Name: "model.site", Method: http.MethodPost, VI: "/mo-hinh/{code}/diem", EN: "/models/{code}/sites", Handle: p.site},
	}
}
