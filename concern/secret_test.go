package concern

import (
	"crypto/sha256"
	"encoding/hex"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"kheo"
	"kheo/internal/seal"
	"kheo/internal/text"
)

// wordsDigest is of the list as it was first published. It never changes: the
// secrets people hold are drawn from it.
const wordsDigest = "5b0de79ad44ac3225547982d35d2215633b9b22da7b0fc2a6ee376c55d34e8a2"

func TestTheWordsAreForGood(t *testing.T) {
	sum := sha256.Sum256([]byte(wordFile))
	if got := hex.EncodeToString(sum[:]); got != wordsDigest {
		t.Errorf("words.txt changed: %s", got)
	}
}

func TestTheWordsAreShortAndApart(t *testing.T) {
	list := words()
	if len(list) != 512 { // a power of two: no word is likelier than another
		t.Fatalf("%d words", len(list))
	}
	bits := 3*math.Log2(float64(len(list))) + math.Log2(numbers)
	if bits < 40 {
		t.Errorf("a secret has %.1f bits", bits)
	}
	seen := map[string]string{}
	for _, w := range list {
		f := text.Fold(w)
		if other, ok := seen[f]; ok {
			t.Errorf("%q and %q are one without their tones", other, w)
		}
		seen[f] = w
		if !norm.NFC.IsNormalString(w) || len([]rune(w)) > 6 || strings.ToLower(w) != w || !regexp.MustCompile(`^[a-z]+$`).MatchString(f) {
			t.Errorf("%q is not a short plain word", w)
		}
	}
	// Without their tones these would be read as an insult or as politics.
	for _, bad := range strings.Fields("cac lon dit buoi du cu dai chet giet ngu cut di deo ia ma dam dang ho my nga tau cho chim") {
		if w, ok := seen[bad]; ok {
			t.Errorf("%q is not for a secret", w)
		}
	}
}

func vault(t testing.TB) *seal.Vault {
	t.Helper()
	v, err := seal.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

var secretForm = regexp.MustCompile(`^\pL+ \pL+ [1-9][0-9]{3} \pL+$`)

func TestSecretsAreComputedAgain(t *testing.T) {
	v, other := vault(t), vault(t)
	seen := map[string]bool{}
	for range 2000 {
		id := kheo.NewID(time.Now())
		s := secretOf(v, id)
		if !secretForm.MatchString(s) || s != secretOf(v, id) || s == secretOf(other, id) {
			t.Fatalf("secret of %s: %q, again %q, elsewhere %q", id, s, secretOf(v, id), secretOf(other, id))
		}
		for _, w := range strings.Fields(s) {
			if w[0] > '9' && !slices.Contains(words(), w) {
				t.Fatalf("%q has %q, which is not in the list", s, w)
			}
		}
		seen[s] = true
	}
	if len(seen) != 2000 {
		t.Errorf("2,000 secrets, %d different", len(seen))
	}
}

func TestSecretsAreReadLeniently(t *testing.T) {
	const secret = "bến lúa 4712 sáo"
	for _, typed := range []string{
		secret, "ben lua 4712 sao", "BẾN LÚA 4712 SÁO", "bến · lúa · 4712 · sáo", "Ben-lua-4712-sao", "benlua4712sao",
		" bến,lúa, 47 12\nsáo ", norm.NFD.String(secret), "bền lùa 4712 sảo",
	} {
		if !sameSecret(typed, secret) {
			t.Errorf("%q is not taken for %q", typed, secret)
		}
	}
	for _, typed := range []string{"", "bến lúa 4712", "bến lúa 4713 sáo", "lúa bến 4712 sáo", "bến lúa 4712 sáo sáo", strings.Repeat(" ", 1<<20) + secret} {
		if sameSecret(typed, secret) {
			t.Errorf("%.40q is taken for %q", typed, secret)
		}
	}
}
