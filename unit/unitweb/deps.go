package unitweb

import (
	"context"
	"net/http"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/unit"
)

// Deps are what the site hands in.
type Deps struct {
	Book func(ctx context.Context, tx *db.Tx) (*unit.Book, error)

	// Owes are what the units owe on a day, nearest first, as the visitor may
	// see it. Nil where nothing can be owed.
	Owes func(ctx context.Context, tx *db.Tx, v web.View, who kheo.Caller, units []kheo.UnitID, on kheo.Date) ([]Owed, error)
}

// An Owed is one thing owed, in words.
type Owed struct {
	Left   string // "còn 12 ngày", "trễ 3 ngày"
	Title  string
	Href   string
	Holder string
	Late   bool
}

// Routes are the pages of units.
func Routes(d Deps) []web.Route {
	return []web.Route{
		{Name: "unit.former", Method: http.MethodGet, VI: "/xa-cu", EN: "/former-communes", Handle: d.former},
		{Name: "unit.pick", Method: http.MethodGet, VI: "/chon-don-vi", EN: "/choose-unit", Handle: d.pick},
		{Name: "unit.show", Method: http.MethodGet, VI: "/don-vi/{id}", EN: "/units/{id}", Handle: d.show},
	}
}
