package inspection

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"kheo"
	"kheo/calendar"
	"kheo/internal/db"
	"kheo/lang"
	"kheo/law"
	"kheo/unit"
)

// A New is an inspection to be planned, from the template of 2023.
type New struct {
	Year     int
	Host     kheo.UnitID // the territory
	HostBody kheo.UnitID // "" for the body that owns its civic work
	Team     kheo.UnitID // the inspecting body
	Period   kheo.Span
	Themes   []Theme
	Members  []Member
	Visits   []Visit
}

// check says what is to be mended, before anything is looked up.
func (n New) check(today kheo.Date) error {
	var f kheo.Faults
	f.Need(n.Year >= 2000 && n.Year <= today.Year()+2, "year", "inspection.fault.year", "n", n.Year)
	f.Need(n.Host != "", "host", "inspection.fault.host")
	f.Need(n.Team != "", "team", "inspection.fault.team")
	f.Need(n.Period.From != "" && n.Period.To != "", "period", "inspection.fault.period")
	f.Need(n.Period.From <= n.Period.To, "period", "inspection.fault.period_order")
	f.Need(len(n.Themes) > 0, "themes", "inspection.fault.themes")
	f = append(f, checkVisits(n.Visits, today)...)
	return append(f, checkMembers(n.Members)...).Err()
}

func checkVisits(visits []Visit, today kheo.Date) kheo.Faults {
	var f kheo.Faults
	f.Need(len(visits) > 0, "visits", "inspection.fault.visits")
	for _, v := range visits {
		f.Need(v.Day > today, "visits", "inspection.fault.visit_past")
		f.Need(v.Place != "", "visits", "inspection.fault.visit_place")
		if len(f) > 0 {
			break
		}
	}
	return f
}

func checkMembers(members []Member) kheo.Faults {
	var f kheo.Faults
	leaders := 0
	for _, m := range members {
		f.Need(slices.Contains(MemberRoles, m.Role), "members", "inspection.fault.member_role")
		if m.Role == "leader" {
			leaders++
		}
	}
	f.Need(leaders == 1, "members", "inspection.fault.leader")
	return f
}

// Plan records a planned inspection with the outline of the template. It
// opens with what is still open from earlier inspections of the same place.
func Plan(ctx context.Context, tx *db.Tx, book *unit.Book, who kheo.Caller, n New) (Inspection, error) {
	if err := who.May(MayPlan, n.Team); err != nil {
		return Inspection{}, fmt.Errorf("plan inspection: %w", err)
	}
	if err := n.check(who.Today()); err != nil {
		return Inspection{}, err
	}
	i, err := n.settle(ctx, tx, book, who)
	if err != nil {
		return Inspection{}, err
	}
	if err := insert(ctx, tx, i); err != nil {
		return Inspection{}, fmt.Errorf("plan inspection %s: %w", i.Code, err)
	}
	if err := setDue(ctx, tx, who, &i, ""); err != nil {
		return Inspection{}, err
	}
	if err := plant(ctx, tx, who, i.ID, "", outline2023); err != nil {
		return Inspection{}, fmt.Errorf("plan inspection %s: outline: %w", i.Code, err)
	}
	lines := says("host", string(i.Host), "year", strconv.Itoa(i.Year), "visit", string(i.VisitDay()), "self_report_due", string(i.Due.Day))
	lines = append(lines, says("still_open", strings.Join(i.Carried, " "))...)
	err = move(ctx, tx, who, &i, Planned, Step{Body: i.Team}, lines...)
	return i, err
}

// settle turns the form into an inspection: the host's body, the code, what
// is carried over.
func (n New) settle(ctx context.Context, tx *db.Tx, book *unit.Book, who kheo.Caller) (Inspection, error) {
	today := who.Today()
	host, err := book.Unit(n.Host, today)
	if err != nil {
		return Inspection{}, kheo.Faults{{Field: "host", Key: "inspection.fault.host_unknown"}}
	}
	if n.HostBody == "" {
		b, err := unit.CivicWork(ctx, tx, n.Host, today)
		if err != nil {
			return Inspection{}, kheo.Faults{{Field: "host", Key: "inspection.fault.host_body", Args: []any{"host", host.Name}}}
		}
		n.HostBody = b.ID
	}
	if n.HostBody == n.Team {
		return Inspection{}, kheo.Faults{{Field: "host", Key: "inspection.fault.self"}}
	}
	for _, id := range []kheo.UnitID{n.Team, n.HostBody} {
		b, err := unit.FindBody(ctx, tx, id)
		if err != nil {
			return Inspection{}, err
		}
		if !b.Holds(today) {
			return Inspection{}, kheo.Faults{{Field: "host", Key: "inspection.fault.ended", Args: []any{"body", b.Name}}}
		}
	}
	code, err := nextCode(ctx, tx, n.Year)
	if err != nil {
		return Inspection{}, err
	}
	carried, err := StillOpen(ctx, tx, book, n.Host, today)
	if err != nil {
		return Inspection{}, err
	}
	i := Inspection{ID: kheo.NewID(who.At), Code: code, Year: n.Year, Host: n.Host, HostBody: n.HostBody, Team: n.Team,
		Period: n.Period, Planned: who.At, Themes: n.Themes, Members: n.Members, Visits: byDay(n.Visits)}
	for _, m := range carried {
		i.Carried = append(i.Carried, m.Code)
	}
	return i, nil
}

func byDay(visits []Visit) []Visit {
	visits = slices.Clone(visits)
	slices.SortStableFunc(visits, func(a, b Visit) int { return strings.Compare(string(a.Day), string(b.Day)) })
	return visits
}

// nextCode is KT-23-0001 for the first inspection of 2023.
func nextCode(ctx context.Context, tx *db.Tx, year int) (string, error) {
	last, err := db.One(ctx, tx, db.Value[string], `select coalesce(max(code), '') from inspection_inspection where year = $1`, year)
	if err != nil {
		return "", fmt.Errorf("inspection code: %w", err)
	}
	n := 0
	if last != "" {
		if n, err = strconv.Atoi(last[strings.LastIndexByte(last, '-')+1:]); err != nil {
			return "", fmt.Errorf("inspection code %q: %w", last, err)
		}
	}
	return fmt.Sprintf("KT-%02d-%04d", year%100, n+1), nil
}

func insert(ctx context.Context, tx *db.Tx, i Inspection) error {
	_, err := tx.Exec(ctx, `insert into inspection_inspection (id, code, year, host, host_body, team, period_from, period_to, stage, planned)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		i.ID, i.Code, i.Year, string(i.Host), string(i.HostBody), string(i.Team),
		string(i.Period.From), string(i.Period.To), string(Planned), i.Planned.UnixMicro())
	if err != nil {
		return err
	}
	for n, t := range i.Themes {
		_, err := tx.Exec(ctx, `insert into inspection_theme (inspection, ordinal, name, words) values ($1, $2, $3, $4)`, i.ID, n+1, t.Name, t.Words)
		if err != nil {
			return err
		}
	}
	for n, code := range i.Carried {
		_, err := tx.Exec(ctx, `insert into inspection_carried (inspection, ordinal, matter) values ($1, $2, $3)`, i.ID, n+1, code)
		if err != nil {
			return err
		}
	}
	if err := insertMembers(ctx, tx, i.ID, i.Planned.UnixMicro(), i.Members); err != nil {
		return err
	}
	return insertVisits(ctx, tx, i.ID, i.Planned.UnixMicro(), i.Visits)
}

func insertMembers(ctx context.Context, tx *db.Tx, id string, at int64, members []Member) error {
	for n, m := range members {
		_, err := tx.Exec(ctx, `insert into inspection_member (id, inspection, ordinal, role, title, person, added) values ($1, $2, $3, $4, $5, $6, $7)`,
			kheo.NewID(moment(at)), id, n+1, m.Role, m.Title, string(m.Person), at)
		if err != nil {
			return err
		}
	}
	return nil
}

func insertVisits(ctx context.Context, tx *db.Tx, id string, at int64, visits []Visit) error {
	for n, v := range visits {
		_, err := tx.Exec(ctx, `insert into inspection_visit_day (id, inspection, ordinal, day, place, added) values ($1, $2, $3, $4, $5, $6)`,
			kheo.NewID(moment(at)), id, n+1, string(v.Day), v.Place, at)
		if err != nil {
			return err
		}
	}
	return nil
}

// setDue counts the working days back from the first visit and keeps the day
// the report was due before. law/inspection.self_report.before_visit
func setDue(ctx context.Context, tx *db.Tx, who kheo.Caller, i *Inspection, why string) error {
	rule, err := law.Find(ctx, tx, "inspection.self_report.before_visit", who.Today())
	if err != nil {
		return fmt.Errorf("inspection %s: %w", i.Code, err)
	}
	days, err := calendar.Load(ctx, tx)
	if err != nil {
		return fmt.Errorf("inspection %s: %w", i.Code, err)
	}
	d := Due{At: who.At, Visit: i.VisitDay(), Day: days.Add(i.VisitDay(), -int(rule.Value)), Days: rule.Value, Why: why}
	_, err = tx.Exec(ctx, `insert into inspection_due (id, inspection, at, visit, day, working_days, why) values ($1, $2, $3, $4, $5, $6, $7)`,
		kheo.NewID(who.At), i.ID, who.At.UnixMicro(), string(d.Visit), string(d.Day), d.Days, d.Why)
	if err != nil {
		return fmt.Errorf("inspection %s: due day: %w", i.Code, err)
	}
	if i.Due.Day != "" {
		d.Earlier = append(i.Due.Earlier, i.Due)
	}
	i.Due = d
	return nil
}

// plant writes a template's sections and boxes under a parent.
func plant(ctx context.Context, tx *db.Tx, who kheo.Caller, id, parent string, parts []part) error {
	for n, p := range parts {
		section := kheo.NewID(who.At)
		_, err := tx.Exec(ctx, `insert into inspection_section (id, inspection, parent, ordinal, name, title) values ($1, $2, $3, $4, $5, $6)`,
			section, id, parent, n+1, p.name, lang.VI.T("inspection.outline."+p.name))
		if err != nil {
			return err
		}
		for k, a := range p.boxes {
			_, err := tx.Exec(ctx, `insert into inspection_box (id, inspection, section, ordinal, indicator, name, label) values ($1, $2, $3, $4, $5, $6, $7)`,
				kheo.NewID(who.At), id, section, k+1, a.indicator, a.label, a.words())
			if err != nil {
				return err
			}
		}
		if err := plant(ctx, tx, who, id, section, p.parts); err != nil {
			return err
		}
	}
	return nil
}
