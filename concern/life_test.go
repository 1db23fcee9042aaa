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
	"kheo/internal/search"
	"kheo/ledger"
	"kheo/matter"
	"kheo/triage"
	"kheo/verdict"
)

// version is what an officer makes of the concern of these tests.
func version() concern.Version {
	return concern.Version{Title: "Cống nghẹt ở ấp Đông Trung", Text: "Cống trước một nhà dân bị nghẹt, nước tràn vô sân.",
		TitleEN: "Blocked drain", WithoutPersons: true}
}

func (w *world) find(who kheo.Caller, code string) concern.Concern {
	w.Helper()
	var c concern.Concern
	w.read(func(ctx context.Context, tx *db.Tx) (err error) {
		c, err = concern.Find(ctx, tx, who, code)
		return err
	})
	return c
}

func TestRawWordsAreReadByTheirAuthorAndTheHolder(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		n := w.blocked()
		n.Spot, n.Lat, n.Lon = true, w.canDuoc.Lat, w.canDuoc.Lon
		f := w.file(somebody(0), n)
		author := kheo.Caller{At: at(today, 10), Voices: []string{f.ID}}
		read := func(who kheo.Caller) (raw concern.Raw, err error) {
			err = w.d.Write(context.Background(), func(ctx context.Context, tx *db.Tx) error {
				raw, err = w.desk.Read(ctx, tx, who, f.Code)
				return err
			})
			return raw, err
		}
		for name, who := range map[string]kheo.Caller{
			"a visitor": somebody(time.Hour), "another body": officer(w.office, 0),
			"another's author": {At: at(today, 10), Voices: []string{"x"}},
			"the office whole": {Person: "p", At: at(today, 10), Grants: []kheo.Grant{{Role: "admin", Rights: []kheo.Right{concern.MayRead}}}},
		} {
			if raw, err := read(who); !errors.Is(err, kheo.ErrNotFound) || raw.Words != "" {
				t.Errorf("%s reads %q, %v", name, raw.Words, err)
			}
		}
		if raw, err := read(author); raw.Words != n.Words || raw.Contact != n.Contact || err != nil {
			t.Errorf("the author reads %+v, %v", raw, err)
		}
		if c := w.count("concern_reading"); c != 0 {
			t.Errorf("%d readings logged before anybody of an office read", c)
		}
		raw, err := read(officer(w.economy, time.Hour))
		if raw.Words != n.Words || len(raw.Marks) == 0 || err != nil {
			t.Errorf("the holder reads %+v, %v", raw, err)
		}
		w.read(func(ctx context.Context, tx *db.Tx) error {
			list, err := concern.Readings(ctx, tx, author, f.Code)
			if len(list) != 1 || list[0].Body != w.economy || list[0].Role != "officer" || !list[0].At.Equal(at(today, 10)) {
				t.Errorf("readings %+v, %v", list, err)
			}
			if _, err := concern.Readings(ctx, tx, somebody(0), f.Code); !errors.Is(err, kheo.ErrNotFound) {
				t.Errorf("readings for anybody: %v", err)
			}
			return nil
		})
	})
}

func TestOthersSeeTopicPlaceAgeAndState(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		n := w.blocked()
		n.Spot, n.Lat, n.Lon = true, w.canDuoc.Lat, w.canDuoc.Lon
		f := w.file(somebody(0), n)
		c := w.find(somebody(time.Hour), f.Code)
		if c.Category != "drainage" || c.Hamlet != n.Hamlet || c.State != matter.Received || !c.Opened.Equal(at(today, 8)) {
			t.Errorf("anybody sees %+v", c)
		}
		if c.Spot || c.Lat != 0 || c.Cell != "" || c.Title+c.Text != "" || c.Version.N != 0 {
			t.Errorf("anybody sees too much: %+v", c)
		}
		if c := w.find(kheo.Caller{At: at(today, 9), Voices: []string{f.ID}}, f.Code); !c.Spot {
			t.Errorf("its author does not see the spot: %+v", c)
		}
		if c := w.find(officer(w.economy, 0), f.Code); !c.Spot {
			t.Errorf("its holder does not see the spot: %+v", c)
		}
		w.read(func(ctx context.Context, tx *db.Tx) error {
			for _, code := range []string{"PA-2222-222", "PA-2222-223", "KN-26-0001", ""} {
				if _, err := concern.Find(ctx, tx, somebody(0), code); !errors.Is(err, kheo.ErrNotFound) {
					t.Errorf("%q: %v", code, err)
				}
			}
			return nil
		})
	})
}

func TestPublishing(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		f := w.file(somebody(0), w.blocked())
		publish := func(who kheo.Caller, v concern.Version) error {
			return w.d.Write(context.Background(), func(ctx context.Context, tx *db.Tx) error {
				return w.desk.Publish(ctx, tx, who, f.Code, v)
			})
		}
		if err := publish(officer(w.office, 0), version()); !errors.Is(err, kheo.ErrForbidden) {
			t.Errorf("another body publishes: %v", err)
		}
		for field, change := range map[string]func(v *concern.Version){
			"title": func(v *concern.Version) { v.Title = "" }, "text": func(v *concern.Version) { v.Text = " " },
			"without": func(v *concern.Version) { v.WithoutPersons = false },
			"text_en": func(v *concern.Version) { v.TextEN = "Call 0900 000 009 about it." },
			"photos":  func(v *concern.Version) { v.Photos = []concern.Photo{{SHA256: "x"}} },
		} {
			v := version()
			change(&v)
			var faults kheo.Faults
			if err := publish(officer(w.economy, 0), v); !errors.As(err, &faults) || len(faults) != 1 || faults[0].Field != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		v := version()
		v.Photos = []concern.Photo{{SHA256: strings.Repeat("ab", 32), Thumb: strings.Repeat("cd", 32), Width: 8, Height: 6}}
		for i := range 2 {
			v.Title += "."
			if err := publish(officer(w.economy, time.Duration(i)*time.Hour), v); err != nil {
				t.Fatal(err)
			}
		}
		c := w.find(somebody(5*time.Hour), f.Code)
		if c.Version.N != 2 || c.Version.Title != v.Title || c.Version.Text != v.Text || c.Version.TitleEN != v.TitleEN ||
			c.Version.Body != w.economy || len(c.Version.Photos) != 1 || c.Title != v.Title || !c.Public || c.State != matter.Received {
			t.Errorf("published %+v", c)
		}
		w.read(func(ctx context.Context, tx *db.Tx) error {
			hits, err := search.Find(ctx, tx, search.Query{Words: "cong nghet", Scopes: []string{concern.SearchScope}})
			if len(hits) != 1 || hits[0].ID != f.Code {
				t.Errorf("found %+v, %v", hits, err)
			}
			said, err := db.All(ctx, tx, db.Value[string], `select statement from ledger_leaf where kind = 'concern.published' order by at`)
			if err != nil || len(said) != 2 || !strings.Contains(said[1], "version: 2\ntext_sha256: ") || strings.Contains(said[1], "nghẹt") {
				t.Errorf("the ledger says %q, %v", said, err)
			}
			return nil
		})
	})
}

func TestTheListGoesPageByPage(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		var filed []concern.Filed
		for i := range 7 {
			n := w.blocked()
			n.Client = kheo.NewID(at(today, 8).Add(time.Duration(i) * time.Minute))
			if i == 3 {
				n.Category = "road"
			}
			filed = append(filed, w.file(somebody(time.Duration(i)*time.Minute), n))
		}
		join := w.blocked()
		join.Client, join.Join = kheo.NewID(at(today, 9)), filed[0].Code
		joined := w.file(somebody(time.Hour), join)
		list := func(f concern.Filter) (codes []string, next string) {
			w.read(func(ctx context.Context, tx *db.Tx) error {
				p, err := w.desk.List(ctx, tx, somebody(2*time.Hour), f)
				for _, c := range p.Concerns {
					codes = append(codes, c.Code)
				}
				next = p.Next
				return err
			})
			return codes, next
		}
		var all []string
		f := concern.Filter{Limit: 3}
		for pages := 0; ; pages++ {
			codes, next := list(f)
			all = append(all, codes...)
			if f.After = next; next == "" || pages > 5 {
				break
			}
		}
		var want []string
		for i := range filed {
			want = append(want, filed[len(filed)-1-i].Code)
		}
		if fmt.Sprint(all) != fmt.Sprint(want) {
			t.Errorf("pages %v, want %v", all, want)
		}
		for name, c := range map[string]struct {
			f concern.Filter
			n int
		}{
			"a topic":            {concern.Filter{Category: "road"}, 1},
			"a branch":           {concern.Filter{Category: "water"}, 6},
			"the commune":        {concern.Filter{Territory: []kheo.UnitID{w.canDuoc.ID}}, 7},
			"the province":       {concern.Filter{Territory: []kheo.UnitID{w.canDuoc.Parent}}, 7},
			"another commune":    {concern.Filter{Territory: []kheo.UnitID{w.tanTru.ID}}, 0},
			"open":               {concern.Filter{State: concern.Open}, 7},
			"answered":           {concern.Filter{State: "answered"}, 0},
			"joined":             {concern.Filter{State: "merged"}, 1},
			"late":               {concern.Filter{State: concern.Late, On: "2027-01-10"}, 7},
			"not late yet":       {concern.Filter{State: concern.Late}, 0},
			"moved since":        {concern.Filter{Updated: at(today, 8).Add(5 * time.Minute)}, 2},
			"another day":        {concern.Filter{To: today.Add(-1)}, 0},
			"a box, unpublished": {concern.Filter{Box: &concern.Box{South: -90, West: -180, North: 90, East: 180}}, 0},
		} {
			if codes, _ := list(c.f); len(codes) != c.n {
				t.Errorf("%s: %d concerns, want %d", name, len(codes), c.n)
			}
		}
		w.read(func(ctx context.Context, tx *db.Tx) error {
			joins, err := w.desk.Joins(ctx, tx, somebody(0), filed[0].Code)
			if len(joins) != 1 || joins[0].Code != joined.Code || joins[0].Into != filed[0].Code {
				t.Errorf("joins %+v, %v", joins, err)
			}
			counts, err := concern.DayCounts(ctx, tx, today, today)
			n := 0
			for _, c := range counts {
				n += c.N
				if c.Day != today || c.Place != w.canDuoc.ID {
					t.Errorf("counted %+v", c)
				}
			}
			if n != 8 || err != nil {
				t.Errorf("%d raised on the day, %v", n, err)
			}
			return nil
		})
		if c := w.find(somebody(0), filed[0].Code); c.Joined != 1 {
			t.Errorf("%d joined", c.Joined)
		}
	})
}

func TestSimilarOnesNearby(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		lat, lon := w.canDuoc.Lat, w.canDuoc.Lon
		send := func(i int, words, category, hamlet string, north float64) concern.Filed {
			n := w.blocked()
			n.Client, n.Words, n.Category, n.Hamlet = kheo.NewID(at(today, 8).Add(time.Duration(i)*time.Minute)), words, category, hamlet
			n.Spot, n.Lat, n.Lon = true, lat+north, lon
			return w.file(somebody(0), n)
		}
		drain := send(1, "Cống trước nhà ông Tư bị nghẹt, nước tràn vô sân", "drainage", "Ấp Đông Trung", 0.0005)
		send(2, "Karaoke ồn tới khuya không ngủ được", "noise", "Ấp Đông Trung", 0.0005)
		send(3, "Đèn đường tắt cả tuần tối om", "streetlight", "", 0.0015)
		far := w.blocked()
		far.Client, far.Territory = kheo.NewID(at(today, 8).Add(time.Hour)), w.tanTru.ID
		w.file(somebody(0), far)
		look := func(a concern.About, later time.Duration) (likes []concern.Like) {
			w.read(func(ctx context.Context, tx *db.Tx) (err error) {
				likes, err = w.desk.Similar(ctx, tx, somebody(later), a, 5)
				return err
			})
			return likes
		}
		about := concern.About{Words: "cong bi nghet nuoc tran ra duong", Territory: w.canDuoc.ID, Hamlet: "dong trung"}
		likes := look(about, time.Hour)
		if len(likes) != 1 || likes[0].Code != drain.Code || likes[0].Category != "drainage" || likes[0].Title+likes[0].Text != "" || likes[0].Metres != -1 {
			t.Errorf("like it: %+v", likes)
		}
		if likes := look(about, 61*24*time.Hour); len(likes) != 0 {
			t.Errorf("61 days later: %+v", likes)
		}
		about.Not = drain.Code
		if likes := look(about, time.Hour); len(likes) != 0 {
			t.Errorf("without that one: %+v", likes)
		}
		w.write(func(ctx context.Context, tx *db.Tx) error {
			return w.desk.Publish(ctx, tx, officer(w.economy, 0), drain.Code, version())
		})
		about.Not, about.Spot, about.Lat, about.Lon = "", true, lat, lon
		likes = look(about, 2*time.Hour)
		if len(likes) != 1 || likes[0].Title != version().Title || likes[0].Metres < 50 || likes[0].Metres > 60 {
			t.Errorf("published and near: %+v", likes)
		}
	})
}

func TestTheDoorGuides(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		guide := func(channel string, place kheo.UnitID) (leaf ledger.Leaf, err error) {
			err = w.d.Write(context.Background(), func(ctx context.Context, tx *db.Tx) error {
				leaf, err = concern.Guide(ctx, tx, somebody(0), channel, place)
				return err
			})
			return leaf, err
		}
		before := w.count("ledger_leaf")
		if leaf, err := guide(concern.Denunciation, w.canDuoc.ID); leaf.ID != "" || err != nil || w.count("ledger_leaf") != before {
			t.Errorf("a denunciation leaves a trace: %+v, %v", leaf, err)
		}
		if leaf, err := guide(concern.Complaint, w.canDuoc.ID); leaf.ID == "" || err != nil || w.count("ledger_leaf") != before+1 {
			t.Errorf("a complaint leaves no dated note: %+v, %v", leaf, err)
		}
		var faults kheo.Faults
		if _, err := guide("gossip", w.canDuoc.ID); !errors.As(err, &faults) {
			t.Errorf("an unknown channel: %v", err)
		}
		if _, err := guide(concern.Complaint, ""); !errors.As(err, &faults) {
			t.Errorf("nowhere: %v", err)
		}
		if n := w.count("concern_concern") + w.count("matter_matter"); n != 0 {
			t.Errorf("%d rows", n)
		}
	})
}

// What its author takes back is found no more: neither the published words nor
// the answer to them.
func TestWithdrawnWordsAreFoundNoMore(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		f := w.file(somebody(0), w.blocked())
		w.write(func(ctx context.Context, tx *db.Tx) error {
			return w.desk.Publish(ctx, tx, officer(w.economy, 0), f.Code, version())
		})
		found := func() (n int) {
			w.read(func(ctx context.Context, tx *db.Tx) error {
				hits, err := search.Find(ctx, tx, search.Query{Words: "cong nghet", Scopes: []string{concern.SearchScope}})
				n = len(hits)
				return err
			})
			return n
		}
		if n := found(); n != 1 {
			t.Fatalf("published, it is found %d times", n)
		}
		w.write(func(ctx context.Context, tx *db.Tx) error {
			return verdict.Withdraw(ctx, tx, kheo.Caller{At: at(today, 15), Voices: []string{f.ID}}, f.Code)
		})
		if n := found(); n != 0 {
			t.Errorf("withdrawn, it is found %d times", n)
		}
	})
}

// The words of a version are found in both languages, an answer with the English
// title of its concern; put in anew, they are found alike. What its author took
// back can be published no more.
func TestPublishedIsFoundInBothLanguages(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		f := w.file(somebody(0), w.blocked())
		who := officer(w.economy, time.Hour)
		v := version()
		v.TextEN = "The drain before a house is blocked."
		w.write(func(ctx context.Context, tx *db.Tx) error { return w.desk.Publish(ctx, tx, who, f.Code, v) })
		w.write(func(ctx context.Context, tx *db.Tx) error {
			if err := triage.Accept(ctx, tx, who, f.Code, triage.Decision{Title: v.Title}); err != nil {
				return err
			}
			if err := matter.Take(ctx, tx, who, f.Code); err != nil {
				return err
			}
			return matter.Answer(ctx, tx, who, f.Code, matter.Reply{Kind: matter.Explained, Text: "Đã nạo vét.", Saying: matter.Saying{TextEN: "It was dredged."}})
		})
		found := func(words string) (said string) {
			w.read(func(ctx context.Context, tx *db.Tx) error {
				hits, err := search.Find(ctx, tx, search.Query{Words: words, English: true, Scopes: []string{search.Public}})
				for _, h := range hits {
					said += fmt.Sprintln(h.Kind, h.ID == f.Code, h.TitleEN, h.BodyEN, h.Title, h.Body)
				}
				return err
			})
			return said
		}
		before := []string{found("blocked drain"), found("dredged"), found("nao vet")}
		if strings.Count(before[0], "true true") != 2 || !strings.HasPrefix(before[1], "answer true true true") || !strings.HasPrefix(before[2], "answer true true false") {
			t.Errorf("found %q", before)
		}
		w.write(func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `update search_doc set edition = 0`)
			return err
		})
		for more := true; more; {
			w.write(func(ctx context.Context, tx *db.Tx) (err error) {
				more, err = search.Rebuild(ctx, tx, []search.Source{concern.FindAgain, matter.FindAgain})
				return err
			})
		}
		if after := []string{found("blocked drain"), found("dredged"), found("nao vet")}; fmt.Sprint(after) != fmt.Sprint(before) {
			t.Errorf("put in anew: %q, before: %q", after, before)
		}
		author := kheo.Caller{At: at(today, 12), Voices: []string{f.ID}}
		w.write(func(ctx context.Context, tx *db.Tx) error { return verdict.Withdraw(ctx, tx, author, f.Code) })
		err := w.d.Write(context.Background(), func(ctx context.Context, tx *db.Tx) error { return w.desk.Publish(ctx, tx, who, f.Code, v) })
		if !errors.Is(err, kheo.ErrConflict) || found("dredged")+found("blocked drain") != "" {
			t.Errorf("published though taken back: %v; found %q", err, found("drain"))
		}
	})
}

// A photo is looked at by who may read the words; within a quarter of an hour of
// a reading it is part of it, later a reading of its own.
func TestLookingAtAPhotoIsReading(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		n := w.blocked()
		sum := strings.Repeat("ab", 32)
		n.Photos = []concern.Photo{{SHA256: sum, Thumb: sum, Width: 8, Height: 6}}
		f := w.file(somebody(0), n)
		look := func(who kheo.Caller, sum string) error {
			return w.d.Write(context.Background(), func(ctx context.Context, tx *db.Tx) error {
				p, err := w.desk.Look(ctx, tx, who, f.Code, sum)
				if err == nil && (p.SHA256 != sum || p.Width != 8) {
					t.Errorf("another photo: %+v", p)
				}
				return err
			})
		}
		for _, c := range []struct {
			who  kheo.Caller
			sum  string
			read int64 // readings logged by then
			err  error
		}{
			{officer(w.office, time.Hour), sum, 0, kheo.ErrNotFound},
			{somebody(time.Hour), sum, 0, kheo.ErrNotFound},
			{officer(w.economy, time.Hour), strings.Repeat("cd", 32), 0, kheo.ErrNotFound},
			{officer(w.economy, time.Hour), sum, 1, nil},
			{officer(w.economy, time.Hour+10*time.Minute), sum, 1, nil},
			{officer(w.economy, time.Hour+16*time.Minute), sum, 2, nil},
		} {
			if err := look(c.who, c.sum); !errors.Is(err, c.err) {
				t.Errorf("%+v: %v, want %v", c.who.Grants, err, c.err)
			}
			if got := int64(w.count("concern_reading")); got != c.read {
				t.Errorf("%d readings are logged, want %d", got, c.read)
			}
		}
	})
}
