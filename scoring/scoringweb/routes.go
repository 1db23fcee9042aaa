package scoringweb

import (
	"context"
	"net/http"

	"kheo"
	"kheo/internal/blob"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/unit"
)

// Deps are what the site hands in.
type Deps struct {
	Files *blob.Store // keeps what is attached as evidence
	Books *unit.Books
	Foot  func() string // the ledger's last checkpoint, for the foot of a printed sheet
}

// Routes are the pages of scoring.
func Routes(d Deps) []web.Route {
	const get, post = http.MethodGet, http.MethodPost
	return []web.Route{
		{Name: "scoring.schemes", Method: get, VI: "/bo-tieu-chi", EN: "/schemes", Handle: schemes},
		{Name: "scoring.draft", Method: post, VI: "/bo-tieu-chi", EN: "/schemes", Handle: draft},
		{Name: "scoring.scheme", Method: get, VI: "/bo-tieu-chi/{code}", EN: "/schemes/{code}", Handle: showScheme},
		{Name: "scoring.bands", Method: post, VI: "/bo-tieu-chi/{code}/muc", EN: "/schemes/{code}/bands", Handle: setBands},
		{Name: "scoring.issue", Method: post, VI: "/bo-tieu-chi/{code}/ban-hanh", EN: "/schemes/{code}/issue", Handle: issue},
		{Name: "scoring.again", Method: post, VI: "/bo-tieu-chi/{code}/ban-moi", EN: "/schemes/{code}/new-version", Handle: again},
		{Name: "scoring.criterion", Method: get, VI: "/bo-tieu-chi/{code}/tieu-chi/{id}", EN: "/schemes/{code}/criteria/{id}", Handle: criterion},
		{Name: "scoring.criterion", Method: post, VI: "/bo-tieu-chi/{code}/tieu-chi/{id}", EN: "/schemes/{code}/criteria/{id}", Handle: setCriterion},
		{Name: "scoring.drop", Method: post, VI: "/bo-tieu-chi/{code}/tieu-chi/{id}/bo", EN: "/schemes/{code}/criteria/{id}/drop", Handle: drop},
		{Name: "scoring.sheets", Method: get, VI: "/phieu-cham", EN: "/score-sheets", Handle: sheets},
		{Name: "scoring.open", Method: post, VI: "/phieu-cham", EN: "/score-sheets", Handle: open},
		{Name: "scoring.sheet", Method: get, VI: "/phieu-cham/{code}", EN: "/score-sheets/{code}", Handle: showSheet},
		{Name: "scoring.print", Method: get, VI: "/phieu-cham/{code}/in", EN: "/score-sheets/{code}/print", Handle: d.print},
		{Name: "scoring.docx", Method: get, VI: "/phieu-cham/{code}/docx", EN: "/score-sheets/{code}/docx", Handle: d.docx},
		{Name: "scoring.pass", Method: post, VI: "/phieu-cham/{code}/chuyen", EN: "/score-sheets/{code}/pass", Handle: pass},
		{Name: "scoring.mark", Method: get, VI: "/phieu-cham/{code}/cham/{id}", EN: "/score-sheets/{code}/mark/{id}", Handle: entry},
		{Name: "scoring.mark", Method: post, VI: "/phieu-cham/{code}/cham/{id}", EN: "/score-sheets/{code}/mark/{id}", Handle: give},
		{Name: "scoring.evidence", Method: post, VI: "/phieu-cham/{code}/cham/{id}/minh-chung", EN: "/score-sheets/{code}/mark/{id}/evidence", Handle: d.attach, Upload: maxFile},
		{Name: "scoring.file", Method: get, VI: "/phieu-cham/{code}/minh-chung/{id}", EN: "/score-sheets/{code}/evidence/{id}", Handle: d.file},
	}
}

// do runs a use case; faults are for the form, other errors for the house.
func do(a *web.Ask, f func(ctx context.Context, tx *db.Tx) error) (kheo.Faults, error) {
	err := a.Write(f)
	if faults, ok := web.Mend(err); ok {
		return faults, nil
	}
	return nil, err
}
