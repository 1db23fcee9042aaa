package indicator_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"kheo"
	"kheo/indicator"
	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/internal/search"
	"kheo/ledger"
	"kheo/matter"
	"kheo/model"
	"kheo/unit"
)

func tables() []db.Schema {
	return []db.Schema{search.Schema(), ledger.Schema(), unit.Schema(), matter.Schema(), model.Schema(), indicator.Schema()}
}

// An office is Cần Đước's board and its models of 2023.
type office struct {
	t        *testing.T
	d        *db.DB
	book     *unit.Book
	district unit.Unit
	communes []unit.Unit
	host     kheo.UnitID
}

func (o *office) as(day kheo.Date) kheo.Caller {
	return kheo.Caller{Person: "someone", At: day.Time().Add(9 * time.Hour), Grants: []kheo.Grant{{Rights: []kheo.Right{
		unit.MayAdmin, model.MayRegister, model.MayApprove, model.MayRecognise, indicator.MayRecord,
	}}}}
}

func (o *office) write(f func(ctx context.Context, tx *db.Tx) error) error {
	return o.d.Write(o.t.Context(), f)
}

func open(t *testing.T, d *db.DB) *office {
	t.Helper()
	book, err := unit.Compiled()
	if err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, d: d, book: book}
	if o.district, err = book.ByCode("806", unit.District, "2023-12-01"); err != nil {
		t.Fatal(err)
	}
	o.communes = book.Children(o.district.ID, "2023-12-01")
	err = o.write(func(ctx context.Context, tx *db.Tx) error {
		var err error
		o.host, err = unit.AddBody(ctx, tx, o.as("2023-01-03"), unit.Body{
			Name: "Ban huyện", Short: "Ban huyện", Kind: unit.Board, Territory: o.district.ID, Span: kheo.Span{From: "2020-01-01"}})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// models registers n models over the communes; each third is one person's,
// each fourth not carried out, each second of the others recognised.
func (o *office) models(n int) {
	o.t.Helper()
	err := o.write(func(ctx context.Context, tx *db.Tx) error {
		for i := range n {
			if err := o.model(ctx, tx, i); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) model(ctx context.Context, tx *db.Tx, i int) error {
	f := model.New{Field: model.Fields()[i%4], Collective: i%3 != 0, Level: model.Hamlet, Groups: i, Unit: o.communes[i%len(o.communes)].ID, Body: o.host}
	for _, b := range model.BoxNames() {
		f.Boxes.Set(b, fmt.Sprintf("Ô %s của mô hình %d", b, i))
	}
	m, err := model.Register(ctx, tx, o.book, o.as("2023-01-10"), f)
	if err != nil || i%4 == 3 {
		return err
	}
	if _, err := model.Approve(ctx, tx, o.as("2023-01-20"), m.Code, model.Step{}); err != nil {
		return err
	}
	if _, err := model.Start(ctx, tx, o.as("2023-02-01"), m.Code, model.Step{}); err != nil || i%2 == 1 {
		return err
	}
	_, err = model.Recognise(ctx, tx, o.as("2023-11-20"), m.Code, model.Step{})
	return err
}

func (o *office) figure(id string, of kheo.UnitID, on kheo.Date) indicator.Figure {
	o.t.Helper()
	var f indicator.Figure
	err := o.d.Read(o.t.Context(), func(ctx context.Context, tx *db.Tx) error {
		var err error
		f, err = indicator.Compute(ctx, tx, o.book, id, of, kheo.YearSpan(2023), on)
		return err
	})
	if err != nil {
		o.t.Fatalf("%s: %v", id, err)
	}
	return f
}

func TestSumsAgreeWithRecords(t *testing.T) {
	dbtest.Each(t, tables(), func(t *testing.T, d *db.DB) {
		o := open(t, d)
		o.models(40)
		want := map[string]int64{
			"model.registered": 40, "model.ran": 30, "model.recognised": 20, "model.alive12": 20, "model.replicated": 0,
			"model.collective": 20, "model.individual": 10, "model.by_level.hamlet": 30, "model.by_level.province": 0,
			"model.by_field.economy": 10, "model.by_field.politics": 0, "model.sites": 30,
		}
		for _, def := range indicator.All() {
			whole := o.figure(def.ID, o.district.ID, "2025-07-01")
			var sum, parts int64
			for _, r := range whole.Records {
				sum += r.N
			}
			for _, c := range o.communes {
				parts += o.figure(def.ID, c.ID, "2025-07-01").Value
			}
			if whole.Value != sum || whole.Value != parts {
				t.Errorf("%s: %d, its records %d, its communes %d; want the same", def.ID, whole.Value, sum, parts)
			}
			if n, ok := want[def.ID]; ok && whole.Value != n {
				t.Errorf("%s = %d, want %d", def.ID, whole.Value, n)
			}
			if whole.Known == def.Recorded {
				t.Errorf("%s: known = %v though recorded = %v and nothing is", def.ID, whole.Known, def.Recorded)
			}
		}
	})
}

func TestTooEarlyIsSaid(t *testing.T) {
	dbtest.Each(t, tables(), func(t *testing.T, d *db.DB) {
		o := open(t, d)
		o.models(40)
		f := o.figure("model.alive12", o.district.ID, "2023-12-01")
		if f.Known || f.Early != 20 || f.Value != 0 {
			t.Errorf("in December: known %v, %d too early, value %d; want not known, 20, 0", f.Known, f.Early, f.Value)
		}
		f = o.figure("model.ran", o.district.ID, "2023-01-31")
		if f.Value != 0 {
			t.Errorf("before any ran: %d, want 0", f.Value)
		}
	})
}

func (o *office) record(n indicator.New) error {
	if n.Period == (kheo.Span{}) {
		n.Period = kheo.YearSpan(2023)
	}
	n.Body = o.host
	return o.write(func(ctx context.Context, tx *db.Tx) error {
		return indicator.RecordFigure(ctx, tx, o.book, o.as("2023-11-24"), n)
	})
}

func TestRecordOnce(t *testing.T) {
	dbtest.Each(t, tables(), func(t *testing.T, d *db.DB) {
		o := open(t, d)
		first, second := o.communes[0].ID, o.communes[1].ID
		for _, c := range []struct {
			what  string
			n     indicator.New
			field string // "" when it is recorded
		}{
			{"what is computed", indicator.New{Indicator: "model.ran", Unit: first, Value: 3, Evidence: "Sổ"}, "indicator"},
			{"without evidence", indicator.New{Indicator: "people.households", Unit: first, Value: 420, Evidence: " "}, "evidence"},
			{"below nothing", indicator.New{Indicator: "people.households", Unit: first, Value: -1, Evidence: "Sổ"}, "value"},
			{"a place of others", indicator.New{Indicator: "people.households", Unit: o.district.Parent, Value: 1, Evidence: "Sổ"}, "unit"},
			{"a commune", indicator.New{Indicator: "people.households", Unit: first, Value: 420, Evidence: "Sổ xã"}, ""},
			{"again", indicator.New{Indicator: "people.households", Unit: first, Value: 372, Evidence: "Sổ xã"}, "why"},
			{"corrected", indicator.New{Indicator: "people.households", Unit: first, Value: 372, Evidence: "Đếm lại", Why: "48 hộ đã thôi"}, ""},
			{"another commune", indicator.New{Indicator: "people.households", Unit: second, Value: 28, Evidence: "Sổ xã"}, ""},
			{"the total of both", indicator.New{Indicator: "people.households", Unit: o.district.ID, Value: 400, Evidence: "Cộng"}, "unit"},
			{"the district's roads", indicator.New{Indicator: "work.road", Unit: o.district.ID, Value: 124, Evidence: "Nghiệm thu"}, ""},
			{"a part of them", indicator.New{Indicator: "work.road", Unit: first, Value: 10, Evidence: "Nghiệm thu"}, "unit"},
		} {
			err := o.record(c.n)
			var f kheo.Faults
			errors.As(err, &f)
			if _, ok := f.On(c.field); (c.field != "" && !ok) || (c.field == "" && err != nil) {
				t.Errorf("%s: %v, want a fault on %q", c.what, err, c.field)
			}
		}
		if f := o.figure("people.households", o.district.ID, ""); f.Value != 400 || len(f.Records) != 2 {
			t.Errorf("households of the district: %d from %d records, want 400 from 2", f.Value, len(f.Records))
		}
		if f := o.figure("people.households", first, ""); f.Value != 372 || f.Evidence != "Đếm lại" {
			t.Errorf("households of the commune: %d, %q; want the correction", f.Value, f.Evidence)
		}
		if f := o.figure("people.households", first, "2023-11-23"); f.Known {
			t.Errorf("the day before it was recorded: %d, want not known", f.Value)
		}
	})
}

// A figure of a unit that ended within the period counts what was under it on
// its last day, never everything.
func TestAUnitThatEndedKeepsItsFigures(t *testing.T) {
	dbtest.Each(t, tables(), func(t *testing.T, d *db.DB) {
		o := open(t, d)
		o.models(8)
		err := d.Read(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			f, err := indicator.Compute(ctx, tx, o.book, "model.ran", o.district.ID, kheo.YearSpan(2025), "")
			if err == nil && f.Value != 6 {
				t.Errorf("the district in 2025: %d, want 6", f.Value)
			}
			if err != nil {
				return err
			}
			_, err = indicator.Compute(ctx, tx, o.book, "model.ran", "nowhere", kheo.YearSpan(2025), "")
			if !errors.Is(err, kheo.ErrNotFound) {
				t.Errorf("a unit that never was: %v, want not found", err)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}
