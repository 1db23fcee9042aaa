package kheo_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// An sqlText is one SQL text of the source: literals, constants and what joins
// them. A piece the test cannot read (a built IN list) is a hole.
type sqlText struct {
	at    string
	parts []string // "" is a hole
}

func (s sqlText) first() string {
	line, _, _ := strings.Cut(strings.TrimSpace(s.text()), "\n")
	return line
}

func (s sqlText) text() string { return strings.Join(s.parts, " ") }

var sqlLike = regexp.MustCompile(`(?is)^\s*(select\s.*(\sfrom\s|\()|insert\s+into\s+\w+|update\s+\w+\s+set\s|delete\s+from\s+\w+|with\s+(recursive\s+)?\w+\s*(\([^)]*\))?\s+as\s+\(|(create|drop|alter)\s+(table|index|unique|schema|view|trigger)\s)`)

var placeholder = regexp.MustCompile(`\$([0-9]+)`)

// sql finds the SQL texts of a file.
func (f file) sql() []sqlText {
	var found []sqlText
	ast.Inspect(f.ast, func(n ast.Node) bool {
		e, ok := n.(ast.Expr)
		if !ok {
			return true
		}
		switch e.(type) {
		case *ast.BasicLit, *ast.BinaryExpr:
		default:
			return true
		}
		parts, literal := f.flatten(e)
		s := sqlText{f.at(e), parts}
		if literal && sqlLike.MatchString(s.text()) {
			found = append(found, s)
			return false
		}
		return true
	})
	return found
}

// flatten reads a chain of + into its pieces.
func (f file) flatten(e ast.Expr) (parts []string, literal bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			s, _ := strconv.Unquote(e.Value)
			return []string{s}, true
		}
	case *ast.Ident:
		if s, ok := f.consts[e.Name]; ok {
			return []string{s}, true
		}
	case *ast.ParenExpr:
		return f.flatten(e.X)
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			a, la := f.flatten(e.X)
			b, lb := f.flatten(e.Y)
			return append(a, b...), la || lb
		}
	}
	return []string{""}, false
}

func (f file) stringConsts(into map[string]string) {
	for _, d := range f.ast.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.CONST {
			continue
		}
		for _, spec := range g.Specs {
			v := spec.(*ast.ValueSpec)
			for i, name := range v.Names {
				if i >= len(v.Values) {
					continue
				}
				if l, ok := v.Values[i].(*ast.BasicLit); ok && l.Kind == token.STRING {
					into[name.Name], _ = strconv.Unquote(l.Value)
				}
			}
		}
	}
}

// engineOnly are the folders and files that speak to one engine on purpose.
var engineOnly = map[string]string{
	"internal/db":               "asks each engine for its own catalogue, and keeps the migrations' own tables",
	"internal/search/engine.go": "full-text search is the one named exception: FTS5 here, tsvector there",
	"internal/dbtest":           "makes a fresh PostgreSQL schema for each test",
}

// forbidden is what one of the two engines does not know or does otherwise, or
// what a distributed PostgreSQL refuses.
var forbidden = []struct{ pattern, why string }{
	{`\bselect\s+(distinct\s+)?(\w+\.)?\*`, "name every column"},
	{`\binsert\s+into\s+\w+\s+(values|select)\b`, "name every column"},
	{`\bfor\s+(update|share)\b`, "no row locks: change a row only from the state you saw"},
	{`\bskip\s+locked\b`, "not on SQLite"},
	{`\bilike\b`, "not on SQLite; compare folded text"},
	{`\bany\s*\(`, "not on SQLite; use db.In"},
	{`\bjsonb?_|->`, "JSON is opaque text"},
	{`\b(now|datetime|strftime|date_trunc|julianday|unixepoch|age|extract|to_char)\s*\(`, "time is computed in Go"},
	{`\bcurrent_(timestamp|date|time)\b`, "time is computed in Go"},
	{`\b(lower|upper|initcap|unaccent)\s*\(`, "text is folded in Go"},
	{`\bcollate\b`, "byte order everywhere; keep a sort key"},
	{`\b(random|gen_random_uuid|nextval|setval|currval)\s*\(`, "ids are made in Go"},
	{`\b(group_concat|total|ifnull|iif|printf|instr|nvl)\s*\(`, "known to one engine only"},
	{`\bavg\s*\(`, "numeric on one engine, float on the other; divide in Go"},
	{`\b(pragma|listen|notify|vacuum|attach|explain)\b`, "one engine's own"},
	{`\badvisory`, "no advisory locks"},
	{`\b(trigger|sequence|serial|bigserial|autoincrement|identity|temp|temporary|deferrable|unlogged)\b`, "refused on a distributed PostgreSQL"},
	{`\b(glob|regexp|similar\s+to)\b|~`, "known to one engine only"},
	{`::`, "write cast(x as type)"},
	{`\bcast\s*\([^()]*\bas\s+(numeric|varchar|char|int|integer|date|timestamp)`, "text, bigint, boolean and blob are the types"},
	{`"`, "no quoted names"},
	{`[^t]\s*\(\s*\$[0-9]+\s+is\s+null|^\s*\$[0-9]+\s+is\s+null|\b(where|and|or)\s+\$[0-9]+\s+is\s+(not\s+)?null`, "write cast($1 as text) is null"},
	{`\breplace\s+into\b|\bor\s+(ignore|replace)\s+into\b|\binsert\s+or\b`, "write on conflict … do"},
	{`\b(rowid|ctid|oid)\b`, "one engine's own"},
	{`\brelease\b|\bsavepoint\b|\bbegin\b|\bcommit\b|\brollback\b`, "transactions belong to internal/db"},
}

func TestOneSQLTextRunsOnBothEngines(t *testing.T) {
	nullable := nullableColumns(t)
	n := 0
	for folder, files := range source(t) {
		if _, ok := engineOnly[folder]; ok {
			continue
		}
		for _, f := range files {
			if _, ok := engineOnly[f.path]; ok || f.test {
				continue
			}
			for _, s := range f.sql() {
				n++
				for _, fault := range dialectFaults(s, nullable) {
					t.Errorf("%s: %s\n\t%s", s.at, fault, s.first())
				}
			}
		}
	}
	t.Logf("%d SQL texts read", n)
}

var (
	quoted    = regexp.MustCompile(`'[^']*'`)
	capital   = regexp.MustCompile(`[A-Z]`)
	sumCall   = regexp.MustCompile(`\bsum\s*\(`)
	castSum   = regexp.MustCompile(`\bcast\s*\(\s*(coalesce\s*\(\s*)?sum\s*\(`)
	likeUse   = regexp.MustCompile(`(\S+)\s+(not\s+)?like\b`)
	orderBy   = regexp.MustCompile(`(?s)\border\s+by\s+([^()]*)`)
	endOrder  = regexp.MustCompile(`\b(limit|offset|union|returning|rows|range)\b`)
	ddl       = regexp.MustCompile(`^\s*(create|drop|alter)\b`)
	forbidExp = func() []*regexp.Regexp {
		var list []*regexp.Regexp
		for _, f := range forbidden {
			list = append(list, regexp.MustCompile(f.pattern))
		}
		return list
	}()
)

func dialectFaults(s sqlText, nullable map[string]bool) []string {
	var faults []string
	add := func(ok bool, format string, args ...any) {
		if !ok {
			faults = append(faults, fmt.Sprintf(format, args...))
		}
	}
	text := quoted.ReplaceAllString(s.text(), "''")
	add(!capital.MatchString(text), "SQL is written in lower case")
	add(!ddl.MatchString(text), "tables are made in schema/*.sql")
	for i, re := range forbidExp {
		add(!re.MatchString(text), "%q: %s", re.FindString(text), forbidden[i].why)
	}
	add(len(sumCall.FindAllString(text, -1)) == len(castSum.FindAllString(text, -1)), "write cast(sum(x) as bigint)")
	for _, m := range likeUse.FindAllStringSubmatch(text, -1) {
		add(strings.Contains(m[1], "folded") && strings.Contains(text, "escape"), "like on %s: only on folded columns, with escape", m[1])
	}
	for _, m := range orderBy.FindAllStringSubmatch(text, -1) {
		clause := m[1]
		if i := endOrder.FindStringIndex(clause); i != nil {
			clause = clause[:i[0]]
		}
		for term := range strings.SplitSeq(clause, ",") {
			words := strings.Fields(term)
			if len(words) == 0 {
				continue
			}
			column := words[0][strings.LastIndexByte(words[0], '.')+1:]
			add(!nullable[column] || strings.Contains(term, "nulls "), "order by %s, which may be null: write nulls first or nulls last", column)
		}
	}
	if at, ok := ascending(s.parts); !ok {
		add(false, "placeholders must first appear in ascending order: %s", at)
	}
	return faults
}

// ascending tells whether the placeholders first appear as $1, $2, $3. After a
// hole numbers may have been used up.
func ascending(parts []string) (string, bool) {
	highest, hole := 0, false
	for _, p := range parts {
		if p == "" {
			hole = true
			continue
		}
		for _, m := range placeholder.FindAllStringSubmatch(p, -1) {
			n, _ := strconv.Atoi(m[1])
			switch {
			case n <= highest:
			case n == highest+1 || hole:
				highest, hole = n, false
			default:
				return m[0], false
			}
		}
	}
	return "", true
}

func TestDialectLintSees(t *testing.T) {
	bad := []string{
		"select id from matter_matter where a = $2 and b = $1",
		"select * from matter_matter",
		"SELECT id from matter_matter",
		"select sum(n) from matter_matter",
		"select id from matter_matter where name like $1",
		"select id from matter_matter where $1 is null or id = $1",
		"select id from matter_matter order by ended",
		"select id from matter_matter where id = any($1)",
		"select lower(name) from matter_matter",
		"insert into matter_matter values ($1)",
		"select id::text from matter_matter",
		`select "id" from matter_matter`,
		"create table matter_x (id text primary key)",
	}
	for _, text := range bad {
		if len(dialectFaults(sqlText{parts: []string{text}}, map[string]bool{"ended": true})) == 0 {
			t.Errorf("nothing found wrong with %s", text)
		}
	}
	good := []string{
		"select id, cast(coalesce(sum(n), 0) as bigint) from matter_matter where cast($1 as text) is null or unit = $1 group by id order by id limit $2",
		"update matter_matter set state = $1 where id = $2 and state = $3",
		"insert into matter_matter (id, n) values ($1, $2) on conflict (id) do update set n = excluded.n",
		"select id from matter_matter where folded like $1 escape '!' order by ended nulls last, id",
	}
	for _, text := range good {
		if f := dialectFaults(sqlText{parts: []string{text}}, map[string]bool{"ended": true}); len(f) > 0 {
			t.Errorf("%s: %v", text, f)
		}
	}
}

// schemas is every migration by its path, without comments.
func schemas(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	names, err := filepath.Glob("*/schema/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	inner, err := filepath.Glob("internal/*/schema/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(names, inner...) {
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for line := range strings.Lines(string(body)) {
			code, _, _ := strings.Cut(line, "--")
			b.WriteString(strings.TrimRight(code, " \t\n") + "\n")
		}
		all[filepath.ToSlash(name)] = b.String()
	}
	return all
}

var (
	createTable = regexp.MustCompile(`(?s)create\s+table\s+(\w+)\s*\((.*?)\n\)`)
	columnLine  = regexp.MustCompile(`^\s*(\w+)\s+(text|bigint|boolean|blob|double precision)\b(.*)$`)
	tableRule   = regexp.MustCompile(`^\s*(primary key|unique|foreign key|check|constraint)\b`)
)

// nullableColumns is the names of columns that may hold null in some table.
func nullableColumns(t *testing.T) map[string]bool {
	names := map[string]bool{}
	for _, body := range schemas(t) {
		for _, m := range createTable.FindAllStringSubmatch(body, -1) {
			for line := range strings.Lines(m[2]) {
				c := columnLine.FindStringSubmatch(strings.TrimRight(line, "\n"))
				if c != nil && !strings.Contains(c[3], "not null") && !strings.Contains(c[3], "primary key") {
					names[c[1]] = true
				}
			}
		}
	}
	return names
}

func TestTablesArePortable(t *testing.T) {
	for name, body := range schemas(t) {
		owner := path.Base(path.Dir(path.Dir(name)))
		if capital.MatchString(quoted.ReplaceAllString(body, "''")) {
			t.Errorf("%s: SQL is written in lower case", name)
		}
		for i, re := range forbidExp {
			if m := re.FindString(quoted.ReplaceAllString(body, "''")); m != "" {
				t.Errorf("%s: %q: %s", name, m, forbidden[i].why)
			}
		}
		for _, m := range createTable.FindAllStringSubmatch(body, -1) {
			if !strings.HasPrefix(m[1], owner+"_") {
				t.Errorf("%s: table %s: name it %s_…", name, m[1], owner)
			}
			for line := range strings.Lines(m[2]) {
				line = strings.TrimSpace(line)
				if line != "" && !columnLine.MatchString(line) && !tableRule.MatchString(line) {
					t.Errorf("%s: table %s: %q: text, bigint, boolean and blob are the types", name, m[1], line)
				}
			}
		}
	}
}

// Only the owner of a table reads and writes it; the others ask the owner.
func TestOnlyTheOwnerTouchesItsTables(t *testing.T) {
	owner := map[string]string{}
	for name, body := range schemas(t) {
		for _, m := range createTable.FindAllStringSubmatch(body, -1) {
			owner[m[1]] = path.Dir(path.Dir(name))
		}
	}
	word := regexp.MustCompile(`\b[a-z]+_[a-z_]+\b`)
	for folder, files := range source(t) {
		for _, f := range files {
			if f.test || machinery[folder] {
				continue
			}
			for _, s := range f.sql() {
				for _, name := range word.FindAllString(s.text(), -1) {
					if of, ok := owner[name]; ok && of != folder {
						t.Errorf("%s: %s belongs to %s", s.at, name, of)
					}
				}
			}
		}
	}
}

// Migrations are only ever added: the runner refuses a changed file, and this
// keeps their names sortable.
func TestMigrationsAreNamedByDate(t *testing.T) {
	form := regexp.MustCompile(`^[0-9]{8}-[0-9]{2}-[a-z0-9-]+\.sql$`)
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && path.Ext(name) == ".sql" && !form.MatchString(path.Base(name)) {
			t.Errorf("%s: name it 20261122-01-what.sql", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
