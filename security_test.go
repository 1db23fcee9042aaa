package kheo_test

import (
	"fmt"
	"go/ast"
	"os"
	"regexp"
	"strings"
	"testing"
)

// SECURITY.md's tables answer every line of the standard's levels 1 and 2 once
// and no other; what is kept names a test, each test that is named is there, and
// whatever is not kept says why.
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
	id, name := regexp.MustCompile(`^V\d+\.\d+\.\d+$`), regexp.MustCompile("`((?:Test|Fuzz)\\w+)`")
	seen, count := map[string]bool{}, map[string]int{}
	for line := range strings.Lines(string(body)) {
		cells := strings.Split(line, "|")
		if len(cells) < 2 || !id.MatchString(strings.TrimSpace(cells[1])) {
			continue
		}
		if len(cells) != 6 {
			t.Errorf("not four columns: %s", line)
			continue
		}
		which, applies := strings.TrimSpace(cells[1]), strings.TrimSpace(cells[3])
		if seen[which] {
			t.Errorf("%s stands twice", which)
		}
		seen[which] = true
		count[applies]++
		named := name.FindAllStringSubmatch(cells[4], -1)
		switch applies {
		case "kept":
			if len(named) == 0 {
				t.Errorf("%s is said to be kept, and no test says so", which)
			}
		case "in part", "open", "does not apply":
			if why := strings.Trim(name.ReplaceAllString(cells[4], ""), " :;,"); len(why) < 10 {
				t.Errorf("%s is %s, and %q is no reason", which, applies, why)
			}
		default:
			t.Errorf("%s: %q is none of kept, in part, open, does not apply", which, applies)
		}
		for _, n := range named {
			if !there[n[1]] {
				t.Errorf("%s names %s, which is not there", which, n[1])
			}
		}
	}
	asked, err := os.ReadFile("testdata/asvs.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(asked)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for which := range strings.FieldsSeq(line) {
			if !seen[which] {
				t.Errorf("%s has no line", which)
			}
			delete(seen, which)
		}
	}
	for which := range seen {
		t.Errorf("%s is no line of levels 1 and 2", which)
	}
	says := fmt.Sprintf("%d are kept, %d in part, %d open; %d do not apply", count["kept"], count["in part"], count["open"], count["does not apply"])
	if !strings.Contains(string(body), says) {
		t.Errorf("SECURITY.md does not say that %s", says)
	}
}
