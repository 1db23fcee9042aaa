package dbtest

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"

	"kheo/internal/db"
)

// Copy fills to, an empty database of Addresses, with the tables and rows of
// from, which is of the same engine and open nowhere.
func Copy(t testing.TB, from, to string) {
	t.Helper()
	copyAny := copySchema
	if strings.HasPrefix(from, "sqlite:") {
		copyAny = copyFile
	}
	if err := copyAny(t.Context(), from, to); err != nil {
		t.Fatalf("copy a database: %v", err)
	}
}

func copyFile(_ context.Context, from, to string) error {
	source, target := strings.TrimPrefix(from, "sqlite:"), strings.TrimPrefix(to, "sqlite:")
	if _, err := os.Stat(source + "-wal"); err == nil {
		return fmt.Errorf("%s is still open", source)
	}
	body, err := os.ReadFile(source)
	if err != nil {
		return err
	}
	return os.WriteFile(target, body, 0o600)
}

// A pair is a name with a text.
type pair struct{ name, text string }

func (p *pair) fields() []any { return []any{&p.name, &p.text} }

// copySchema makes each table like the one in the other schema, and the links
// between them once all rows are there.
func copySchema(ctx context.Context, from, to string) error {
	source, err := schemaOf(from)
	if err != nil {
		return err
	}
	old, err := db.Open(ctx, from)
	if err != nil {
		return err
	}
	defer old.Close()
	var tables []string
	var links []pair
	err = old.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		if tables, err = db.All(ctx, tx, db.Value[string], `select tablename from pg_tables where schemaname = $1 order by tablename`, source); err != nil {
			return err
		}
		links, err = db.All(ctx, tx, (*pair).fields, `
			select cast(cast(c.conrelid as regclass) as text), pg_get_constraintdef(c.oid)
			from pg_constraint c join pg_namespace n on n.oid = c.connamespace
			where n.nspname = $1 and c.contype = 'f'`, source)
		return err
	})
	if err != nil {
		return err
	}
	fresh, err := db.Open(ctx, to)
	if err != nil {
		return err
	}
	defer fresh.Close()
	return fresh.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, name := range tables {
			for _, text := range []string{
				fmt.Sprintf(`create table %s (like %s.%s including all)`, name, source, name),
				fmt.Sprintf(`insert into %s select * from %s.%s`, name, source, name),
			} {
				if _, err := tx.Exec(ctx, text); err != nil {
					return fmt.Errorf("%s: %w", name, err)
				}
			}
		}
		for _, link := range links {
			if _, err := tx.Exec(ctx, fmt.Sprintf(`alter table %s add %s`, link.name, link.text)); err != nil {
				return fmt.Errorf("%s: %w", link.name, err)
			}
		}
		return nil
	})
}

func schemaOf(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", fmt.Errorf("%s: %w", PostgresEnv, err)
	}
	return u.Query().Get("search_path"), nil
}
