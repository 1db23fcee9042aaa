package model

import (
	"context"
	"errors"
	"testing"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/internal/search"
	"kheo/ledger"
	"kheo/unit"
)

func tables() []db.Schema {
	return []db.Schema{search.Schema(), ledger.Schema(), unit.Schema(), Schema()}
}

// A desk is an office with two bodies: the district's board and, above it, the
// province's.
type desk struct {
	t        *testing.T
	d        *db.DB
	book     *unit.Book
	district unit.Unit
	communes []unit.Unit
	host     kheo.UnitID
	above    kheo.UnitID
}

func at(day kheo.Date) time.Time { return day.Time().Add(9 * time.Hour) }

// as is a caller who holds the rights in a body on a day.
func as(body kheo.UnitID, day kheo.Date, rights ...kheo.Right) kheo.Caller {
	return kheo.Caller{Person: "someone", At: at(day), Grants: []kheo.Grant{{Role: "host_officer", Unit: body, Rights: rights}}}
}

func open(t *testing.T, d *db.DB) *desk {
	t.Helper()
	book, err := unit.Compiled()
	if err != nil {
		t.Fatal(err)
	}
	k := &desk{t: t, d: d, book: book}
	k.district, err = book.ByCode("806", unit.District, "2023-12-01")
	if err != nil {
		t.Fatal(err)
	}
	k.communes = book.Children(k.district.ID, "2023-12-01")
	admin := kheo.Caller{Person: "admin", At: at("2023-01-03"), Grants: []kheo.Grant{{Role: "admin", Rights: []kheo.Right{unit.MayAdmin}}}}
	k.write(func(ctx context.Context, tx *db.Tx) error {
		var err error
		k.above, err = unit.AddBody(ctx, tx, admin, unit.Body{Name: "Ban trên", Short: "Ban trên", Kind: unit.Board, Territory: k.district.Parent, Span: kheo.Span{From: "2020-01-01"}})
		if err != nil {
			return err
		}
		k.host, err = unit.AddBody(ctx, tx, admin, unit.Body{Name: "Ban huyện", Short: "Ban huyện", Kind: unit.Board, Territory: k.district.ID, Parent: k.above, Span: kheo.Span{From: "2020-01-01"}})
		return err
	})
	return k
}

func (k *desk) write(f func(ctx context.Context, tx *db.Tx) error) {
	k.t.Helper()
	if err := k.d.Write(k.t.Context(), f); err != nil {
		k.t.Fatal(err)
	}
}

// try runs one use case and gives its error.
func (k *desk) try(f func(ctx context.Context, tx *db.Tx) (Model, error)) (Model, error) {
	k.t.Helper()
	var m Model
	err := k.d.Write(k.t.Context(), func(ctx context.Context, tx *db.Tx) error {
		var err error
		m, err = f(ctx, tx)
		return err
	})
	return m, err
}

func (k *desk) register(name string, place unit.Unit, day kheo.Date) (Model, error) {
	n := sample(name, "")
	n.Unit, n.Body = place.ID, k.host
	return k.try(func(ctx context.Context, tx *db.Tx) (Model, error) {
		return Register(ctx, tx, k.book, as(k.host, day, MayRegister), n)
	})
}

func (k *desk) entries(code string) []string {
	var kinds []string
	read(k.t, k.d, func(ctx context.Context, tx *db.Tx) error {
		var err error
		kinds, err = db.All(ctx, tx, db.Value[string], `select kind from ledger_leaf where subject = $1 order by at, id`, code)
		return err
	})
	return kinds
}

func TestAWholeLife(t *testing.T) {
	dbtest.Each(t, tables(), func(t *testing.T, d *db.DB) {
		k := open(t, d)
		m, err := k.register("Nét đẹp đường quê", k.communes[0], "2023-01-10")
		if err != nil {
			t.Fatal(err)
		}
		if m.Code != "MH-23-0001" || m.State != Registered {
			t.Errorf("registered %s, %s; want MH-23-0001, registered", m.Code, m.State)
		}
		steps := []struct {
			day   kheo.Date
			body  kheo.UnitID
			right kheo.Right
			do    func(ctx context.Context, tx *db.Tx, who kheo.Caller) (Model, error)
			want  State
		}{
			{"2023-01-20", k.host, MayApprove, func(ctx context.Context, tx *db.Tx, who kheo.Caller) (Model, error) {
				return Approve(ctx, tx, who, m.Code, Step{})
			}, Approved},
			{"2023-02-01", k.host, MayRegister, func(ctx context.Context, tx *db.Tx, who kheo.Caller) (Model, error) {
				return Start(ctx, tx, who, m.Code, Step{})
			}, Running},
			{"2023-05-01", k.host, MayRegister, func(ctx context.Context, tx *db.Tx, who kheo.Caller) (Model, error) {
				return AddSite(ctx, tx, k.book, who, m.Code, Site{Unit: m.Unit, Place: "Ấp 2"})
			}, Running},
			{"2023-11-20", k.above, MayRecognise, func(ctx context.Context, tx *db.Tx, who kheo.Caller) (Model, error) {
				return Recognise(ctx, tx, who, m.Code, Step{Note: "Quyết định 12"})
			}, Recognised},
			{"2024-02-01", k.host, MayRegister, func(ctx context.Context, tx *db.Tx, who kheo.Caller) (Model, error) {
				return AddSite(ctx, tx, k.book, who, m.Code, Site{Unit: k.communes[1].ID})
			}, Replicated},
			{"2024-06-30", k.host, MayApprove, func(ctx context.Context, tx *db.Tx, who kheo.Caller) (Model, error) {
				return Publish(ctx, tx, who, m.Code)
			}, Replicated},
			{"2025-05-31", k.host, MayRegister, func(ctx context.Context, tx *db.Tx, who kheo.Caller) (Model, error) {
				return End(ctx, tx, who, m.Code, Step{})
			}, Ended},
		}
		for i, s := range steps {
			got, err := k.try(func(ctx context.Context, tx *db.Tx) (Model, error) { return s.do(ctx, tx, as(s.body, s.day, s.right)) })
			if err != nil {
				t.Fatalf("step %d to %s: %v", i+1, s.want, err)
			}
			if got.State != s.want {
				t.Errorf("step %d: %s, want %s", i+1, got.State, s.want)
			}
		}
		k.checkHistory(m.Code)
	})
}

func (k *desk) checkHistory(code string) {
	k.t.Helper()
	want := []string{"model.registered", "model.approved", "model.running", "model.site", "model.recognised", "model.replicated", "model.published", "model.ended"}
	if got := k.entries(code); len(got) != len(want) {
		k.t.Errorf("ledger has %v, want %v", got, want)
	}
	read(k.t, k.d, func(ctx context.Context, tx *db.Tx) error {
		for _, c := range []struct {
			on    kheo.Date
			state State
			sites int
		}{
			{"2023-01-15", Registered, 0}, {"2023-02-01", Running, 1}, {"2023-06-01", Running, 2},
			{"2024-02-01", Replicated, 3}, {"2025-05-31", Ended, 3}, {"2025-06-01", Ended, 0}, {"", Ended, 0},
		} {
			m, err := Find(ctx, tx, code, c.on)
			if err != nil {
				return err
			}
			moves, err := Moves(ctx, tx, m.ID, c.on)
			if err != nil {
				return err
			}
			if m.State != c.state || m.Sites != c.sites || moves[len(moves)-1].To != c.state {
				k.t.Errorf("on %q: %s with %d sites, last move to %s; want %s, %d", c.on, m.State, m.Sites, moves[len(moves)-1].To, c.state, c.sites)
			}
		}
		return nil
	})
}

func TestWhoMayNotIsRefused(t *testing.T) {
	dbtest.Each(t, tables(), func(t *testing.T, d *db.DB) {
		k := open(t, d)
		m, err := k.register("Nét đẹp đường quê", k.communes[0], "2023-01-10")
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			what string
			who  kheo.Caller
			want error
		}{
			{"a visitor", kheo.Caller{At: at("2023-01-20")}, kheo.ErrNotFound},
			{"an officer of another body", as("elsewhere", "2023-01-20", MayApprove), kheo.ErrNotFound},
			{"one who may register, not approve", as(k.host, "2023-01-20", MayRegister), kheo.ErrForbidden},
			{"one who may approve, above", as(k.above, "2023-01-20", MayApprove), nil},
		} {
			_, err := k.try(func(ctx context.Context, tx *db.Tx) (Model, error) { return Approve(ctx, tx, c.who, m.Code, Step{}) })
			if !errors.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", c.what, err, c.want)
			}
		}
	})
}

func TestRegisterRefuses(t *testing.T) {
	province := func(k *desk) unit.Unit {
		u, err := k.book.Unit(k.district.Parent, "2023-01-10")
		if err != nil {
			k.t.Fatal(err)
		}
		return u
	}
	dbtest.Each(t, tables(), func(t *testing.T, d *db.DB) {
		k := open(t, d)
		if _, err := k.register("Nét đẹp đường quê", k.communes[0], "2023-01-10"); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			what, name string
			place      unit.Unit
			field, key string
		}{
			{"a twin", "NÉT ĐẸP đường quê.", k.communes[0], "name", "model.fault.twin"},
			{"a place of others", "Tổ tự quản", province(k), "unit", "model.fault.elsewhere"},
			{"no place", "Tổ tự quản", unit.Unit{ID: "nowhere"}, "unit", "model.fault.unit"},
			{"no name", " ", k.communes[0], "name", "model.fault.empty.name"},
		} {
			_, err := k.register(c.name, c.place, "2023-02-10")
			var f kheo.Faults
			if !errors.As(err, &f) {
				t.Errorf("%s: %v, want faults", c.what, err)
				continue
			}
			if x, ok := f.On(c.field); !ok || x.Key != c.key {
				t.Errorf("%s: %v, want %s on %s", c.what, f, c.key, c.field)
			}
		}
		for _, c := range []struct {
			what  string
			place unit.Unit
			day   kheo.Date
		}{{"elsewhere", k.communes[1], "2023-02-10"}, {"next year", k.communes[0], "2024-01-10"}} {
			if _, err := k.register("Nét đẹp đường quê", c.place, c.day); err != nil {
				t.Errorf("the same name %s: %v, want it registered", c.what, err)
			}
		}
	})
}

func TestNothingHappensBeforeWhatHappenedLast(t *testing.T) {
	dbtest.Each(t, tables(), func(t *testing.T, d *db.DB) {
		k := open(t, d)
		m, err := k.register("Nét đẹp đường quê", k.communes[0], "2023-01-10")
		if err != nil {
			t.Fatal(err)
		}
		approve := func(day kheo.Date) error {
			_, err := k.try(func(ctx context.Context, tx *db.Tx) (Model, error) {
				return Approve(ctx, tx, as(k.host, "2023-03-01", MayApprove), m.Code, Step{Day: day})
			})
			return err
		}
		if err := approve("2023-01-09"); !errors.Is(err, kheo.ErrConflict) {
			t.Errorf("approved before it was registered: %v, want a conflict", err)
		}
		var f kheo.Faults
		if err := approve("2023-03-02"); !errors.As(err, &f) {
			t.Errorf("approved tomorrow: %v, want a fault", err)
		}
		if err := approve("2023-01-10"); err != nil {
			t.Errorf("approved on the day: %v", err)
		}
		var w kheo.Wrong
		if err := approve("2023-02-01"); !errors.As(err, &w) || w.From != "approved" {
			t.Errorf("approved twice: %v, want a Wrong from approved", err)
		}
		if n := len(k.entries(m.Code)); n != 2 {
			t.Errorf("%d ledger entries, want 2: what is refused leaves none", n)
		}
	})
}

// A body that ended hands its models to its heir; without one, those above
// answer for them.
func TestModelsOutliveTheirBody(t *testing.T) {
	dbtest.Each(t, tables(), func(t *testing.T, d *db.DB) {
		k := open(t, d)
		m, err := k.register("Nét đẹp đường quê", k.communes[0], "2023-01-10")
		if err != nil {
			t.Fatal(err)
		}
		admin := kheo.Caller{Person: "admin", At: at("2025-02-20"), Grants: []kheo.Grant{{Role: "admin", Rights: []kheo.Right{unit.MayAdmin}}}}
		k.write(func(ctx context.Context, tx *db.Tx) error {
			return unit.EndBody(ctx, tx, admin, k.host, "2025-02-14", "QĐ 1")
		})
		step := func(body kheo.UnitID, right kheo.Right) error {
			_, err := k.try(func(ctx context.Context, tx *db.Tx) (Model, error) {
				return Approve(ctx, tx, as(body, "2025-03-01", right), m.Code, Step{})
			})
			return err
		}
		if err := step(k.host, MayApprove); !errors.Is(err, kheo.ErrNotFound) {
			t.Errorf("in the body that ended: %v, want not found", err)
		}
		if err := step(k.above, MayApprove); err != nil {
			t.Errorf("in the body above: %v", err)
		}
	})
}
