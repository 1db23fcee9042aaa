package model

import (
	"context"
	"fmt"
	"time"

	"kheo"
	"kheo/internal/db"
)

// columns of a whole model, in the order of row.fields.
const columns = `id, code, name, reason, aim, how, place, forces, resources, output, lasting,
	field, collective, level, unit, body, year, group_count,
	registered_on, approved_on, running_on, recognised_on, replicated_on, ended_on, rejected_on, opened, published`

type row struct {
	Model
	opened, published int64
}

func (r *row) fields() []any {
	d := &r.Days
	return []any{&r.ID, &r.Code, &r.Name, &r.Reason, &r.Aim, &r.How, &r.Where, &r.Forces, &r.Resources, &r.Output, &r.Lasting,
		(*string)(&r.Field), &r.Collective, &r.Level, (*string)(&r.Unit), (*string)(&r.Body), &r.Year, &r.Groups,
		(*string)(&d.Registered), (*string)(&d.Approved), (*string)(&d.Running), (*string)(&d.Recognised),
		(*string)(&d.Replicated), (*string)(&d.Ended), (*string)(&d.Rejected), &r.opened, &r.published}
}

// model is the row as of a day.
func (r row) model(on kheo.Date) Model {
	m := r.Model
	m.Days = m.Days.until(on)
	m.State = m.Days.state()
	m.Began, m.Stopped = m.Days.Running, m.Days.Ended
	m.Opened = time.UnixMicro(r.opened).UTC()
	m.Public = r.published != 0 && (on == "" || kheo.DateOf(time.UnixMicro(r.published)) <= on)
	return m
}

// Find is the model by its code, as of the day ("" for now). It looks at
// nobody's rights; see Look.
func Find(ctx context.Context, tx *db.Tx, code string, on kheo.Date) (Model, error) {
	r, err := db.One(ctx, tx, (*row).fields, `select `+columns+` from model_model where code = $1`, code)
	if err != nil {
		return Model{}, fmt.Errorf("model %s: %w", code, err)
	}
	m := r.model(on)
	if m.State == "" {
		return Model{}, fmt.Errorf("model %s on %s: %w", code, on, kheo.ErrNotFound)
	}
	list := []Model{m}
	err = fill(ctx, tx, list, on)
	return list[0], err
}

// Look is Find for somebody: what is not published is there only for the
// bodies that answer for it and those above them.
func Look(ctx context.Context, tx *db.Tx, who kheo.Caller, code string, on kheo.Date) (Model, error) {
	m, err := Find(ctx, tx, code, on)
	if err != nil || m.Public {
		return m, err
	}
	sees, err := seer(ctx, tx, who, m.Body)
	if err != nil {
		return Model{}, err
	}
	if !sees {
		return Model{}, fmt.Errorf("model %s: %w", code, kheo.ErrNotFound)
	}
	return m, nil
}

// Can lists the states the caller may move the model to by a step today; it
// is replicated by adding a site.
func Can(ctx context.Context, tx *db.Tx, who kheo.Caller, m Model) ([]State, error) {
	h, err := Does(ctx, tx, who, m)
	if err != nil {
		return nil, err
	}
	may := map[State]bool{
		Approved: h.Approve, Rejected: h.Approve, Running: h.Register, Recognised: h.Recognise, Ended: h.Register,
	}
	var list []State
	for _, s := range Next(m.State) {
		if may[s] {
			list = append(list, s)
		}
	}
	return list, nil
}

// A Hand is what a caller may do with a model, whatever state it is in.
type Hand struct{ Register, Approve, Recognise bool }

// Does tells what the caller may do with a model today.
func Does(ctx context.Context, tx *db.Tx, who kheo.Caller, m Model) (Hand, error) {
	var h Hand
	if len(who.Grants) == 0 {
		return h, nil
	}
	bodies, err := keepers(ctx, tx, m.Body, who.Today())
	for _, b := range bodies {
		h.Register = h.Register || who.Can(MayRegister, b)
		h.Approve = h.Approve || who.Can(MayApprove, b)
		h.Recognise = h.Recognise || who.Can(MayRecognise, b)
	}
	return h, err
}

// Reads tells which of the bodies that registered models the caller may read
// unpublished models of.
func Reads(ctx context.Context, tx *db.Tx, who kheo.Caller) ([]kheo.UnitID, error) {
	if len(who.Grants) == 0 {
		return nil, nil
	}
	all, err := db.All(ctx, tx, db.Value[string], `select distinct body from model_model order by body`)
	if err != nil {
		return nil, err
	}
	var list []kheo.UnitID
	for _, b := range all {
		sees, err := seer(ctx, tx, who, kheo.UnitID(b))
		if err != nil {
			return nil, err
		}
		if sees {
			list = append(list, kheo.UnitID(b))
		}
	}
	return list, nil
}

// Sees tells whether the caller reads the model as those who answer for it do.
func Sees(ctx context.Context, tx *db.Tx, who kheo.Caller, m Model) (bool, error) {
	return seer(ctx, tx, who, m.Body)
}

func seer(ctx context.Context, tx *db.Tx, who kheo.Caller, body kheo.UnitID) (bool, error) {
	if len(who.Grants) == 0 {
		return false, nil
	}
	bodies, err := keepers(ctx, tx, body, who.Today())
	if err != nil {
		return false, err
	}
	for _, b := range bodies {
		for _, right := range []kheo.Right{MaySee, MayRegister, MayApprove, MayRecognise} {
			if who.Can(right, b) {
				return true, nil
			}
		}
	}
	return false, nil
}

// Moves of a model up to and including the day ("" for all), oldest first.
func Moves(ctx context.Context, tx *db.Tx, id string, on kheo.Date) ([]Move, error) {
	return db.All(ctx, tx, func(v *Move) []any {
		return []any{(*moment)(&v.At), (*string)(&v.Day), (*string)(&v.From), (*string)(&v.To), (*string)(&v.Body), &v.Note}
	}, `
		select at, day, from_state, to_state, body, note from model_move
		where model = $1 and (cast($2 as text) = '' or day <= $2)
		order by ordinal`, id, string(on))
}

// moment scans Unix microseconds.
type moment time.Time

// Scan reads the column.
func (m *moment) Scan(v any) error {
	n, ok := v.(int64)
	if !ok {
		return fmt.Errorf("instant %v is no number", v)
	}
	*m = moment(time.UnixMicro(n).UTC())
	return nil
}

// Sites of a model that were open on the day ("" for all there ever were).
func Sites(ctx context.Context, tx *db.Tx, id string, on kheo.Date) ([]Site, error) {
	return db.All(ctx, tx, func(s *Site) []any {
		return []any{&s.ID, (*string)(&s.Unit), &s.Place, (*string)(&s.From), (*string)(&s.To)}
	}, `
		select id, unit, place, since, until from model_site
		where model = $1 and (cast($2 as text) = '' or (since <= $2 and (until = '' or until >= $2)))
		order by since, id`, id, string(on))
}
