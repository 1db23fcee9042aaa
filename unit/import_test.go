package unit_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/unit"
)

const (
	unitsHead   = "level,code,name_vi,name_short,type,parent_code,valid_from,valid_to,population\n"
	eventsHead  = "effective_date,resolution_as_listed,level,code,event,old,new,parent_code,note\n"
	mappingHead = "level,old_code,old_name,new_code,new_name,kind,share,text_share,effective_date,source\n"
)

func load(t *testing.T, d *db.DB, im unit.Import, body string) (unit.Imported, error) {
	t.Helper()
	var got unit.Imported
	err := d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) (err error) {
		im.From = strings.NewReader(body)
		got, err = im.Load(ctx, tx, admin("2027-02-01"))
		return err
	})
	return got, err
}

func current(t *testing.T, d *db.DB, books *unit.Books) *unit.Book {
	t.Helper()
	var b *unit.Book
	must(t, d.Read(t.Context(), func(ctx context.Context, tx *db.Tx) (err error) {
		b, err = books.Book(ctx, tx)
		return err
	}))
	return b
}

// Two communes of Tây Ninh are made one in 2027, and a third renamed: the list
// of events first, then the new unit, then what became what.
func TestImportAReorganisation(t *testing.T) {
	dbtest.Each(t, schemas(), func(t *testing.T, d *db.DB) {
		books := &unit.Books{}
		if current(t, d, books) != book(t) {
			t.Error("without imported lists the book is not the compiled one")
		}
		for _, step := range []struct{ kind, body string }{
			{unit.ListEvents, eventsHead +
				"2027-01-01,NQ 1,commune,28108,remove,Xã Cần Đước,,80,\n" +
				"2027-01-01,NQ 1,commune,28144,remove,Xã Long Hựu,,80,\n" +
				"2027-01-01,NQ 1,commune,28132,rename,Xã Mỹ Lệ,Phường Mỹ Lộc,80,\n"},
			{unit.ListUnits, unitsHead +
				"commune,28108,Phường Cần Đước,Cần Đước,phường,80,2027-01-01,,79530\n" +
				"hamlet,1,Ấp Đông Nhất,Đông Nhất,ấp,28108,2027-01-01,,\n"},
			{unit.ListEvents, mappingHead +
				"commune,28108,,28108,,merge,full,whole,2027-01-01,NQ 1 khoản 1\n" +
				"commune,28144,,28108,,merge,full,whole,2027-01-01,NQ 1 khoản 1\n"},
		} {
			got, err := load(t, d, unit.Import{Kind: step.kind, Name: "new.csv"}, step.body)
			if err != nil || got.Kept != strings.Count(step.body, "\n")-1 {
				t.Fatalf("%+v, %v", got, err)
			}
			if again, err := load(t, d, unit.Import{Kind: step.kind, Name: "new.csv"}, step.body); err != nil || again.Kept != 0 {
				t.Errorf("the second time: %+v, %v", again, err)
			}
		}
		b := current(t, d, books)
		hits := b.Now("xa tan chanh, can duoc, long an", "2027-06-01", 1)
		if len(hits) != 1 || len(hits[0].Now) != 1 || hits[0].Now[0].Unit.Name != "Phường Cần Đước" || hits[0].Now[0].Share != "full" {
			t.Errorf("through two reorganisations: %+v", hits)
		}
		if u := code(t, b, "28132", unit.Commune, "2027-01-01"); u.Name != "Phường Mỹ Lộc" || len(b.States(u.ID)) != 2 {
			t.Errorf("renamed: %+v", u)
		}
		if hits := b.Find("ap dong nhat, phuong can duoc", "2027-06-01", 1); len(hits) != 1 || hits[0].Unit.Level != unit.Hamlet {
			t.Errorf("hamlet: %+v", hits)
		}
		if u := code(t, b, "28108", unit.Commune, "2026-12-31"); u.Name != "Xã Cần Đước" || u.To != "2026-12-31" {
			t.Errorf("before: %+v", u)
		}
		if u := code(t, book(t), "28108", unit.Commune, "2027-06-01"); u.Name != "Xã Cần Đước" {
			t.Errorf("the compiled book was changed: %+v", u)
		}
		links := b.Successors(code(t, b, "28144", unit.Commune, "2026-12-31").ID)
		if len(links) != 1 || links[0].Kind != unit.Merge || links[0].Basis != "NQ 1 khoản 1" {
			t.Errorf("what was not known is known now: %+v", links)
		}
	})
}

func TestImportNamesWhatItRefuses(t *testing.T) {
	dbtest.Each(t, schemas(), func(t *testing.T, d *db.DB) {
		for _, c := range []struct{ kind, body, column, key string }{
			{"units", unitsHead + "commune,99999,Xã Mới,Mới,xã,77777,2027-01-01,,\n", "parent_code", "parent.unknown"},
			{"units", unitsHead + "commune,28108,Xã Cần Đước,Cần Đước,xã,79,2027-01-01,,\n", "parent_code", "parent.two"},
			{"units", unitsHead + "commune,28108,Xã Khác,Khác,xã,80,2027-01-01,,\n", "code", "code.taken"},
			{"units", unitsHead + "commune,99999,Xã Mới,Mới,xã,80,2027-01-01,2026-01-01,\n", "valid_to", "span"},
			{"units", unitsHead + "commune,99999,Xã Mới,Mới,xã,80,01/01/2027,,\n", "valid_from", "day"},
			{"units", unitsHead + "commune,99999,Xã Mới,Mới,phường,80,2027-01-01,,\n", "type", "type"},
			{"units", unitsHead + "commune,99999,Vùng Mới,Mới,vùng,80,2027-01-01,,\n", "name", "name.type"},
			{"units", unitsHead + "commune,99999,Xã Mới,Mới,xã,80,2027-01-01,,nhiều\n", "population", "number"},
			{"units", unitsHead + "village,99999,Xã Mới,Mới,xã,80,2027-01-01,,\n", "level", "level"},
			{"units", unitsHead + "commune,,Xã Mới,Mới,xã,80,2027-01-01,,\n", "code", "code.empty"},
			{"units", unitsHead + "commune,99999,Xã Mới\n", "1", "csv"},
			{"units", unitsHead + "commune,99999,\"Xã Mới\n", "", "csv"},
			{"units", unitsHead + "commune,99999,Xã M\xff,Mới,xã,80,2027-01-01,,\n", "", "utf8"},
			{"units", "level,code\n", "name_vi", "column"},
			{"units", "", "", "empty"},
			{"events", eventsHead + "2027-01-01,NQ,commune,99999,remove,,,80,\n", "code", "code.unknown"},
			{"events", eventsHead + "2027-01-01,NQ,commune,28108,rename,Xã Sai,Xã Đúng,80,\n", "old", "old"},
			{"events", eventsHead + "2027-01-01,NQ,commune,28108,explode,,,80,\n", "event", "event"},
			{"events", eventsHead + "2027-01-01,NQ,province,80,remove,Tỉnh Tây Ninh,,,\n", "code", "orphan"},
			{"events", mappingHead + "commune,28108,,28144,,merge,full,,2027-01-01,NQ\n", "effective_date", "heir.early"},
			{"events", mappingHead + "commune,28108,,99999,,merge,full,,2027-01-01,NQ\n", "new_code", "code.unknown"},
			{"events", mappingHead + "commune,28108,,28144,,merge,half,,2027-01-01,NQ\n", "share", "share"},
		} {
			_, err := load(t, d, unit.Import{Kind: c.kind, Name: "list.csv"}, c.body)
			var rows unit.BadRows
			if !errors.As(err, &rows) || len(rows) != 1 || rows[0].File != "list.csv" || rows[0].Line == 0 ||
				c.column != "" && rows[0].Column != c.column || rows[0].Key != "unit.import."+c.key {
				t.Errorf("%q: %v, want %s at %s", c.body, err, c.key, c.column)
			}
		}
		if current(t, d, &unit.Books{}) != book(t) {
			t.Error("something of a refused list was kept")
		}
		// Without --skip-bad a good row beside a bad one is not kept; with it, it is.
		body := unitsHead + "hamlet,1,Ấp Một,Một,ấp,28108,2026-01-01,,\nhamlet,2,Ấp Hai,Hai,ấp,00000,2026-01-01,,\n"
		if got, err := load(t, d, unit.Import{Kind: "units", Name: "l"}, body); err == nil {
			t.Errorf("kept beside a bad row: %+v", got)
		}
		got, err := load(t, d, unit.Import{Kind: "units", Name: "l", SkipBad: true}, body)
		if err != nil || got.Kept != 1 || len(got.Bad) != 1 || got.Bad[0].Line != 3 {
			t.Errorf("with SkipBad: %+v, %v", got, err)
		}
		b := current(t, d, &unit.Books{})
		if kids := b.Children(code(t, b, "28108", unit.Commune, "2026-06-01").ID, "2026-06-01"); len(kids) != 1 || kids[0].Name != "Ấp Một" {
			t.Errorf("hamlets: %+v", kids)
		}
		if _, err := load(t, d, unit.Import{Kind: "units"}, unitsHead); err != nil {
			t.Errorf("an empty list: %v", err)
		}
	})
}

// The published lists say nothing that the compiled one does not know, but for
// the event that the list in force contradicts.
func TestImportingThePublishedListsAddsNothing(t *testing.T) {
	dir := shared(t)
	if dir == "" {
		return
	}
	dbtest.Each(t, schemas(), func(t *testing.T, d *db.DB) {
		for _, l := range []struct {
			name, kind string
			kept       int
		}{
			{"units_before.csv", "units", 0}, {"units_after.csv", "units", 0}, {"mapping.csv", "events", 0},
			{"units_events.csv", "events", 1}, // district 682 on 2025-03-01
		} {
			body, err := os.ReadFile(filepath.Join(dir, l.name))
			must(t, err)
			looked := 0
			got, err := load(t, d, unit.Import{Kind: l.kind, Name: l.name, Progress: func(done, total int) { looked = done }}, string(body))
			if err != nil || got.Kept != l.kept || looked != got.Rows {
				t.Errorf("%s: %d rows, %d known, %d kept, %v; looked at %d", l.name, got.Rows, got.Known, got.Kept, err, looked)
			}
		}
	})
}

func FuzzImport(f *testing.F) {
	f.Add(unitsHead + "commune,99999,Xã Mới,Mới,xã,80,2027-01-01,,\n")
	f.Add(eventsHead + "2027-01-01,NQ,commune,28108,move,80,79,80,\n")
	f.Add(mappingHead + "commune,28108,,28144,,merge,full,,2027-01-01,NQ\n")
	f.Add("level,code\n\"\n")
	f.Fuzz(func(t *testing.T, body string) {
		for _, kind := range []string{unit.ListUnits, unit.ListEvents} {
			unit.Dry(book(t), kind, body) // it may refuse; it may not panic
		}
	})
}

func FuzzFind(f *testing.F) {
	for _, q := range []string{"xa tan chanh, can duoc", "P5", ",,,", "TPTân", "\xff", "28156", "tp hcm", "ấp 3, xã"} {
		f.Add(q)
	}
	f.Fuzz(func(t *testing.T, q string) {
		for _, h := range book(t).Find(q, "2026-11-22", 5) {
			if !h.Unit.Holds(kheo.Date("2026-11-22")) {
				t.Errorf("%q: %+v does not hold that day", q, h.Unit)
			}
		}
	})
}
