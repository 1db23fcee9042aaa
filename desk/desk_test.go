package desk_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"kheo"
	"kheo/desk"
	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/ledger"
	"kheo/matter"
	"kheo/unit"
)

func each(t *testing.T, f func(t *testing.T, do func(func(ctx context.Context, tx *db.Tx) error) error)) {
	t.Helper()
	dbtest.Each(t, []db.Schema{ledger.Schema(), unit.Schema(), matter.Schema(), desk.Schema()}, func(t *testing.T, d *db.DB) {
		f(t, func(g func(ctx context.Context, tx *db.Tx) error) error { return d.Write(t.Context(), g) })
	})
}

func officer(person kheo.PersonID, body kheo.UnitID) kheo.Caller {
	return kheo.Caller{Person: person, At: time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC),
		Grants: []kheo.Grant{{Role: "officer", Unit: body, Rights: []kheo.Right{matter.MayTake, matter.MaySort}}}}
}

// Templates belong to a body: its officers share them, others neither see nor
// drop them.
func TestTemplatesBelongToABody(t *testing.T) {
	each(t, func(t *testing.T, do func(func(ctx context.Context, tx *db.Tx) error) error) {
		here, there := officer("a", "trade"), officer("b", "culture")
		list := func(who kheo.Caller) (list []desk.Template) {
			t.Helper()
			if err := do(func(ctx context.Context, tx *db.Tx) (err error) {
				list, err = desk.Templates(ctx, tx, who)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return list
		}
		save := func(who kheo.Caller, x desk.Template) error {
			return do(func(ctx context.Context, tx *db.Tx) error { return desk.SaveTemplate(ctx, tx, who, x) })
		}
		x := desk.Template{Body: "trade", Name: " Nạo vét cống ", Answer: matter.Acted, Words: "Đã nạo vét."}
		if err := save(here, x); err != nil {
			t.Fatal(err)
		}
		if err := save(there, x); !errors.Is(err, kheo.ErrForbidden) {
			t.Errorf("another body's officer wrote a template: %v", err)
		}
		var faults kheo.Faults
		if err := save(here, desk.Template{Body: "trade"}); !errors.As(err, &faults) || len(faults) != 3 {
			t.Errorf("an empty template: %v", err)
		}
		got := list(here)
		if len(got) != 1 || got[0].Name != "Nạo vét cống" || len(list(there)) != 0 {
			t.Fatalf("templates: %+v, elsewhere %+v", got, list(there))
		}
		x.ID, x.Words = got[0].ID, "Đã nạo vét xong."
		if err := save(here, x); err != nil {
			t.Fatal(err)
		}
		drop := func(who kheo.Caller) error {
			return do(func(ctx context.Context, tx *db.Tx) error { return desk.DropTemplate(ctx, tx, who, x.ID) })
		}
		if err := drop(there); !errors.Is(err, kheo.ErrNotFound) {
			t.Errorf("another body's officer dropped it: %v", err)
		}
		if got := list(here); len(got) != 1 || got[0].Words != "Đã nạo vét xong." {
			t.Errorf("written anew: %+v", got)
		}
		if err := drop(here); err != nil || len(list(here)) != 0 {
			t.Errorf("dropped: %v, left %+v", err, list(here))
		}
	})
}

// Views are one officer's own; a name stands once.
func TestViewsAreOnesOwn(t *testing.T) {
	each(t, func(t *testing.T, do func(func(ctx context.Context, tx *db.Tx) error) error) {
		a, b := officer("a", "trade"), officer("b", "trade")
		save := func(who kheo.Caller, name, query string) error {
			return do(func(ctx context.Context, tx *db.Tx) error { return desk.SaveView(ctx, tx, who, name, query) })
		}
		views := func(who kheo.Caller) (list []desk.View) {
			t.Helper()
			if err := do(func(ctx context.Context, tx *db.Tx) (err error) {
				list, err = desk.Views(ctx, tx, who)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return list
		}
		for _, x := range []struct{ name, query string }{{"Trễ", "tab=late"}, {"Ấp 1", "q=ap+1"}, {"Trễ", "tab=late&q=cong"}} {
			if err := save(a, x.name, x.query); err != nil {
				t.Fatal(err)
			}
		}
		got := views(a)
		if len(got) != 2 || len(views(b)) != 0 {
			t.Fatalf("views: %+v, another's %+v", got, views(b))
		}
		for _, v := range got {
			if v.Name == "Trễ" && v.Query != "tab=late&q=cong" {
				t.Errorf("the same name again: %+v", v)
			}
		}
		drop := func(who kheo.Caller) error {
			return do(func(ctx context.Context, tx *db.Tx) error { return desk.DropView(ctx, tx, who, got[0].ID) })
		}
		if err := drop(b); !errors.Is(err, kheo.ErrConflict) || len(views(a)) != 2 {
			t.Errorf("another dropped it: %v", err)
		}
		if err := drop(a); err != nil || len(views(a)) != 1 {
			t.Errorf("dropped: %v", err)
		}
		var faults kheo.Faults
		if err := save(a, " ", ""); !errors.As(err, &faults) {
			t.Errorf("a view without a name: %v", err)
		}
		if err := save(kheo.Caller{}, "x", ""); !errors.Is(err, kheo.ErrForbidden) {
			t.Errorf("a visitor saved a view: %v", err)
		}
	})
}
