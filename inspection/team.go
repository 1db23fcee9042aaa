package inspection

import (
	"context"
	"fmt"

	"kheo"
	"kheo/internal/db"
)

// SetTeam names the seats of the team anew; those before are kept with the
// day they ended.
func SetTeam(ctx context.Context, tx *db.Tx, who kheo.Caller, key string, members []Member) error {
	i, _, err := working(ctx, tx, who, key, MayPlan)
	if err != nil {
		return err
	}
	if err := checkMembers(members).Err(); err != nil {
		return err
	}
	if err := i.now(who, "team", Planned, PlanIssued, OutlineSent, ReportIn); err != nil {
		return err
	}
	at := who.At.UnixMicro()
	if _, err := tx.Exec(ctx, `update inspection_member set removed = $1 where inspection = $2 and removed = 0`, at, i.ID); err != nil {
		return fmt.Errorf("inspection %s: team: %w", i.Code, err)
	}
	if err := insertMembers(ctx, tx, i.ID, at, members); err != nil {
		return fmt.Errorf("inspection %s: team: %w", i.Code, err)
	}
	return record(ctx, tx, who, i.Code, "inspection.team_set", says("members", fmt.Sprint(len(members)))...)
}

// MoveVisit sets other visit days, with the reason. The self-report is due
// anew; the day it was due before is kept.
func MoveVisit(ctx context.Context, tx *db.Tx, who kheo.Caller, key string, visits []Visit, why string) error {
	i, _, err := working(ctx, tx, who, key, MayPlan)
	if err != nil {
		return err
	}
	f := checkVisits(visits, who.Today())
	f.Need(why != "", "why", "inspection.fault.move_why")
	if err := f.Err(); err != nil {
		return err
	}
	if err := i.now(who, "visit days", Planned, PlanIssued, OutlineSent, ReportIn); err != nil {
		return err
	}
	at := who.At.UnixMicro()
	if _, err := tx.Exec(ctx, `update inspection_visit_day set removed = $1 where inspection = $2 and removed = 0`, at, i.ID); err != nil {
		return fmt.Errorf("inspection %s: visit days: %w", i.Code, err)
	}
	i.Visits = byDay(visits)
	if err := insertVisits(ctx, tx, i.ID, at, i.Visits); err != nil {
		return fmt.Errorf("inspection %s: visit days: %w", i.Code, err)
	}
	if err := setDue(ctx, tx, who, &i, why); err != nil {
		return err
	}
	return record(ctx, tx, who, i.Code, "inspection.visit_moved",
		says("visit", string(i.VisitDay()), "self_report_due", string(i.Due.Day))...)
}

// IssuePlan records the signed plan.
func IssuePlan(ctx context.Context, tx *db.Tx, who kheo.Caller, key string, p Paper) error {
	i, body, err := working(ctx, tx, who, key, MayPlan)
	if err != nil {
		return err
	}
	if err := p.faults(who.Today(), true).Err(); err != nil {
		return err
	}
	return file(ctx, tx, who, &i, Step{Stage: PlanIssued, Body: body}, PlanPaper, MayPlan, p)
}

// working is the inspection as prepared and the body in which the caller may
// do what needs a right of the team.
func working(ctx context.Context, tx *db.Tx, who kheo.Caller, key string, right kheo.Right) (Inspection, kheo.UnitID, error) {
	i, err := Working(ctx, tx, key, who.Today())
	if err != nil {
		return Inspection{}, "", err
	}
	body, err := sideMay(ctx, tx, who, i, right, i.Team)
	return i, body, err
}

// filling is working for the host's side.
func filling(ctx context.Context, tx *db.Tx, who kheo.Caller, key string, right kheo.Right) (Inspection, kheo.UnitID, error) {
	i, err := Working(ctx, tx, key, who.Today())
	if err != nil {
		return Inspection{}, "", err
	}
	body, err := sideMay(ctx, tx, who, i, right, i.HostBody)
	return i, body, err
}
