package api_test

import (
	"context"
	"testing"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/scoring"
	"kheo/scoring/filled"
	"kheo/unit"
)

// Issued schemes and published sheets are everybody's; a draft and a sheet
// under way are not there, and no list can be asked for by points.
func TestScores(t *testing.T) {
	dbtest.Each(t, tables(), func(t *testing.T, d *db.DB) {
		k := open(t, d, "2026-11-23")
		u, err := k.book.ByCode("806", unit.District, "2023-12-01")
		if err != nil {
			t.Fatal(err)
		}
		who := kheo.Caller{Person: "someone", At: kheo.Date("2023-12-01").Time().Add(9 * time.Hour), Grants: []kheo.Grant{{Rights: []kheo.Right{
			unit.MayAdmin, scoring.MaySettle, scoring.MayAppraise}}}}
		var body kheo.UnitID
		var issued, draft scoring.Scheme
		var published string
		err = d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			if body, err = unit.AddBody(ctx, tx, who, unit.Body{Name: "Ban huyện", Short: "Ban huyện", Kind: unit.Board, Territory: u.ID,
				Span: kheo.Span{From: "2020-01-01"}}); err != nil {
				return err
			}
			for _, s := range []*scoring.Scheme{&issued, &draft} {
				if *s, err = scoring.Draft(ctx, tx, who, scoring.New{Name: "Bộ tiêu chí", Year: 2023, Level: "commune", Body: body}); err != nil {
					return err
				}
			}
			if err := scoring.Issue(ctx, tx, who, issued.Code, ""); err != nil {
				return err
			}
			if published, err = filled.Published(ctx, tx, who, who, issued.Code, scoring.Subject{Kind: scoring.Body, Body: body}); err != nil {
				return err
			}
			_, err = scoring.Open(ctx, tx, who, issued.Code, scoring.Subject{Kind: scoring.Model, ID: "MH-23-0002", Title: "Mô hình", Body: body, Collective: true})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		const schemes, sheets = "/api/v1/schemes", "/api/v1/score-sheets"
		for path, code := range map[string]string{schemes: issued.Code, sheets: published} {
			if a := k.get(path, path, 200); a.Total != 1 || len(a.Items) != 1 || a.Items[0].Code != code {
				t.Errorf("%s: %+v", path, a)
			}
			k.get(path+"/{code}", path+"/"+code, 200)
			for _, sort := range []string{"?sort=points", "?order=total", "?person=someone"} {
				k.get(path, path+sort, 400)
			}
		}
		k.get(schemes+"/{code}", schemes+"/"+draft.Code, 404)
		k.get(sheets+"/{code}", sheets+"/PC-23-0002", 404)
		for query, want := range map[string]int{"?body=" + string(body): 1, "?body=" + string(u.ID): 0, "?scheme=" + issued.Code: 1, "?scheme=" + draft.Code: 0} {
			if a := k.get(sheets, sheets+query, 200); a.Total != want {
				t.Errorf("%s: %d, want %d", query, a.Total, want)
			}
		}
		if a := k.get(schemes, schemes+"?year=2022", 200); a.Total != 0 {
			t.Errorf("schemes of 2022: %d", a.Total)
		}
	})
}
