package kheo_test

import (
	"go/ast"
	"os"
	"regexp"
	"strings"
	"testing"
)

// Every line of SECURITY.md's table that is kept names a test, and each test
// that it names is there.
func TestTheSecurityTableNamesItsTests(t *testing.T) {
	body, err := os.ReadFile("SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	for _, files := range source(t) {
		for _, f := range files {
			for _, d := range f.ast.Decls {
				if fn, ok := d.(*ast.FuncDecl); ok && f.test && fn.Recv == nil {
					there[fn.Name.Name] = true
				}
			}
		}
	}
	id, name := regexp.MustCompile(`^V\d+\.\d+\.\d+$`), regexp.MustCompile("`(Test\\w+)`")
	seen := map[string]bool{}
	for line := range strings.Lines(string(body)) {
		cells := strings.Split(line, "|")
		if len(cells) != 6 || !id.MatchString(strings.TrimSpace(cells[1])) {
			continue
		}
		which, applies := strings.TrimSpace(cells[1]), strings.TrimSpace(cells[3])
		if seen[which] {
			t.Errorf("%s stands twice", which)
		}
		seen[which] = true
		named := name.FindAllStringSubmatch(cells[4], -1)
		switch applies {
		case "kept":
			if len(named) == 0 {
				t.Errorf("%s is said to be kept, and no test says so", which)
			}
		case "in part", "open", "does not apply":
		default:
			t.Errorf("%s: %q is none of kept, in part, open, does not apply", which, applies)
		}
		for _, n := range named {
			if !there[n[1]] {
				t.Errorf("%s names %s, which is not there", which, n[1])
			}
		}
	}
	if len(seen) < 50 {
		t.Errorf("%d lines were read", len(seen))
	}
}
