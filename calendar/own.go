package calendar

import (
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"kheo"
	"kheo/internal/db"
	"kheo/ledger"
)

// An Own is a calendar of some places' own (lịch riêng): the office's, with
// days of their own over it. It may add Saturdays and Sundays to the days
// worked and never takes a weekday away: nobody lengthens the days that the
// law gives an office by declaring a shorter week.
type Own struct {
	ID               string
	Name, NameEN     string
	Saturday, Sunday bool // worked as a whole; the law counts no half days
	Source           string
}

func (o *Own) fields() []any {
	return []any{&o.ID, &o.Name, &o.NameEN, &o.Saturday, &o.Sunday, &o.Source}
}

// A Following is a place that follows a calendar from a day on.
type Following struct {
	Place    kheo.UnitID
	Since    kheo.Date
	Calendar string // "" the office's
	at       int64
}

func (f *Following) fields() []any { return []any{&f.Place, &f.Since, &f.Calendar, &f.at} }

// An era is the time in which a place follows one calendar of its own.
type era struct {
	Own
	from kheo.Date
	days map[kheo.Date]Day
}

// Calendars are the office's and all the others, as one moment knew them.
type Calendars struct {
	office Calendar
	own    []Own
	days   map[string]map[kheo.Date]Day
	follow []Following // in the order they were said
}

// All reads every calendar of the office, and who follows which.
func All(ctx context.Context, tx *db.Tx) (Calendars, error) {
	var all Calendars
	var err error
	if all.office, err = Load(ctx, tx); err != nil {
		return all, err
	}
	if all.own, err = db.All(ctx, tx, (*Own).fields, `
		select id, name, name_en, saturday, sunday, source from calendar_own order by at, id`); err != nil {
		return all, fmt.Errorf("calendars: %w", err)
	}
	if len(all.own) == 0 {
		return all, nil
	}
	words, err := db.All(ctx, tx, (*Day).words, `
		select calendar, day, name, name_en, kind, source, at from calendar_own_day order by calendar, day, n`)
	if err != nil {
		return all, fmt.Errorf("days of calendars: %w", err)
	}
	all.days = map[string]map[kheo.Date]Day{}
	for _, d := range words {
		if all.days[d.Calendar] == nil {
			all.days[d.Calendar] = map[kheo.Date]Day{}
		}
		d.Off, d.Edited, d.Said = offKind(d.Kind), true, kheo.DateOf(time.UnixMicro(d.at))
		all.days[d.Calendar][d.Date] = d
	}
	if all.follow, err = db.All(ctx, tx, (*Following).fields, `
		select place, since, calendar, at from calendar_follow order by place, n`); err != nil {
		return all, fmt.Errorf("who follows which calendar: %w", err)
	}
	return all, nil
}

// Of is the calendar by which days are counted for what concerns a place,
// whoever holds it: handing a matter on never changes how its days are counted.
func Of(ctx context.Context, tx *db.Tx, place kheo.UnitID) (Calendar, error) {
	n, err := db.One(ctx, tx, db.Value[int64], `select count(*) from calendar_follow where place = $1`, string(place))
	if err != nil {
		return Calendar{}, fmt.Errorf("calendar of a place: %w", err)
	}
	if n == 0 {
		return Load(ctx, tx)
	}
	all, err := All(ctx, tx)
	return all.Of(place), err
}

// Of is the calendar of a place: each day by the one it followed on that day.
func (all Calendars) Of(place kheo.UnitID) Calendar {
	c := all.office
	for _, f := range all.follow {
		if f.Place != place {
			continue
		}
		c.eras = slices.DeleteFunc(slices.Clone(c.eras), func(e era) bool { return e.from >= f.Since })
		c.eras = append(c.eras, all.era(f.Calendar, f.Since))
	}
	return c
}

// AsSaid are the calendars without what was said after a moment. Of a day that was
// spoken of before and after, it knows the compiled list alone.
func (all Calendars) AsSaid(at time.Time) Calendars {
	later := func(_ kheo.Date, d Day) bool { return d.at > at.UnixMicro() }
	office := maps.Clone(all.office.days)
	maps.DeleteFunc(office, later)
	for on := range all.office.days {
		if d, ok := compiled()[on]; ok && office[on].Date == "" {
			office[on] = d
		}
	}
	days := map[string]map[kheo.Date]Day{}
	for id, list := range all.days {
		days[id] = maps.Clone(list)
		maps.DeleteFunc(days[id], later)
	}
	follow := slices.DeleteFunc(slices.Clone(all.follow), func(f Following) bool { return f.at > at.UnixMicro() })
	return Calendars{Calendar{days: office}, all.own, days, follow}
}

// Alone is a calendar as a whole, whoever follows it; "" is the office's. It is
// an error to ask for one that is not there.
func (all Calendars) Alone(id string) (Calendar, error) {
	c := all.office
	if id == "" {
		return c, nil
	}
	if _, ok := all.Find(id); !ok {
		return c, fmt.Errorf("calendar %q: %w", id, kheo.ErrNotFound)
	}
	c.eras = []era{all.era(id, "")}
	return c, nil
}

func (all Calendars) era(id string, from kheo.Date) era {
	own, _ := all.Find(id)
	return era{own, from, all.days[id]}
}

// Find is a calendar of places' own.
func (all Calendars) Find(id string) (Own, bool) {
	i := slices.IndexFunc(all.own, func(o Own) bool { return o.ID == id })
	if i < 0 {
		return Own{}, false
	}
	return all.own[i], true
}

// List is the calendars of places' own, the first made first.
func (all Calendars) List() []Own { return slices.Clone(all.own) }

// Followers are the places that follow a calendar of their own on a day or
// will, each with what it was last said to follow.
func (all Calendars) Followers(on kheo.Date) []Following {
	last := map[kheo.UnitID][]Following{}
	for _, f := range all.follow {
		list := slices.DeleteFunc(last[f.Place], func(x Following) bool { return x.Since >= f.Since })
		if f.Since <= on {
			list = nil
		}
		last[f.Place] = append(list, f)
	}
	var list []Following
	for _, fs := range last {
		list = append(list, fs...)
	}
	list = slices.DeleteFunc(list, func(f Following) bool { return f.Calendar == "" && f.Since <= on })
	slices.SortFunc(list, func(a, b Following) int {
		return strings.Compare(string(a.Place)+string(a.Since), string(b.Place)+string(b.Since))
	})
	return list
}

// Own is what the place follows on a day; false when it is the office's.
func (c Calendar) Own(on kheo.Date) (Own, bool) {
	e := c.era(on)
	return e.Own, e.ID != ""
}

// Follows tells whether a word on the calendar is one on this one: the office's
// word is, and that of one the place follows at some time.
func (c Calendar) Follows(id string) bool {
	return id == "" || slices.ContainsFunc(c.eras, func(e era) bool { return e.ID == id })
}

func (c Calendar) era(on kheo.Date) era {
	for _, e := range slices.Backward(c.eras) {
		if e.from <= on {
			return e
		}
	}
	return era{}
}

func (d *Day) words() []any {
	return []any{&d.Calendar, &d.Date, &d.Name, &d.NameEN, &d.Kind, &d.Source, &d.at}
}

// Check tells everything to mend in a calendar that an officer typed.
func (o Own) Check() error {
	var f kheo.Faults
	short := func(s string) bool {
		return s != "" && utf8.RuneCountInString(s) <= 300 && !strings.ContainsAny(s, "\n\r")
	}
	f.Need(short(o.Name), "name", "calendar.fault.own-name")
	f.Need(o.NameEN == "" || short(o.NameEN), "name_en", "calendar.fault.own-name")
	f.Need(short(o.Source), "source", "calendar.fault.source")
	return f.Err()
}

// Make adds a calendar, which nobody follows yet, and gives its id.
func Make(ctx context.Context, tx *db.Tx, who kheo.Caller, o Own) (string, error) {
	if err := who.May(MayEdit, ""); err != nil {
		return "", err
	}
	o.Name, o.NameEN, o.Source = strings.TrimSpace(o.Name), strings.TrimSpace(o.NameEN), strings.TrimSpace(o.Source)
	if err := o.Check(); err != nil {
		return "", err
	}
	if o.NameEN == "" {
		o.NameEN = o.Name
	}
	all, err := All(ctx, tx)
	if err != nil {
		return "", err
	}
	if slices.ContainsFunc(all.own, func(x Own) bool { return x.Name == o.Name }) {
		return "", kheo.Faults{{Field: "name", Key: "calendar.fault.own-twice"}}
	}
	o.ID = kheo.NewID(who.At)
	_, err = tx.Exec(ctx, `insert into calendar_own (id, name, name_en, saturday, sunday, source, at) values ($1, $2, $3, $4, $5, $6, $7)`,
		o.ID, o.Name, o.NameEN, o.Saturday, o.Sunday, o.Source, who.At.UnixMicro())
	if err != nil {
		return "", fmt.Errorf("make a calendar: %w", err)
	}
	_, err = ledger.Append(ctx, tx, who, ledger.Entry{
		Kind: "calendar.made", Subject: o.ID, Public: true,
		Says: []ledger.Line{
			{Name: "saturday", Value: strconv.FormatBool(o.Saturday)},
			{Name: "sunday", Value: strconv.FormatBool(o.Sunday)},
			{Name: "name_sha256", Value: fmt.Sprintf("%x", sha256.Sum256([]byte(o.Name)))},
			{Name: "source_sha256", Value: fmt.Sprintf("%x", sha256.Sum256([]byte(o.Source)))},
		},
	})
	return o.ID, err
}

// Follow lets a place follow a calendar from a day on, today at the earliest;
// former are the places that became part of it, whose open matters it holds.
// Open matters are counted anew by whoever owns them, see Edited.
func Follow(ctx context.Context, tx *db.Tx, who kheo.Caller, f Following, former ...kheo.UnitID) error {
	if err := who.May(MayEdit, ""); err != nil {
		return err
	}
	all, err := All(ctx, tx)
	if err != nil {
		return err
	}
	var faults kheo.Faults
	_, known := all.Find(f.Calendar)
	_, unread := kheo.ParseDate(string(f.Since))
	faults.Need(f.Place != "", "place", "calendar.fault.place")
	faults.Need(known || f.Calendar == "", "calendar", "calendar.fault.calendar")
	faults.Need(unread == nil && f.Since >= who.Today(), "since", "calendar.fault.since")
	if own, _ := all.Of(f.Place).Own(f.Since); unread == nil {
		faults.Need(own.ID != f.Calendar, "calendar", "calendar.fault.already")
	}
	if err := faults.Err(); err != nil {
		return err
	}
	for _, place := range append([]kheo.UnitID{f.Place}, former...) {
		last, err := db.One(ctx, tx, db.Value[int64], `select coalesce(max(n), 0) from calendar_follow where place = $1`, string(place))
		if err != nil {
			return fmt.Errorf("follow a calendar: %w", err)
		}
		_, err = tx.Exec(ctx, `insert into calendar_follow (place, n, since, calendar, at) values ($1, $2, $3, $4, $5)`,
			string(place), last+1, string(f.Since), f.Calendar, who.At.UnixMicro())
		if err != nil {
			return fmt.Errorf("follow a calendar: %w", err)
		}
	}
	_, err = ledger.Append(ctx, tx, who, ledger.Entry{
		Kind: "calendar.followed", Subject: string(f.Place), Public: true,
		Says: []ledger.Line{{Name: "calendar", Value: f.Calendar}, {Name: "since", Value: string(f.Since)}, {Name: "former", Value: strconv.Itoa(len(former))}},
	})
	return err
}
