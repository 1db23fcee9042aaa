package calendar

import (
	"context"
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
	need := func(field, text string) {
		n := utf8.RuneCountInString(text)
		f.Need(n > 0 && n <= 300, field, "calendar.fault."+field)
	}
	need("name", d.Name)
	need("source", d.Source)
	return f.Err()
}

// Edit lays the office's word over a day. Kind Plain makes it a day like any
// other. A day that somebody set stays as it was given; those counted by a rule
// are counted anew by whoever owns them, see Edited.
func Edit(ctx context.Context, tx *db.Tx, who kheo.Caller, d Day) error {
	if err := who.May(MayEdit, ""); err != nil {
		return err
	}
	d.Name, d.NameEN, d.Source = strings.TrimSpace(d.Name), strings.TrimSpace(d.NameEN), strings.TrimSpace(d.Source)
	if err := d.Check(); err != nil {
		return err
	}
	if d.NameEN == "" {
		d.NameEN = d.Name
	}
	d.Off = offKind(d.Kind)
	if err := put(ctx, tx, who, d); err != nil {
		return err
	}
	_, err := ledger.Append(ctx, tx, who, ledger.Entry{
		Kind: "calendar.edited", Subject: string(d.Date), Public: true,
		Says: []ledger.Line{
			{Name: "day", Value: string(d.Date)},
			{Name: "kind", Value: d.Kind},
			{Name: "off", Value: strconv.FormatBool(d.Off)},
		},
	})
	return err
}

// Edited is when the office last changed the calendar; the zero time when it
// never did.
func Edited(ctx context.Context, tx *db.Tx) (time.Time, error) {
	at, err := db.One(ctx, tx, db.Value[int64], `select coalesce(max(at), 0) from calendar_day`)
	if err != nil || at == 0 {
		return time.Time{}, err
	}
	return time.UnixMicro(at), nil
}

func put(ctx context.Context, tx *db.Tx, who kheo.Caller, d Day) error {
	_, err := tx.Exec(ctx, `
		insert into calendar_day (day, name, name_en, kind, is_off, source, at)
		values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (day) do update set name = excluded.name, name_en = excluded.name_en,
			kind = excluded.kind, is_off = excluded.is_off, source = excluded.source, at = excluded.at`,
		string(d.Date), d.Name, d.NameEN, d.Kind, d.Off, d.Source, who.At.UnixMicro())
	return err
}
