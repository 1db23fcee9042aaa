package api

import (
	"context"
	_ "embed"
	"encoding/json"
	"net/http"

	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/sorting"
	"kheo/tally"
	"kheo/unit"
)

//go:embed openapi.json
var openapi []byte

// Deps are what the site hands in.
type Deps struct {
	Books  *unit.Books
	Tables *sorting.Tables
	Count  func(context.Context, *db.Tx) (tally.Tally, error)
}

type door struct {
	books *unit.Books
	Deps
}

// Routes are the addresses under /api/v1. They are mounted once, without a
// language.
func Routes(deps Deps) []web.Route {
	d := door{deps.Books, deps}
	get := func(name, path string, f answer) web.Route {
		return web.Route{Name: "api." + name, Method: http.MethodGet, VI: "/api/v1" + path, Handle: serve(f)}
	}
	return []web.Route{
		get("units", "/units", d.units),
		get("now", "/units/now", d.now),
		get("unit", "/units/{id}", d.unit),
		get("children", "/units/{id}/children", d.children),
		get("lineage", "/units/{id}/lineage", d.lineage),
		get("models", "/models", d.models),
		get("model", "/models/{code}", d.model),
		get("inspections", "/inspections", d.inspections),
		get("inspection", "/inspections/{id}", d.inspection),
		get("matters", "/matters", d.matters),
		get("matter", "/matters/{code}", d.matter),
		get("categories", "/categories", d.categories),
		get("rates", "/rates", d.rates),
		get("schemes", "/schemes", d.schemes),
		get("scheme", "/schemes/{code}", d.scheme),
		get("sheets", "/score-sheets", d.sheets),
		get("sheet", "/score-sheets/{code}", d.sheet),
		get("openapi", "/openapi.json", describe),
		get("none", "/{rest...}", nothing),
	}
}

// describe answers with the description of this door.
func describe(a *web.Ask) (any, error) {
	return json.RawMessage(openapi), ask(a).check()
}

// nothing answers an address there is no thing at, in JSON like all the others.
func nothing(*web.Ask) (any, error) {
	return nil, none("No such address; /api/v1/openapi.json lists them.")
}
