package search_test

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/internal/search"
	"kheo/internal/text"
)

// shared is a file of the data that tests read and the repository does not
// hold; without it the test says so.
func shared(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join(cmp.Or(os.Getenv("KHEO_SHARED"), "../../../shared"), "data", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("NOT TESTED: %s is not here; set KHEO_SHARED", name)
	}
	return path
}

func jsonLines[T any](t *testing.T, path string) []T {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var list []T
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var one T
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			t.Fatal(err)
		}
		list = append(list, one)
	}
	return list
}

// Questions typed without a single diacritic find the passage that answers. The
// race detector makes SQLite fourteen times slower and no answer different, so
// all questions are asked without it (.ci/check does both).
func TestQuestionsFindTheirPassage(t *testing.T) {
	type passage struct {
		Pid  int
		Text string
	}
	type question struct {
		Pid      int
		Question string
	}
	passages := jsonLines[passage](t, shared(t, "text/xquad_vi_passages.jsonl"))
	questions := jsonLines[question](t, shared(t, "text/xquad_vi_questions.jsonl"))
	dbtest.Each(t, []db.Schema{search.Schema()}, func(t *testing.T, d *db.DB) {
		write(t, d, func(ctx context.Context, tx *db.Tx) error {
			for _, p := range passages {
				if err := search.Put(ctx, tx, search.Doc{Kind: "passage", ID: fmt.Sprint(p.Pid), Scope: "public", Body: p.Text}); err != nil {
					return err
				}
			}
			return nil
		})
		first, five, asked := 0, 0, 0
		for i, q := range questions {
			if (raced || d.Engine() != db.SQLite) && i%10 > 0 {
				continue // the same hits, as TestSameHitsOnBothEngines says: a sample will do
			}
			asked++
			hits := find(t, d, search.Query{Words: text.Fold(q.Question), Scopes: []string{"public"}, Limit: 5})
			for i, h := range hits {
				if h.ID == fmt.Sprint(q.Pid) {
					five++
					if i == 0 {
						first++
					}
				}
			}
		}
		one, some := float64(first)/float64(asked), float64(five)/float64(asked)
		t.Logf("%d questions without diacritics over %d passages: right one first %.3f, in five %.3f", asked, len(passages), one, some)
		if one < .90 || some < .98 {
			t.Errorf("right passage first %.3f (at least .90), in five %.3f (at least .98)", one, some)
		}
	})
}
