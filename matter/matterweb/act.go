package matterweb

import (
	"context"
	"errors"
	"net/http"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/matter"
	"kheo/verdict"
)

// act runs one use case, shows the page again when something is to be mended,
// and goes back to the matter when it is done.
func (d Deps) act(w http.ResponseWriter, a *web.Ask, typed form, do func(ctx context.Context, tx *db.Tx, code string) error) error {
	code := a.PathValue("code")
	err := a.Write(func(ctx context.Context, tx *db.Tx) error { return do(ctx, tx, code) })
	if errors.As(err, &typed.Faults) {
		return d.showForm(w, a, http.StatusUnprocessableEntity, typed)
	}
	if err != nil {
		return err
	}
	return a.Go(w, a.To("matter.show", code))
}

func (d Deps) take(w http.ResponseWriter, a *web.Ask) error {
	return d.act(w, a, form{}, func(ctx context.Context, tx *db.Tx, code string) error {
		return matter.Take(ctx, tx, a.Who, code)
	})
}

// judge records the verdict; the two buttons of one form say which.
func (d Deps) judge(w http.ResponseWriter, a *web.Ask) error {
	typed := form{Note: a.PostFormValue("note")}
	return d.act(w, a, typed, func(ctx context.Context, tx *db.Tx, code string) error {
		switch a.PostFormValue("verdict") {
		case "yes":
			return verdict.Confirm(ctx, tx, a.Who, code, typed.Note)
		case "no":
			return verdict.Return(ctx, tx, a.Who, code, typed.Note)
		}
		return kheo.Faults{{Field: "verdict", Key: "matterweb.fault.verdict"}}
	})
}
