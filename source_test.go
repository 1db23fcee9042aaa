package kheo_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// A file is one parsed Go file of the house. The tests read files in-process:
// a test that shells out would be answered from the cache.
type file struct {
	path      string // "matter/answer.go"
	test      bool
	generated bool
	lines     int
	imports   []string
	ast       *ast.File
	set       *token.FileSet
	consts    map[string]string // string constants of its package
}

// source is every Go file of the repository by folder.
func source(t *testing.T) map[string][]file {
	t.Helper()
	all := map[string][]file{}
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		if d.IsDir() {
			if base := path.Base(name); name != "." && (base[0] == '.' || base == "testdata" || base == "node_modules") {
				return fs.SkipDir
			}
			return nil
		}
		if path.Ext(name) != ".go" {
			return nil
		}
		f, err := read(name)
		if err != nil {
			return err
		}
		all[path.Dir(name)] = append(all[path.Dir(name)], f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, files := range all {
		shared := map[string]string{}
		for i := range files {
			files[i].stringConsts(shared)
			files[i].consts = shared
		}
	}
	return all
}

func read(name string) (file, error) {
	body, err := os.ReadFile(name)
	if err != nil {
		return file{}, err
	}
	f := file{path: name, set: token.NewFileSet(), test: strings.HasSuffix(name, "_test.go")}
	f.ast, err = parser.ParseFile(f.set, name, body, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return file{}, err
	}
	f.generated = ast.IsGenerated(f.ast)
	f.lines = strings.Count(string(body), "\n")
	for _, i := range f.ast.Imports {
		p, _ := strconv.Unquote(i.Path.Value)
		f.imports = append(f.imports, p)
	}
	return f, nil
}

// house lists the folders of this repository that the file imports.
func (f file) house() []string {
	var list []string
	for _, p := range f.imports {
		if p == "kheo" {
			list = append(list, ".")
		} else if rest, ok := strings.CutPrefix(p, "kheo/"); ok {
			list = append(list, rest)
		}
	}
	return list
}

func (f file) line(p token.Pos) int { return f.set.Position(p).Line }

func (f file) at(n ast.Node) string { return fmt.Sprintf("%s:%d", f.path, f.line(n.Pos())) }

// uses lists where the file mentions one of the names of a package.
func (f file) uses(pkg string, names ...string) []string {
	var found []string
	ast.Inspect(f.ast, func(n ast.Node) bool {
		s, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if x, ok := s.X.(*ast.Ident); ok && x.Name == pkg {
			for _, name := range names {
				if s.Sel.Name == name {
					found = append(found, f.at(n)+" "+pkg+"."+name)
				}
			}
		}
		return true
	})
	return found
}

// globals lists the package variables a file declares.
func (f file) globals() []string {
	var names []string
	for _, d := range f.ast.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.VAR {
			continue
		}
		for _, s := range g.Specs {
			for _, n := range s.(*ast.ValueSpec).Names {
				if n.Name != "_" {
					names = append(names, n.Name)
				}
			}
		}
	}
	return names
}

// changes lists assignments to one of the package variables. Names that a
// function declares for itself are not followed: a local of the same name
// hides the global in the whole function.
func (f file) changes(vars map[string]bool) []string {
	var found []string
	for _, d := range f.ast.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Body == nil {
			continue
		}
		local := locals(fn)
		see := func(e ast.Expr) {
			if name := rootName(e); vars[name] && !local[name] {
				found = append(found, f.at(e)+": the global "+name+" is changed")
			}
		}
		ast.Inspect(fn.Body, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				if n.Tok != token.DEFINE {
					for _, e := range n.Lhs {
						see(e)
					}
				}
			case *ast.IncDecStmt:
				see(n.X)
			case *ast.CallExpr:
				if id, ok := n.Fun.(*ast.Ident); ok && (id.Name == "delete" || id.Name == "clear") {
					see(n.Args[0])
				}
			}
			return true
		})
	}
	return found
}

func locals(fn *ast.FuncDecl) map[string]bool {
	names := map[string]bool{}
	ast.Inspect(fn, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Field:
			for _, id := range n.Names {
				names[id.Name] = true
			}
		case *ast.AssignStmt:
			if n.Tok == token.DEFINE {
				for _, e := range n.Lhs {
					names[rootName(e)] = true
				}
			}
		case *ast.RangeStmt:
			if n.Tok == token.DEFINE {
				names[rootName(n.Key)] = true
				names[rootName(n.Value)] = true
			}
		case *ast.ValueSpec:
			for _, id := range n.Names {
				names[id.Name] = true
			}
		}
		return true
	})
	return names
}

func rootName(e ast.Expr) string {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			return x.Name
		case *ast.IndexExpr:
			e = x.X
		case *ast.SelectorExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		default:
			return ""
		}
	}
}

// nesting is the deepest chain of if, for, switch and select in a body. An
// "else if" stands beside its if, and a closure starts afresh.
func nesting(body *ast.BlockStmt) int {
	deepest := 0
	var walk func(n ast.Node, depth int)
	walk = func(n ast.Node, depth int) {
		deepest = max(deepest, depth)
		ast.Inspect(n, func(c ast.Node) bool {
			if c == n || c == nil {
				return true
			}
			switch c := c.(type) {
			case *ast.FuncLit:
				walk(c.Body, 0)
				return false
			case *ast.IfStmt:
				if parent, ok := n.(*ast.IfStmt); ok && parent.Else == c {
					walk(c, depth)
				} else {
					walk(c, depth+1)
				}
				return false
			case *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
				walk(c, depth+1)
				return false
			}
			return true
		})
	}
	walk(body, 0)
	return deepest
}

// walk shows every node of every Go file that is no test.
func walk(t *testing.T, see func(folder string, f file, n ast.Node)) {
	t.Helper()
	for folder, files := range source(t) {
		for _, f := range files {
			if f.test {
				continue
			}
			ast.Inspect(f.ast, func(n ast.Node) bool {
				see(folder, f, n)
				return true
			})
		}
	}
}
