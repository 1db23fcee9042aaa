package calendar_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kheo"
	"kheo/calendar"
	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/ledger"
)

var (
	schemas = []db.Schema{ledger.Schema(), calendar.Schema()}
	admin   = kheo.Caller{
		Person: "p", At: time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC),
		Grants: []kheo.Grant{{Role: "admin", Rights: []kheo.Right{calendar.MayEdit}}},
	}
)

func edit(t *testing.T, d *db.DB, who kheo.Caller, day calendar.Day) error {
	t.Helper()
	return d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		return calendar.Edit(ctx, tx, who, day)
	})
}

func load(t *testing.T, d *db.DB) calendar.Calendar {
	t.Helper()
	var c calendar.Calendar
	err := d.Read(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		var err error
		c, err = calendar.Load(ctx, tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func importList(t *testing.T, d *db.DB, body string, skip bool) (calendar.Imported, error) {
	t.Helper()
	var done calendar.Imported
	err := d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		var err error
		done, err = calendar.Import(ctx, tx, admin, "list.csv", []byte(body), skip)
		return err
	})
	return done, err
}

func TestTheOfficesWordLiesOverTheList(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		storm := calendar.Day{Date: "2026-11-26", Name: "Nghỉ tránh bão", Kind: calendar.Closed, Source: "Công điện của tỉnh"}
		if err := edit(t, d, admin, storm); err != nil {
			t.Fatal(err)
		}
		if c := load(t, d); c.Working("2026-11-26") || c.Add("2026-11-25", 1) != "2026-11-27" {
			t.Error("the day of the storm is worked")
		}
		storm.Kind = calendar.Plain
		if err := edit(t, d, admin, storm); err != nil {
			t.Fatal(err)
		}
		c := load(t, d)
		if _, named := c.Day("2026-11-26"); named || !c.Working("2026-11-26") {
			t.Error("taken back, the day is still off")
		}
		if calendar.Compiled().Known(2028) || c.Known(2028) {
			t.Error("2028 is known without its Tết")
		}
	})
}

func TestEditRefuses(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		day := calendar.Day{Date: "2026-11-26", Name: "Nghỉ", Kind: calendar.Closed, Source: "Công điện"}
		if err := edit(t, d, kheo.Caller{At: admin.At}, day); !errors.Is(err, kheo.ErrForbidden) {
			t.Errorf("a visitor's edit: %v", err)
		}
		var faults kheo.Faults
		if err := edit(t, d, admin, calendar.Day{Date: "26/11/2026", Kind: "feast"}); !errors.As(err, &faults) || len(faults) != 4 {
			t.Errorf("a form with four faults: %v", err)
		}
		day.Kind = calendar.SwapWork
		if err := edit(t, d, admin, day); !errors.As(err, &faults) {
			t.Errorf("a working Saturday on a Thursday: %v", err)
		}
	})
}

const head = "date,weekday,name_vi,name_en,kind,is_day_off,source\n"

func TestImportIsAllOrNothing(t *testing.T) {
	good := "2028-01-26,Wed,Tết Nguyên đán (Mùng 1 Tết),Tết,tet,1,Thông báo thử\n"
	bad := "2028-02-30,Wed,Ngày không có,No day,statutory,1,Thông báo thử\n"
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		_, err := importList(t, d, head+good+bad, false)
		if err == nil || !strings.Contains(err.Error(), "list.csv line 3, column date:") {
			t.Errorf("a bad row: %v", err)
		}
		if load(t, d).Known(2028) {
			t.Error("a refused file left its good row")
		}
		done, err := importList(t, d, head+good+bad, true)
		if err != nil || done.Changed != 1 || len(done.Skipped) != 1 {
			t.Errorf("skipping: %+v, %v", done, err)
		}
		if c := load(t, d); !c.Known(2028) || c.Working("2028-01-26") {
			t.Error("the imported day is not off")
		}
		done, err = importList(t, d, head+good, false)
		if err != nil || done.Changed != 0 {
			t.Errorf("the same list again: %+v, %v", done, err)
		}
	})
}

func TestRowsThatCannotBeKeptAreNamed(t *testing.T) {
	for _, x := range []struct{ row, want string }{
		{"2028-01-26,Thu,Tết,Tet,tet,1,s", "f.csv line 2, column weekday:"},
		{"2028-01-26,Wed,Tết,Tet,feast,1,s", "f.csv line 2, column kind:"},
		{"2028-01-26,Wed,Tết,Tet,tet,0,s", "f.csv line 2, column is_day_off:"},
		{"2028-01-26,Wed,Tết,Tet,tet,yes,s", "f.csv line 2, column is_day_off:"},
		{"2028-01-26,Wed,,Tet,tet,1,s", "f.csv line 2, column name_vi:"},
		{"2028-01-26,Wed,Tết,Tet,tet,1,", "f.csv line 2, column source:"},
		{"2028-01-26,Wed,Bù,Bu,swap_work,0,s", "f.csv line 2, column kind:"},
		{"2028-01-26,Wed,Tết", "f.csv line 2: 3 columns"},
		{"2028-01-26,Wed,Tết,Tet,tet,1,s\n2028-01-26,Wed,Tết,Tet,tet,1,s", "f.csv line 3, column date: the day stands on line 2"},
	} {
		_, bad, err := calendar.ReadCSV("f.csv", strings.NewReader(head+x.row))
		if err != nil || len(bad) != 1 || !strings.HasPrefix(bad[0].Error(), x.want) {
			t.Errorf("%q: %v, %v; want %s", x.row, bad, err, x.want)
		}
	}
	if _, _, err := calendar.ReadCSV("f.csv", strings.NewReader("date,kind\n")); err == nil || !strings.Contains(err.Error(), "name_vi") {
		t.Errorf("a missing column: %v", err)
	}
}

// TestHolidaysTxtIsUpToDate writes the compiled list anew from the public one.
func TestHolidaysTxtIsUpToDate(t *testing.T) {
	shared := os.Getenv("KHEO_SHARED")
	if shared == "" {
		shared = "../../shared"
	}
	f, err := os.Open(filepath.Join(shared, "data", "holidays_vn.csv"))
	if err != nil {
		t.Skip("the public list is not here: " + err.Error())
	}
	defer f.Close()
	days, bad, err := calendar.ReadCSV("holidays_vn.csv", f)
	if err != nil || len(bad) > 0 {
		t.Fatal(bad, err)
	}
	list := calendar.Compiled().List(kheo.Span{})
	if got, want := calendar.Encode(list), calendar.Encode(days); got != want {
		t.Error("run go generate ./calendar")
	}
}

func FuzzReadCSV(f *testing.F) {
	f.Add(head + "2028-01-26,Wed,Tết,Tet,tet,1,s\n")
	f.Add("\ufeff" + head)
	f.Fuzz(func(t *testing.T, text string) {
		days, _, err := calendar.ReadCSV("f.csv", strings.NewReader(text))
		if err != nil {
			return
		}
		again, err := calendar.Decode(calendar.Encode(days))
		if err != nil || len(again) != len(days) {
			t.Fatalf("%d days written, %d read: %v", len(days), len(again), err)
		}
	})
}
