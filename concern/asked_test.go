package concern_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"kheo"
	"kheo/concern"
	"kheo/internal/db"
	"kheo/matter"
	"kheo/sorting"
)

// changeDrainage makes the office ask another question of drains, and answer
// by another rule, from now on.
func (w *world) changeDrainage() {
	w.Helper()
	admin := kheo.Caller{Person: "admin", At: at(today, 9), Grants: []kheo.Grant{{Role: "admin", Rights: []kheo.Right{sorting.MayEdit}}}}
	w.write(func(ctx context.Context, tx *db.Tx) error {
		t, err := w.desk.Tables.Version(ctx, tx, 0)
		if err != nil {
			return err
		}
		c, _ := t.Category("drainage")
		c.Questions = []sorting.Question{{Text: "Nước đọng mấy ngày?", TextEN: "For how many days does it stand?"}}
		c.Rule = "concern.answer.on_the_spot"
		if err := sorting.ChangeCategory(ctx, tx, admin, c); err != nil {
			return err
		}
		if _, err := w.desk.Tables.Try(ctx, tx, admin, nil, today); err != nil {
			return err
		}
		return sorting.SwitchOn(ctx, tx, admin, 1)
	})
	w.desk.Tables.Forget()
}

func TestWhatWasFiledKeepsWhatItWasAsked(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		n := w.blocked()
		n.Extra = []concern.Extra{{Question: "rain", Answer: "Chỉ khi mưa,\n\tcó \\khi cả tuần"}}
		first := w.file(somebody(0), n)
		w.changeDrainage()

		if _, err := w.send(somebody(2*time.Hour), concern.New{Client: kheo.NewID(at(today, 10)), Words: "Cống", Category: "drainage",
			Territory: w.canDuoc.ID, Channel: concern.Web, Extra: n.Extra}); !errors.As(err, &kheo.Faults{}) {
			t.Errorf("a question that is asked no more was answered: %v", err)
		}
		later := w.blocked()
		later.Client, later.Extra = kheo.NewID(at(today, 10)), []concern.Extra{{Question: "nuoc-dong-may-ngay", Answer: "3"}}
		second := w.file(somebody(2*time.Hour), later)
		if again := w.file(somebody(2*time.Hour), later); again.Other || again.Code != second.Code {
			t.Errorf("the same sending again: %+v", again)
		}

		for _, c := range []struct {
			code string
			want concern.Extra
			due  kheo.Date
			rule string
		}{
			{first.Code, concern.Extra{Question: "rain", Answer: n.Extra[0].Answer, Asked: "Chỉ khi mưa hay lúc nào cũng vậy?",
				AskedEN: "Only when it rains, or always?"}, "2026-12-08", "concern.answer.ordinary"},
			{second.Code, concern.Extra{Question: "nuoc-dong-may-ngay", Answer: "3", Asked: "Nước đọng mấy ngày?",
				AskedEN: "For how many days does it stand?"}, "2026-11-27", "concern.answer.on_the_spot"},
		} {
			w.write(func(ctx context.Context, tx *db.Tx) error {
				raw, err := w.desk.Read(ctx, tx, officer(w.economy, time.Hour), c.code)
				if err != nil || len(raw.Extra) != 1 || raw.Extra[0] != c.want {
					t.Errorf("%s was asked %+v, %v; want %+v", c.code, raw.Extra, err, c.want)
				}
				m, err := matter.Find(ctx, tx, c.code, "")
				if m.Due != c.due || m.Rule != c.rule {
					t.Errorf("%s is due %s by %s, want %s by %s", c.code, m.Due, m.Rule, c.due, c.rule)
				}
				return err
			})
		}
	})
}
