package search_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"kheo/internal/db"
	"kheo/internal/search"
)

// Either language finds a text that speaks both; it is shown in the reader's,
// and what was looked for in the other where only that one has it.
func TestEitherLanguageFinds(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		put(t, d, append(sample(), search.Doc{Kind: "answer", ID: "cong", Scope: "public", Day: "2026-05-01",
			Title: "Cống nghẹt ở ấp Đông Trung", Body: "Cống đã được nạo vét, nước rút trong hai giờ.",
			TitleEN: "Blocked drain in Đông Trung", BodyEN: "The drain was dredged and the water is gone within two hours."})...)
		for _, c := range []struct {
			words       string
			english     bool
			title, body string
			en, bodyEN  bool
		}{
			{"dredged drain", true, "Blocked [drain] in Đông Trung", "The [drain] was [dredged] and", true, true},
			{"dredged drain", false, "Cống nghẹt ở ấp Đông Trung", "The [drain] was [dredged] and", false, true},
			{"nao vet", true, "Blocked drain in Đông Trung", "được [nạo vét], nước", true, false},
			{"nạo vét", false, "Cống nghẹt ở ấp Đông Trung", "được [nạo vét], nước", false, false},
			{"dong trung", true, "Blocked drain in [Đông Trung]", "The drain was", true, true},
			{"drain nghet", true, "Blocked [drain] in", "The [drain] was", true, true},
		} {
			h := find(t, d, search.Query{Words: c.words, English: c.english, Scopes: public})
			if len(h) == 0 || h[0].ID != "cong" {
				t.Errorf("%q finds %q", c.words, ids(h))
				continue
			}
			if !strings.Contains(drawn(h[0].Title), c.title) || !strings.Contains(drawn(h[0].Body), c.body) || h[0].TitleEN != c.en || h[0].BodyEN != c.bodyEN {
				t.Errorf("%q, English %v: %q (English %v), %q (English %v)", c.words, c.english, drawn(h[0].Title), h[0].TitleEN, drawn(h[0].Body), h[0].BodyEN)
			}
		}
		if h := find(t, d, search.Query{Words: "đường hoa", English: true, Scopes: public}); len(h) == 0 || h[0].TitleEN || h[0].BodyEN {
			t.Errorf("a text in Vietnamese alone: %+v", h)
		}
	})
}

// fromOwner is who puts the documents in, ten a step, as it says them now.
func fromOwner(docs []search.Doc) search.Source {
	return func(ctx context.Context, tx *db.Tx, after string, _ int) (string, error) {
		from := 0
		fmt.Sscan(after, &from)
		for i := from; i < min(from+10, len(docs)); i++ {
			if err := search.Put(ctx, tx, docs[i]); err != nil {
				return "", err
			}
		}
		if from+10 >= len(docs) {
			return "", nil
		}
		return fmt.Sprint(from + 10), nil
	}
}

// An office made before finds after the rebuild what a new one finds: what was
// put in by older rules is put in anew, what nobody names any more is gone, and
// what is published meanwhile stays. Every step is alone: a stop loses nothing.
func TestRebuiltIsAsFresh(t *testing.T) {
	type asked struct{ words, found string }
	var fresh []asked
	b := newBabbler(9)
	var docs []search.Doc
	for i := range 95 {
		doc := b.short(i)
		doc.TitleEN, doc.BodyEN = fmt.Sprint("report ", i), "dredged on day "+fmt.Sprint(i%7)
		docs = append(docs, doc)
	}
	queries := []string{"dredged", "report 17", "day 3"}
	for i := range 10 {
		queries = append(queries, docs[i*9].Title)
	}
	meanwhile := search.Doc{Kind: "concern", ID: "meanwhile", Scope: "public", Day: "2026-11-01", Title: "Giữa chừng", Body: "Đăng khi đang làm lại"}
	say := func(t *testing.T, d *db.DB) (list []asked) {
		for _, q := range append(queries, "giữa chừng", "rút lại") {
			f := look(t, d, search.Query{Words: q, Scopes: public, Limit: 100})
			list = append(list, asked{q, fmt.Sprintf("%+v", f)})
		}
		return list
	}
	each(t, func(t *testing.T, d *db.DB) {
		put(t, d, append(docs, meanwhile)...)
		fresh = say(t, d)
	})
	each(t, func(t *testing.T, d *db.DB) {
		old := []search.Doc{{Kind: "concern", ID: "gone", Scope: "public", Day: "2026-01-01", Title: "Rút lại", Body: "Tác giả rút lại từ lâu"}}
		for _, doc := range docs { // as they were said before there was English
			doc.TitleEN, doc.BodyEN = "", ""
			old = append(old, doc)
		}
		put(t, d, old...)
		write(t, d, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `update search_doc set edition = 0`)
			return err
		})
		half := len(docs) / 2
		sources := []search.Source{fromOwner(docs[:half]), fromOwner(nil), fromOwner(docs[half:])}
		steps := 0
		for more := true; more; steps++ {
			write(t, d, func(ctx context.Context, tx *db.Tx) (err error) {
				more, err = search.Rebuild(ctx, tx, sources)
				return err
			})
			if steps == 3 {
				put(t, d, meanwhile)
				if len(find(t, d, search.Query{Words: docs[94].Title, Scopes: public})) == 0 {
					t.Error("while it is rebuilt, what is not yet put in anew is not found")
				}
			}
		}
		if steps < 10 {
			t.Errorf("rebuilt in %d steps: they are not small", steps)
		}
		for i, s := range say(t, d) {
			if s != fresh[i] {
				t.Errorf("%q: rebuilt\n%s\nfresh\n%s", s.words, s.found, fresh[i].found)
			}
		}
		write(t, d, func(ctx context.Context, tx *db.Tx) error {
			more, err := search.Rebuild(ctx, tx, []search.Source{func(context.Context, *db.Tx, string, int) (string, error) {
				t.Error("rebuilt again")
				return "", nil
			}})
			if more || err != nil {
				t.Errorf("done, and there is more: %v, %v", more, err)
			}
			return err
		})
	})
}
