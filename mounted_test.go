package kheo_test

import (
	"go/ast"
	"go/token"
	"path"
	"slices"
	"strconv"
	"testing"

	"kheo"
	"kheo/identity"
	"kheo/site"
)

// Every right that a capability checks is held by some role, and no role holds
// a right that nobody checks.
func TestRightsAreDeclaredAndGiven(t *testing.T) {
	declared := map[kheo.Right]string{}
	for folder, files := range source(t) {
		for _, f := range files {
			if f.test || !isCapability(folder) {
				continue
			}
			for name, value := range f.rights() {
				declared[kheo.Right(value)] = folder + "." + name
			}
		}
	}
	given := identity.Rights()
	for right, name := range declared {
		if !slices.Contains(given, right) {
			t.Errorf("%s (%s): no role holds it", name, right)
		}
	}
	for _, right := range given {
		if _, ok := declared[right]; !ok {
			t.Errorf("identity gives %s, which no capability declares", right)
		}
	}
}

// rights are the constants of type kheo.Right that a file declares.
func (f file) rights() map[string]string {
	found := map[string]string{}
	for _, d := range f.ast.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.CONST {
			continue
		}
		for _, s := range g.Specs {
			v := s.(*ast.ValueSpec)
			typ, ok := v.Type.(*ast.SelectorExpr)
			if !ok || typ.Sel.Name != "Right" || len(v.Values) != 1 {
				continue
			}
			if l, ok := v.Values[0].(*ast.BasicLit); ok {
				found[v.Names[0].Name], _ = strconv.Unquote(l.Value)
			}
		}
	}
	return found
}

// Every folder with tables has them made, every folder with routes is mounted:
// a forgotten line in site is found here.
func TestEverythingIsMounted(t *testing.T) {
	all := source(t)
	var mounted []string
	for _, f := range all["site"] {
		if !f.test {
			mounted = append(mounted, f.house()...)
		}
	}
	for folder, files := range all {
		if !isPages(folder) {
			continue
		}
		for _, f := range files {
			if f.declares("Routes") && !slices.Contains(mounted, folder) {
				t.Errorf("%s has routes that site does not mount", folder)
			}
			if f.declares("Specimens") && !slices.Contains(mounted, folder) {
				t.Errorf("%s has specimens that site does not draw", folder)
			}
		}
	}
	made := map[string]bool{"db": true}
	for _, s := range site.Schemas() {
		made[s.Name] = true
	}
	for name := range schemas(t) {
		if owner := path.Base(path.Dir(path.Dir(name))); !made[owner] {
			t.Errorf("%s: site.Schemas does not make it", name)
		}
	}
}

func (f file) declares(name string) bool {
	return slices.ContainsFunc(f.ast.Decls, func(d ast.Decl) bool {
		fn, ok := d.(*ast.FuncDecl)
		return ok && fn.Recv == nil && fn.Name.Name == name
	})
}
