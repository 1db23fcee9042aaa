package backup_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"testing/fstest"
	"time"

	"kheo"
	"kheo/internal/backup"
	"kheo/internal/blob"
	"kheo/internal/db"
	"kheo/internal/dbtest"
)

func schemas(files map[string]string) []db.Schema {
	tree := fstest.MapFS{}
	for name, text := range files {
		tree["schema/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	return []db.Schema{{Name: "thing", Files: tree}}
}

const first = `create table thing_part (whole text not null references thing_whole (id), n bigint not null, much double precision not null, yes boolean not null, note text, primary key (whole, n));`

var plain = map[string]string{
	"20260101-01-whole.sql": "create table thing_whole (id text primary key, says text not null);\ninsert into thing_whole (id, says) values ('first', 'a row that new tables begin with');",
	"20260102-01-part.sql":  first,
}

func write(t *testing.T, d *db.DB, text string, args ...any) {
	t.Helper()
	err := d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, text, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func plant(t *testing.T, d *db.DB, from, to int) {
	t.Helper()
	for i := from; i < to; i++ {
		id := fmt.Sprintf("%c%06d", 'a'+i%26, i)
		write(t, d, `insert into thing_whole (id, says) values ($1, $2)`, id, fmt.Sprintf("Cống đầu ấp %d \"nghẹt\" \u2028 <b>&", i))
		write(t, d, `insert into thing_part (whole, n, much, yes, note) values ($1, $2, $3, $4, $5)`, id, math.MaxInt64-int64(i), float64(i)/3, i%2 == 0, nil)
		write(t, d, `insert into thing_part (whole, n, much, yes, note) values ($1, $2, $3, $4, $5)`, id, -int64(i), float64(i), i%3 == 0, "ghi chú")
	}
}

// rows is every row of every table.
func rows(t *testing.T, d *db.DB) map[string][][]any {
	t.Helper()
	all := map[string][][]any{}
	err := d.Read(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		tables, err := db.Tables(ctx, tx)
		for _, x := range tables {
			all[x.Name] = [][]any{}
			err = errors.Join(err, x.Each(ctx, tx, func(row []any) error {
				all[x.Name] = append(all[x.Name], append([]any(nil), row...))
				return nil
			}))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func open(t *testing.T, address string) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// What was kept of one engine is put back into each, row by row, as of each
// moment; and what did not change is kept once.
func TestAnOfficeIsPutBackAsOfAnyMoment(t *testing.T) {
	dbtest.Each(t, schemas(plain), func(t *testing.T, d *db.DB) {
		files, dir := t.TempDir(), t.TempDir()
		papers, err := blob.Open(files)
		if err != nil {
			t.Fatal(err)
		}
		store, err := backup.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		office := backup.Office{DB: d, Schemas: schemas(plain), Files: files, Settings: []byte(`{"name": "Tỉnh"}`)}
		var then []map[string][][]any
		for i := range 3 {
			plant(t, d, 300*i, 300*(i+1))
			if _, err := papers.Put(fmt.Append(nil, "giấy ", i)); err != nil {
				t.Fatal(err)
			}
			r, err := store.Take(t.Context(), office, noon.Add(time.Duration(i)*time.Hour))
			if err != nil {
				t.Fatal(err)
			}
			if want := int64(900*(i+1) + 1); r.Rows != want || len(r.Files) != i+1 || len(r.Torn) > 0 {
				t.Errorf("point %d: %d rows, wanted %d; files %d, torn %v", i, r.Rows, want, len(r.Files), r.Torn)
			}
			then = append(then, rows(t, d))
		}
		again, err := store.Take(t.Context(), office, noon.Add(3*time.Hour))
		if err != nil || again.Fresh != 0 {
			t.Errorf("nothing changed, and %d parts are new (%v)", again.Fresh, err)
		}
		write(t, d, `update thing_whole set says = 'khác' where id = 'b000001'`)
		one, err := store.Take(t.Context(), office, noon.Add(4*time.Hour))
		if err != nil || one.Fresh != 1 {
			t.Errorf("one row changed, and %d parts are new (%v)", one.Fresh, err)
		}
		for i, want := range then {
			for _, address := range dbtest.Addresses(t) {
				p, err := store.Last(noon.Add(time.Duration(i)*time.Hour + 30*time.Minute))
				if err != nil {
					t.Fatal(err)
				}
				into, place := open(t, address), t.TempDir()
				if err := store.Restore(t.Context(), p, backup.Office{DB: into, Schemas: schemas(plain), Files: place}); err != nil {
					t.Fatalf("as of point %d: %v", i, err)
				}
				if got := rows(t, into); !reflect.DeepEqual(got, want) {
					t.Errorf("as of point %d into %s: other rows than were there", i, into.Engine())
				}
				if found, _ := filepath.Glob(filepath.Join(place, "*", "*")); len(found) != i+1 {
					t.Errorf("as of point %d: %d files", i, len(found))
				}
				if err := db.Migrate(t.Context(), into, schemas(plain)); err != nil {
					t.Errorf("tables restored as of point %d are not up to date: %v", i, err)
				}
			}
		}
		if _, err := store.Last(noon.Add(-time.Second)); !errors.Is(err, kheo.ErrNotFound) {
			t.Errorf("before the first point: %v", err)
		}
	})
}

// A copy made before the tables changed is put back into those it knew, then
// brought up to date; one made by a newer program is refused.
func TestAnOldCopyMeetsNewTables(t *testing.T) {
	dbtest.Each(t, schemas(plain), func(t *testing.T, d *db.DB) {
		newer := map[string]string{"20260103-01-colour.sql": "alter table thing_whole add column colour text not null default 'xanh';"}
		for k, v := range plain {
			newer[k] = v
		}
		plant(t, d, 0, 5)
		store, err := backup.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := store.Take(t.Context(), backup.Office{DB: d, Schemas: schemas(plain), Files: t.TempDir()}, noon); err != nil {
			t.Fatal(err)
		}
		p, err := store.Last(noon)
		if err != nil {
			t.Fatal(err)
		}
		into := open(t, dbtest.Address(t, string(d.Engine())))
		if err := store.Restore(t.Context(), p, backup.Office{DB: into, Schemas: schemas(newer), Files: t.TempDir()}); err != nil {
			t.Fatal(err)
		}
		if err := db.Migrate(t.Context(), into, schemas(newer)); err != nil {
			t.Fatal(err)
		}
		if got := rows(t, into)["thing_whole"]; len(got) != 6 || got[0][2] != "xanh" {
			t.Errorf("after the new tables: %v", got)
		}
		if err := db.Migrate(t.Context(), d, schemas(newer)); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Take(t.Context(), backup.Office{DB: d, Schemas: schemas(newer), Files: t.TempDir()}, noon.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		if p, err = store.Last(noon.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		err = store.Restore(t.Context(), p, backup.Office{DB: open(t, dbtest.Address(t, string(d.Engine()))), Schemas: schemas(plain), Files: t.TempDir()})
		if !errors.Is(err, db.ErrNewer) {
			t.Errorf("a newer copy: %v", err)
		}
	})
}

// Where one byte was altered, or a part is gone, the restore says so and the
// office is not opened on half of it.
func TestADamagedCopyIsSeen(t *testing.T) {
	for _, folder := range []string{"points", "parts", "files"} {
		for _, how := range []string{"altered", "gone"} {
			t.Run(folder+" "+how, func(t *testing.T) {
				d := open(t, dbtest.Address(t, "sqlite"))
				if err := db.Migrate(t.Context(), d, schemas(plain)); err != nil {
					t.Fatal(err)
				}
				plant(t, d, 0, 20)
				files, dir := t.TempDir(), t.TempDir()
				papers, err := blob.Open(files)
				if err == nil {
					_, err = papers.Put([]byte("một tờ giấy"))
				}
				if err != nil {
					t.Fatal(err)
				}
				store, err := backup.Open(dir)
				if err == nil {
					_, err = store.Take(t.Context(), backup.Office{DB: d, Schemas: schemas(plain), Files: files}, noon)
				}
				if err != nil {
					t.Fatal(err)
				}
				damage(t, filepath.Join(dir, folder), how)
				p, err := store.Last(noon)
				if err == nil {
					err = store.Restore(t.Context(), p, backup.Office{DB: open(t, dbtest.Address(t, "sqlite")), Schemas: schemas(plain), Files: t.TempDir()})
				}
				want := backup.ErrDamaged
				if folder == "points" && how == "gone" {
					want = kheo.ErrNotFound
				}
				if !errors.Is(err, want) {
					t.Errorf("%v, wanted %v", err, want)
				}
			})
		}
	}
}

// damage alters one byte of a file in the folder, or takes the file away.
func damage(t *testing.T, dir, how string) {
	t.Helper()
	var path string
	filepath.WalkDir(dir, func(p string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			path = p
		}
		return err
	})
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if how == "gone" {
		err = os.Remove(path)
	} else {
		body[len(body)/2] ^= 1
		err = os.WriteFile(path, body, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestNothingIsPutOverAnOffice(t *testing.T) {
	dbtest.Each(t, schemas(plain), func(t *testing.T, d *db.DB) {
		store, err := backup.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		office := backup.Office{DB: d, Schemas: schemas(plain), Files: t.TempDir()}
		r, err := store.Take(t.Context(), office, noon)
		if err != nil {
			t.Fatal(err)
		}
		if err := store.Restore(t.Context(), r.Point, office); !errors.Is(err, backup.ErrTaken) {
			t.Errorf("over an office: %v", err)
		}
	})
}
