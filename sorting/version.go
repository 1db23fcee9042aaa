package sorting

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"strconv"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/ledger"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the tables of the office's own categories and rules.
func Schema() db.Schema { return db.Schema{Name: "sorting", Files: files} }

// A State of a version.
type State string

// The states. Only a draft is changed; it is switched on or dropped, and what
// was on before is past.
const (
	Draft   State = "draft"
	On      State = "on"
	Past    State = "past"
	Dropped State = "dropped"
)

// A Version is the office's rules and categories as a whole, kept for good.
type Version struct {
	N, From int64 // From is the version it was drawn from, 0 the compiled one
	State   State
	Edits   int64 // changes made to it
	Tried   int64 // Edits when it was last run dry, 0 never
	Cases   int64 // past concerns of that run
	Moved   int64 // of them, how many would go elsewhere
	Redated int64 // of them, how many would have another day
	Lost    int64 // of them, how many lie where no place of today is the one successor
	At      time.Time
	Settled time.Time // switched on or dropped; zero for a draft
	at, end int64
}

// Ready tells whether a draft was run dry as it stands now.
func (v Version) Ready() bool { return v.State == Draft && v.Edits > 0 && v.Tried == v.Edits }

func (v *Version) fields() []any {
	return []any{&v.N, &v.From, &v.State, &v.Edits, &v.Tried, &v.Cases, &v.Moved, &v.Redated, &v.Lost, &v.at, &v.end}
}

// Versions of the table, newest first.
func Versions(ctx context.Context, tx *db.Tx) ([]Version, error) {
	all, err := db.All(ctx, tx, (*Version).fields, `
		select n, from_n, state, edits, tried, cases, moved, redated, lost, at, settled
		from sorting_version order by n desc`)
	if err != nil {
		return nil, fmt.Errorf("versions of the sorting table: %w", err)
	}
	for i := range all {
		all[i].At = time.UnixMicro(all[i].at)
		if all[i].end > 0 {
			all[i].Settled = time.UnixMicro(all[i].end)
		}
	}
	return all, nil
}

// Current is the version that is on, 0 for the compiled one.
func Current(ctx context.Context, tx *db.Tx) (int64, error) {
	return db.One(ctx, tx, db.Value[int64], `select coalesce(max(n), 0) from sorting_version where state = 'on'`)
}

// Open is the draft, kheo.ErrNotFound when there is none.
func Open(ctx context.Context, tx *db.Tx) (Version, error) {
	all, err := Versions(ctx, tx)
	if err != nil {
		return Version{}, err
	}
	for _, v := range all {
		if v.State == Draft {
			return v, nil
		}
	}
	return Version{}, fmt.Errorf("draft of the sorting table: %w", kheo.ErrNotFound)
}

// open is the draft to change: the one there is, else a new one drawn from the
// version that is on.
func open(ctx context.Context, tx *db.Tx, who kheo.Caller) (Version, error) {
	v, err := Open(ctx, tx)
	if !errors.Is(err, kheo.ErrNotFound) {
		return v, err
	}
	on, err := Current(ctx, tx)
	if err != nil {
		return Version{}, err
	}
	return draw(ctx, tx, who, on)
}

// draw begins a draft as a copy of a version.
func draw(ctx context.Context, tx *db.Tx, who kheo.Caller, from int64) (Version, error) {
	last, err := db.One(ctx, tx, db.Value[int64], `select coalesce(max(n), 0) from sorting_version`)
	if err != nil {
		return Version{}, err
	}
	v := Version{N: last + 1, From: from, State: Draft, At: who.At}
	if _, err := tx.Exec(ctx, `
		insert into sorting_version (n, from_n, state, edits, at) values ($1, $2, $3, 0, $4)`,
		v.N, v.From, string(Draft), who.At.UnixMicro()); err != nil {
		return Version{}, fmt.Errorf("draft of the sorting table: %w", err)
	}
	if _, err := tx.Exec(ctx, `
		insert into sorting_rule (version, id, n, place, category, kind, from_day, to_day, target, note)
		select cast($1 as bigint), id, n, place, category, kind, from_day, to_day, target, note
		from sorting_rule where version = $2`, v.N, from); err != nil {
		return Version{}, fmt.Errorf("draft of the sorting table: %w", err)
	}
	if _, err := tx.Exec(ctx, `
		insert into sorting_category (version, id, parent, name, name_en, words, lead, rule, retired, added, asks)
		select cast($1 as bigint), id, parent, name, name_en, words, lead, rule, retired, added, asks
		from sorting_category where version = $2`, v.N, from); err != nil {
		return Version{}, fmt.Errorf("draft of the sorting table: %w", err)
	}
	return v, nil
}

// changed counts a change of a draft, from the count it saw, and records it.
func changed(ctx context.Context, tx *db.Tx, who kheo.Caller, v Version, kind, subject string, says ...string) error {
	if err := tx.Move(ctx, `
		update sorting_version set edits = edits + 1 where n = $1 and state = 'draft' and edits = $2`, v.N, v.Edits); err != nil {
		return fmt.Errorf("draft %d of the sorting table: %w", v.N, err)
	}
	return tell(ctx, tx, who, kind, subject, append([]string{"version", strconv.FormatInt(v.N, 10)}, says...)...)
}

func tell(ctx context.Context, tx *db.Tx, who kheo.Caller, kind, subject string, says ...string) error {
	e := ledger.Entry{Kind: kind, Subject: subject, Public: true}
	for i := 0; i+1 < len(says); i += 2 {
		e.Says = append(e.Says, ledger.Line{Name: says[i], Value: says[i+1]})
	}
	_, err := ledger.Append(ctx, tx, who, e)
	return err
}

// Restore begins a draft as a copy of an earlier version, to go back to it; a
// draft that is open must be settled first. It is run dry like any other.
func Restore(ctx context.Context, tx *db.Tx, who kheo.Caller, n int64) error {
	if err := who.May(MayEdit, ""); err != nil {
		return err
	}
	all, err := Versions(ctx, tx)
	if err != nil {
		return err
	}
	found := false
	for _, v := range all {
		if v.State == Draft {
			return kheo.Wrong{From: string(Draft), To: string(Draft), Possible: []string{string(On), string(Dropped)}}
		}
		found = found || v.N == n
	}
	if !found {
		return fmt.Errorf("version %d of the sorting table: %w", n, kheo.ErrNotFound)
	}
	v, err := draw(ctx, tx, who, n)
	if err != nil {
		return err
	}
	return changed(ctx, tx, who, v, "sorting.version.restored", strconv.FormatInt(v.N, 10), "from", strconv.FormatInt(n, 10))
}

// SwitchOn makes the draft the table that cases go by from now on. edits is how
// many changes the caller has seen; it must have been run dry since the last.
func SwitchOn(ctx context.Context, tx *db.Tx, who kheo.Caller, edits int64) error {
	if err := who.May(MayEdit, ""); err != nil {
		return err
	}
	v, err := Open(ctx, tx)
	if err != nil {
		return err
	}
	if v.Edits != edits {
		return fmt.Errorf("draft %d changed meanwhile: %w", v.N, kheo.ErrConflict)
	}
	if !v.Ready() {
		return kheo.Wrong{From: string(Draft), To: string(On), Possible: []string{"tried", string(Dropped)}}
	}
	if _, err := tx.Exec(ctx, `update sorting_version set state = 'past' where state = 'on'`); err != nil {
		return err
	}
	return settle(ctx, tx, who, v, On)
}

// Drop ends the draft without using it.
func Drop(ctx context.Context, tx *db.Tx, who kheo.Caller) error {
	if err := who.May(MayEdit, ""); err != nil {
		return err
	}
	v, err := Open(ctx, tx)
	if err != nil {
		return err
	}
	return settle(ctx, tx, who, v, Dropped)
}

func settle(ctx context.Context, tx *db.Tx, who kheo.Caller, v Version, to State) error {
	if err := tx.Move(ctx, `
		update sorting_version set state = $1, settled = $2 where n = $3 and state = 'draft' and edits = $4`,
		string(to), who.At.UnixMicro(), v.N, v.Edits); err != nil {
		return fmt.Errorf("draft %d of the sorting table: %w", v.N, err)
	}
	return tell(ctx, tx, who, "sorting.version."+string(to), strconv.FormatInt(v.N, 10),
		"changes", strconv.FormatInt(v.Edits, 10), "cases", strconv.FormatInt(v.Cases, 10),
		"elsewhere", strconv.FormatInt(v.Moved, 10), "redated", strconv.FormatInt(v.Redated, 10))
}

// A Filed is the rule that sent a concern to its first holder, as it stood then.
type Filed struct {
	Rule
	Version int64
	On      bool // that version is still on
}

// FiledBy is the rule of that id as it stood when something was filed, whatever
// became of it since; kheo.ErrNotFound when it never was in use.
func FiledBy(ctx context.Context, tx *db.Tx, rule string, at time.Time) (Filed, error) {
	f, err := db.One(ctx, tx, func(f *Filed) []any { return append(f.fields(), &f.Version, &f.On) }, `
		select r.id, r.n, r.place, r.category, r.kind, r.from_day, r.to_day, r.target, r.note, v.n, v.state = 'on'
		from sorting_rule r join sorting_version v on v.n = r.version
		where r.id = $1 and v.state in ('on', 'past') and v.settled <= $2
		order by v.n desc limit 1`, rule, at.UnixMicro())
	if err != nil {
		return Filed{}, fmt.Errorf("rule %s as of %s: %w", rule, at.Format(time.DateOnly), err)
	}
	return f, nil
}
