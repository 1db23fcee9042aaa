// Package dbtest gives each test a fresh database of each engine.
package dbtest

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kheo"
	"kheo/internal/db"
)

// PostgresEnv names the variable with the address of a PostgreSQL that tests
// may make schemas in. `make check` starts one and sets it; where it is empty
// only SQLite is tested, and the last lines of `make check` say so.
const PostgresEnv = "KHEO_TEST_POSTGRES"

// Each runs f on a fresh SQLite file and, where there is one, on a fresh
// PostgreSQL schema, with the tables of the given schemas.
func Each(t *testing.T, schemas []db.Schema, f func(t *testing.T, d *db.DB)) {
	t.Helper()
	for _, dsn := range Addresses(t) {
		engine, _, _ := strings.Cut(dsn, ":")
		t.Run(engine, func(t *testing.T) {
			d, err := db.Open(t.Context(), dsn)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { d.Close() })
			if err := db.Migrate(t.Context(), d, schemas); err != nil {
				t.Fatal(err)
			}
			f(t, d)
		})
	}
}

// Addresses are one empty database per engine, gone when the test ends.
func Addresses(t *testing.T) []string {
	t.Helper()
	list := []string{Address(t, "sqlite")}
	if os.Getenv(PostgresEnv) != "" {
		list = append(list, Address(t, "postgres"))
	}
	return list
}

// Address is an empty database of one engine, gone when the test ends.
func Address(t testing.TB, engine string) string {
	t.Helper()
	if engine == "sqlite" {
		return "sqlite:" + filepath.Join(t.TempDir(), "kheo.db")
	}
	return freshSchema(t, os.Getenv(PostgresEnv))
}

func freshSchema(t testing.TB, base string) string {
	t.Helper()
	name := "t" + strings.ReplaceAll(kheo.NewID(time.Now()), "-", "")
	admin, err := db.Open(t.Context(), base)
	if err != nil {
		t.Fatal(err)
	}
	do := func(ctx context.Context, text string) error {
		return admin.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, text)
			return err
		})
	}
	if err := do(t.Context(), "create schema "+name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := do(context.Background(), "drop schema "+name+" cascade"); err != nil {
			t.Error(err)
		}
		admin.Close()
	})
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(fmt.Errorf("%s: %w", PostgresEnv, err))
	}
	q := u.Query()
	q.Set("search_path", name)
	u.RawQuery = q.Encode()
	return u.String()
}
