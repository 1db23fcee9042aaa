package kheo_test

import (
	"fmt"
	"go/ast"
	"path"
	"slices"
	"strings"
	"testing"
)

// order is the one line imports point down: a folder may import those above
// its own line, never those below it and never one beside it. A new folder
// says here where it stands.
var order = []string{
	".",
	"lang",
	"internal/text internal/oldtext",
	"internal/db",
	"internal/dbtest",
	"internal/atom internal/blob internal/browser internal/doc internal/job internal/openapi internal/photo internal/pii internal/seal internal/search internal/sheet internal/weave internal/xlsx",
	"internal/backup",
	"internal/web/drawn internal/web/ground internal/web/guard internal/web/squeeze internal/web/voices",
	"internal/web",
	"internal/web/trend",
	"internal/web/webtest",
	"internal/web/shelf",
	"ledger",
	"law", // after ledger: an office's edit of a rule is a ledger entry (docs/decision/0001)
	"unit",
	"identity",
	"calendar",
	"draft",   // words several people write until they are handed in
	"scoring", // marks of bodies and of collective models; the acts use it
	"sorting",
	"matter",
	"triage",  // what the receiving officer decides of a concern
	"verdict", // the word of those a matter is owed to
	"tally",   // the three rates, the idle days and the due day of matters
	"concern", // what only a concern has: its author, the raw words, co-reporters
	"desk",    // the officer's list, and what is kept beside it: templates, notes, views
	"matter/mattertest",
	"rising",
	"model", // the acts stand on one line: none imports another
	"indicator",
	"stationery", // what a body's papers are written on: letterhead and template
	"report",
	"inspection",
	"inspection/paper",            // composed of inspections: the papers and the appendix of figures
	"scoring/filled",              // whole sheets at once, for the sample and for tests
	"scoring/beside",              // how marks are shown wherever they are shown
	"matter/look",                 // how a matter is shown wherever it is shown
	"*web public api api/open311", // pages and doors: none imports another
	"site",
	"cmd/kheo",
}

// tools are small mains beside the package they work for; they may import what
// it may, and it.
var tools = map[string]string{
	"internal/dbtest/tally":  "counts what go test ran and names what it skipped",
	"internal/dbtest/withpg": "runs a command with a private PostgreSQL beside it",
	"internal/web/build":     "bundles the assets",
	"unit/build":             "compiles the published unit lists into the binary",
	"calendar/gen":           "compiles the published holidays into the binary",
	"site/shot":              "photographs pages for looking at",
}

// machinery is for tests alone; it may stand below what it serves.
var machinery = map[string]bool{"internal/dbtest": true, "internal/browser": true, "internal/openapi": true,
	"internal/web/webtest": true, "matter/mattertest": true}

func rank(folder string) (int, bool) {
	if _, ok := tools[folder]; ok {
		folder = path.Dir(folder)
	}
	name := folder
	if strings.HasSuffix(folder, "web") && folder == path.Dir(folder)+"/"+path.Base(path.Dir(folder))+"web" {
		name = "*web"
	}
	for i, line := range order {
		if slices.Contains(strings.Fields(line), name) {
			return i, true
		}
	}
	return 0, false
}

// isPages tells pages and doors: they speak HTTP and hold no SQL.
func isPages(folder string) bool {
	r, ok := rank(folder)
	return ok && strings.Contains(order[r], "*web")
}

func isCapability(folder string) bool {
	r, ok := rank(folder)
	lo, _ := rank("ledger")
	hi, _ := rank("inspection")
	return ok && lo <= r && r <= hi
}

func TestEveryFolderStandsInTheOrder(t *testing.T) {
	for folder := range source(t) {
		if _, ok := rank(folder); !ok {
			t.Errorf("%s: say in arch_test.go where it stands", folder)
		}
	}
}

func TestImportsPointDown(t *testing.T) {
	for folder, files := range source(t) {
		from, ok := rank(folder)
		if !ok {
			continue
		}
		for _, f := range files {
			for _, target := range f.house() {
				if why := wrongImport(f, folder, from, target); why != "" {
					t.Errorf("%s imports %s: %s", f.path, target, why)
				}
			}
		}
	}
}

func wrongImport(f file, folder string, from int, target string) string {
	to, ok := rank(target)
	_, tool := tools[folder]
	switch {
	case !ok:
		return "it stands nowhere in the order"
	case machinery[target]:
		if f.test || tool || machinery[folder] {
			return ""
		}
		return "test machinery is for tests"
	case folder == "." && f.test, target == folder && f.test, tool && target == path.Dir(folder):
		return ""
	case to >= from:
		return "imports point down, to what stands above it in the order"
	}
	return ""
}

// mayUse says where a package of the standard library may be imported, beyond
// which it means that work is done in the wrong place.
var mayUse = map[string]func(folder string) bool{
	"net/http": func(folder string) bool {
		return isPages(folder) || within(folder, "internal/web") || within(folder, "site") || within(folder, "cmd")
	},
	"database/sql": func(folder string) bool { return folder == "internal/db" },
	"os/exec": func(folder string) bool { // programs start programs in tools only; kheo bench starts kheo
		_, tool := tools[folder]
		return tool || folder == "internal/browser" || folder == "cmd/kheo"
	},
}

func within(folder, top string) bool {
	return folder == top || strings.HasPrefix(folder, top+"/")
}

func TestMachineryIsUsedWhereItBelongs(t *testing.T) {
	for folder, files := range source(t) {
		for _, f := range files {
			if f.test {
				continue
			}
			for _, name := range f.imports {
				if may, ok := mayUse[name]; ok && !may(folder) {
					t.Errorf("%s imports %s, which does not belong in %s", f.path, name, folder)
				}
			}
		}
	}
}

// pure are the files of a capability that hold rules and nothing else.
var pure = []string{"rules.go", "life.go", "doc.go"}

func TestRulesKnowNoDatabase(t *testing.T) {
	seen := 0
	for folder, files := range source(t) {
		for _, f := range files {
			if !isCapability(folder) || !slices.Contains(pure, path.Base(f.path)) {
				continue
			}
			seen++
			for _, name := range f.imports {
				if name == "kheo/internal/db" || name == "context" {
					t.Errorf("%s imports %s: a rule takes values and gives values", f.path, name)
				}
			}
		}
	}
	if seen == 0 {
		t.Errorf("no file named %s in any capability: this test looks at nothing", strings.Join(pure, " or "))
	}
}

func TestPagesHoldNoSQL(t *testing.T) {
	for folder, files := range source(t) {
		if !isPages(folder) {
			continue
		}
		for _, f := range files {
			if f.test {
				continue
			}
			for _, s := range f.sql() {
				t.Errorf("%s: SQL in a page: %s", s.at, s.first())
			}
			ast.Inspect(f.ast, func(n ast.Node) bool {
				if s, ok := n.(*ast.SelectorExpr); ok && isQuery(s) {
					t.Errorf("%s: a page calls %s", f.at(n), s.Sel.Name)
				}
				return true
			})
		}
	}
}

func isQuery(s *ast.SelectorExpr) bool {
	x, ok := s.X.(*ast.Ident)
	if !ok {
		return false
	}
	if x.Name == "db" {
		return s.Sel.Name == "All" || s.Sel.Name == "One"
	}
	return x.Name == "tx" && (s.Sel.Name == "Exec" || s.Sel.Name == "Move")
}

// clockwork are files above the edge that ask the clock, each with its reason.
var clockwork = map[string]string{
	"ledger/sequence.go": "a job starts by itself: no caller brings the time",
}

// Time comes in from outside: a rule takes the day, a use case the caller.
// Only the edge asks the clock.
func TestOnlyTheEdgeAsksTheClock(t *testing.T) {
	edge := func(folder string) bool {
		_, tool := tools[folder]
		return tool || within(folder, "internal") || within(folder, "site") || within(folder, "cmd")
	}
	for folder, files := range source(t) {
		for _, f := range files {
			if f.test || edge(folder) || clockwork[f.path] != "" {
				continue
			}
			for _, call := range f.uses("time", "Now", "Since", "After", "Sleep", "NewTimer", "NewTicker") {
				t.Errorf("%s: %s", call, "take the time from the caller (who.At, who.Today)")
			}
		}
	}
}

func TestGoroutinesStartInThreePlaces(t *testing.T) {
	for folder, files := range source(t) {
		if folder == "internal/job" || folder == "internal/db" || within(folder, "site") || within(folder, "cmd") {
			continue
		}
		if _, tool := tools[folder]; tool {
			continue
		}
		for _, f := range files {
			if f.test {
				continue
			}
			ast.Inspect(f.ast, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.GoStmt:
					t.Errorf("%s: goroutines start in internal/job, internal/db and site only", f.at(n))
				case *ast.SelectorExpr:
					if x, ok := n.X.(*ast.Ident); ok && n.Sel.Name == "Go" && (x.Name == "wg" || x.Name == "g") {
						t.Errorf("%s: goroutines start in internal/job, internal/db and site only", f.at(n))
					}
				}
				return true
			})
		}
	}
}

// Every capability tells its story in doc.go, in the office's words.
func TestEveryCapabilityTellsItsStory(t *testing.T) {
	for folder, files := range source(t) {
		if _, tool := tools[folder]; tool || !isCapability(folder) {
			continue
		}
		i := slices.IndexFunc(files, func(f file) bool { return path.Base(f.path) == "doc.go" })
		if i < 0 {
			t.Errorf("%s: doc.go is missing", folder)
			continue
		}
		if n := len(strings.Fields(files[i].ast.Doc.Text())); n < 40 {
			t.Errorf("%s: %d words do not tell the office's story", files[i].path, n)
		}
	}
}

// A package variable is a table, a sentinel error or an embed: nobody changes
// it after its declaration.
func TestNoGlobalIsChanged(t *testing.T) {
	for _, files := range source(t) {
		vars := map[string]bool{}
		for _, f := range files {
			for _, name := range f.globals() {
				vars[name] = true
			}
		}
		for _, f := range files {
			if f.test {
				continue
			}
			for _, bad := range f.changes(vars) {
				t.Error(bad)
			}
		}
	}
}

// limits of STYLE rule 25.
const (
	maxFile    = 400
	maxFunc    = 60
	maxNest    = 3
	maxPackage = 3000
)

// larger are the exceptions, each with the reason it is right.
var larger = map[string]string{}

func TestSmallOnPurpose(t *testing.T) {
	used := map[string]bool{}
	over := func(what string, n, most int, unit string) {
		if n <= most {
			return
		}
		if _, ok := larger[what]; ok {
			used[what] = true
			return
		}
		t.Errorf("%s: %d %s, at most %d", what, n, unit, most)
	}
	for folder, files := range source(t) {
		total := 0
		for _, f := range files {
			if f.test || f.generated {
				continue
			}
			total += f.lines
			over(f.path, f.lines, maxFile, "lines")
			for _, d := range f.ast.Decls {
				fn, ok := d.(*ast.FuncDecl)
				if !ok || fn.Body == nil {
					continue
				}
				name := fmt.Sprintf("%s %s", f.path, fn.Name.Name)
				over(name, f.line(fn.End())-f.line(fn.Pos())+1, maxFunc, "lines")
				over(name, nesting(fn.Body), maxNest, "levels of nesting")
			}
		}
		over(folder, total, maxPackage, "lines in the package")
	}
	for what, why := range larger {
		if !used[what] {
			t.Errorf("larger[%q] (%s) is not needed any more", what, why)
		}
	}
}
