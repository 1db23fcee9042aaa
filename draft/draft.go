package draft

import (
	"context"
	"embed"
	"fmt"
	"slices"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/weave"
	"kheo/lang"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the tables of drafts.
func Schema() db.Schema { return db.Schema{Name: "draft", Files: files} }

// A Part is one text as it stands, and where it is written.
type Part struct {
	ID    string
	Words string                   // what stands
	Of    string                   // the code of what it belongs to
	Title func(l lang.Lang) string // of the part within it
}

// Typed is what somebody wrote, and the version they wrote it from.
type Typed struct {
	Words string
	Base  int
}

// Saved is what became of it.
type Saved struct {
	Version int           // what stands now
	Words   string        // what stands now
	Mine    int           // what was typed, alone: the base of further typing
	Theirs  bool          // somebody else had saved meanwhile
	Clashes []weave.Clash // places where both wrote
}

// A Version is what stood, or what was typed aside while another saved.
type Version struct {
	N      int
	At     time.Time
	Person kheo.PersonID // "" for what stood before anybody typed
	Words  string
	Aside  bool
}

// Save keeps what was typed. From a start that is no longer what stands it is
// woven with what others saved since. What stood
// before the first save is version 0. A base that never was is kheo.ErrConflict.
func Save(ctx context.Context, tx *db.Tx, who kheo.Caller, p Part, t Typed) (Saved, error) {
	last, base, err := find(ctx, tx, p, t.Base)
	if err != nil {
		return Saved{}, err
	}
	now := Saved{Version: last.N, Words: last.Words, Mine: base.N, Theirs: base.N != last.N}
	switch t.Words {
	case last.Words:
		now.Mine = last.N
		return now, nil
	case base.Words:
		return now, nil
	}
	if last.N == 0 { // what stood before is a version too: others may write from it
		if err := insert(ctx, tx, p.ID, last); err != nil {
			return Saved{}, err
		}
	}
	mine := Version{N: last.N + 1, At: who.At, Person: who.Person, Words: t.Words, Aside: now.Theirs}
	if err := insert(ctx, tx, p.ID, mine); err != nil {
		return Saved{}, err
	}
	now.Mine, now.Version, now.Words = mine.N, mine.N, mine.Words
	if !now.Theirs {
		return now, nil
	}
	woven := Version{N: mine.N + 1, At: who.At, Person: who.Person}
	woven.Words, now.Clashes = weave.Merge(base.Words, last.Words, t.Words)
	now.Version, now.Words = woven.N, woven.Words
	return now, insert(ctx, tx, p.ID, woven)
}

// find is the last version of a part and the one that was typed from.
func find(ctx context.Context, tx *db.Tx, p Part, n int) (last, base Version, err error) {
	all, err := read(ctx, tx, `select n, at, person, words, aside from draft_version where part = $1 and aside = false order by n desc limit 1`, p.ID)
	if err != nil {
		return last, base, err
	}
	if len(all) == 0 {
		all = []Version{{At: time.UnixMicro(0), Words: p.Words}}
	}
	if last = all[0]; n == last.N {
		return last, last, nil
	}
	all, err = read(ctx, tx, `select n, at, person, words, aside from draft_version where part = $1 and n = $2`, p.ID, n)
	if err == nil && len(all) == 0 {
		err = fmt.Errorf("version %d of draft %s: %w", n, p.ID, kheo.ErrConflict)
	}
	if err != nil {
		return last, base, err
	}
	return last, all[0], nil
}

func insert(ctx context.Context, tx *db.Tx, part string, v Version) error {
	_, err := tx.Exec(ctx, `insert into draft_version (part, n, at, person, words, aside) values ($1, $2, $3, $4, $5, $6)`,
		part, v.N, v.At.UnixMicro(), string(v.Person), v.Words, v.Aside)
	if err != nil {
		return fmt.Errorf("version %d of draft %s: %w", v.N, part, err)
	}
	return nil
}

func read(ctx context.Context, tx *db.Tx, query string, args ...any) ([]Version, error) {
	type row struct {
		Version
		at int64
	}
	rows, err := db.All(ctx, tx, func(r *row) []any { return []any{&r.N, &r.at, &r.Person, &r.Words, &r.Aside} }, query, args...)
	if err != nil {
		return nil, fmt.Errorf("versions of draft %v: %w", args[0], err)
	}
	list := make([]Version, len(rows))
	for i, r := range rows {
		list[i] = r.Version
		list[i].At = time.UnixMicro(r.at)
	}
	return list, nil
}

// Versions of a part, newest first, at most 100.
func Versions(ctx context.Context, tx *db.Tx, part string) ([]Version, error) {
	return read(ctx, tx, `select n, at, person, words, aside from draft_version where part = $1 order by n desc limit 100`, part)
}

// Numbers are the versions that stand, by part; a part that nobody saved is
// not there and stands at 0.
func Numbers(ctx context.Context, tx *db.Tx, parts []string) (map[string]int, error) {
	return count(ctx, tx, `select part, max(n) from draft_version where aside = false and part in `, parts)
}

func count(ctx context.Context, tx *db.Tx, query string, parts []string) (map[string]int, error) {
	found := map[string]int{}
	for some := range slices.Chunk(parts, 500) {
		type line struct {
			part string
			n    int
		}
		args := make([]any, len(some))
		for i, id := range some {
			args[i] = id
		}
		rows, err := db.All(ctx, tx, func(l *line) []any { return []any{&l.part, &l.n} }, query+db.In(1, len(some))+` group by part`, args...)
		if err != nil {
			return nil, fmt.Errorf("drafts: %w", err)
		}
		for _, l := range rows {
			found[l.part] = l.n
		}
	}
	return found, nil
}

// Drop forgets parts whose text was handed in: the typing and the comments.
func Drop(ctx context.Context, tx *db.Tx, parts []string) error {
	for _, id := range parts {
		if _, err := tx.Exec(ctx, `delete from draft_version where part = $1`, id); err != nil {
			return fmt.Errorf("drop draft %s: %w", id, err)
		}
		if _, err := tx.Exec(ctx, `delete from draft_comment where part = $1`, id); err != nil {
			return fmt.Errorf("drop comments on draft %s: %w", id, err)
		}
	}
	return nil
}
