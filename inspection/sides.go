package inspection

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"kheo"
	"kheo/internal/db"
	"kheo/report"
	"kheo/unit"
)

// A Side is what a caller may do in an inspection, and in which bodies: the
// body named in the file or its lawful heir.
type Side struct {
	Team, Host                         kheo.UnitID // the bodies acting today; "" where one ended without an heir
	Plan, Inspect, Conclude            bool
	Fill, Submit                       bool
	PublishTeamPapers, PublishOwnPaper bool
}

// OnTeam and OnHost tell which side of the table the caller sits on.
func (s Side) OnTeam() bool { return s.Plan || s.Inspect || s.Conclude }
func (s Side) OnHost() bool { return s.Fill || s.Submit }

// sees: the team from the start, the host once the plan is issued.
func (s Side) sees(stage Stage) bool {
	return s.OnTeam() || s.OnHost() && rank(stage) >= rank(PlanIssued)
}

// Sides tells what the caller may do in the inspection today.
func Sides(ctx context.Context, tx *db.Tx, who kheo.Caller, i Inspection) (Side, error) {
	if who.Person == "" {
		return Side{}, nil
	}
	var s Side
	var err error
	if s.Team, err = heir(ctx, tx, i.Team, who.Today()); err != nil {
		return Side{}, err
	}
	if s.Host, err = heir(ctx, tx, i.HostBody, who.Today()); err != nil {
		return Side{}, err
	}
	if s.Team != "" {
		s.Plan, s.Inspect, s.Conclude = who.Can(MayPlan, s.Team), who.Can(MayInspect, s.Team), who.Can(MayConclude, s.Team)
		s.PublishTeamPapers = who.Can(MayPublish, s.Team)
	}
	if s.Host != "" {
		s.Fill, s.Submit = who.Can(MayFill, s.Host), who.Can(MaySubmit, s.Host)
		s.PublishOwnPaper = who.Can(MayPublish, s.Host)
	}
	return s, nil
}

// MayRead tells whether the caller may read a private paper of an inspection:
// both sides may, others may not.
func MayRead(ctx context.Context, tx *db.Tx, who kheo.Caller, d report.Document) (bool, error) {
	id, ok := strings.CutPrefix(d.Subject, "inspection/")
	if !ok {
		return false, nil
	}
	i, err := head(ctx, tx, id, "")
	if err != nil {
		return false, err
	}
	s, err := Sides(ctx, tx, who, i)
	return s.sees(i.Stage), err
}

// heir is the body or its lawful heir on the day, "" where there is none.
func heir(ctx context.Context, tx *db.Tx, body kheo.UnitID, on kheo.Date) (kheo.UnitID, error) {
	b, err := unit.Heir(ctx, tx, body, on)
	if errors.Is(err, unit.ErrNoHeir) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("body %s on %s: %w", body, on, err)
	}
	return b.ID, nil
}

// sideMay checks a right on one side of the table and returns the body that
// acts. One who may not even see the inspection is told not found.
func sideMay(ctx context.Context, tx *db.Tx, who kheo.Caller, i Inspection, right kheo.Right, of kheo.UnitID) (kheo.UnitID, error) {
	body, err := heir(ctx, tx, of, who.Today())
	if err != nil {
		return "", err
	}
	if body != "" && who.Can(right, body) {
		return body, nil
	}
	sides, err := Sides(ctx, tx, who, i)
	if err != nil {
		return "", err
	}
	if i.Published.IsZero() && !sides.sees(i.Stage) {
		return "", fmt.Errorf("inspection %s: %w", i.Code, kheo.ErrNotFound)
	}
	return "", fmt.Errorf("inspection %s: %s in body %s: %w", i.Code, right, of, kheo.ErrForbidden)
}
