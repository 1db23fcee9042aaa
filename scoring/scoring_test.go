package scoring

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/ledger"
	"kheo/unit"
)

func TestWorth(t *testing.T) {
	by := map[Kind]Criterion{
		YesNo: {Kind: YesNo, Max: 500}, Judged: {Kind: Judged, Max: 1000}, Deduction: {Kind: Deduction, Max: 500, Each: 200},
		Ratio: {Kind: Ratio, Max: 100, Steps: []Step{{8000, 100}, {7000, 50}, {5000, 25}}},
	}
	for _, c := range []struct {
		kind  Kind
		a     Answer
		want  Points
		fault string
	}{
		{YesNo, Answer{Num: 1}, 500, ""}, {YesNo, Answer{}, 0, ""}, {YesNo, Answer{Num: 2}, 0, "num"},
		{Ratio, Answer{Num: 4, Den: 5}, 100, ""}, {Ratio, Answer{Num: 7999, Den: 10000}, 50, ""},
		{Ratio, Answer{Num: 1, Den: 2}, 25, ""}, {Ratio, Answer{Num: 49, Den: 100}, 0, ""},
		{Ratio, Answer{Num: 1}, 0, "den"}, {Ratio, Answer{Num: 3, Den: 2}, 0, "num"}, {Ratio, Answer{Num: -1, Den: 2}, 0, "num"},
		{Judged, Answer{Given: 725, Note: "xem sổ"}, 725, ""}, {Judged, Answer{Given: 725}, 0, "note"}, {Judged, Answer{Given: 1001, Note: "x"}, 0, "given"},
		{Deduction, Answer{}, 0, ""}, {Deduction, Answer{Num: 2}, -400, ""}, {Deduction, Answer{Num: 3}, -500, ""}, {Deduction, Answer{Num: mostCount}, -500, ""},
	} {
		got, err := by[c.kind].Worth(c.a)
		var f kheo.Faults
		errors.As(err, &f)
		if _, on := f.On(c.fault); c.fault == "" && (err != nil || got != c.want) || c.fault != "" && !on {
			t.Errorf("%s %+v: %v, %v; want %v, fault %q", c.kind, c.a, got, err, c.want, c.fault)
		}
	}
}

// full is what every criterion of the sample may give, with some put otherwise.
func full(put map[string]Points) map[string]Points {
	given := map[string]Points{}
	for _, c := range sample().Leaves() {
		if given[c.ID] = c.Max; c.Kind == Deduction {
			given[c.ID] = 0
		}
	}
	for id, p := range put {
		given[id] = p
	}
	return given
}

func TestBandsAndFloors(t *testing.T) {
	s := sample()
	for _, c := range []struct {
		put    map[string]Points
		total  Points
		band   string
		alone  string
		failed string
	}{
		{nil, 10000, "Tốt", "Tốt", ""},
		{map[string]Points{"7": -1000}, 9000, "Tốt", "Tốt", ""},
		{map[string]Points{"3": 750, "6": 1000}, 8250, "Tốt", "Tốt", ""}, // on the floor is not under it
		{map[string]Points{"3": 749}, 9249, "Chưa đạt", "Tốt", "3"},
		{map[string]Points{"4a": 0}, 8500, "Chưa đạt", "Tốt", "4"}, // 10 of 25
		{map[string]Points{"1": 0, "2": 0, "7": -1}, 7999, "Khá", "Khá", ""},
	} {
		r := s.Count(full(c.put))
		var failed []string
		for _, l := range r.Failing {
			failed = append(failed, l.ID)
		}
		if r.Total != c.total || r.Band.Name != c.band || r.Alone.Name != c.alone || strings.Join(failed, " ") != c.failed || r.Of != 10000 {
			t.Errorf("%v: %v of %v, %q, alone %q, failing %v; want %+v", c.put, r.Total, r.Of, r.Band.Name, r.Alone.Name, failed, c)
		}
	}
	if r := s.Count(map[string]Points{"1": 1000}); r.Left != len(s.Leaves())-1 || r.Band.Name != "" {
		t.Errorf("half a sheet: %d left, band %q; want %d and none", r.Left, r.Band.Name, len(s.Leaves())-1)
	}
}

// More points anywhere never lower the total nor the band, and no sheet with a
// criterion under its floor reaches a band that asks for the floors.
func TestMorePointsNeverHurt(t *testing.T) {
	s := sample()
	reach := map[string]Points{"": -1}
	for _, b := range s.Bands {
		reach[b.Name] = b.From
	}
	rnd := rand.New(rand.NewPCG(4, 4))
	for range 2000 {
		given := map[string]Points{}
		for _, c := range s.Leaves() {
			if given[c.ID] = Points(rnd.Int64N(int64(c.Max) + 1)); c.Kind == Deduction {
				given[c.ID] = -given[c.ID]
			}
		}
		was := s.Count(given)
		if was.Band.Floors && len(was.Failing) > 0 || was.Band.Name == "" || was.Total < 0 {
			t.Fatalf("%v: %+v", given, was)
		}
		given["5"] = min(given["5"]+100, 2000)
		if now := s.Count(given); now.Total < was.Total || reach[now.Band.Name] < reach[was.Band.Name] {
			t.Fatalf("%v: %v %q, before %v %q", given, now.Total, now.Band.Name, was.Total, was.Band.Name)
		}
	}
}

func TestStepsAndBandsReadWhatTheyWrite(t *testing.T) {
	s := sample()
	bands, err := ParseBands(FormatBands(s.Bands))
	if err != nil || FormatBands(bands) != FormatBands(s.Bands) || len(bands) != 4 || bands[3].Floors {
		t.Errorf("bands %v, %v", bands, err)
	}
	c, _ := s.Criterion("4a")
	if steps, ok := ParseSteps(FormatSteps(c.Steps)); !ok || FormatSteps(steps) != FormatSteps(c.Steps) || len(steps) != 4 {
		t.Errorf("steps %v, %v", steps, ok)
	}
	for _, bad := range []string{"80", "x = 1", "80 = ", "80 = 1,555", "80 = -1", "80 = 99999"} {
		if list, ok := ParseSteps(bad); ok {
			t.Errorf("%q read as %v", bad, list)
		}
	}
	for _, p := range []struct {
		p    Points
		want string
	}{{0, "0"}, {5, "0,05"}, {750, "7,5"}, {725, "7,25"}, {-400, "−4"}, {10000, "100"}} {
		if p.p.String() != p.want {
			t.Errorf("%d is said %q, want %q", p.p, p.p.String(), p.want)
		}
	}
}

func FuzzParsePoints(f *testing.F) {
	for _, s := range []string{"7", "7,5", "7.25", "", "-1", "1e9", "0,001"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if p, ok := ParsePoints(s); ok {
			if again, ok := ParsePoints(p.String()); !ok || again != p || p < 0 {
				t.Errorf("%q is %d, said %q, read %d %v", s, p, p.String(), again, ok)
			}
		}
	})
}

type office struct {
	t            *testing.T
	d            *db.DB
	board, host  kheo.UnitID
	lead, ours   kheo.Caller
	member, none kheo.Caller
}

func open(t *testing.T, d *db.DB) *office {
	book, err := unit.Compiled()
	if err != nil {
		t.Fatal(err)
	}
	u, err := book.ByCode("806", unit.District, "2023-12-01")
	if err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, d: d}
	at := time.Date(2023, 12, 1, 2, 0, 0, 0, time.UTC)
	as := func(p kheo.PersonID, body kheo.UnitID, rights ...kheo.Right) kheo.Caller {
		return kheo.Caller{Person: p, At: at, Grants: []kheo.Grant{{Role: "r", Unit: body, Rights: rights}}}
	}
	admin := as("admin", "", unit.MayAdmin)
	o.do(nil, func(ctx context.Context, tx *db.Tx) error {
		var err error
		if o.board, err = unit.AddBody(ctx, tx, admin, unit.Body{Name: "Ban trên", Short: "Ban trên", Kind: unit.Board, Territory: u.Parent, Span: kheo.Span{From: "2020-01-01"}}); err != nil {
			return err
		}
		o.host, err = unit.AddBody(ctx, tx, admin, unit.Body{Name: "Ban huyện", Short: "Ban huyện", Kind: unit.Board, Territory: u.ID, Parent: o.board, Span: kheo.Span{From: "2020-01-01"}})
		return err
	})
	o.lead, o.member = as("chief", o.board, MaySettle, MayAppraise), as("member", o.board, MayAppraise)
	o.ours, o.none = as("host", o.host, MaySelf), as("other", "elsewhere", MaySelf, MayAppraise, MaySettle)
	return o
}

// do runs one use case and asks for its error.
func (o *office) do(want error, f func(ctx context.Context, tx *db.Tx) error) {
	o.t.Helper()
	if err := o.d.Write(o.t.Context(), f); !errors.Is(err, want) {
		o.t.Fatalf("%v; want %v", err, want)
	}
}

// fault runs one use case that must be refused at a field.
func (o *office) fault(field string, f func(ctx context.Context, tx *db.Tx) error) {
	o.t.Helper()
	var faults kheo.Faults
	err := o.d.Write(o.t.Context(), f)
	if errors.As(err, &faults); err == nil {
		o.t.Fatalf("taken; want a fault at %s", field)
	}
	if _, ok := faults.On(field); !ok {
		o.t.Fatalf("%v; want a fault at %s", err, field)
	}
}

func TestASheetFromDraftToPublished(t *testing.T) {
	dbtest.Each(t, []db.Schema{ledger.Schema(), unit.Schema(), Schema()}, func(t *testing.T, d *db.DB) {
		o := open(t, d)
		var s Scheme
		o.do(nil, func(ctx context.Context, tx *db.Tx) (err error) {
			s, err = Draft(ctx, tx, o.lead, New{Name: "Bộ tiêu chí", Year: 2023, Level: "commune", Body: o.board})
			return err
		})
		see := func(who kheo.Caller, code string) (got Sheet, h Hand, err error) {
			err = d.Read(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				got, h, err = See(ctx, tx, who, code)
				return err
			})
			return got, h, err
		}
		body := Subject{Kind: Body, Body: o.host}
		begin := func(who kheo.Caller, of Subject, code *string) func(ctx context.Context, tx *db.Tx) error {
			return func(ctx context.Context, tx *db.Tx) error {
				x, err := Open(ctx, tx, who, s.Code, of)
				*code = x.Code
				return err
			}
		}
		var code string
		o.do(kheo.ErrConflict, begin(o.lead, body, &code)) // a draft marks nobody
		o.do(kheo.ErrNotFound, begin(o.member, body, &code))
		issue := func(ctx context.Context, tx *db.Tx) error { return Issue(ctx, tx, o.lead, s.Code, "") }
		o.do(nil, func(ctx context.Context, tx *db.Tx) error { return Drop(ctx, tx, o.lead, s.Code, "7") })
		o.do(nil, issue)
		o.do(kheo.ErrConflict, issue)
		o.do(kheo.ErrConflict, func(ctx context.Context, tx *db.Tx) error { return Drop(ctx, tx, o.lead, s.Code, "6") })

		o.fault("scheme", begin(o.lead, Subject{Kind: Model, ID: "MH-23-0001", Title: "Một người", Body: o.host}, &code))
		o.do(kheo.ErrForbidden, begin(o.ours, body, &code))
		o.do(nil, begin(o.member, body, &code))

		give := func(who kheo.Caller, criterion string, a Answer, why string) func(ctx context.Context, tx *db.Tx) error {
			return func(ctx context.Context, tx *db.Tx) error { return Give(ctx, tx, who, code, criterion, a, why) }
		}
		pass := func(who kheo.Caller, to State, why string) func(ctx context.Context, tx *db.Tx) error {
			return func(ctx context.Context, tx *db.Tx) error { return Pass(ctx, tx, who, code, to, why) }
		}
		o.do(kheo.ErrForbidden, give(o.member, "1", Answer{Num: 1}, ""))
		o.do(kheo.ErrNotFound, give(o.none, "1", Answer{Num: 1}, ""))
		o.do(kheo.ErrNotFound, give(o.ours, "4", Answer{Num: 1}, ""))
		o.do(nil, give(o.ours, "1", Answer{Num: 1}, ""))
		o.fault("why", give(o.ours, "1", Answer{}, ""))
		o.do(nil, give(o.ours, "1", Answer{}, "đếm lại"))
		o.fault("to", pass(o.ours, Appraisal, ""))
		for _, bad := range []string{"javascript:alert(1)", "//xa.vn/", "http://xa.vn/", "/\\xa.vn", "xa.vn"} {
			o.fault("href", func(ctx context.Context, tx *db.Tx) error {
				return Attach(ctx, tx, o.ours, code, Evidence{Criterion: "1", Label: "Sổ", Href: bad})
			})
		}
		o.do(nil, func(ctx context.Context, tx *db.Tx) error {
			return Attach(ctx, tx, o.ours, code, Evidence{Criterion: "1", Label: "Mô hình", Href: "/mo-hinh/MH-23-0001"})
		})
		photo := Evidence{Criterion: "1", Label: "sổ.jpg", SHA256: strings.Repeat("a", 64), Type: "image/jpeg", Size: 812}
		o.do(kheo.ErrForbidden, func(ctx context.Context, tx *db.Tx) error { return Attach(ctx, tx, o.member, code, photo) })
		o.do(nil, func(ctx context.Context, tx *db.Tx) error { return Attach(ctx, tx, o.ours, code, photo) })
		x, _, err := see(o.member, code)
		i := slices.IndexFunc(x.Evidence, func(e Evidence) bool { return e.SHA256 == photo.SHA256 && e.Size == 812 && e.Href == "" })
		if err != nil || len(x.Evidence) != 2 || i < 0 {
			t.Errorf("evidence: %+v, %v", x.Evidence, err)
		}
		first := code
		o.do(nil, begin(o.member, body, &code)) // asked for twice, opened once
		if code != first {
			t.Errorf("%s was opened beside %s", code, first)
		}
		beginnings := func(who kheo.Caller, of Subject) (n int) {
			err := d.Read(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				had, err := Of(ctx, tx, who, of.Kind, of.ID)
				if err != nil {
					return err
				}
				list, err := Begin(ctx, tx, who, of, had)
				n = 10*len(had) + len(list)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		body.ID = string(o.host)
		for _, c := range []struct {
			says string
			who  kheo.Caller
			of   Subject
			want int // sheets seen, and schemes to begin one by
		}{
			{"the delegation, of what is marked already", o.member, body, 10}, {"the body itself", o.ours, body, 10}, {"everybody", o.none, body, 0},
			{"the delegation, of a model", o.member, Subject{Kind: Model, ID: "MH-23-0002", Body: o.host, Collective: true}, 1},
			{"of one person's model", o.member, Subject{Kind: Model, ID: "MH-23-0001", Body: o.host}, 0},
			{"the body, of its model", o.ours, Subject{Kind: Model, ID: "MH-23-0002", Body: o.host, Collective: true}, 0},
		} {
			if got := beginnings(c.who, c.of); got != c.want {
				t.Errorf("%s: %02d, want %02d", c.says, got, c.want)
			}
		}
		o.do(kheo.ErrConflict, pass(o.lead, Published, ""))
		o.do(nil, pass(o.member, Appraisal, "")) // the delegation need not wait
		o.do(kheo.ErrForbidden, give(o.ours, "1", Answer{Num: 1}, "x"))
		for _, c := range []struct {
			id string
			Answer
		}{{"1", Answer{Num: 1}}, {"2", Answer{Num: 1}}, {"3", Answer{Given: 700, Note: "một lực lượng"}}, {"4a", Answer{Num: 95, Den: 100}},
			{"4b", Answer{Given: 1000, Note: "đúng"}}, {"5", Answer{Given: 2000, Note: "đường ngập"}}, {"6", Answer{Given: 2000, Note: "ba ấp"}}} {
			o.do(nil, give(o.member, c.id, c.Answer, ""))
		}
		o.do(nil, pass(o.member, Review, ""))
		o.do(kheo.ErrForbidden, pass(o.member, Final, ""))
		o.fault("why", pass(o.lead, Appraisal, ""))
		x, h, err := see(o.ours, code)
		if err != nil || !h.Self || h.Settle || len(x.History) != 9 {
			t.Fatalf("host sees %d marks, %+v, %v", len(x.History), h, err)
		}
		if r := x.Scheme.Count(x.Final()); r.Total != 9200 || r.Band.Name != "Chưa đạt" || len(r.Failing) != 1 {
			t.Errorf("appraised: %+v", r)
		}
		o.fault("why", give(o.lead, "3", Answer{Given: 800, Note: "thêm Hội Phụ nữ"}, ""))
		o.do(nil, give(o.lead, "3", Answer{Given: 800, Note: "thêm Hội Phụ nữ"}, "biên bản ngày 1/12"))
		o.do(nil, pass(o.lead, Final, ""))
		o.do(kheo.ErrConflict, give(o.lead, "3", Answer{Given: 900, Note: "nữa"}, "nữa"))
		if _, _, err := see(kheo.Caller{}, code); !errors.Is(err, kheo.ErrNotFound) {
			t.Errorf("a final sheet that is not published: %v", err)
		}
		o.do(nil, pass(o.lead, Published, ""))
		x, _, err = see(kheo.Caller{}, code)
		if err != nil {
			t.Fatal(err)
		}
		if r := x.Scheme.Count(x.Final()); r.Total != 9300 || r.Band.Name != "Tốt" || len(x.Evidence)+len(x.Moves) > 0 {
			t.Errorf("published: %+v", r)
		}
		for _, m := range x.History {
			if m.Side != Settled || m.Note != "" || m.Why != "" || m.Person != "" {
				t.Errorf("everybody sees %+v", m)
			}
		}

		// a new version changes nothing of the sheet that began with the old
		var again Scheme
		o.do(nil, func(ctx context.Context, tx *db.Tx) (err error) {
			again, err = Again(ctx, tx, o.lead, s.Code)
			return err
		})
		o.do(nil, func(ctx context.Context, tx *db.Tx) error {
			return SetCriterion(ctx, tx, o.lead, again.Code, Criterion{ID: "3", Name: "Khác", Kind: Judged, Max: 100})
		})
		o.do(nil, func(ctx context.Context, tx *db.Tx) error {
			return Issue(ctx, tx, o.lead, again.Code, "Quyết định 1 (mẫu)")
		})
		if x, _, _ = see(o.lead, code); x.Scheme.Version != 1 || x.Scheme.Count(x.Final()).Of != 10000 || !x.Scheme.Sample() {
			t.Errorf("the sheet stands on version %d", x.Scheme.Version)
		}
	})
}
