package kheo_test

import (
	"go/ast"
	"go/types"
	"maps"
	"slices"
	"strings"
	"testing"
)

// dangerous is every package that runs, decodes or computes what wants care,
// and where it may stand, each with its reason.
var dangerous = map[string]map[string]string{
	"C":                   nil,
	"crypto/des":          nil,
	"crypto/md5":          nil,
	"crypto/rc4":          nil,
	"crypto/rsa":          nil,
	"encoding/gob":        nil,
	"html/template":       nil,
	"net/rpc":             nil,
	"net/smtp":            nil,
	"plugin":              nil,
	"text/template":       nil,
	"unsafe":              nil,
	"crypto/aes":          {"internal/seal": "sealing, AES-256-GCM"},
	"crypto/cipher":       {"internal/seal": "sealing, AES-256-GCM"},
	"crypto/sha1":         {"identity": "codes of code apps: RFC 6238 has HMAC-SHA-1"},
	"math/rand":           nil,
	"math/rand/v2":        {"internal/db": "how long a write waits before it tries again", "cmd/kheo": "what a measurement picks"},
	"os/exec":             {"internal/browser": "the browser of the tests", "internal/dbtest/withpg": "PostgreSQL for the tests", "cmd/kheo": "a measurement starts itself"},
	"encoding/xml":        {"api/open311": "writes", "internal/atom": "writes", "internal/xlsx": "writes", "internal/doc": "writes, and reads papers with limits"},
	"encoding/asn1":       nil,
	"reflect":             {"sorting": "compares two tables"},
	"runtime/debug":       {"internal/web": "the stack of a panic, for the log"},
	"golang.org/x/crypto": {"identity": "argon2id"},
}

// What runs programs, decodes objects, fills templates at run time, leaves
// memory's safety, draws guessable numbers or computes what is broken is in no
// part of the house but those listed.
func TestWhatWantsCareIsListed(t *testing.T) {
	found := map[string]bool{}
	for folder, files := range source(t) {
		for _, f := range files {
			if f.test {
				continue
			}
			for _, name := range f.imports {
				where, listed := dangerous[name]
				for part := range dangerous {
					if strings.HasPrefix(name, part+"/") && strings.Contains(part, ".") {
						where, listed, name = dangerous[part], true, part
					}
				}
				if !listed {
					continue
				}
				found[name+" "+folder] = true
				if where[folder] == "" {
					t.Errorf("%s imports %s: give the reason in danger_test.go, or do without", f.path, name)
				}
			}
		}
	}
	for name, where := range dangerous {
		for folder := range where {
			if !found[name+" "+folder] {
				t.Errorf("%s is said to import %s, and does not", folder, name)
			}
		}
	}
}

// raw are the ways round templ's escaping, and who may take them: a component
// of our own escapes what it writes.
var raw = map[string][]string{
	"ComponentFunc": {"internal/web/receipt.go", "internal/web/say.go"}, // a QR code; emphasis in a sentence
	"Raw":           nil, "JSONScript": nil, "JSFuncCall": nil, "JSUnsafeFuncCall": nil, "SafeCSS": nil, "SafeCSSProperty": nil, "FromGoHTML": nil,
}

func TestNothingGoesRoundTheEscaping(t *testing.T) {
	seen := 0
	walk(t, func(_ string, f file, n ast.Node) {
		s, ok := n.(*ast.SelectorExpr)
		if !ok {
			return
		}
		x, ok := s.X.(*ast.Ident)
		where, way := raw[s.Sel.Name]
		switch {
		case !ok || x.Name != "templ" || !way:
		case slices.Contains(where, f.path):
			seen++
		default:
			t.Errorf("%s: templ.%s writes what is not escaped", f.at(n), s.Sel.Name)
		}
	})
	if seen != len(raw["ComponentFunc"]) {
		t.Errorf("%d components of our own were seen, %d are listed", seen, len(raw["ComponentFunc"]))
	}
}

// asking are the calls that take an SQL text, and which argument it is.
var asking = map[string]int{"Exec": 1, "Move": 1, "Query": 1, "QueryRow": 1, "All": 3, "One": 3, "Sift": 4}

// joined is what is joined to an SQL text beside literals, constants and
// placeholders: none of it was typed by anybody.
var joined = map[string]string{
	"draft/draft.go query":                        "a literal handed on",
	"identity/code.go text":                       "one of two literals",
	"identity/person.go text":                     "one of two literals",
	"inspection/list.go text":                     "literals and placeholders",
	"inspection/outline.go update":                "a literal handed on",
	"inspection/step.go text":                     "a literal handed on",
	"internal/db/copy.go t.Name":                  "a table of the office’s own schema",
	"internal/db/copy.go t.names()":               "its columns",
	"internal/db/migrate.go s.text":               "a file of the schema",
	"internal/db/query.go text":                   "the text of whoever calls Move",
	"internal/search/engine.go q":                 "words of letters and digits alone, looked at before: TestOnlyPlainWordsAreWritten",
	"internal/search/engine.go text":              "one of two literals",
	"internal/search/vocabulary.go last":          "a placeholder",
	"internal/search/vocabulary.go rows.String()": "placeholders",
	"model/list.go more":                          "literals and placeholders",
	"matter/figures.go now.text()":                "literals and placeholders",
	"matter/figures.go q.text()":                  "literals and placeholders",
	"matter/list.go order":                        "one of three literals, and a number",
	"matter/list.go q.text()":                     "literals and placeholders",
	"matter/recent.go fields":                     "a constant",
	"matter/recent.go most":                       "a number",
	"rising/week.go by":                           "one of two literals",
	"rising/week.go hamlet":                       "one of two literals",
	"rising/week.go where":                        "a literal and placeholders",
	"rising/week.go strconv.Itoa(Least)":          "a constant number",
	"scoring/find.go text":                        "a literal handed on",
}

// Values are handed to the engine beside the text, never in it.
func TestNothingTypedStandsInSQL(t *testing.T) {
	asked, found := 0, map[string]bool{}
	walk(t, func(folder string, f file, n ast.Node) {
		text := sqlOf(n)
		if text == nil || strings.HasPrefix(folder, "internal/dbtest") {
			return
		}
		asked++
		for _, piece := range f.pieces(text) {
			key := f.path + " " + piece
			found[key] = true
			if joined[key] == "" {
				t.Errorf("%s: %q is joined to an SQL text: hand it over as a value, or say in danger_test.go what it is", f.at(n), piece)
			}
		}
	})
	if asked < 300 {
		t.Errorf("only %d questions were seen", asked)
	}
	for _, key := range slices.Sorted(maps.Keys(joined)) {
		if !found[key] {
			t.Errorf("danger_test.go says %s is joined to an SQL text, and it is not", key)
		}
	}
}

// sqlOf is the SQL text of a call, nil for what is no such call.
func sqlOf(n ast.Node) ast.Expr {
	c, ok := n.(*ast.CallExpr)
	if !ok {
		return nil
	}
	fun := c.Fun
	if typed, ok := fun.(*ast.IndexExpr); ok {
		fun = typed.X
	}
	if s, ok := fun.(*ast.SelectorExpr); ok {
		if at, ok := asking[s.Sel.Name]; ok && len(c.Args) > at {
			return c.Args[at]
		}
	}
	return nil
}

// pieces are what is joined in a text beside literals, constants and lists of
// placeholders.
func (f file) pieces(e ast.Expr) []string {
	switch e := e.(type) {
	case *ast.BasicLit:
		return nil
	case *ast.Ident:
		if _, ok := f.consts[e.Name]; ok {
			return nil
		}
	case *ast.ParenExpr:
		return f.pieces(e.X)
	case *ast.BinaryExpr:
		return append(f.pieces(e.X), f.pieces(e.Y)...)
	case *ast.CallExpr:
		switch name := types.ExprString(e.Fun); name {
		case "db.In", "db.Rows", "Rows":
			return nil
		case "strings.Join":
			return f.pieces(e.Args[0])
		}
	}
	return []string{types.ExprString(e)}
}

// calling is who asks other machines for anything: at an address the office
// gives, never one that somebody typed into a page.
var calling = map[string]string{
	"identity/identityweb/provider.go": "the provider of the office’s own accounts",
	"cmd/kheo/verify_printed.go":       "a log, by the command line",
	"cmd/kheo/bench_serve.go":          "a measurement, of itself",
}

// out is what opens a way to another machine.
var out = map[string][]string{
	"http": {"Get", "Head", "Post", "PostForm", "Client", "DefaultClient", "Transport", "DefaultTransport", "NewRequest", "NewRequestWithContext"},
	"net":  {"Dial", "DialTimeout", "DialTCP", "Dialer"},
	"tls":  {"Dial", "Dialer"},
}

func TestWhoCallsOthersIsListed(t *testing.T) {
	found := map[string]bool{}
	walk(t, func(_ string, f file, n ast.Node) {
		s, ok := n.(*ast.SelectorExpr)
		if !ok {
			return
		}
		if x, ok := s.X.(*ast.Ident); ok && slices.Contains(out[x.Name], s.Sel.Name) {
			if found[f.path] = true; calling[f.path] == "" {
				t.Errorf("%s: %s.%s asks another machine: give the reason in danger_test.go, or do without", f.at(n), x.Name, s.Sel.Name)
			}
		}
	})
	for name := range calling {
		if !found[name] {
			t.Errorf("%s is said to call others, and does not", name)
		}
	}
}

// formats are the calls that take a format, and which argument it is; handing
// are functions of our own that hand one on, by folder.
var (
	formats = map[string]int{"fmt.Sprintf": 0, "fmt.Printf": 0, "fmt.Errorf": 0, "fmt.Fprintf": 1, "fmt.Appendf": 1}
	handing = map[string]string{"api/open311": "bad", "internal/web/webtest": "f.add"}
)

func TestFormatsAreConstant(t *testing.T) {
	n := 0
	walk(t, func(folder string, f file, node ast.Node) {
		c, ok := node.(*ast.CallExpr)
		if !ok {
			return
		}
		name := types.ExprString(c.Fun)
		at, format := formats[name]
		if !format && name != handing[folder] || len(c.Args) <= at {
			return
		}
		n++
		for _, piece := range f.pieces(c.Args[at]) {
			if piece != "format" || handing[folder] == "" {
				t.Errorf("%s: %s is no constant format", f.at(c), piece)
			}
		}
	})
	if n < 300 {
		t.Errorf("only %d formats were seen", n)
	}
}
