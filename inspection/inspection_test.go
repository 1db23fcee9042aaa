package inspection_test

import (
	"context"
	"errors"
	"testing"

	"kheo"
	"kheo/identity"
	"kheo/inspection"
	"kheo/internal/db"
	"kheo/matter"
	"kheo/verdict"
)

var proof = matter.Reply{Kind: matter.Acted, Text: "Đã lập sổ.", Proofs: []matter.Proof{{Name: "so.pdf", SHA256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Type: "application/pdf", Size: 9}}}

// untilReport takes the inspection to the self-report handed in on a day.
func (w *world) untilReport(code string, on kheo.Date) {
	w.Helper()
	w.must(w.write(func(ctx context.Context, tx *db.Tx) error {
		if err := inspection.IssuePlan(ctx, tx, w.lead("2023-09-15"), code, no("41-KH/BDVTU", "2023-09-15")); err != nil {
			return err
		}
		if err := inspection.SendOutline(ctx, tx, w.inspector("2023-10-02"), code, no("118-CV/BDVTU", "2023-10-02")); err != nil {
			return err
		}
		return inspection.SubmitSelfReport(ctx, tx, w.book, w.hostLead(on), code, no("87-BC/BDVHU", on), "")
	}))
}

// untilMinutes goes on to the minutes, on the visit day.
func (w *world) untilMinutes(code string) {
	w.Helper()
	w.untilReport(code, "2023-11-24")
	w.must(w.write(func(ctx context.Context, tx *db.Tx) error {
		who := w.inspector("2023-12-01")
		if err := inspection.EndVisit(ctx, tx, who, code); err != nil {
			return err
		}
		return inspection.SignMinutes(ctx, tx, who, code, inspection.Paper{Day: "2023-12-01"})
	}))
}

func (w *world) conclusion() inspection.Conclusion {
	c := inspection.Conclusion{Words: "Đơn vị làm tốt; cần theo dõi lời hứa."}
	for n, due := range []kheo.Date{"2024-03-31", "2025-06-30", "2025-09-30"} {
		c.Recommendations = append(c.Recommendations, inspection.Proposal{Title: []string{"Tham mưu", "Đánh giá sau đối thoại", "Cơ chế phối hợp"}[n],
			Product: "Sổ theo dõi", Holder: w.board, Due: due})
	}
	return c
}

func TestTheWholeJob(t *testing.T) {
	each(t, func(w *world) {
		codes := w.models(3)
		code := w.plan()
		w.untilReport(code, "2023-11-24")
		var box string
		for _, s := range w.working(code, "2023-12-01").Sections {
			for _, b := range s.Boxes {
				if b.Indicator == "model.ran" {
					box = b.ID
				}
			}
		}
		who := w.inspector("2023-12-01")
		w.must(w.write(func(ctx context.Context, tx *db.Tx) error {
			if err := inspection.MarkBox(ctx, tx, who, code, box, inspection.Mark{Verdict: inspection.Verified}); err != nil {
				return err
			}
			if err := inspection.AddSample(ctx, tx, who, code, codes[0], "420 hộ"); err != nil {
				return err
			}
			return inspection.AddFinding(ctx, tx, who, code, inspection.Finding{Kind: inspection.Strength, Words: "Mô hình lan tỏa."})
		}))
		sample := w.working(code, "2023-12-01").Samples[0].ID
		w.must(w.write(func(ctx context.Context, tx *db.Tx) error {
			err := inspection.MarkSample(ctx, tx, who, code, sample, inspection.Mark{Verdict: inspection.Differs, Found: "372 hộ", Why: "48 hộ đã thôi"})
			if err != nil {
				return err
			}
			if err := inspection.EndVisit(ctx, tx, who, code); err != nil {
				return err
			}
			if err := inspection.SignMinutes(ctx, tx, who, code, inspection.Paper{Day: "2023-12-01"}); err != nil {
				return err
			}
			return inspection.Conclude(ctx, tx, w.lead("2023-12-11"), code, w.conclusion(), no("65-TB/BDVTU", "2023-12-11"))
		}))
		i := w.find(code, "2023-12-31")
		if i.Stage != inspection.Concluded || len(i.Recommendations) != 3 || len(i.Findings) != 1 || len(i.Visits) != 4 {
			t.Fatalf("concluded: stage %s, %d recommendations, %d findings, %d visits", i.Stage, len(i.Recommendations), len(i.Findings), len(i.Visits))
		}
		b, _, _ := i.Box(box)
		if b.Frozen == nil || b.Frozen.Value != 3 || len(b.Frozen.Records) != 3 || b.Mark.Verdict != inspection.Verified {
			t.Errorf("the models' box: %+v, mark %+v", b.Frozen, b.Mark)
		}
		if s := i.Samples[0]; s.Mark.Found != "372 hộ" || s.Reported != "420 hộ" {
			t.Errorf("the sample: %+v", s)
		}
		w.remedyAndClose(code)
	})
}

// remedyAndClose settles two recommendations, leaves one to wait for a choice,
// and closes after a re-check.
func (w *world) remedyAndClose(code string) {
	w.Helper()
	recs := w.find(code, "2023-12-31").Recommendations
	w.must(w.write(func(ctx context.Context, tx *db.Tx) error {
		for _, r := range recs[:2] {
			if err := matter.Take(ctx, tx, w.officer("2024-01-05"), r.Code); err != nil {
				return err
			}
			if err := matter.Answer(ctx, tx, w.officer("2024-03-20"), r.Code, proof); err != nil {
				return err
			}
			if err := verdict.Confirm(ctx, tx, w.lead("2024-03-28"), r.Code, ""); err != nil {
				return err
			}
		}
		return nil
	}))
	if got := w.find(code, "2024-01-04").Stage; got != inspection.Concluded {
		w.Errorf("before anybody took one in hand: %s", got)
	}
	i := w.find(code, "2025-07-01")
	if i.Stage != inspection.Remedying || i.Done() != 2 || i.Open() != 1 {
		w.Errorf("on 2025-07-01: %s, %d done, %d open", i.Stage, i.Done(), i.Open())
	}
	if s := i.Recommendations[2].Standing; !s.Waiting || s.Chooser != w.tayNinh {
		w.Errorf("the third recommendation: %+v, want it to wait for the choice of %s", s, w.tayNinh)
	}
	if got := i.Recommendations[0].Confirmed; got != "2024-03-28" {
		w.Errorf("confirmed on %q", got)
	}
	heir := func(day kheo.Date) kheo.Caller { return as(identity.BoardLead, w.tayNinh, day) }
	closing := func(ctx context.Context, tx *db.Tx) error { return inspection.Close(ctx, tx, heir("2025-07-03"), code) }
	if err := w.write(closing); !errors.As(err, new(kheo.Wrong)) {
		w.Errorf("closed before the re-check: %v, want a wrong move", err)
	}
	w.must(w.write(func(ctx context.Context, tx *db.Tx) error {
		if err := inspection.SetRecheck(ctx, tx, heir("2025-07-02"), code, "2025-07-03"); err != nil {
			return err
		}
		if err := inspection.DoRecheck(ctx, tx, heir("2025-07-03"), code, "Còn một việc chờ nơi nhận."); err != nil {
			return err
		}
		return closing(ctx, tx)
	}))
	if got := w.find(code, "2025-07-03").Stage; got != inspection.Closed {
		w.Errorf("after closing: %s", got)
	}
	next, err := w.planNext()
	w.must(err)
	if len(next.Carried) != 1 || next.Carried[0] != recs[2].Code {
		w.Errorf("the next plan opens with %v, want %s", next.Carried, recs[2].Code)
	}
}

// planNext plans an inspection of one of the six communes in 2025.
func (w *world) planNext() (inspection.Inspection, error) {
	n := w.new()
	n.Year, n.Host, n.Team = 2025, w.communeUnits[0].ID, w.tayNinh
	n.Period = kheo.Span{From: "2025-07-01", To: "2025-11-30"}
	n.Visits = []inspection.Visit{{Day: "2025-12-03", Place: "Trụ sở Đảng ủy"}}
	var i inspection.Inspection
	err := w.write(func(ctx context.Context, tx *db.Tx) (err error) {
		i, err = inspection.Plan(ctx, tx, w.book, as(identity.BoardLead, w.tayNinh, "2025-09-15"), n)
		return err
	})
	return i, err
}

func TestAStageNotReachedShowsNothing(t *testing.T) {
	each(t, func(w *world) {
		w.models(2)
		code := w.plan()
		w.untilMinutes(code)
		w.must(w.write(func(ctx context.Context, tx *db.Tx) error {
			return inspection.Conclude(ctx, tx, w.lead("2023-12-11"), code, w.conclusion(), no("65-TB/BDVTU", "2023-12-11"))
		}))
		if err := w.write(func(ctx context.Context, tx *db.Tx) error {
			_, err := inspection.Find(ctx, tx, code, "2023-09-10")
			return err
		}); !errors.Is(err, kheo.ErrNotFound) {
			t.Errorf("before it was planned: %v, want not found", err)
		}
		for _, c := range []struct {
			on               kheo.Date
			stage            inspection.Stage
			sections, frozen bool
			recs             int
		}{
			{"2023-09-11", inspection.Planned, false, false, 0},
			{"2023-09-15", inspection.PlanIssued, false, false, 0},
			{"2023-10-02", inspection.OutlineSent, true, false, 0},
			{"2023-11-23", inspection.OutlineSent, true, false, 0},
			{"2023-11-24", inspection.ReportIn, true, true, 0},
			{"2023-12-01", inspection.MinutesIn, true, true, 0},
			{"2023-12-10", inspection.MinutesIn, true, true, 0},
			{"2023-12-11", inspection.Concluded, true, true, 3},
		} {
			i := w.find(code, c.on)
			frozen := len(i.Sections) > 0 && i.Sections[0].Boxes[0].Frozen != nil
			if i.Stage != c.stage || (len(i.Sections) > 0) != c.sections || frozen != c.frozen || len(i.Recommendations) != c.recs {
				t.Errorf("on %s: stage %s, %d sections, frozen %v, %d recommendations", c.on, i.Stage, len(i.Sections), frozen, len(i.Recommendations))
			}
			if _, shown := i.Step(inspection.Concluded); shown != (c.recs > 0) {
				t.Errorf("on %s: the conclusion's step shown: %v", c.on, shown)
			}
		}
	})
}

func TestOnlyTheNextStageIsPossible(t *testing.T) {
	each(t, func(w *world) {
		code := w.plan()
		moves := map[inspection.Stage]func(ctx context.Context, tx *db.Tx) error{
			inspection.PlanIssued: func(ctx context.Context, tx *db.Tx) error {
				return inspection.IssuePlan(ctx, tx, w.lead("2023-12-02"), code, no("1-KH/BDVTU", "2023-09-15"))
			},
			inspection.OutlineSent: func(ctx context.Context, tx *db.Tx) error {
				return inspection.SendOutline(ctx, tx, w.inspector("2023-12-02"), code, no("1-CV/BDVTU", "2023-10-02"))
			},
			inspection.ReportIn: func(ctx context.Context, tx *db.Tx) error {
				return inspection.SubmitSelfReport(ctx, tx, w.book, w.hostLead("2023-12-02"), code, no("1-BC/BDVHU", "2023-11-24"), "")
			},
			inspection.Visited: func(ctx context.Context, tx *db.Tx) error {
				return inspection.EndVisit(ctx, tx, w.inspector("2023-12-02"), code)
			},
			inspection.MinutesIn: func(ctx context.Context, tx *db.Tx) error {
				return inspection.SignMinutes(ctx, tx, w.inspector("2023-12-02"), code, inspection.Paper{Day: "2023-12-01"})
			},
			inspection.Concluded: func(ctx context.Context, tx *db.Tx) error {
				return inspection.Conclude(ctx, tx, w.lead("2023-12-02"), code, w.conclusion(), no("1-TB/BDVTU", "2023-12-02"))
			},
		}
		order := []inspection.Stage{inspection.PlanIssued, inspection.OutlineSent, inspection.ReportIn, inspection.Visited, inspection.MinutesIn, inspection.Concluded}
		for n, right := range order {
			for _, stage := range order {
				if stage == right {
					continue
				}
				var wrong kheo.Wrong
				if err := w.write(moves[stage]); !errors.As(err, &wrong) || len(wrong.Possible) == 0 || !errors.Is(err, kheo.ErrConflict) {
					t.Errorf("step %d: to %s: %v, want a wrong move that names what is possible", n, stage, err)
				}
			}
			w.must(w.write(moves[right]))
		}
	})
}

func TestEarlierThanTheLastStepIsAConflict(t *testing.T) {
	each(t, func(w *world) {
		code := w.plan()
		err := w.write(func(ctx context.Context, tx *db.Tx) error {
			return inspection.IssuePlan(ctx, tx, w.lead("2023-09-10"), code, no("41-KH/BDVTU", "2023-09-10"))
		})
		if !errors.Is(err, kheo.ErrConflict) {
			t.Errorf("issued before it was planned: %v, want a conflict", err)
		}
	})
}

func TestEachSideDoesItsOwn(t *testing.T) {
	each(t, func(w *world) {
		code := w.plan()
		issue := func(who kheo.Caller) error {
			return w.write(func(ctx context.Context, tx *db.Tx) error {
				return inspection.IssuePlan(ctx, tx, who, code, no("41-KH/BDVTU", "2023-09-15"))
			})
		}
		day := kheo.Date("2023-09-15")
		for _, c := range []struct {
			name string
			who  kheo.Caller
			want error
		}{
			{"a visitor", kheo.Caller{At: at(day)}, kheo.ErrNotFound},
			{"the host, before the plan is issued", w.hostLead(day), kheo.ErrNotFound},
			{"an inspector", w.inspector(day), kheo.ErrForbidden},
			{"the lead of another body", as(identity.BoardLead, w.front, day), kheo.ErrNotFound},
			{"the lead of the body that will be the heir", as(identity.BoardLead, w.longAnTG, day), kheo.ErrNotFound},
			{"an administrator", kheo.Caller{Person: "a", At: at(day), Grants: []kheo.Grant{{Role: identity.Admin, Rights: identity.RightsOf(identity.Admin)}}}, kheo.ErrNotFound},
		} {
			if err := issue(c.who); !errors.Is(err, c.want) {
				t.Errorf("%s issues the plan: %v, want %v", c.name, err, c.want)
			}
		}
		w.must(issue(w.lead(day)))
		w.must(w.write(func(ctx context.Context, tx *db.Tx) error {
			return inspection.SendOutline(ctx, tx, w.inspector("2023-10-02"), code, no("118-CV/BDVTU", "2023-10-02"))
		}))
		submit := func(who kheo.Caller) error {
			return w.write(func(ctx context.Context, tx *db.Tx) error {
				return inspection.SubmitSelfReport(ctx, tx, w.book, who, code, no("87-BC/BDVHU", "2023-11-24"), "")
			})
		}
		for name, who := range map[string]kheo.Caller{"the host's officer": w.officer("2023-11-24"), "the team's lead": w.lead("2023-11-24")} {
			if err := submit(who); !errors.Is(err, kheo.ErrForbidden) {
				t.Errorf("%s hands in the self-report: %v, want forbidden", name, err)
			}
		}
		w.must(submit(w.hostLead("2023-11-24")))
	})
}

func TestPrivateUntilTheConclusionIsPublished(t *testing.T) {
	each(t, func(w *world) {
		code := w.plan()
		see := func(who kheo.Caller) error {
			return w.write(func(ctx context.Context, tx *db.Tx) error {
				_, err := inspection.See(ctx, tx, who, code, who.Today())
				return err
			})
		}
		if err := see(w.officer("2023-09-12")); !errors.Is(err, kheo.ErrNotFound) {
			t.Errorf("the host sees a plan not issued: %v", err)
		}
		w.untilMinutes(code)
		w.must(see(w.officer("2023-12-02")))
		paper := no("65-TB/BDVTU", "2023-12-11")
		paper.SHA256, paper.Size, paper.Title = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", 7, "Thông báo"
		w.must(w.write(func(ctx context.Context, tx *db.Tx) error {
			return inspection.Conclude(ctx, tx, w.lead("2023-12-11"), code, w.conclusion(), paper)
		}))
		visitor := kheo.Caller{At: at("2023-12-12")}
		if err := see(visitor); !errors.Is(err, kheo.ErrNotFound) {
			t.Errorf("a visitor sees it before it is published: %v", err)
		}
		publish := func(who kheo.Caller, kind string) error {
			return w.write(func(ctx context.Context, tx *db.Tx) error { return inspection.Publish(ctx, tx, who, code, kind) })
		}
		for name, who := range map[string]kheo.Caller{"an inspector": w.inspector("2023-12-12"), "the host": w.hostLead("2023-12-12")} {
			if err := publish(who, inspection.ConclusionPaper); !errors.Is(err, kheo.ErrForbidden) {
				t.Errorf("%s publishes the conclusion: %v, want forbidden", name, err)
			}
		}
		if err := publish(w.lead("2023-12-12"), inspection.PlanPaper); !errors.Is(err, kheo.ErrNotFound) {
			t.Errorf("a plan without a file is published: %v, want not found", err)
		}
		w.must(publish(w.lead("2023-12-12"), inspection.ConclusionPaper))
		w.must(see(visitor))
		if r := w.find(code, "2023-12-12").Recommendations[0]; !r.Public {
			t.Error("the recommendations did not become public with the conclusion")
		}
	})
}
