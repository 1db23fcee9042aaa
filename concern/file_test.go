package concern_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"kheo"
	"kheo/concern"
	"kheo/internal/db"
	"kheo/ledger"
	"kheo/matter"
)

func TestAFilingReachesItsHolder(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		f := w.file(somebody(0), w.blocked())
		if f.Code == "" || f.Secret == "" || f.Holder != w.economy || f.Again || f.Leaf.ID == "" {
			t.Fatalf("filed %+v", f)
		}
		if want := kheo.Date("2026-12-08"); f.Due != want { // ten working days, the 24th of November off
			t.Errorf("due %s, want %s", f.Due, want)
		}
		var m matter.Matter
		var says []ledger.Leaf
		w.read(func(ctx context.Context, tx *db.Tx) (err error) {
			if m, err = matter.Find(ctx, tx, f.Code, ""); err != nil {
				return err
			}
			says, err = ledger.Pending(ctx, tx, f.Code)
			return err
		})
		if m.ID != f.ID || m.State != matter.Received || m.Holder != w.economy || m.Category != "drainage" || m.Due != f.Due || m.Title+m.Text != "" {
			t.Errorf("matter %+v", m)
		}
		if len(says) != 1 || says[0].Hash != f.Leaf.Hash {
			t.Errorf("ledger says %+v, filed %+v", says, f.Leaf)
		}
		for table, want := range map[string]int64{"concern_concern": 1, "matter_matter": 1, "matter_move": 1} {
			if n := w.count(table); n != want {
				t.Errorf("%s has %d rows, want %d", table, n, want)
			}
		}
	})
}

func TestNothingOfTheRawWordsLiesOpen(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		n := w.blocked()
		w.file(somebody(0), n)
		type row struct{ words, contact, extra, sent, said string }
		var r row
		w.read(func(ctx context.Context, tx *db.Tx) (err error) {
			r, err = db.One(ctx, tx, func(r *row) []any { return []any{&r.words, &r.contact, &r.extra, &r.sent, &r.said} }, `
				select c.words, c.contact, c.extra, c.sent, l.statement from concern_concern c, ledger_leaf l where l.kind = 'matter.raised'`)
			return err
		})
		all := fmt.Sprintf("%+v", r)
		for _, open := range []string{"Cống", "nghẹt", "Tư", "0912", n.Client} {
			if strings.Contains(all, open) {
				t.Errorf("%q lies open in %s", open, all)
			}
		}
	})
}

func TestSentTwiceFiledOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		n := w.blocked()
		first := w.file(somebody(0), n)
		same := w.file(somebody(time.Hour), n)
		if !same.Again || same.Other || same.ID != first.ID || same.Code != first.Code || same.Secret != first.Secret ||
			same.Due != first.Due || same.Holder != first.Holder || same.Leaf.ID != first.Leaf.ID || same.Leaf.Hash != first.Leaf.Hash || !same.Leaf.At.Equal(first.Leaf.At) {
			t.Errorf("sent again: %+v, first %+v", same, first)
		}
		nfd := n
		nfd.Words = norm.NFD.String(n.Words)
		if f := w.file(somebody(time.Hour), nfd); f.Secret != first.Secret {
			t.Errorf("decomposed on the way it counts as something else: %+v", f)
		}
		if f := w.file(somebody(25*time.Hour), n); !f.Again || f.Secret != "" || f.Code != first.Code {
			t.Errorf("a day later: %+v", f)
		}
		other := n
		other.Words += " Cả mùi hôi nữa."
		if f := w.file(somebody(time.Minute), other); !f.Again || !f.Other || f.Secret != "" || f.Code != first.Code {
			t.Errorf("other words under the same client id: %+v", f)
		}
		if c := w.count("concern_concern") + w.count("matter_matter") + w.count("matter_move"); c != 3 {
			t.Errorf("%d rows after five sendings of one, want 3", c)
		}
	})
}

func TestTwentyAtOnceAreOne(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		n := w.blocked()
		codes := make([]string, 20)
		var wg sync.WaitGroup
		for i := range codes {
			wg.Go(func() {
				f, err := w.send(somebody(0), n)
				if err != nil {
					t.Error(err)
				}
				codes[i] = f.Code + f.Secret
			})
		}
		wg.Wait()
		for _, c := range codes {
			if c != codes[0] {
				t.Errorf("answers differ: %q, %q", c, codes[0])
			}
		}
		if c := w.count("matter_matter"); c != 1 {
			t.Errorf("%d matters", c)
		}
	})
}

func TestJoining(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		first := w.file(somebody(0), w.blocked())
		n := w.blocked()
		n.Client, n.Words, n.Join = kheo.NewID(at(today, 9)), "", strings.ToLower(first.Code)
		second := w.file(somebody(time.Hour), n)
		if second.Code == first.Code || second.Secret == first.Secret || second.Holder != first.Holder || second.Due != first.Due {
			t.Errorf("joined %+v, first %+v", second, first)
		}
		n.Client, n.Join = kheo.NewID(at(today, 10)), second.Code // joins one that joined
		third := w.file(somebody(2*time.Hour), n)
		w.read(func(ctx context.Context, tx *db.Tx) error {
			for _, code := range []string{second.Code, third.Code} {
				m, err := matter.Find(ctx, tx, code, "")
				if err != nil || m.State != matter.Merged || m.Into != first.ID {
					t.Errorf("%s: %+v, %v", code, m, err)
				}
			}
			return nil
		})
	})
}

func TestAHelperFilesForSomebody(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		n := w.blocked()
		n.Channel, n.HelpedBy = concern.Helper, w.office
		for name, who := range map[string]kheo.Caller{"a visitor": somebody(0), "another body's": officer(w.economy, 0)} {
			if _, err := w.send(who, n); !errors.Is(err, kheo.ErrForbidden) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if f := w.file(officer(w.office, 0), n); f.Code == "" {
			t.Errorf("helped: %+v", f)
		}
		n.HelpedBy = ""
		if _, err := w.send(officer(w.office, 0), n); !errors.Is(err, kheo.ErrForbidden) {
			t.Errorf("helped by nobody: %v", err)
		}
	})
}

func TestBadInputIsNamedAndNothingIsKept(t *testing.T) {
	photo := concern.Photo{SHA256: strings.Repeat("ab", 32), Thumb: strings.Repeat("cd", 32), Width: 800, Height: 600}
	each(t, func(t *testing.T, w *world) {
		for name, c := range map[string]struct {
			field string
			make  func(n *concern.New)
		}{
			"no words":            {"words", func(n *concern.New) { n.Words = " \n " }},
			"too many letters":    {"words", func(n *concern.New) { n.Words = strings.Repeat("ơ", 5001) }},
			"10 MB of marks":      {"words", func(n *concern.New) { n.Words = "a" + strings.Repeat("\u0301", 5_000_000) }},
			"broken UTF-8":        {"words", func(n *concern.New) { n.Words = "a\xff" }},
			"a NUL":               {"hamlet", func(n *concern.New) { n.Hamlet = "a\x00" }},
			"a long contact":      {"contact", func(n *concern.New) { n.Contact = strings.Repeat("0", 201) }},
			"ring nobody":         {"contact", func(n *concern.New) { n.Contact, n.CallBack = "", true }},
			"no client":           {"client", func(n *concern.New) { n.Client = "" }},
			"a client of a kind":  {"client", func(n *concern.New) { n.Client = strings.Repeat("x", 36) }},
			"no place":            {"territory", func(n *concern.New) { n.Territory = "" }},
			"an unknown place":    {"territory", func(n *concern.New) { n.Territory = "u-nowhere" }},
			"a whole province":    {"territory", func(n *concern.New) { n.Territory = w.canDuoc.Parent }},
			"a place of before":   {"territory", func(n *concern.New) { n.Territory = w.former() }},
			"the Gulf of Guinea":  {"spot", func(n *concern.New) { n.Spot = true }},
			"not a number":        {"spot", func(n *concern.New) { n.Spot, n.Lat, n.Lon = true, math.NaN(), 106 }},
			"infinity":            {"spot", func(n *concern.New) { n.Spot, n.Lat, n.Lon = true, 10, math.Inf(1) }},
			"Hà Nội":              {"spot", func(n *concern.New) { n.Spot, n.Lat, n.Lon = true, 21.03, 105.85 }},
			"beyond the pole":     {"spot", func(n *concern.New) { n.Spot, n.Lat, n.Lon = true, 91, 106 }},
			"an unknown topic":    {"category", func(n *concern.New) { n.Category = "'; drop table matter_matter; --" }},
			"an unasked question": {"extra", func(n *concern.New) { n.Extra = []concern.Extra{{Question: "religion", Answer: "x"}} }},
			"six photos":          {"photos", func(n *concern.New) { n.Photos = []concern.Photo{photo, photo, photo, photo, photo, photo} }},
			"a photo of nothing":  {"photos", func(n *concern.New) { n.Photos = []concern.Photo{{SHA256: "../../etc"}} }},
			"a wrong code":        {"join", func(n *concern.New) { n.Join = "PA-2222-223" }},
			"a code of nobody":    {"join", func(n *concern.New) { n.Join = "PA-2222-222" }},
		} {
			n := w.blocked()
			c.make(&n)
			_, err := w.send(somebody(0), n)
			var f kheo.Faults
			if !errors.As(err, &f) {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if _, ok := f.On(c.field); !ok || len(f) != 1 {
				t.Errorf("%s: %v, want one fault on %s", name, f, c.field)
			}
		}
		if n := w.count("concern_concern") + w.count("matter_matter") + w.count("ledger_leaf"); n != int64(w.leaves()) {
			t.Errorf("something was kept: %d rows", n)
		}
	})
}

// leaves are the ledger's entries of the world before anything is filed.
func (w *world) leaves() int { return 4 }

// former is a territory that ended before today.
func (w *world) former() kheo.UnitID {
	for _, h := range w.book.Find("Tân Chánh", "2024-01-01", 5) {
		if h.Unit.To != "" && h.Unit.To < today {
			return h.Unit.ID
		}
	}
	w.Fatal("no former territory")
	return ""
}

func TestWordsStayAsTyped(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for i, words := range []string{
			"cong nghet nuoc tran ko ai don", "Hoà hay Hòa, ủy hay uỷ", "<b>đèn</b> <script>alert(1)</script>",
			"'; drop table concern_concern; --", "ĐÈN HƯ!!!", "a\n\nb", strings.Repeat("ở", 5000), "🙂 đèn 🙂",
		} {
			n := w.blocked()
			n.Client, n.Words = kheo.NewID(at(today, 8).Add(time.Duration(i)*time.Second)), norm.NFD.String(words)
			f := w.file(somebody(0), n)
			who := kheo.Caller{At: at(today, 9), Voices: []string{f.ID}}
			w.read(func(ctx context.Context, tx *db.Tx) error {
				raw, err := w.desk.Mine(ctx, tx, who, f.Code)
				if raw.Words != norm.NFC.String(words) || err != nil {
					t.Errorf("typed %.40q, kept %.40q, %v", words, raw.Words, err)
				}
				return nil
			})
		}
	})
}

func TestVoice(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		f := w.file(somebody(0), w.blocked())
		voice := func(later time.Duration, code, secret string) (id string, err error) {
			w.read(func(ctx context.Context, tx *db.Tx) error {
				id, err = w.desk.Voice(ctx, tx, somebody(later), code, secret, false)
				return nil
			})
			return id, err
		}
		if id, err := voice(0, strings.ToLower(f.Code), strings.ToUpper(f.Secret)); id != f.ID || err != nil {
			t.Errorf("Voice = %q, %v, want %q", id, err, f.ID)
		}
		other := w.blocked()
		other.Client = kheo.NewID(at(today, 9))
		g := w.file(somebody(0), other)
		_, wrongSecret := voice(0, f.Code, g.Secret)
		_, wrongCode := voice(0, "PA-2222-222", f.Secret)
		for _, err := range []error{wrongSecret, wrongCode} {
			if !errors.Is(err, kheo.ErrNotFound) || err.Error() != wrongCode.Error() {
				t.Errorf("a wrong code and a wrong secret look unlike: %v, %v", wrongSecret, wrongCode)
			}
		}
		var err error
		for range 30 {
			if _, err = voice(time.Minute, f.Code, "sai sai 1234 sai"); errors.Is(err, concern.ErrWork) {
				break
			}
		}
		if !errors.Is(err, concern.ErrWork) {
			t.Fatal("thirty wrong secrets were looked at")
		}
		if _, err := voice(2*time.Minute, f.Code, f.Secret); !errors.Is(err, concern.ErrWork) {
			t.Errorf("right after many tries: %v", err)
		}
		if id, err := voice(2*time.Minute, g.Code, g.Secret); id != g.ID || err != nil {
			t.Errorf("another code waits, too: %v", err)
		}
		w.read(func(ctx context.Context, tx *db.Tx) error { // others' tries never shut its author out
			if id, err := w.desk.Voice(ctx, tx, somebody(2*time.Minute), f.Code, f.Secret, true); id != f.ID || err != nil {
				t.Errorf("after a little work: %q, %v", id, err)
			}
			if _, err := w.desk.Voice(ctx, tx, somebody(2*time.Minute), f.Code, g.Secret, true); !errors.Is(err, kheo.ErrNotFound) {
				t.Errorf("work opens what a wrong secret does not: %v", err)
			}
			return nil
		})
	})
}
