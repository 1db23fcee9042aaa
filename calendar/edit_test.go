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

func announce(t *testing.T, d *db.DB, who kheo.Caller, day calendar.Day, to kheo.Date) error {
	t.Helper()
	return d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		return calendar.Announce(ctx, tx, who, day, to)
	})
}

func TestSeveralDaysAreAnnouncedAtOnceAndEachWordIsKept(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		storm := calendar.Day{Date: "2026-11-26", Name: "Nghỉ tránh bão", Kind: calendar.Closed, Source: "Công điện 12"}
		if err := announce(t, d, admin, storm, "2026-11-28"); err != nil {
			t.Fatal(err)
		}
		if c := load(t, d); c.Add("2026-11-25", 1) != "2026-11-30" {
			t.Errorf("a working day after the storm: %s", c.Add("2026-11-25", 1))
		}
		later := admin
		later.At = admin.At.Add(time.Hour)
		storm.Date, storm.Kind, storm.Source = "2026-11-27", calendar.Plain, "Công điện 13"
		if err := edit(t, d, later, storm); err != nil {
			t.Fatal(err)
		}
		var said, since []calendar.Edition
		var entries []ledger.Leaf
		err := d.Read(t.Context(), func(ctx context.Context, tx *db.Tx) (err error) {
			if said, err = calendar.History(ctx, tx, "", "2026-11-27"); err != nil {
				return err
			}
			if since, err = calendar.Since(ctx, tx, admin.At); err != nil {
				return err
			}
			entries, err = ledger.Pending(ctx, tx, "2026-11-27")
			return err
		})
		if err != nil || len(said) != 2 || said[0].Kind != calendar.Plain || said[0].Source != "Công điện 13" || !said[0].At.Equal(later.At) ||
			said[1].Kind != calendar.Closed || said[1].Source != "Công điện 12" || !said[1].Off || said[0].Off {
			t.Errorf("said of the day: %+v, %v", said, err)
		}
		if len(since) != 1 || since[0].Date != "2026-11-27" {
			t.Errorf("said after the first: %+v", since)
		}
		if len(entries) != 2 {
			t.Errorf("%d entries about the day, want one for each word", len(entries))
		}
		c := load(t, d)
		if day, ok := c.Day("2026-11-26"); !ok || !day.Edited || day.Said != "2026-11-20" || !c.Working("2026-11-27") {
			t.Errorf("%+v", day)
		}
		if c.Working("2026-11-26") || !c.With(calendar.Day{Date: "2026-11-26", Kind: calendar.Plain}).Working("2026-11-26") || c.Working("2026-11-26") {
			t.Error("With changes what it was asked of")
		}
	})
}

func TestWhatMayNotBeAnnounced(t *testing.T) {
	day := calendar.Day{Date: "2026-11-26", Name: "Nghỉ", Kind: calendar.Closed, Source: "Công điện"}
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		for _, c := range []struct {
			from, to kheo.Date
			field    string
		}{
			{"2026-11-26", "2026-11-25", "to"}, {"2026-11-26", "2027-11-26", "to"}, {"2026-10-19", "", "date"}, {"2026-10-19", "2026-11-10", "date"},
			{"", "2026-11-26", "date"}, {"2026-11-31", "2026-12-01", "date"},
		} {
			day.Date = c.from
			var faults kheo.Faults
			if err := announce(t, d, admin, day, c.to); !errors.As(err, &faults) || len(faults) != 1 || faults[0].Field != c.field {
				t.Errorf("from %s to %s: %v, want a fault of %s", c.from, c.to, err, c.field)
			}
		}
		for _, ok := range []struct{ from, to kheo.Date }{{"2026-10-20", "2026-10-20"}, {"2026-12-01", "2026-12-31"}} {
			day.Date = ok.from
			if err := announce(t, d, admin, day, ok.to); err != nil {
				t.Errorf("from %s to %s: %v", ok.from, ok.to, err)
			}
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
