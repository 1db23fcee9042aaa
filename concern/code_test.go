package concern

import (
	"errors"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"kheo"
)

var codeForm = regexp.MustCompile(`^PA-[2-9B-DF-HJ-NP-TV-Z]{4}-[2-9B-DF-HJ-NP-TV-Z]{3}$`)

func TestNewCodesAreCodes(t *testing.T) {
	seen := map[string]bool{}
	count := map[byte]int{}
	for range 20_000 {
		c := newCode()
		if got, err := ParseCode(c); got != c || err != nil || !codeForm.MatchString(c) {
			t.Fatalf("ParseCode(%q) = %q, %v", c, got, err)
		}
		seen[c] = true
		count[c[3]]++
	}
	if len(seen) < 19_990 {
		t.Errorf("20,000 codes, %d different", len(seen))
	}
	for _, c := range []byte(alphabet) {
		if n := count[c]; n < 500 || n > 900 { // 690 expected, 26 the standard deviation
			t.Errorf("%c begins %d of 20,000 codes", c, n)
		}
	}
}

func TestCodesAreReadLeniently(t *testing.T) {
	const want = "PA-7K3M-9L" // and its check symbol
	code := format(checked("7K3M9L"))
	if !strings.HasPrefix(code, want) {
		t.Fatalf("code %q", code)
	}
	bare := strings.ReplaceAll(strings.TrimPrefix(code, "PA-"), "-", "")
	for _, s := range []string{
		code, strings.ToLower(code), bare, "pa" + bare, " pa - " + bare[:3] + "  " + bare[3:] + "\n",
		strings.ReplaceAll(code, "-", "–"), strings.ReplaceAll(code, "-", "."),
		strings.Replace(code, "L", "1", 1), strings.Replace(code, "L", "i", 1), strings.Replace(code, "L", "I", 1),
		"P A " + bare,
	} {
		if got, err := ParseCode(s); got != code || err != nil {
			t.Errorf("ParseCode(%q) = %q, %v, want %q", s, got, err, code)
		}
	}
}

func TestNoSlipAndNoSwapIsTakenForACode(t *testing.T) {
	for range 200 {
		code := newCode()
		bare := strings.ReplaceAll(code[3:], "-", "")
		for i := range bare {
			for _, c := range alphabet {
				slip := bare[:i] + string(c) + bare[i+1:]
				if got, err := ParseCode(slip); slip != bare && err == nil {
					t.Fatalf("%q with a slip, %q, reads as %q", code, slip, got)
				}
			}
			for j := i + 1; j < len(bare); j++ {
				b := []byte(bare)
				b[i], b[j] = b[j], b[i]
				if got, err := ParseCode(string(b)); string(b) != bare && err == nil {
					t.Fatalf("%q with %d and %d swapped reads as %q", code, i, j, got)
				}
			}
		}
	}
}

func TestABadCodeNamesTheLikelySlip(t *testing.T) {
	code := format(checked("7K3M9Q"))
	for _, typed := range []string{
		"K73M9Q" + code[10:], // neighbours swapped
		strings.Replace(code, "M", "N", 1),
		strings.Replace(code, "Q", "0", 1),
		strings.Replace(code, "Q", "O", 1),
		strings.Replace(code, "7", "T", 1),
	} {
		_, err := ParseCode(typed)
		var bad BadCode
		if !errors.As(err, &bad) || !slices.Contains(bad.Perhaps, code) || !errors.Is(err, kheo.ErrNotFound) {
			t.Errorf("ParseCode(%q): %v, perhaps %q, want %q", typed, err, bad.Perhaps, code)
		}
	}
	for typed, at := range map[string]int{"7K0M9QX": 3, "PA-UUUU-UUU": 1, "7K3M-9QE": 7} {
		_, err := ParseCode(typed)
		var bad BadCode
		if !errors.As(err, &bad) || bad.At != at {
			t.Errorf("ParseCode(%q): %v, symbol %d, want %d", typed, err, bad.At, at)
		}
	}
	for _, typed := range []string{"", "PA", "PA-7K3M", "7K3M9QX7", "KN-23-0002", "7K3M9Q✓", "Đ", strings.Repeat("7", 1<<20)} {
		_, err := ParseCode(typed)
		if _, ok := errors.AsType[BadCode](err); !ok {
			t.Errorf("ParseCode(%.20q): %v", typed, err)
		}
	}
}

// Which share of the slips people make is named: measured, so that a page may
// say "perhaps".
func TestHowOftenTheSlipIsNamed(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	named, all, offered := 0, 0, 0
	for range 2000 {
		code := newCode()
		b := []byte(strings.ReplaceAll(code[3:], "-", ""))
		was := string(b)
		if i := r.IntN(symbols - 1); r.IntN(2) == 0 {
			b[i], b[i+1] = b[i+1], b[i]
		} else {
			like := alikes[r.IntN(15)]
			j := slices.IndexFunc(b, func(c byte) bool { return strings.IndexByte(like, c) >= 0 })
			if j < 0 {
				continue
			}
			b[j] = like[r.IntN(len(like))]
		}
		if string(b) == was {
			continue
		}
		_, err := ParseCode(string(b))
		bad, _ := errors.AsType[BadCode](err)
		all++
		offered += len(bad.Perhaps)
		if slices.Contains(bad.Perhaps, code) {
			named++
		}
	}
	t.Logf("of %d likely slips %d are named, among %.1f offered", all, named, float64(offered)/float64(all))
	if named*100 < all*95 {
		t.Errorf("of %d likely slips only %d are named", all, named)
	}
}

func FuzzParseCode(f *testing.F) {
	for _, s := range []string{"PA-7K3M-9QX", "pa7k3m9qx", "7K3M9Q0", "", "PA", "PAPAPAPAPA", "\xff", "ﬀ", "ı7K3M9Q", strings.Repeat("́", 99)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		code, err := ParseCode(s)
		if err == nil {
			again, err := ParseCode(code)
			if !codeForm.MatchString(code) || again != code || err != nil {
				t.Fatalf("ParseCode(%q) = %q, which reads as %q, %v", s, code, again, err)
			}
			return
		}
		bad, ok := errors.AsType[BadCode](err)
		if !ok || code != "" || !utf8.ValidString(bad.Read) || len(bad.Perhaps) > 3 {
			t.Fatalf("ParseCode(%q) = %q, %#v", s, code, err)
		}
		for _, p := range bad.Perhaps {
			if got, err := ParseCode(p); got != p || err != nil {
				t.Fatalf("ParseCode(%q) offers %q: %v", s, p, err)
			}
		}
	})
}
