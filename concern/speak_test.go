package concern_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"kheo"
	"kheo/concern"
	"kheo/internal/db"
	"kheo/matter"
	"kheo/triage"
	"kheo/verdict"
)

const stillWet = "Bà con vẫn lội nước, nhờ anh Bảy qua coi lại"

// answered is a concern whose holder has answered.
func (w *world) answered(n concern.New) concern.Filed {
	w.Helper()
	f := w.file(somebody(0), n)
	w.write(func(ctx context.Context, tx *db.Tx) error {
		who := officer(w.economy, time.Hour)
		if err := triage.Accept(ctx, tx, who, f.Code, triage.Decision{Title: "Cống nghẹt"}); err != nil {
			return err
		}
		if err := matter.Take(ctx, tx, who, f.Code); err != nil {
			return err
		}
		return matter.Answer(ctx, tx, who, f.Code, matter.Reply{Kind: matter.Explained, Text: "Đã nạo vét."})
	})
	return f
}

// What its author writes to “not settled” is sealed, opened with their other
// words, and that reading is logged.
func TestANoteToAVerdictIsReadLikeTheRawWords(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		f := w.answered(w.blocked())
		author := kheo.Caller{At: at(today, 12), Voices: []string{f.ID}}
		not := verdict.Verdict{Reason: "partly"}
		speak := func(v verdict.Verdict, note string) error {
			return w.d.Write(context.Background(), func(ctx context.Context, tx *db.Tx) error {
				return w.desk.Speak(ctx, tx, author, f.Code, v, note)
			})
		}
		var faults kheo.Faults
		if err := speak(not, strings.Repeat("ơ", 1001)); !errors.As(err, &faults) || faults[0].Field != "note" {
			t.Errorf("a note too long: %v", err)
		}
		if err := speak(not, stillWet); err != nil {
			t.Fatal(err)
		}
		w.read(func(ctx context.Context, tx *db.Tx) error {
			for _, q := range []string{`select sealed from verdict_voice`, `select statement from ledger_leaf`, `select note from matter_move`} {
				list, err := db.All(ctx, tx, db.Value[string], q)
				if all := fmt.Sprint(list); strings.Contains(all, "nước, nhờ") || err != nil {
					t.Errorf("%s: %s, %v", q, all, err)
				}
			}
			raw, err := w.desk.Mine(ctx, tx, author, f.Code)
			if len(raw.Notes) != 1 || raw.Notes[0].Text != stillWet || raw.Notes[0].Reason != "partly" || err != nil {
				t.Errorf("the author reads %+v, %v", raw.Notes, err)
			}
			return nil
		})
		err := w.d.Write(context.Background(), func(ctx context.Context, tx *db.Tx) error {
			raw, err := w.desk.Read(ctx, tx, officer(w.economy, 4*time.Hour), f.Code)
			if len(raw.Notes) != 1 || raw.Notes[0].Text != stillWet {
				t.Errorf("the holder reads %+v", raw.Notes)
			}
			return err
		})
		if n := w.count("concern_reading"); n != 1 || err != nil {
			t.Errorf("%d readings logged, %v", n, err)
		}
	})
}

// Of those who raise the same each keeps their own note.
func TestNotesOfThoseWhoJoined(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		first := w.file(somebody(0), w.blocked())
		n := w.blocked()
		n.Client, n.Join, n.Words = kheo.NewID(at(today, 9)), first.Code, "Nhà tôi cũng ngập"
		joined := w.file(somebody(0), n)
		w.write(func(ctx context.Context, tx *db.Tx) error {
			who := officer(w.economy, 2*time.Hour)
			if err := triage.Accept(ctx, tx, who, first.Code, triage.Decision{Title: "Cống nghẹt"}); err != nil {
				return err
			}
			if err := matter.Take(ctx, tx, who, first.Code); err != nil {
				return err
			}
			return matter.Answer(ctx, tx, who, first.Code, matter.Reply{Kind: matter.Explained, Text: "Đã nạo vét."})
		})
		who := kheo.Caller{At: at(today, 12), Voices: []string{joined.ID}}
		w.write(func(ctx context.Context, tx *db.Tx) error {
			return w.desk.Speak(ctx, tx, who, joined.Code, verdict.Verdict{Reason: "partly"}, stillWet)
		})
		w.read(func(ctx context.Context, tx *db.Tx) error {
			raw, err := w.desk.Mine(ctx, tx, who, joined.Code)
			if len(raw.Notes) != 1 || raw.Notes[0].Text != stillWet || err != nil {
				t.Errorf("who joined reads %+v, %v", raw.Notes, err)
			}
			who.Voices = []string{first.ID}
			raw, err = w.desk.Mine(ctx, tx, who, first.Code)
			if len(raw.Notes) != 0 || err != nil {
				t.Errorf("the first reads another's note: %+v, %v", raw.Notes, err)
			}
			return nil
		})
	})
}
