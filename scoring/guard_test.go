package scoring

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/ledger"
	"kheo/unit"
)

// whose are the columns of scoring that hold the id of somebody or something.
// A new column has to be put here or in plain, where it is read by a person.
var whose = map[string]string{
	"scoring_sheet.subject": "a body or a model, as kind says", "scoring_sheet.body": "the body that is marked or answers for the model",
	"scoring_scheme.body": "the body that keeps it", "scoring_mark.body": "the body that gave it", "scoring_evidence.body": "the body that is marked",
	"scoring_mark.person": "the one who gave it", "scoring_move.person": "the one who decided it",
}

// plain are the words of columns that hold nobody.
var plain = " id code version copied name name_en basis year level state opened issued scheme parent ordinal kind points each_points " +
	"floor_percent steps reach floors title sheet criterion side num den note why at to_state label href series last sha256 media bytes "

// No table can hold a person, a resident or a household as the thing marked:
// docs/decision/0013.
func TestNobodyIsMarked(t *testing.T) {
	table, column := regexp.MustCompile(`(?:create|alter) table (scoring_[a-z]+)`), regexp.MustCompile(`(?m)^(?:  |alter table [a-z_]+ add column )([a-z_0-9]+) (?:text|bigint|boolean)`)
	n := 0
	err := fs.WalkDir(files, "schema", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := files.ReadFile(path)
		for _, step := range strings.Split(string(b), ";") {
			name := table.FindStringSubmatch(step)
			for _, c := range column.FindAllStringSubmatch(step, -1) {
				n++
				if !strings.Contains(plain, " "+c[1]+" ") && whose[name[1]+"."+c[1]] == "" {
					t.Errorf("%s: %s.%s is new: whom or what does it hold?", path, name[1], c[1])
				}
			}
		}
		return err
	})
	if err != nil || n < 60 {
		t.Fatalf("%d columns read, %v", n, err)
	}
	dbtest.Each(t, []db.Schema{ledger.Schema(), unit.Schema(), Schema()}, func(t *testing.T, d *db.DB) {
		o := open(t, d)
		for _, kind := range []string{"body", "model", "person", "resident", "household", ""} {
			err := d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				_, err := tx.Exec(ctx, `
					insert into scoring_sheet (id, code, scheme, kind, subject, title, body, state, opened)
					values ($1, $2, 'x', $3, 'x', 'x', $4, 'self', 1)`, string(kheo.NewID(o.lead.At)), "PC-"+kind, kind, string(o.host))
				return err
			})
			if allowed := kind == "body" || kind == "model"; allowed != (err == nil) {
				t.Errorf("a sheet of kind %q: %v", kind, err)
			}
		}
	})
}

// Nothing that reads sheets puts them in order by what they got.
func TestNoOrderByPoints(t *testing.T) {
	ranks := regexp.MustCompile(`(?i)order by[^` + "`" + `;]*(points|total|reach|num\b)|sort\.|slices\.Sort|\bavg\(|\brank\(`)
	read := 0
	for _, glob := range []string{"*.go", "beside/*.go", "scoringweb/*.go", "../api/scores.go"} {
		list, _ := filepath.Glob(glob)
		for _, path := range list {
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			read++
			if found := ranks.Find(b); found != nil {
				t.Errorf("%s: %s", path, found)
			}
		}
	}
	if read < 15 {
		t.Fatalf("%d files read", read)
	}
}
