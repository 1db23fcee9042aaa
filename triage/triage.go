package triage

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"kheo"
	"kheo/internal/db"
	"kheo/matter"
	"kheo/sorting"
	"kheo/unit"
)

// A Decision is what the receiving officer decides of a concern.
type Decision struct {
	Category string // "" stays as it is
	Rule     string // the rule of that category's days; "" stays as it is
	Title    string // a working title without persons
	Lead     kheo.UnitID
	Assist   []kheo.UnitID
}

// most bodies that may assist one lead.
const mostAssist = 6

// Accept takes a received concern on and assigns it to the receiving body. A
// lead elsewhere is offered it in the same breath: the clock stays here until
// that body takes it.
func Accept(ctx context.Context, tx *db.Tx, who kheo.Caller, code string, t Decision) error {
	m, holder, err := toSort(ctx, tx, who, code, matter.Accepted)
	if err != nil {
		return err
	}
	if err := t.check(ctx, tx, who, m); err != nil {
		return err
	}
	why := ""
	if t.Rule != "" && t.Rule != m.Rule {
		why = "category"
	}
	m, err = matter.Record(ctx, tx, who, m, matter.Change{Event: "matter.accepted", To: matter.Accepted, Body: holder, Holder: holder, Redate: why,
		Set: func(n *matter.Matter) {
			n.Title, n.Category, n.Rule = t.Title, cmp.Or(t.Category, n.Category), cmp.Or(t.Rule, n.Rule)
		}})
	if err != nil {
		return err
	}
	m, err = matter.Record(ctx, tx, who, m, matter.Change{Event: "matter.assigned", To: matter.Assigned, Body: holder, Holder: holder, Assist: t.Assist})
	if err != nil {
		return err
	}
	if t.Lead == "" || t.Lead == holder {
		return nil
	}
	return matter.Propose(ctx, tx, who, m, holder, matter.Offering{To: t.Lead, Reason: "competence"})
}

// check says what is to be mended; the title comes back cleaned.
func (t *Decision) check(ctx context.Context, tx *db.Tx, who kheo.Caller, m matter.Matter) error {
	var f kheo.Faults
	t.Title = matter.Typed(&f, "title", t.Title, matter.MaxTitle)
	f.Need(t.Title != "", "title", "matter.fault.title")
	f.Need(t.Category != "" || m.Category != "", "category", "matter.fault.category")
	f.Need(len(t.Assist) <= mostAssist, "assist", "matter.fault.assist", "n", mostAssist)
	if err := f.Err(); err != nil {
		return err
	}
	for _, b := range append([]kheo.UnitID{t.Lead}, t.Assist...) {
		if b == "" {
			continue
		}
		if err := matter.Living(ctx, tx, "lead", b, who.Today()); err != nil {
			return err
		}
	}
	return nil
}

// Refuse ends a received concern with a reason from the list, which says in both
// languages the route to go instead, or that the note tells it.
func Refuse(ctx context.Context, tx *db.Tx, who kheo.Caller, code, reason string, list []sorting.Reason, words string) error {
	m, holder, err := toSort(ctx, tx, who, code, matter.Refused)
	if err != nil {
		return err
	}
	var why sorting.Reason
	if i := slices.IndexFunc(list, func(r sorting.Reason) bool { return r.ID == reason }); i >= 0 {
		why = list[i]
	}
	var f kheo.Faults
	words = matter.Typed(&f, "note", words, matter.MaxReason)
	why.Check(&f, words)
	if err := f.Err(); err != nil {
		return err
	}
	_, err = matter.Record(ctx, tx, who, m, matter.Change{Event: "matter.refused", To: matter.Refused, Body: holder, Holder: holder, Reason: reason, Note: words})
	return err
}

// RouteOut ends a received concern that is a complaint or a denunciation: its
// author was guided to the legal channel, and the note says how.
func RouteOut(ctx context.Context, tx *db.Tx, who kheo.Caller, code, channel, words string) error {
	m, holder, err := toSort(ctx, tx, who, code, matter.RoutedOut)
	if err != nil {
		return err
	}
	var f kheo.Faults
	words = matter.Typed(&f, "note", words, matter.MaxReason)
	f.Need(slices.Contains(matter.Channels(), channel), "channel", "matter.fault.listed")
	f.Need(words != "", "note", "matter.fault.guided")
	if err := f.Err(); err != nil {
		return err
	}
	_, err = matter.Record(ctx, tx, who, m, matter.Change{Event: "matter.routed_out", To: matter.RoutedOut, Body: holder, Holder: holder, Reason: channel, Note: words})
	return err
}

// toSort is a matter that may go to the state, and the body in which the caller
// sorts it.
func toSort(ctx context.Context, tx *db.Tx, who kheo.Caller, code string, to matter.State) (matter.Matter, kheo.UnitID, error) {
	m, holder, err := matter.Held(ctx, tx, who, code, matter.MaySort)
	if err != nil {
		return m, "", err
	}
	return m, holder, m.State.Step(to)
}

// Merge puts a concern into another that is still open; its author keeps their
// own code, notices and word.
func Merge(ctx context.Context, tx *db.Tx, who kheo.Caller, code, into string) error {
	m, holder, err := toSort(ctx, tx, who, code, matter.Merged)
	if err != nil {
		return err
	}
	first, err := matter.FindFor(ctx, tx, who, into)
	if err != nil {
		return err
	}
	if first.ID == m.ID || first.Kind != matter.Concern || m.Kind != matter.Concern || !first.State.Open() {
		return kheo.Faults{{Field: "into", Key: "matter.fault.into"}}
	}
	_, err = matter.Record(ctx, tx, who, m, matter.Change{Event: "matter.merged", To: matter.Merged, Body: holder, Holder: holder, Reason: first.Code,
		Set: func(n *matter.Matter) { n.Into, n.Was = first.ID, m.State }})
	return err
}

// Unmerge undoes it: the concern goes on from where it stood, with its own day.
// Its holder does it, or the one who holds the other, or its author.
func Unmerge(ctx context.Context, tx *db.Tx, who kheo.Caller, code, why string) error {
	m, err := matter.FindFor(ctx, tx, who, code)
	if err != nil {
		return err
	}
	if m.State != matter.Merged {
		return fmt.Errorf("matter %s: %w", m.Code, kheo.Wrong{From: string(m.State), To: string(matter.Received), Possible: m.Possible()})
	}
	first, err := matter.ByID(ctx, tx, m.Into)
	if err != nil {
		return err
	}
	body, err := unmerges(ctx, tx, who, m, first)
	if err != nil {
		return err
	}
	var f kheo.Faults
	why = matter.Typed(&f, "why", why, matter.MaxReason)
	f.Need(why != "", "why", "matter.fault.unmerge")
	if err := f.Err(); err != nil {
		return err
	}
	_, err = matter.Record(ctx, tx, who, m, matter.Change{Event: "matter.unmerged", To: m.Was, Body: body, Holder: m.Holder, Reason: first.Code, Note: why,
		Set: func(n *matter.Matter) { n.Into, n.Was = "", "" }})
	return err
}

// unmerges is the body in which the caller takes a concern out of another, ""
// for its author.
func unmerges(ctx context.Context, tx *db.Tx, who kheo.Caller, m, first matter.Matter) (kheo.UnitID, error) {
	if who.Speaks(m.ID) {
		return "", nil
	}
	for _, id := range []kheo.UnitID{m.Holder, first.Holder} {
		line, alive, err := unit.Line(ctx, tx, id, who.Today())
		if err != nil {
			return "", err
		}
		if body := line[len(line)-1].Body.ID; alive && matter.SpeaksFor(who, matter.MaySort, body) == nil {
			return body, nil
		}
	}
	return "", fmt.Errorf("matter %s: %w", m.Code, kheo.ErrForbidden)
}
