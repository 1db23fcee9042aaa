package sorting_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"kheo"
	"kheo/calendar"
	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/law"
	"kheo/ledger"
	"kheo/sorting"
	"kheo/unit"
)

var (
	schemas = []db.Schema{ledger.Schema(), law.Schema(), calendar.Schema(), unit.Schema(), sorting.Schema()}
	admin   = kheo.Caller{Person: "p", At: time.Date(2026, 11, 20, 3, 0, 0, 0, time.UTC),
		Grants: []kheo.Grant{{Rights: []kheo.Right{sorting.MayEdit, unit.MayAdmin}}}}
)

const today = kheo.Date("2026-11-20")

// An office is a database with one commune and three bodies in it.
type office struct {
	*testing.T
	d      *db.DB
	tables sorting.Tables
	xa     kheo.UnitID
	bodies map[string]kheo.UnitID
}

func newOffice(t *testing.T, d *db.DB) *office {
	o := &office{T: t, d: d, tables: sorting.Tables{Books: &unit.Books{}}, bodies: map[string]kheo.UnitID{}}
	o.write(func(ctx context.Context, tx *db.Tx) error {
		book, err := o.tables.Books.Book(ctx, tx)
		if err != nil {
			return err
		}
		o.xa = book.Find("xã Cần Đước", today, 1)[0].Unit.ID
		for short, kind := range map[string]unit.BodyKind{
			"UBND xã": unit.Authority, "Phòng Kinh tế": unit.Department, "Trạm cấp nước": unit.Department,
		} {
			o.bodies[short], err = unit.AddBody(ctx, tx, admin, unit.Body{
				Name: short + " Cần Đước", Short: short, Kind: kind, Territory: o.xa, Span: kheo.Span{From: "2025-07-01"}})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return o
}

func (o *office) write(f func(ctx context.Context, tx *db.Tx) error) {
	o.Helper()
	if err := o.d.Write(o.Context(), f); err != nil {
		o.Fatal(err)
	}
}

// try runs f and hands its error back.
func (o *office) try(f func(ctx context.Context, tx *db.Tx) error) error {
	return o.d.Write(o.Context(), f)
}

func (o *office) goes(category string) (body kheo.UnitID, f sorting.Fired) {
	o.Helper()
	o.write(func(ctx context.Context, tx *db.Tx) error {
		t, err := o.tables.Table(ctx, tx, admin.At)
		if err == nil {
			f, err = t.Route(sorting.Case{Place: o.xa, Category: category, Kind: "concern", On: today})
		}
		return err
	})
	return f.Body, f
}

func (o *office) leaves() (n int) {
	o.write(func(ctx context.Context, tx *db.Tx) error {
		var err error
		n, err = db.One(ctx, tx, db.Value[int], `select count(*) from ledger_leaf where kind >= 'sorting.' and kind < 'sorting/'`)
		return err
	})
	return n
}

// past is three concerns of the year before: two about water, one about a road,
// one of them from the commune before the reorganisation.
func (o *office) past() []sorting.Gone {
	gone := func(code, category string) sorting.Gone {
		return sorting.Gone{Code: code, Case: sorting.Case{Place: o.xa, Category: category, Kind: "concern", On: "2025-11-02"}, Went: o.bodies["Phòng Kinh tế"]}
	}
	return []sorting.Gone{gone("PA-1", "tapwater"), gone("PA-2", "road"), gone("PA-3", "drainage"), {Code: "PA-4", Case: sorting.Case{Place: "nowhere"}}}
}

func TestAChangedTableIsRunDryBeforeItIsSwitchedOn(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		o := newOffice(t, d)
		if body, f := o.goes("tapwater"); body != o.bodies["Phòng Kinh tế"] || f.Rule != "" {
			t.Fatalf("without rules tap water goes by %+v", f)
		}
		var rule string
		o.write(func(ctx context.Context, tx *db.Tx) (err error) {
			rule, err = sorting.AddRule(ctx, tx, admin, sorting.Rule{
				Place: o.xa, Category: "water", Kind: "concern", Note: "Trạm cấp nước của xã",
				Target: sorting.Target("body/" + o.bodies["Trạm cấp nước"])})
			return err
		})
		on := func(ctx context.Context, tx *db.Tx) error { return sorting.SwitchOn(ctx, tx, admin, 1) }
		if err := o.try(on); !errors.As(err, &kheo.Wrong{}) {
			t.Errorf("a draft that nobody ran dry was switched on: %v", err)
		}
		if body, _ := o.goes("tapwater"); body != o.bodies["Phòng Kinh tế"] {
			t.Error("a draft routes")
		}
		var trial sorting.Trial
		o.write(func(ctx context.Context, tx *db.Tx) (err error) {
			trial, err = o.tables.Try(ctx, tx, admin, o.past(), today)
			return err
		})
		if trial.Cases != 4 || trial.Lost != 1 || len(trial.Shifts) != 2 ||
			trial.Shifts[0].Code != "PA-1" || trial.Shifts[1].Code != "PA-3" || trial.Shifts[0].Then.Rule != rule {
			t.Errorf("the dry run: %+v", trial)
		}
		before := o.leaves()
		o.write(on)
		if n := o.leaves(); before != 2 || n != 3 {
			t.Errorf("%d entries before, %d after: adding, trying and switching on leave one each", before, n)
		}
		o.tables.Forget()
		if body, f := o.goes("tapwater"); body != o.bodies["Trạm cấp nước"] || f.Rule != rule || f.N != 1 || f.Note == "" {
			t.Errorf("switched on, tap water goes by %+v", f)
		}
		if body, _ := o.goes("road"); body != o.bodies["Phòng Kinh tế"] {
			t.Error("a rule over water took a road")
		}
	})
}

func TestAnEditAfterTheDryRunWantsAnother(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		o := newOffice(t, d)
		var ids []string
		add := func(note string, at int) {
			o.write(func(ctx context.Context, tx *db.Tx) error {
				id, err := sorting.AddRule(ctx, tx, admin, sorting.Rule{N: at, Note: note, Target: "short/Phòng Kinh tế"})
				ids = append(ids, id)
				return err
			})
		}
		add("một", 0)
		add("hai", 0)
		add("ba", 1)
		o.write(func(ctx context.Context, tx *db.Tx) error { return sorting.MoveRule(ctx, tx, admin, ids[0], 9) })
		o.write(func(ctx context.Context, tx *db.Tx) error { return sorting.RetireRule(ctx, tx, admin, ids[1]) })
		o.write(func(ctx context.Context, tx *db.Tx) error {
			return sorting.ChangeRule(ctx, tx, admin, sorting.Rule{ID: ids[0], Note: "một, sửa", Target: "short/UBND xã", Category: "road"})
		})
		var notes []string
		o.write(func(ctx context.Context, tx *db.Tx) error {
			v, err := sorting.Open(ctx, tx)
			if err != nil || v.Edits != 6 {
				t.Errorf("%+v, %v: six changes were made", v, err)
			}
			table, err := o.tables.Version(ctx, tx, v.N)
			notes = nil
			for _, r := range table.Rules() {
				notes = append(notes, r.Note)
			}
			return err
		})
		if !slices.Equal(notes, []string{"ba", "một, sửa"}) {
			t.Errorf("the order is %v", notes)
		}
		o.write(func(ctx context.Context, tx *db.Tx) error {
			_, err := o.tables.Try(ctx, tx, admin, nil, today)
			return err
		})
		o.write(func(ctx context.Context, tx *db.Tx) error { return sorting.RetireRule(ctx, tx, admin, ids[2]) })
		for edits, want := range map[int64]any{6: kheo.ErrConflict, 7: kheo.ErrConflict} {
			err := o.try(func(ctx context.Context, tx *db.Tx) error { return sorting.SwitchOn(ctx, tx, admin, edits) })
			if !errors.Is(err, want.(error)) {
				t.Errorf("switched on after %d changes seen: %v", edits, err)
			}
		}
		o.write(func(ctx context.Context, tx *db.Tx) error { return sorting.Drop(ctx, tx, admin) })
		if err := o.try(func(ctx context.Context, tx *db.Tx) error { return sorting.Drop(ctx, tx, admin) }); !errors.Is(err, kheo.ErrNotFound) {
			t.Errorf("a draft dropped twice: %v", err)
		}
	})
}

func TestCategoriesOfTheOffice(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		o := newOffice(t, d)
		own := sorting.Category{Parent: "water", Name: "Nước lợ", NameEN: "Brackish water", Lead: "short/UBND xã",
			Rule: "concern.answer.ordinary", Words: []string{"nước lợ", " ", "(lợ)"}}
		o.write(func(ctx context.Context, tx *db.Tx) error {
			id, err := sorting.AddCategory(ctx, tx, admin, own)
			if err == nil && id != "nuoc-lo" {
				t.Errorf("its id is %s", id)
			}
			return err
		})
		for want, f := range map[string]func(ctx context.Context, tx *db.Tx) error{
			"name": func(ctx context.Context, tx *db.Tx) error {
				_, err := sorting.AddCategory(ctx, tx, admin, own)
				return err
			},
			"retired": func(ctx context.Context, tx *db.Tx) error {
				return sorting.RetireCategory(ctx, tx, admin, sorting.Other, true)
			},
			"rule": func(ctx context.Context, tx *db.Tx) error {
				return sorting.ChangeCategory(ctx, tx, admin, sorting.Category{ID: "road", Name: "Đường", NameEN: "Road",
					Lead: "short/UBND xã", Rule: "inspection.self_report.before_visit"})
			},
			"parent": func(ctx context.Context, tx *db.Tx) error {
				_, err := sorting.AddCategory(ctx, tx, admin, sorting.Category{Parent: "road", Name: "Ổ gà", NameEN: "Pothole",
					Lead: "short/UBND xã", Rule: "concern.answer.ordinary"})
				return err
			},
		} {
			var faults kheo.Faults
			if err := o.try(f); !errors.As(err, &faults) || len(faults) != 1 || faults[0].Field != want {
				t.Errorf("a fault of %s alone is expected: %v", want, err)
			}
		}
		o.write(func(ctx context.Context, tx *db.Tx) error {
			return sorting.ChangeCategory(ctx, tx, admin, sorting.Category{ID: "road", Name: "Đường sá", NameEN: "Roads",
				Lead: "short/UBND xã", Rule: "concern.answer.long", Words: []string{"ổ gà"}})
		})
		o.write(func(ctx context.Context, tx *db.Tx) error {
			return sorting.RetireCategory(ctx, tx, admin, "ferry", true)
		})
		o.write(func(ctx context.Context, tx *db.Tx) error {
			_, err := o.tables.Try(ctx, tx, admin, o.past(), today)
			return err
		})
		o.write(func(ctx context.Context, tx *db.Tx) error { return sorting.SwitchOn(ctx, tx, admin, 3) })
		o.tables.Forget()
		if body, _ := o.goes("road"); body != o.bodies["UBND xã"] {
			t.Error("the lead of a changed category did not change")
		}
		o.write(func(ctx context.Context, tx *db.Tx) error {
			table, err := o.tables.Table(ctx, tx, admin.At)
			if err != nil {
				return err
			}
			road, _ := table.Category("road")
			own, _ := table.Category("nuoc-lo")
			if road.Rule != "concern.answer.long" || len(road.Questions) != 0 || len(road.Never) < 5 || len(own.Never) == 0 || !table.Under("nuoc-lo", "water") {
				t.Errorf("%+v\n%+v", road, own)
			}
			if got := table.Suggest("nước lợ tràn vô", 1); len(got) != 1 || got[0].Category != "nuoc-lo" {
				t.Errorf("the office's words suggest %+v", got)
			}
			if slices.ContainsFunc(table.Categories(), func(c sorting.Category) bool { return c.ID == "ferry" }) {
				t.Error("a retired category is offered")
			}
			return nil
		})
	})
}

func TestEarlierVersionsAreKeptAndComeBack(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		o := newOffice(t, d)
		for _, note := range []string{"một", "hai"} {
			o.write(func(ctx context.Context, tx *db.Tx) error {
				_, err := sorting.AddRule(ctx, tx, admin, sorting.Rule{Note: note, Target: "short/UBND xã"})
				return err
			})
			o.write(func(ctx context.Context, tx *db.Tx) error {
				_, err := o.tables.Try(ctx, tx, admin, nil, today)
				return err
			})
			o.write(func(ctx context.Context, tx *db.Tx) error { return sorting.SwitchOn(ctx, tx, admin, 1) })
		}
		o.write(func(ctx context.Context, tx *db.Tx) error { return sorting.Restore(ctx, tx, admin, 1) })
		if err := o.try(func(ctx context.Context, tx *db.Tx) error { return sorting.Restore(ctx, tx, admin, 2) }); !errors.Is(err, kheo.ErrConflict) {
			t.Errorf("a second draft: %v", err)
		}
		o.write(func(ctx context.Context, tx *db.Tx) error {
			all, err := sorting.Versions(ctx, tx)
			if err != nil || len(all) != 3 || all[0].State != sorting.Draft || all[1].State != sorting.On || all[2].State != sorting.Past {
				t.Errorf("%+v, %v", all, err)
			}
			for n, want := range map[int64]int{0: 0, 1: 1, 2: 2, 3: 1} {
				table, err := o.tables.Version(ctx, tx, n)
				if err != nil || len(table.Rules()) != want {
					t.Errorf("version %d has %v, %v; want %d rules", n, table.Rules(), err, want)
				}
			}
			return nil
		})
	})
}

// What was filed by a rule keeps the rule as it was then.
func TestARuleIsKeptAsItWasWhenSomethingWasFiledByIt(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		o := newOffice(t, d)
		at := func(hour int) kheo.Caller {
			who := admin
			who.At = admin.At.Add(time.Duration(hour) * time.Hour)
			return who
		}
		rule := o.addRule(sorting.Rule{Note: "một", Target: "short/UBND xã"})
		on := func(who kheo.Caller, edits int64) {
			o.write(func(ctx context.Context, tx *db.Tx) error {
				if _, err := o.tables.Try(ctx, tx, who, nil, today); err != nil {
					return err
				}
				return sorting.SwitchOn(ctx, tx, who, edits)
			})
		}
		on(at(1), 1)
		o.write(func(ctx context.Context, tx *db.Tx) error {
			return sorting.ChangeRule(ctx, tx, at(2), sorting.Rule{ID: rule, Note: "hai", Target: "short/Phòng Kinh tế"})
		})
		filed := func(hour int, note string, version int64, still bool) {
			t.Helper()
			o.write(func(ctx context.Context, tx *db.Tx) error {
				f, err := sorting.FiledBy(ctx, tx, rule, at(hour).At)
				if note == "" && errors.Is(err, kheo.ErrNotFound) {
					return nil
				}
				if f.Note != note || f.Version != version || f.On != still || f.N != 1 {
					t.Errorf("filed after %d hours by %+v, %v", hour, f, err)
				}
				return err
			})
		}
		filed(0, "", 0, false)
		filed(3, "một", 1, true) // the draft is no rule
		on(at(4), 1)
		filed(3, "một", 1, false)
		filed(5, "hai", 2, true)
		o.write(func(ctx context.Context, tx *db.Tx) error { return sorting.RetireRule(ctx, tx, at(6), rule) })
		on(at(7), 1)
		filed(5, "hai", 2, false)
	})
}

func TestOnlyWhoMayEditsTheTable(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		o := newOffice(t, d)
		inOneBody := kheo.Caller{At: admin.At, Grants: []kheo.Grant{{Unit: "b", Rights: []kheo.Right{sorting.MayEdit}}}}
		for name, f := range map[string]func(ctx context.Context, tx *db.Tx, who kheo.Caller) error{
			"add rule": func(ctx context.Context, tx *db.Tx, who kheo.Caller) error {
				_, err := sorting.AddRule(ctx, tx, who, sorting.Rule{Note: "x", Target: "short/UBND xã"})
				return err
			},
			"change rule": func(ctx context.Context, tx *db.Tx, who kheo.Caller) error {
				return sorting.ChangeRule(ctx, tx, who, sorting.Rule{})
			},
			"move rule": func(ctx context.Context, tx *db.Tx, who kheo.Caller) error {
				return sorting.MoveRule(ctx, tx, who, "r", 1)
			},
			"retire rule": func(ctx context.Context, tx *db.Tx, who kheo.Caller) error {
				return sorting.RetireRule(ctx, tx, who, "r")
			},
			"add category": func(ctx context.Context, tx *db.Tx, who kheo.Caller) error {
				_, err := sorting.AddCategory(ctx, tx, who, sorting.Category{})
				return err
			},
			"change category": func(ctx context.Context, tx *db.Tx, who kheo.Caller) error {
				return sorting.ChangeCategory(ctx, tx, who, sorting.Category{ID: "road"})
			},
			"retire category": func(ctx context.Context, tx *db.Tx, who kheo.Caller) error {
				return sorting.RetireCategory(ctx, tx, who, "road", true)
			},
			"try": func(ctx context.Context, tx *db.Tx, who kheo.Caller) error {
				_, err := o.tables.Try(ctx, tx, who, nil, today)
				return err
			},
			"switch on": func(ctx context.Context, tx *db.Tx, who kheo.Caller) error { return sorting.SwitchOn(ctx, tx, who, 1) },
			"drop":      func(ctx context.Context, tx *db.Tx, who kheo.Caller) error { return sorting.Drop(ctx, tx, who) },
			"restore":   func(ctx context.Context, tx *db.Tx, who kheo.Caller) error { return sorting.Restore(ctx, tx, who, 0) },
		} {
			for _, who := range []kheo.Caller{{At: admin.At}, inOneBody} {
				if err := o.try(func(ctx context.Context, tx *db.Tx) error { return f(ctx, tx, who) }); !errors.Is(err, kheo.ErrForbidden) {
					t.Errorf("%s: %v, want forbidden", name, err)
				}
			}
		}
		if n := o.leaves(); n != 0 {
			t.Errorf("%d entries of what nobody may do", n)
		}
	})
}
