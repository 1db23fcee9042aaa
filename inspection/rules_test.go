package inspection_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"kheo"
	"kheo/draft"
	"kheo/inspection"
	"kheo/internal/db"
)

func TestEveryStageLeadsToTheEnd(t *testing.T) {
	for _, s := range inspection.Stages {
		at, seen := s, []inspection.Stage{}
		for at != inspection.Closed {
			next := inspection.Next(at)
			if len(next) == 0 || slices.Contains(seen, at) {
				t.Errorf("from %s there is no way to the end: stuck at %s", s, at)
				break
			}
			seen, at = append(seen, at), next[0]
		}
	}
	if n := inspection.Next(inspection.Closed); len(n) != 0 {
		t.Errorf("a closed file goes on to %v", n)
	}
}

// Five working days before Friday 1 December 2023 is Friday 24 November. Before
// 4 September 2023 lies the holiday of 2 September with a day in lieu.
func TestTheReportIsDueSoManyWorkingDaysBeforeTheVisit(t *testing.T) {
	each(t, func(w *world) {
		code := w.plan()
		if got := w.find(code, "2023-09-11").Due; got.Day != "2023-11-24" || got.Days != 5 {
			t.Errorf("due %s, %d working days before; want 2023-11-24, 5", got.Day, got.Days)
		}
		w.must(w.write(func(ctx context.Context, tx *db.Tx) error {
			return inspection.MoveVisit(ctx, tx, w.lead("2023-10-20"), code, []inspection.Visit{{Day: "2023-12-06", Place: "Hội trường"}}, "Trùng kỳ họp")
		}))
		i := w.find(code, "2023-10-20")
		if i.Due.Day != "2023-11-29" || len(i.Due.Earlier) != 1 || i.Due.Earlier[0].Day != "2023-11-24" || i.Due.Why == "" {
			t.Errorf("after the visit moved: %+v", i.Due)
		}
		if i.VisitDay() != "2023-12-06" || len(i.Visits) != 1 {
			t.Errorf("visits after the move: %+v", i.Visits)
		}
		if before := w.find(code, "2023-10-19"); before.VisitDay() != "2023-12-01" || before.Due.Day != "2023-11-24" || len(before.Visits) != 4 {
			t.Errorf("the day before the move: visit %s, due %s", before.VisitDay(), before.Due.Day)
		}
	})
}

func TestALateReportIsTakenAndSaysHowLate(t *testing.T) {
	each(t, func(w *world) {
		code := w.plan()
		w.untilReport(code, "2023-11-28")
		s, _ := w.find(code, "2023-11-28").Step(inspection.ReportIn)
		if s.Late != 2 {
			t.Errorf("handed in on Tuesday 28 November, due Friday 24: %d working days late, want 2", s.Late)
		}
	})
}

func TestAFigureStaysAsItWasHandedIn(t *testing.T) {
	each(t, func(w *world) {
		w.models(2)
		code := w.plan()
		w.untilReport(code, "2023-11-24")
		w.models(1)
		for _, s := range w.find(code, "2023-12-31").Sections {
			for _, b := range s.Boxes {
				if b.Indicator == "model.ran" && (b.Frozen.Value != 2 || len(b.Frozen.Records) != 2) {
					t.Errorf("models in the report: %d with %d records, want the 2 of the day it was handed in", b.Frozen.Value, len(b.Frozen.Records))
				}
			}
		}
	})
}

func TestAFigureThatChangedWhileComposingIsAConflict(t *testing.T) {
	each(t, func(w *world) {
		code := w.plan()
		w.must(w.write(func(ctx context.Context, tx *db.Tx) error {
			if err := inspection.IssuePlan(ctx, tx, w.lead("2023-09-15"), code, no("41-KH/BDVTU", "2023-09-15")); err != nil {
				return err
			}
			return inspection.SendOutline(ctx, tx, w.inspector("2023-10-02"), code, no("118-CV/BDVTU", "2023-10-02"))
		}))
		var digest string
		w.read(func(ctx context.Context, tx *db.Tx) error {
			i, err := inspection.Working(ctx, tx, code, "2023-11-24")
			if err != nil {
				return err
			}
			values, err := inspection.Figures(ctx, tx, w.book, i, "2023-11-24")
			digest = inspection.Digest(i, values)
			return err
		})
		submit := func(ctx context.Context, tx *db.Tx) error {
			return inspection.SubmitSelfReport(ctx, tx, w.book, w.hostLead("2023-11-24"), code, no("87-BC/BDVHU", "2023-11-24"), digest)
		}
		section := w.working(code, "2023-11-24").Sections[0].ID
		w.must(w.write(func(ctx context.Context, tx *db.Tx) error {
			_, err := inspection.FillSection(ctx, tx, w.officer("2023-11-24"), code, section, draft.Typed{Words: "Thêm một câu."})
			return err
		}))
		if err := w.write(submit); !errors.Is(err, kheo.ErrConflict) {
			t.Errorf("handed in with another digest: %v, want a conflict", err)
		}
	})
}

func TestTheHostFillsWhatNoRecordAnswers(t *testing.T) {
	each(t, func(w *world) {
		code := w.plan()
		w.must(w.write(func(ctx context.Context, tx *db.Tx) error {
			if err := inspection.IssuePlan(ctx, tx, w.lead("2023-09-15"), code, no("41-KH/BDVTU", "2023-09-15")); err != nil {
				return err
			}
			return inspection.SendOutline(ctx, tx, w.inspector("2023-10-02"), code, no("118-CV/BDVTU", "2023-10-02"))
		}))
		box := map[string]string{}
		for _, s := range w.working(code, "2023-11-01").Sections {
			for _, b := range s.Boxes {
				box[b.Indicator+b.Name] = b.ID
			}
		}
		fill := func(id string, e inspection.Entry) error {
			return w.write(func(ctx context.Context, tx *db.Tx) error {
				return inspection.FillBox(ctx, tx, w.book, w.officer("2023-11-01"), code, id, e)
			})
		}
		for _, c := range []struct {
			box  string
			e    inspection.Entry
			want string // the field at fault, "" for none
		}{
			{"model.ran", inspection.Entry{Words: "76", Evidence: "gõ tay"}, "words"},
			{"work.road", inspection.Entry{Words: "mười hai", Evidence: "biên bản"}, "words"},
			{"work.road", inspection.Entry{Words: "12,4"}, "evidence"},
			{"work.road", inspection.Entry{Words: "12,4", Evidence: "Biên bản nghiệm thu"}, ""},
			{"work.road", inspection.Entry{Words: "13", Evidence: "Biên bản nghiệm thu"}, "why"},
			{"people.households", inspection.Entry{Words: "1.180", Evidence: "Sổ hộ"}, ""},
			{"documents", inspection.Entry{Words: "14 văn bản"}, ""},
		} {
			err := fill(box[c.box], c.e)
			var f kheo.Faults
			if c.want == "" && err != nil {
				t.Errorf("%s %+v: %v", c.box, c.e, err)
			}
			if errors.As(err, &f); c.want != "" {
				if _, ok := f.On(c.want); !ok {
					t.Errorf("%s %+v: %v, want a fault of %s", c.box, c.e, err, c.want)
				}
			}
		}
		w.read(func(ctx context.Context, tx *db.Tx) error {
			i, err := inspection.Working(ctx, tx, code, "2023-11-02")
			if err != nil {
				return err
			}
			values, err := inspection.Figures(ctx, tx, w.book, i, "2023-11-02")
			for name, want := range map[string]string{"work.road": "12,4", "people.households": "1.180", "documents": "14 văn bản"} {
				if got := values[box[name]].Says("vi"); got != want {
					t.Errorf("%s says %q, want %q", name, got, want)
				}
			}
			return err
		})
	})
}

func TestTheOutlineIsATreeUntilItIsSent(t *testing.T) {
	each(t, func(w *world) {
		code := w.plan()
		do := func(e inspection.Edit) error {
			return w.write(func(ctx context.Context, tx *db.Tx) error {
				return inspection.EditOutline(ctx, tx, w.inspector("2023-09-20"), code, e)
			})
		}
		tree := func() []inspection.Section { return w.working(code, "2023-09-20").Sections }
		numbers := func() (list []string) {
			for _, s := range tree() {
				list = append(list, s.Number)
			}
			return list
		}
		first := numbers()
		if want := []string{"I", "II", "III", "III.1", "III.2"}; !slices.Equal(first[:5], want) || first[len(first)-1] != "VI" {
			t.Fatalf("the template is numbered %v", first)
		}
		w.must(do(inspection.Edit{Do: "up", ID: tree()[1].ID}))
		if got := tree()[0].Name; got != "leadership" {
			t.Errorf("after moving the second part up the first is %s", got)
		}
		w.must(do(inspection.Edit{Do: "rename_section", ID: tree()[0].ID, Title: "Chỉ đạo"}))
		w.must(do(inspection.Edit{Do: "add_section", ID: tree()[0].ID, Title: "Nghị quyết"}))
		w.must(do(inspection.Edit{Do: "add_box", ID: tree()[1].ID, Indicator: "dialogue.held"}))
		w.must(do(inspection.Edit{Do: "add_box", ID: tree()[1].ID, Title: "Số cuộc"}))
		w.must(do(inspection.Edit{Do: "down", ID: tree()[1].Boxes[0].ID}))
		if s := tree()[1]; s.Number != "I.1" || s.Title != "Nghị quyết" || len(s.Boxes) != 2 || s.Boxes[0].Label != "Số cuộc" {
			t.Errorf("the new section: %+v", s)
		}
		n := len(tree())
		w.must(do(inspection.Edit{Do: "remove", ID: tree()[0].ID}))
		if got := len(tree()); got != n-2 {
			t.Errorf("removing a part with one under it left %d of %d", got, n)
		}
		for _, e := range []inspection.Edit{{Do: "add_section"}, {Do: "add_box", ID: tree()[0].ID, Indicator: "no.such"}, {Do: "add_box", ID: tree()[0].ID}} {
			if err := do(e); !errors.As(err, new(kheo.Faults)) {
				t.Errorf("%+v: %v, want a fault", e, err)
			}
		}
		w.untilReport(code, "2023-11-24")
		err := w.write(func(ctx context.Context, tx *db.Tx) error {
			return inspection.EditOutline(ctx, tx, w.inspector("2023-11-25"), code, inspection.Edit{Do: "remove", ID: tree()[0].ID})
		})
		if !errors.As(err, new(kheo.Wrong)) {
			t.Errorf("edited after it was sent: %v, want a wrong move", err)
		}
	})
}

func TestMarksBelongToTheVisit(t *testing.T) {
	each(t, func(w *world) {
		code := w.plan()
		w.untilReport(code, "2023-11-24")
		box := w.working(code, "2023-11-25").Sections[0].Boxes[0].ID
		mark := func(day kheo.Date, m inspection.Mark) error {
			return w.write(func(ctx context.Context, tx *db.Tx) error {
				return inspection.MarkBox(ctx, tx, w.inspector(day), code, box, m)
			})
		}
		if err := mark("2023-11-30", inspection.Mark{Verdict: inspection.Verified}); !errors.Is(err, kheo.ErrConflict) {
			t.Errorf("marked the day before the visit: %v, want a conflict", err)
		}
		for _, m := range []inspection.Mark{{}, {Verdict: "fine"}, {Verdict: inspection.Differs}, {Verdict: inspection.Differs, Found: "3"}} {
			if err := mark("2023-12-01", m); !errors.As(err, new(kheo.Faults)) {
				t.Errorf("%+v: %v, want faults", m, err)
			}
		}
		w.must(mark("2023-12-01", inspection.Mark{Verdict: inspection.NotVerified}))
		w.must(mark("2023-12-02", inspection.Mark{Verdict: inspection.Differs, Found: "3", Why: "đếm lại"}))
		if b, _, _ := w.find(code, "2023-12-02").Box(box); b.Mark.Verdict != "" {
			t.Errorf("a mark shows before the visit is ended: %+v", b.Mark)
		}
		if b, _, _ := w.working(code, "2023-12-02").Box(box); b.Mark.Found != "3" {
			t.Errorf("the last mark counts: %+v", b.Mark)
		}
	})
}

func TestWhatIsRefusedNamesItsField(t *testing.T) {
	each(t, func(w *world) {
		lead := w.lead("2023-09-11")
		for _, c := range []struct {
			field  string
			change func(*inspection.New)
		}{
			{"year", func(n *inspection.New) { n.Year = 1990 }},
			{"host", func(n *inspection.New) { n.Host = "" }},
			{"host", func(n *inspection.New) { n.Host = "00000000-0000-7000-8000-000000000000" }},
			{"host", func(n *inspection.New) { n.Host = w.communeUnits[0].ID; n.HostBody = w.longAn }},
			{"period", func(n *inspection.New) { n.Period = kheo.Span{} }},
			{"period", func(n *inspection.New) { n.Period = kheo.Span{From: "2023-12-01", To: "2023-01-01"} }},
			{"themes", func(n *inspection.New) { n.Themes = nil }},
			{"visits", func(n *inspection.New) { n.Visits = nil }},
			{"visits", func(n *inspection.New) { n.Visits = []inspection.Visit{{Day: "2023-09-11", Place: "x"}} }},
			{"visits", func(n *inspection.New) { n.Visits = []inspection.Visit{{Day: "2023-12-01"}} }},
			{"members", func(n *inspection.New) { n.Members = nil }},
			{"members", func(n *inspection.New) { n.Members = []inspection.Member{{Role: "leader"}, {Role: "leader"}} }},
		} {
			n := w.new()
			c.change(&n)
			var f kheo.Faults
			err := w.write(func(ctx context.Context, tx *db.Tx) error {
				_, err := inspection.Plan(ctx, tx, w.book, lead, n)
				return err
			})
			if errors.As(err, &f); len(f) == 0 || f[0].Field != c.field {
				t.Errorf("planned with a bad %s: %v", c.field, err)
			}
		}
		code := w.plan()
		for field, p := range map[string]inspection.Paper{
			"number": no("", "2023-09-15"), "day": no("41-KH", "2023-09-16"),
			"secrecy": {Number: "41-KH", Day: "2023-09-15", Secrecy: "Mật"},
		} {
			err := w.write(func(ctx context.Context, tx *db.Tx) error {
				return inspection.IssuePlan(ctx, tx, w.lead("2023-09-15"), code, p)
			})
			var f kheo.Faults
			if errors.As(err, &f); len(f) != 1 || f[0].Field != field {
				t.Errorf("%+v: %v, want a fault of %s", p, err, field)
			}
		}
	})
}
