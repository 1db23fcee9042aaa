package matter

import (
	"context"
	"fmt"
	"slices"

	"kheo"
	"kheo/internal/db"
	"kheo/sorting"
)

// MaySort is the right to accept, refuse, route out and merge, in the body that
// received the concern.
const MaySort kheo.Right = "matter.sort"

// A Triage is what the receiving officer decides of a concern.
type Triage struct {
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
func Accept(ctx context.Context, tx *db.Tx, who kheo.Caller, code string, t Triage) error {
	m, holder, err := toSort(ctx, tx, who, code, Accepted)
	if err != nil {
		return err
	}
	if err := t.check(ctx, tx, who, m); err != nil {
		return err
	}
	as := m
	as.Title = t.Title
	if t.Category != "" {
		as.Category = t.Category
	}
	if t.Rule != "" && t.Rule != m.Rule {
		as.Rule = t.Rule
		if err := redate(ctx, tx, who, &as, "category", ""); err != nil {
			return err
		}
	}
	m, err = record(ctx, tx, who, m, change{event: "matter.accepted", to: Accepted, body: holder, holder: holder, set: func(n *Matter) {
		n.Title, n.Category, n.Rule, n.Due, n.ladder = as.Title, as.Category, as.Rule, as.Due, as.ladder
	}})
	if err != nil {
		return err
	}
	m, err = record(ctx, tx, who, m, change{event: "matter.assigned", to: Assigned, body: holder, holder: holder})
	if err != nil {
		return err
	}
	for _, b := range t.Assist {
		_, err := tx.Exec(ctx, `
			insert into matter_assist (matter, body, at) values ($1, $2, $3) on conflict (matter, body) do nothing`,
			m.ID, string(b), who.At.UnixMicro())
		if err != nil {
			return m.about(err)
		}
	}
	if t.Lead == "" || t.Lead == holder {
		return nil
	}
	return offer(ctx, tx, who, m, holder, Offering{To: t.Lead, Reason: "competence"})
}

// check says what is to be mended; the title comes back cleaned.
func (t *Triage) check(ctx context.Context, tx *db.Tx, who kheo.Caller, m Matter) error {
	t.Title = clean(t.Title)
	var f kheo.Faults
	f.Need(t.Title != "", "title", "matter.fault.title")
	f.Need(letterCount(t.Title) <= maxTitle, "title", "matter.fault.long", "n", maxTitle)
	f.Need(t.Category != "" || m.Category != "", "category", "matter.fault.category")
	f.Need(len(t.Assist) <= mostAssist, "assist", "matter.fault.assist", "n", mostAssist)
	if err := f.Err(); err != nil {
		return err
	}
	for _, b := range append([]kheo.UnitID{t.Lead}, t.Assist...) {
		if b == "" {
			continue
		}
		if err := living(ctx, tx, "lead", b, who.Today()); err != nil {
			return err
		}
	}
	return nil
}

// Refuse ends a received concern with a reason from the list, which says the
// route to go instead.
func Refuse(ctx context.Context, tx *db.Tx, who kheo.Caller, code, reason string, list []sorting.Reason, words string) error {
	m, holder, err := toSort(ctx, tx, who, code, Refused)
	if err != nil {
		return err
	}
	words = clean(words)
	i := slices.IndexFunc(list, func(r sorting.Reason) bool { return r.ID == reason })
	var f kheo.Faults
	f.Need(i >= 0 && list[max(i, 0)].Go != "", "reason", "matter.fault.listed")
	f.Need(letterCount(words) <= maxReason, "note", "matter.fault.long", "n", maxReason)
	if err := f.Err(); err != nil {
		return err
	}
	_, err = record(ctx, tx, who, m, change{event: "matter.refused", to: Refused, body: holder, holder: holder, reason: reason, note: words})
	return err
}

// RouteOut ends a received concern that is a complaint or a denunciation: its
// author was guided to the legal channel, and the note says how.
func RouteOut(ctx context.Context, tx *db.Tx, who kheo.Caller, code, channel, words string) error {
	m, holder, err := toSort(ctx, tx, who, code, RoutedOut)
	if err != nil {
		return err
	}
	words = clean(words)
	var f kheo.Faults
	f.Need(slices.Contains(Channels(), channel), "channel", "matter.fault.listed")
	f.Need(words != "", "note", "matter.fault.guided")
	f.Need(letterCount(words) <= maxReason, "note", "matter.fault.long", "n", maxReason)
	if err := f.Err(); err != nil {
		return err
	}
	_, err = record(ctx, tx, who, m, change{event: "matter.routed_out", to: RoutedOut, body: holder, holder: holder, reason: channel, note: words})
	return err
}

// toSort is a matter that may go to the state, and the body in which the caller
// sorts it.
func toSort(ctx context.Context, tx *db.Tx, who kheo.Caller, code string, to State) (Matter, kheo.UnitID, error) {
	m, holder, err := held(ctx, tx, who, code, MaySort)
	if err != nil {
		return m, "", err
	}
	return m, holder, m.State.step(to)
}

// Merge puts a concern into another that is still open; its author keeps their
// own code, notices and word.
func Merge(ctx context.Context, tx *db.Tx, who kheo.Caller, code, into string) error {
	m, holder, err := toSort(ctx, tx, who, code, Merged)
	if err != nil {
		return err
	}
	first, err := findFor(ctx, tx, who, into)
	if err != nil {
		return err
	}
	if first.ID == m.ID || first.Kind != Concern || m.Kind != Concern || !first.State.Open() {
		return kheo.Faults{{Field: "into", Key: "matter.fault.into"}}
	}
	_, err = record(ctx, tx, who, m, change{event: "matter.merged", to: Merged, body: holder, holder: holder, reason: first.Code,
		set: func(n *Matter) { n.Into, n.Was = first.ID, m.State }})
	return err
}

// Unmerge undoes it: the concern goes on from where it stood, with its own day.
// Its holder does it, or the one who holds the other, or its author.
func Unmerge(ctx context.Context, tx *db.Tx, who kheo.Caller, code, why string) error {
	m, err := findFor(ctx, tx, who, code)
	if err != nil {
		return err
	}
	if m.State != Merged {
		return fmt.Errorf("matter %s: %w", m.Code, kheo.Wrong{From: string(m.State), To: string(Received), Possible: m.possible()})
	}
	first, err := ByID(ctx, tx, m.Into)
	if err != nil {
		return err
	}
	body, err := unmerges(ctx, tx, who, m, first)
	if err != nil {
		return err
	}
	why = clean(why)
	var f kheo.Faults
	f.Need(why != "", "why", "matter.fault.unmerge")
	f.Need(letterCount(why) <= maxReason, "why", "matter.fault.long", "n", maxReason)
	if err := f.Err(); err != nil {
		return err
	}
	_, err = record(ctx, tx, who, m, change{event: "matter.unmerged", to: m.Was, body: body, holder: m.Holder, reason: first.Code, note: why,
		set: func(n *Matter) { n.Into, n.Was = "", "" }})
	return err
}

// unmerges is the body in which the caller takes a concern out of another, ""
// for its author.
func unmerges(ctx context.Context, tx *db.Tx, who kheo.Caller, m, first Matter) (kheo.UnitID, error) {
	if who.Speaks(m.ID) {
		return "", nil
	}
	for _, id := range []kheo.UnitID{m.Holder, first.Holder} {
		line, alive, err := Line(ctx, tx, id, who.Today())
		if err != nil {
			return "", err
		}
		if body := line[len(line)-1].Body.ID; alive && speaksFor(who, MaySort, body) == nil {
			return body, nil
		}
	}
	return "", fmt.Errorf("matter %s: %w", m.Code, kheo.ErrForbidden)
}
