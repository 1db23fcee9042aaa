package db

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A Table is a table of an office as both engines have it, for copying an
// office whole.
type Table struct {
	Name    string   `json:"name"`
	Columns []Column `json:"columns"`
	Key     []string `json:"key"` // the columns of its primary key

	needs []string // the tables it refers to
}

// A Column has one of the four types the schemas are written in.
type Column struct {
	Name string `json:"name"`
	Type string `json:"type"` // text, bigint, boolean, double
}

// Tables are the office's tables, those that others refer to before them. What
// only one engine has, an index of words, is left out: its owner makes it anew.
func Tables(ctx context.Context, tx *Tx) ([]Table, error) {
	names := `select name from pragma_table_list where schema = 'main' and type = 'table' and name not like 'sqlite_%' order by name`
	if tx.engine == Postgres {
		names = `select table_name from information_schema.tables where table_schema = current_schema() and table_type = 'BASE TABLE' order by table_name`
	}
	list, err := All(ctx, tx, Value[string], names)
	if err != nil {
		return nil, fmt.Errorf("tables: %w", err)
	}
	var all []Table
	for _, name := range list {
		if strings.HasPrefix(name, "db_") { // how the tables came to be is this package's own
			continue
		}
		t := Table{Name: name}
		if err := t.read(ctx, tx); err != nil {
			return nil, fmt.Errorf("table %s: %w", name, err)
		}
		if slices.ContainsFunc(t.Columns, func(c Column) bool { return c.Type == "" }) {
			continue
		}
		all = append(all, t)
	}
	return inOrder(all)
}

func (t *Table) read(ctx context.Context, tx *Tx) error {
	columns := `select name, type from pragma_table_info($1) order by cid`
	key := `select name from pragma_table_info($1) where pk > 0 order by pk`
	needs := `select distinct "table" from pragma_foreign_key_list($1) order by 1`
	if tx.engine == Postgres {
		columns = `select column_name, data_type from information_schema.columns
			where table_schema = current_schema() and table_name = $1 order by ordinal_position`
		key = `select a.attname from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
			where i.indrelid = to_regclass($1) and i.indisprimary order by array_position(cast(i.indkey as smallint[]), a.attnum)`
		needs = `select distinct r.relname from pg_constraint c join pg_class r on r.oid = c.confrelid
			where c.conrelid = to_regclass($1) and c.contype = 'f' order by 1`
	}
	var err error
	if t.Columns, err = All(ctx, tx, func(c *Column) []any { return []any{&c.Name, &c.Type} }, columns, t.Name); err != nil {
		return err
	}
	for i, c := range t.Columns {
		t.Columns[i].Type = typeOf(c.Type)
	}
	if t.Key, err = All(ctx, tx, Value[string], key, t.Name); err != nil {
		return err
	}
	if len(t.Key) == 0 {
		return errors.New("no primary key")
	}
	t.needs, err = All(ctx, tx, Value[string], needs, t.Name)
	return err
}

// typeOf is one name for a type of either engine; "" for one the schemas do
// not use.
func typeOf(declared string) string {
	switch strings.ToLower(declared) {
	case "text", "bigint", "boolean":
		return strings.ToLower(declared)
	case "double precision":
		return "double"
	}
	return ""
}

// inOrder puts tables behind those they refer to.
func inOrder(all []Table) ([]Table, error) {
	var list []Table
	for len(list) < len(all) {
		before := len(list)
		for _, t := range all {
			placed := func(name string) bool { return slices.ContainsFunc(list, func(x Table) bool { return x.Name == name }) }
			if !placed(t.Name) && !slices.ContainsFunc(t.needs, func(n string) bool { return !placed(n) }) {
				list = append(list, t)
			}
		}
		if len(list) == before {
			return nil, errors.New("tables refer to each other in a circle")
		}
	}
	return list, nil
}

func (t Table) names() []string {
	list := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		list[i] = c.Name
	}
	return list
}

// Each hands f every row in the order of the key: string, int64, bool, float64
// or nil for each column. The row is f's only until it returns.
func (t Table) Each(ctx context.Context, tx *Tx, f func(row []any) error) error {
	order := t.Key
	if tx.engine == Postgres { // by bytes, as the other engine does
		order = nil
		for _, k := range t.Key {
			if i := slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == k }); i >= 0 && t.Columns[i].Type == "text" {
				k += ` collate "C"`
			}
			order = append(order, k)
		}
	}
	rows, err := tx.query(ctx, `select `+strings.Join(t.names(), ", ")+` from `+t.Name+` order by `+strings.Join(order, ", "), nil)
	if err != nil {
		return err
	}
	defer rows.Close()
	row, into := make([]any, len(t.Columns)), make([]any, len(t.Columns))
	for i := range row {
		into[i] = &row[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		for i, c := range t.Columns {
			if row[i], err = plainly(row[i], c.Type); err != nil {
				return fmt.Errorf("%s.%s: %w", t.Name, c.Name, err)
			}
		}
		if err := f(row); err != nil {
			return err
		}
	}
	return rows.Err()
}

// plainly is a value as both engines mean it: SQLite may hand a number for a
// yes, and a whole number for a fraction.
func plainly(v any, kind string) (any, error) {
	switch x := v.(type) {
	case nil:
		return nil, nil
	case string:
		if kind == "text" {
			return x, nil
		}
	case []byte:
		if kind == "text" {
			return string(x), nil
		}
	case bool:
		if kind == "boolean" {
			return x, nil
		}
	case int64:
		switch kind {
		case "bigint":
			return x, nil
		case "boolean":
			return x != 0, nil
		case "double":
			return float64(x), nil
		}
	case float64:
		if kind == "double" {
			return x, nil
		}
	}
	return nil, fmt.Errorf("a %T where %s is declared", v, kind)
}

// Add puts rows in, as Each handed them.
func (t Table) Add(ctx context.Context, tx *Tx, rows [][]any) error {
	const params = 8000 // of one statement; both engines take more
	for most := max(1, params/len(t.Columns)); len(rows) > 0; {
		n := min(most, len(rows))
		args := slices.Concat(rows[:n]...)
		if _, err := tx.Exec(ctx, `insert into `+t.Name+` (`+strings.Join(t.names(), ", ")+`) values `+Rows(n, len(t.Columns)), args...); err != nil {
			return fmt.Errorf("table %s: %w", t.Name, err)
		}
		rows = rows[n:]
	}
	return nil
}

// Clear takes every row out: those a new table begins with.
func (t Table) Clear(ctx context.Context, tx *Tx) error {
	_, err := tx.Exec(ctx, `delete from `+t.Name)
	return err
}
