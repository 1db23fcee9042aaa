package db

import "database/sql"

// OverPostgres is a database over a pool that a test has made.
func OverPostgres(p *sql.DB) *DB {
	d := &DB{engine: Postgres, pool: p}
	d.limit.Store(waitAtMost)
	return d
}
