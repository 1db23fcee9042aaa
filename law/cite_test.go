package law

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	citation = regexp.MustCompile(`\blaw/([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+)`)
	quoted   = regexp.MustCompile(`"([a-z][a-z0-9_]*(?:\.[a-z0-9_]+){2})"`)
	sought   = regexp.MustCompile(`law\.Find\([^"\n]*"([^"]*)"`)
	fileName = regexp.MustCompile(`\.(go|txt|sql|templ|md|csv)$`)
)

// TestEveryCitationResolves reads the whole repository: what code cites as
// law/ID, or looks up by id, is a rule, and every rule is cited.
func TestEveryCitationResolves(t *testing.T) {
	cited := map[string]bool{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && d.Name() != ".." && strings.HasPrefix(d.Name(), ".") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasPrefix(path, "../law/") && strings.HasSuffix(path, "_test.go") {
			return nil
		}
		body, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range slices.Concat(citation.FindAllSubmatch(body, -1), sought.FindAllSubmatch(body, -1)) {
			id := string(m[1])
			if fileName.MatchString(id) {
				continue
			}
			if !Known(id) {
				t.Errorf("%s cites law/%s, which is no rule", path, id)
			}
			cited[id] = true
		}
		for _, m := range quoted.FindAllSubmatch(body, -1) {
			cited[string(m[1])] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range Compiled() {
		if !cited[r.ID] {
			t.Errorf("rule %s is cited nowhere: a rule without its use is an empty room", r.ID)
		}
	}
}

func TestRulesThatCannotBeReadAreRefused(t *testing.T) {
	for _, line := range []string{
		"a.b.c | 5 | working_day | | | source",
		"a.b | 5 | working_day | | | source | no",
		"a.b.c | five | working_day | | | source | no",
		"a.b.c | 5 | week | | | source | no",
		"a.b.c | 5 | day | | | | no",
		"a.b.c | 5 | day | 2023-02-29 | | source | no",
		"a.b.c | 5 | day | | | source | maybe",
		"a.b.c | 5 | day | | | s | no\na.b.c | 6 | day | | | s | no",
	} {
		if all, err := parse(line); err == nil {
			t.Errorf("%q was read as %+v", line, all)
		}
	}
	if len(Compiled()) == 0 {
		t.Error("no rule was compiled")
	}
}
