package calendar

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"kheo"
	"kheo/internal/db"
	"kheo/ledger"
)

// Check tells everything to mend in a day that an officer typed.
func (d Day) Check() error {
	var f kheo.Faults
	_, err := kheo.ParseDate(string(d.Date))
	f.Need(err == nil, "date", "calendar.fault.date")
	f.Need(slices.Contains(Kinds(), d.Kind), "kind", "calendar.fault.kind")
	if err == nil && d.Kind == SwapWork {
		wd := d.Date.Time().Weekday()
		f.Need(wd%6 == 0, "kind", "calendar.fault.swap_work")
	}
	f.Need(d.Calendar == "" || slices.Contains(OwnKinds(), d.Kind), "kind", "calendar.fault.own-kind")
	need := func(field, text string) {
		n := utf8.RuneCountInString(text)
		f.Need(n > 0 && n <= 300, field, "calendar.fault."+field)
	}
	need("name", d.Name)
	need("source", d.Source)
	return f.Err()
}

// What an officer may announce by hand: so many days at once, and not about days
// longer ago. What rests on older days is settled, and lists are imported.
const (
	mostDays = 31
	lateBy   = 31
)

// Edit lays the office's word over a day. Kind Plain makes it a day like any
// other. A day that somebody set stays as it was given; those counted by a rule
// are counted anew by whoever owns them, see Edited.
func Edit(ctx context.Context, tx *db.Tx, who kheo.Caller, d Day) error {
	return Announce(ctx, tx, who, d, d.Date)
}

// Announce is Edit for each day up to and including another, with an entry each:
// a storm does not end at midnight.
func Announce(ctx context.Context, tx *db.Tx, who kheo.Caller, d Day, to kheo.Date) error {
	if err := who.May(MayEdit, ""); err != nil {
		return err
	}
	list, err := Announced(d, to, who.Today())
	if err != nil {
		return err
	}
	all, err := All(ctx, tx)
	if err != nil {
		return err
	}
	before, err := all.Alone(d.Calendar)
	if err != nil {
		return err
	}
	for _, d := range list {
		if err := put(ctx, tx, who, d); err != nil {
			return err
		}
		was := Plain
		if x, ok := before.Day(d.Date); ok {
			was = x.Kind
		}
		if err := enter(ctx, tx, who, d, was); err != nil {
			return err
		}
	}
	return nil
}

func enter(ctx context.Context, tx *db.Tx, who kheo.Caller, d Day, was string) error {
	says := []ledger.Line{
		{Name: "day", Value: string(d.Date)},
		{Name: "kind", Value: d.Kind},
		{Name: "was", Value: was},
		{Name: "off", Value: strconv.FormatBool(d.Off)},
		{Name: "source_sha256", Value: fmt.Sprintf("%x", sha256.Sum256([]byte(d.Source)))}, // typed by hand
	}
	if d.Calendar != "" {
		says = append(says, ledger.Line{Name: "calendar", Value: d.Calendar})
	}
	_, err := ledger.Append(ctx, tx, who, ledger.Entry{Kind: "calendar.edited", Subject: string(d.Date), Public: true, Says: says})
	return err
}

// Announced are the days that an announcement made today speaks of, one by one;
// or what is to be mended in it.
func Announced(d Day, to, today kheo.Date) ([]Day, error) {
	d.Name, d.NameEN, d.Source = strings.TrimSpace(d.Name), strings.TrimSpace(d.NameEN), strings.TrimSpace(d.Source)
	if d.NameEN == "" {
		d.NameEN = d.Name
	}
	d.Off = offKind(d.Kind)
	var list []Day
	last := max(d.Date, to)
	for ; len(list) == 0 || d.Date <= last && len(list) <= mostDays; d.Date = d.Date.Add(1) {
		if err := d.Check(); err != nil {
			return nil, err
		}
		list = append(list, d)
	}
	var f kheo.Faults
	f.Need(len(list) <= mostDays && (to == "" || to >= list[0].Date), "to", "calendar.fault.to", "n", mostDays)
	f.Need(!Settled(list[0].Date, today), "date", "calendar.fault.late", "n", lateBy)
	return list, f.Err()
}

// Settled tells a day too long ago to be announced by hand.
func Settled(day, today kheo.Date) bool { return day.Add(lateBy) < today }

// An Edition is one word of the office on a day.
type Edition struct {
	Day
	At time.Time
}

// History is what the office said of a day on one of its calendars, the newest
// first.
func History(ctx context.Context, tx *db.Tx, calendar string, day kheo.Date) ([]Edition, error) {
	list, err := editions(ctx, tx, string(day), 0)
	return slices.DeleteFunc(list, func(e Edition) bool { return e.Calendar != calendar }), err
}

// Since is what the office said after a moment, of any day on any calendar, the
// newest first.
func Since(ctx context.Context, tx *db.Tx, at time.Time) ([]Edition, error) {
	return editions(ctx, tx, "", at.UnixMicro())
}

func editions(ctx context.Context, tx *db.Tx, day string, after int64) ([]Edition, error) {
	rows, err := db.All(ctx, tx, func(e *Edition) []any { return e.words() }, `
		select calendar, day, name, name_en, kind, source, at from (
			select '' as calendar, day, n, name, name_en, kind, source, at from calendar_edit
			union all
			select calendar, day, n, name, name_en, kind, source, at from calendar_own_day) said
		where (cast($1 as text) = '' or day = $1) and at > $2
		order by at desc, day, n desc limit 100`, day, after)
	if err != nil {
		return nil, fmt.Errorf("what was said of the calendar: %w", err)
	}
	for i := range rows {
		rows[i].At, rows[i].Off = time.UnixMicro(rows[i].at), offKind(rows[i].Kind)
	}
	return rows, nil
}

// Edited is when the office last changed one of its calendars, or who follows
// which; the zero time when it never did.
func Edited(ctx context.Context, tx *db.Tx) (time.Time, error) {
	at, err := db.One(ctx, tx, db.Value[int64], `
		select coalesce(max(at), 0) from (
			select max(at) as at from calendar_day union all
			select max(at) as at from calendar_own_day union all
			select max(at) as at from calendar_follow) last`)
	if err != nil || at == 0 {
		return time.Time{}, err
	}
	return time.UnixMicro(at), nil
}

// put lays the word over the day, and keeps it among those said before.
func put(ctx context.Context, tx *db.Tx, who kheo.Caller, d Day) error {
	if d.Calendar != "" {
		return putOwn(ctx, tx, who, d)
	}
	_, err := tx.Exec(ctx, `
		insert into calendar_day (day, name, name_en, kind, is_off, source, at)
		values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (day) do update set name = excluded.name, name_en = excluded.name_en,
			kind = excluded.kind, is_off = excluded.is_off, source = excluded.source, at = excluded.at`,
		string(d.Date), d.Name, d.NameEN, d.Kind, d.Off, d.Source, who.At.UnixMicro())
	if err != nil {
		return err
	}
	last, err := db.One(ctx, tx, db.Value[int64], `select coalesce(max(n), 0) from calendar_edit where day = $1`, string(d.Date))
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		insert into calendar_edit (day, n, at, kind, name, name_en, source) values ($1, $2, $3, $4, $5, $6, $7)`,
		string(d.Date), last+1, who.At.UnixMicro(), d.Kind, d.Name, d.NameEN, d.Source)
	return err
}

func putOwn(ctx context.Context, tx *db.Tx, who kheo.Caller, d Day) error {
	last, err := db.One(ctx, tx, db.Value[int64], `
		select coalesce(max(n), 0) from calendar_own_day where calendar = $1 and day = $2`, d.Calendar, string(d.Date))
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		insert into calendar_own_day (calendar, day, n, at, kind, name, name_en, source) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		d.Calendar, string(d.Date), last+1, who.At.UnixMicro(), d.Kind, d.Name, d.NameEN, d.Source)
	return err
}
