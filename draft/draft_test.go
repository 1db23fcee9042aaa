package draft_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"kheo"
	"kheo/draft"
	"kheo/internal/db"
	"kheo/internal/dbtest"
)

var noon = time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC)

func by(person string, after time.Duration) kheo.Caller {
	return kheo.Caller{Person: kheo.PersonID(person), At: noon.Add(after)}
}

// Two write from one start: the later save loses no word of either, tells that
// somebody else had saved, and both may go on from what they see.
func TestTwoPeopleSave(t *testing.T) {
	dbtest.Each(t, []db.Schema{draft.Schema()}, func(t *testing.T, d *db.DB) {
		p := draft.Part{ID: "s1", Words: "Xã có 12 mô hình. Hộ nghèo còn 48 hộ."}
		save := func(who string, base int, words string) draft.Saved {
			t.Helper()
			var s draft.Saved
			err := d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) (err error) {
				s, err = draft.Save(ctx, tx, by(who, 0), p, draft.Typed{Words: words, Base: base})
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
		if s := save("a", 0, p.Words); s.Version != 0 || s.Theirs {
			t.Errorf("nothing was typed: %+v", s)
		}
		if s := save("a", 0, "Xã có 14 mô hình. Hộ nghèo còn 48 hộ."); s.Version != 1 || s.Mine != 1 || s.Theirs {
			t.Errorf("the first save: %+v", s)
		}
		s := save("b", 0, "Xã có 12 mô hình. Hộ nghèo còn 46 hộ.")
		if s.Words != "Xã có 14 mô hình. Hộ nghèo còn 46 hộ." || !s.Theirs || s.Mine != 2 || s.Version != 3 || len(s.Clashes) != 0 {
			t.Errorf("woven: %+v", s)
		}
		// b typed on before the answer came: from what b has on the screen.
		s = save("b", s.Mine, "Xã có 12 mô hình. Hộ nghèo còn 46 hộ. Đã rà soát.")
		if s.Words != "Xã có 14 mô hình. Hộ nghèo còn 46 hộ. Đã rà soát." || !s.Theirs {
			t.Errorf("typed on: %+v", s)
		}
		s = save("a", 1, "Xã có 15 mô hình. Hộ nghèo còn 48 hộ.")
		if s.Words != "Xã có 15 mô hình. Hộ nghèo còn 46 hộ. Đã rà soát." {
			t.Errorf("a again: %+v", s)
		}
		if s = save("b", 3, "Xã có 17 mô hình. Hộ nghèo còn 46 hộ."); len(s.Clashes) != 1 || s.Clashes[0].Theirs != "15" || s.Clashes[0].Mine != "17" {
			t.Errorf("one word twice: %+v", s)
		}
		read(t, d, func(ctx context.Context, tx *db.Tx) error {
			all, err := draft.Versions(ctx, tx, "s1")
			var people []kheo.PersonID
			for _, v := range all {
				if !v.Aside {
					people = append(people, v.Person)
				}
			}
			if !slices.Equal(people, []kheo.PersonID{"b", "a", "b", "b", "a", ""}) {
				t.Errorf("who saved: %q", people)
			}
			now, _ := draft.Numbers(ctx, tx, []string{"s1", "s2"})
			if len(now) != 1 || now["s1"] != all[0].N {
				t.Errorf("numbers %v, last %d", now, all[0].N)
			}
			_, err2 := draft.Save(ctx, tx, by("a", 0), p, draft.Typed{Words: "x", Base: 99})
			if !errors.Is(err2, kheo.ErrConflict) {
				t.Errorf("a base that never was: %v", err2)
			}
			return err
		})
		err := d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error { return draft.Drop(ctx, tx, []string{"s1"}) })
		if err != nil {
			t.Fatal(err)
		}
		read(t, d, func(ctx context.Context, tx *db.Tx) error {
			if all, err := draft.Versions(ctx, tx, "s1"); err != nil || len(all) != 0 {
				t.Errorf("dropped: %v, %v", all, err)
			}
			return nil
		})
	})
}

func read(t *testing.T, d *db.DB, f func(ctx context.Context, tx *db.Tx) error) {
	t.Helper()
	if err := d.Read(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

func TestComments(t *testing.T) {
	dbtest.Each(t, []db.Schema{draft.Schema()}, func(t *testing.T, d *db.DB) {
		remark := func(words string) error {
			return d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error { return draft.Remark(ctx, tx, by("a", 0), "s1", words) })
		}
		for _, bad := range []string{"", " \n", "Hỏi lại ông Nguyễn Văn An", "gọi 0912 345 678", "\xff"} {
			var f kheo.Faults
			if err := remark(bad); !errors.As(err, &f) {
				t.Errorf("%q: %v", bad, err)
			}
		}
		if err := remark("Cần thêm số hộ của ấp 3."); err != nil {
			t.Fatal(err)
		}
		var id string
		read(t, d, func(ctx context.Context, tx *db.Tx) error {
			list, err := draft.Comments(ctx, tx, "s1")
			open, _ := draft.Open(ctx, tx, []string{"s1"})
			if len(list) != 1 || list[0].Settled || open["s1"] != 1 {
				t.Fatalf("%+v, %v", list, open)
			}
			id = list[0].ID
			return err
		})
		settle := func() error {
			return d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error { return draft.Settle(ctx, tx, by("b", time.Hour), "s1", id) })
		}
		if err := settle(); err != nil {
			t.Fatal(err)
		}
		if err := settle(); err == nil {
			t.Error("it was settled already")
		}
		read(t, d, func(ctx context.Context, tx *db.Tx) error {
			list, err := draft.Comments(ctx, tx, "s1")
			if len(list) != 1 || !list[0].Settled {
				t.Errorf("%+v", list)
			}
			return err
		})
	})
}

func TestARoomForgetsIn2Minutes(t *testing.T) {
	var r draft.Room
	if others := r.Enter("p", "a", "Cán bộ A", noon); len(others) != 0 {
		t.Errorf("alone: %q", others)
	}
	if others := r.Enter("p", "b", "Cán bộ B", noon.Add(time.Minute)); !slices.Equal(others, []string{"Cán bộ A"}) {
		t.Errorf("both: %q", others)
	}
	if others := r.Enter("q", "c", "Cán bộ C", noon.Add(time.Minute)); len(others) != 0 {
		t.Errorf("another paper: %q", others)
	}
	if others := r.Enter("p", "b", "Cán bộ B", noon.Add(3*time.Minute)); len(others) != 0 {
		t.Errorf("a is long gone: %q", others)
	}
}
