package db

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"sort"
	"strings"
	"time"

	"kheo"
)

// A Schema is one capability's migrations: files named DATE-NN-what.sql, one
// or more statements each, ended by a semicolon at the end of a line.
type Schema struct {
	Name  string // the capability
	Files fs.FS  // holds schema/*.sql
}

type step struct {
	name string // "20261122-01-ledger.sql/1"
	text string
	sum  string
}

// Migrate brings the tables up to date: files of all capabilities merged by
// date, within a date in the order the capabilities are given, one statement
// a step. A step that was run is never run again, and a file that changed after
// it was run is refused. A statement that begins with /* sqlite */ or
// /* postgres */ is for that engine only. Starts that come together wait for the first.
func Migrate(ctx context.Context, d *DB, all []Schema) error {
	steps, err := plan(d.engine, all)
	if err != nil {
		return err
	}
	return d.migrate(ctx, steps)
}

// ErrNewer says that tables were made by files this program does not have.
var ErrNewer = errors.New("it was made by a newer kheo")

// MigrateTo runs the named files alone, as Migrated named them: the tables are
// then as they were there. A file that is not known is ErrNewer.
func MigrateTo(ctx context.Context, d *DB, all []Schema, files []string) error {
	steps, err := plan(d.engine, all)
	if err != nil {
		return err
	}
	for _, f := range files {
		if !slices.ContainsFunc(steps, func(s step) bool { return s.file() == f }) && !otherEngine(all, f) {
			return fmt.Errorf("%s: %w", f, ErrNewer)
		}
	}
	return d.migrate(ctx, slices.DeleteFunc(steps, func(s step) bool { return !slices.Contains(files, s.file()) }))
}

// otherEngine tells whether a file is there, though it has nothing for this
// engine.
func otherEngine(all []Schema, file string) bool {
	name, base, _ := strings.Cut(file, "/")
	return slices.ContainsFunc(all, func(s Schema) bool {
		_, err := fs.Stat(s.Files, "schema/"+base)
		return s.Name == name && err == nil
	})
}

// Migrated are the files that were run whole.
func Migrated(ctx context.Context, d *DB, all []Schema) ([]string, error) {
	steps, err := plan(d.engine, all)
	if err != nil {
		return nil, err
	}
	done, err := d.done(ctx)
	if err != nil {
		return nil, err
	}
	var files []string
	missing := map[string]bool{}
	for _, s := range steps {
		if _, ok := done[s.name]; !ok {
			missing[s.file()] = true
		}
		if !slices.Contains(files, s.file()) {
			files = append(files, s.file())
		}
	}
	return slices.DeleteFunc(files, func(f string) bool { return missing[f] }), nil
}

// file is the name of the file without the number of the statement.
func (s step) file() string { return s.name[:strings.LastIndex(s.name, "/")] }

func (d *DB) migrate(ctx context.Context, steps []step) error {
	if done, err := d.done(ctx); err == nil && none(steps, done) {
		return nil // a start that was killed keeps nobody waiting
	}
	if err := d.prepare(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	owner := kheo.NewID(time.Now())
	if err := d.take(ctx, owner); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	defer d.hold(ctx, owner)()
	done, err := d.done(ctx)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	for _, s := range steps {
		if sum, ok := done[s.name]; ok {
			if sum != s.sum {
				return fmt.Errorf("migrate %s: the file changed after it was run; add a new file instead", s.name)
			}
			continue
		}
		if err := d.run(ctx, s); err != nil {
			return fmt.Errorf("migrate %s: %w", s.name, err)
		}
	}
	return nil
}

// none tells that no step waits and none has changed.
func none(steps []step, done map[string]string) bool {
	for _, s := range steps {
		if done[s.name] != s.sum {
			return false
		}
	}
	return true
}

// Empty tells whether the database holds no table at all.
func Empty(ctx context.Context, d *DB) (bool, error) {
	text := `select count(*) from sqlite_master where type = 'table'`
	if d.engine == Postgres {
		text = `select count(*) from information_schema.tables where table_schema = current_schema()`
	}
	var n int64
	err := d.Read(ctx, func(ctx context.Context, tx *Tx) error {
		var err error
		n, err = One(ctx, tx, Value[int64], text)
		return err
	})
	return n == 0, err
}

func plan(engine Engine, all []Schema) ([]step, error) {
	type file struct {
		date, name string
		rank       int
		body       []byte
	}
	var files []file
	for rank, s := range all {
		names, err := fs.Glob(s.Files, "schema/*.sql")
		if err != nil {
			return nil, err
		}
		for _, n := range names {
			body, err := fs.ReadFile(s.Files, n)
			if err != nil {
				return nil, err
			}
			base := strings.TrimPrefix(n, "schema/")
			date, _, ok := strings.Cut(base, "-")
			if !ok || len(date) != 8 {
				return nil, fmt.Errorf("migration %s of %s: name it 20261122-01-what.sql", base, s.Name)
			}
			files = append(files, file{date, s.Name + "/" + base, rank, body})
		}
	}
	sort.SliceStable(files, func(i, j int) bool {
		a, b := files[i], files[j]
		if a.date != b.date {
			return a.date < b.date
		}
		if a.rank != b.rank {
			return a.rank < b.rank
		}
		return a.name < b.name
	})
	var steps []step
	for _, f := range files {
		for i, text := range statements(string(f.body)) {
			if !meant(engine, text) {
				continue
			}
			sum := sha256.Sum256([]byte(text))
			steps = append(steps, step{fmt.Sprintf("%s/%d", f.name, i+1), dialect(engine, text), hex.EncodeToString(sum[:8])})
		}
	}
	return steps, nil
}

// statements splits a file at semicolons that end a line and drops comments
// that fill a line.
func statements(body string) []string {
	var list []string
	var b strings.Builder
	for line := range strings.SplitSeq(body, "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), "--") {
			continue
		}
		line = strings.TrimRight(line, " \t\r")
		end := strings.HasSuffix(line, ";")
		b.WriteString(strings.TrimSuffix(line, ";"))
		b.WriteByte('\n')
		if end {
			if s := strings.TrimSpace(b.String()); s != "" {
				list = append(list, s)
			}
			b.Reset()
		}
	}
	if s := strings.TrimSpace(b.String()); s != "" {
		list = append(list, s)
	}
	return list
}

// meant tells whether a statement is for the engine.
func meant(engine Engine, text string) bool {
	mark, _, ok := strings.Cut(text, "*/")
	return !ok || !strings.HasPrefix(mark, "/*") || strings.TrimSpace(mark[2:]) == string(engine)
}

// dialect makes the one substitution the texts need.
func dialect(engine Engine, text string) string {
	if engine == Postgres {
		return strings.ReplaceAll(text, " blob", " bytea")
	}
	return text
}

func (d *DB) prepare(ctx context.Context) error {
	var last error
	for range attempts { // two first starts may race to create the same table
		last = d.Write(ctx, func(ctx context.Context, tx *Tx) error {
			if _, err := tx.Exec(ctx, `create table if not exists db_migration (name text primary key, sum text not null, at bigint not null)`); err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, `create table if not exists db_migrating (id bigint primary key, owner text not null, until bigint not null)`); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, `insert into db_migrating (id, owner, until) values (1, '', 0) on conflict (id) do nothing`)
			return err
		})
		if last == nil || ctx.Err() != nil {
			return last
		}
		time.Sleep(50 * time.Millisecond)
	}
	return last
}

// A start holds the tables for a while and goes on holding them while it works:
// one that was killed keeps the next waiting no longer than that.
const (
	holdFor   = 6 * time.Second
	holdAgain = holdFor / 3
)

// take waits until no other start is migrating, by compare-and-set on one row.
func (d *DB) take(ctx context.Context, owner string) error {
	for {
		err := d.Write(ctx, func(ctx context.Context, tx *Tx) error {
			now := time.Now()
			return tx.Move(ctx, `update db_migrating set owner = $1, until = $2 where id = 1 and until < $3`,
				owner, now.Add(holdFor).UnixMicro(), now.UnixMicro())
		})
		if !errors.Is(err, kheo.ErrConflict) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// hold goes on holding until the function it returns is called.
func (d *DB) hold(ctx context.Context, owner string) (release func()) {
	until := func(ctx context.Context, until int64) {
		d.Write(Patient(ctx), func(ctx context.Context, tx *Tx) error {
			_, err := tx.Exec(ctx, `update db_migrating set until = $1 where id = 1 and owner = $2`, until, owner)
			return err
		})
	}
	ctx, stop := context.WithCancel(ctx)
	over := make(chan struct{})
	go func() {
		defer close(over)
		for {
			select {
			case <-ctx.Done():
				return
			case <-time.After(holdAgain):
				until(ctx, time.Now().Add(holdFor).UnixMicro())
			}
		}
	}()
	return func() {
		stop()
		<-over
		until(context.WithoutCancel(ctx), 0)
	}
}

func (d *DB) done(ctx context.Context) (map[string]string, error) {
	done := map[string]string{}
	err := d.Read(ctx, func(ctx context.Context, tx *Tx) error {
		rows, err := All(ctx, tx, func(s *step) []any { return []any{&s.name, &s.sum} }, `select name, sum from db_migration`)
		for _, r := range rows {
			done[r.name] = r.sum
		}
		return err
	})
	return done, err
}

func (d *DB) run(ctx context.Context, s step) error {
	change := func(ctx context.Context, tx *Tx) error {
		n, err := One(ctx, tx, Value[int64], `select count(*) from db_migration where name = $1`, s.name)
		if err != nil || n > 0 {
			return err // another start was taken for dead, and was not
		}
		if _, err := tx.Exec(ctx, s.text); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `insert into db_migration (name, sum, at) values ($1, $2, $3)`, s.name, s.sum, time.Now().UnixMicro())
		return err
	}
	if d.engine == SQLite {
		return d.Write(ctx, change)
	}
	return d.once(ctx, &sql.TxOptions{}, change)
}
