package kheo_test

import (
	"bufio"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// linked is every module that the binary carries, each with its reason.
var linked = map[string]string{
	"github.com/a-h/templ":                "pages as typed components, compiled",
	"github.com/alecthomas/kong":          "the command line, from structs",
	"github.com/beorn7/perks":             "quantiles, for prometheus",
	"github.com/cespare/xxhash/v2":        "hashing of label sets, for prometheus",
	"github.com/coreos/go-oidc/v3":        "OpenID Connect: staff sign in by the office's own accounts",
	"github.com/dustin/go-humanize":       "for modernc.org/sqlite",
	"github.com/fxamacker/cbor/v2":        "what authenticators write, for go-webauthn",
	"github.com/go-jose/go-jose/v4":       "signatures of what the provider says, for go-oidc",
	"github.com/go-viper/mapstructure/v2": "for go-webauthn",
	"github.com/go-webauthn/webauthn":     "passkeys",
	"github.com/go-webauthn/x":            "for go-webauthn",
	"github.com/golang-jwt/jwt/v5":        "for go-webauthn",
	"github.com/google/go-tpm":            "for go-webauthn",
	"github.com/google/uuid":              "for modernc.org/libc",
	"github.com/jackc/pgpassfile":         "for pgx",
	"github.com/jackc/pgservicefile":      "for pgx",
	"github.com/jackc/pgx/v5":             "PostgreSQL",
	"github.com/jackc/puddle/v2":          "pgx's pool",
	"github.com/munnerz/goautoneg":        "content negotiation, for prometheus",
	"github.com/philhofer/fwd":            "for msgp",
	"github.com/prometheus/client_golang": "/metrics, as operators already scrape it",
	"github.com/prometheus/client_model":  "for prometheus",
	"github.com/prometheus/common":        "for prometheus",
	"github.com/prometheus/procfs":        "process figures, for prometheus",
	"github.com/remyoudompheng/bigfft":    "for modernc.org/mathutil",
	"github.com/richardlehane/mscfb":      "for excelize",
	"github.com/richardlehane/msoleps":    "for excelize",
	"github.com/sergi/go-diff":            "what changed between two texts, word by word",
	"github.com/tiendc/go-deepcopy":       "for excelize",
	"github.com/tinylib/msgp":             "for go-webauthn",
	"github.com/x448/float16":             "for cbor",
	"github.com/xuri/efp":                 "for excelize",
	"github.com/xuri/excelize/v2":         "tables of Excel",
	"github.com/xuri/nfp":                 "for excelize",
	"golang.org/x/crypto":                 "argon2id for passwords",
	"golang.org/x/image":                  "reads WebP and scales pictures",
	"golang.org/x/mod":                    "the ledger's Merkle log and signed notes",
	"golang.org/x/net":                    "charsets, for excelize",
	"golang.org/x/oauth2":                 "the way to the provider and back, with PKCE",
	"golang.org/x/sync":                   "for pgx's pool",
	"golang.org/x/sys":                    "for the two above and SQLite",
	"golang.org/x/text":                   "Unicode forms and Vietnamese sorting",
	"google.golang.org/protobuf":          "for prometheus",
	"modernc.org/libc":                    "for modernc.org/sqlite",
	"modernc.org/mathutil":                "for modernc.org/sqlite",
	"modernc.org/memory":                  "for modernc.org/sqlite",
	"modernc.org/sqlite":                  "SQLite without C: one static binary",
	"rsc.io/qr":                           "QR codes on receipts and slips",
}

// besides is what only tests, tools and generators use, directly.
var besides = map[string]string{
	"github.com/andybalholm/brotli":      "squeezes the assets in go generate",
	"github.com/chromedp/cdproto":        "the browser's protocol, for chromedp",
	"github.com/chromedp/chromedp":       "the browser pass",
	"github.com/descope/virtualwebauthn": "devices with passkeys, in software",
	"github.com/evanw/esbuild":           "bundles the assets in go generate",
	"github.com/oauth2-proxy/mockoidc":   "a provider of accounts that is not ours, in process",
	"github.com/rogpeppe/go-internal":    "testscript for the command line",
	"honnef.co/go/tools":                 "staticcheck, a tool",
	"pgregory.net/rapid":                 "random histories for the ledger and the matters",
}

const maxDirect = 25

func TestTheBinaryCarriesWhatIsListed(t *testing.T) {
	source(t) // read here, so that the cached answer dies with any change
	out, err := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}", "./cmd/kheo").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	seen := map[string]bool{"kheo": true}
	for name := range strings.FieldsSeq(string(out)) {
		if _, ok := linked[name]; !ok && !seen[name] {
			t.Errorf("the binary links %s: give the reason in deps_test.go, or do without", name)
		}
		seen[name] = true
	}
	for name := range linked {
		if !seen[name] {
			t.Errorf("%s is listed in deps_test.go but not linked", name)
		}
	}
}

func TestDirectModulesAreFewAndListed(t *testing.T) {
	body, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	require := regexp.MustCompile(`^\s*(?:require\s+)?([\w./-]+\.[\w./-]+) v\S+\s*$`)
	n := 0
	lines := bufio.NewScanner(strings.NewReader(string(body)))
	for lines.Scan() {
		m := require.FindStringSubmatch(lines.Text())
		if m == nil {
			continue
		}
		n++
		if linked[m[1]] == "" && besides[m[1]] == "" {
			t.Errorf("go.mod requires %s: give the reason in deps_test.go", m[1])
		}
	}
	if n == 0 || n > maxDirect {
		t.Errorf("%d direct modules, want 1 to %d", n, maxDirect)
	}
}
