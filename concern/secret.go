package concern

import (
	"crypto/subtle"
	_ "embed"
	"encoding/binary"
	"strconv"
	"strings"
	"sync"

	"kheo/internal/seal"
	"kheo/internal/text"
)

// The words a secret is made of: short, plain, each written and said apart from
// the others without its tones. The order is for good: a changed line would
// change the secrets that people hold.
//
//go:embed words.txt
var wordFile string

var words = sync.OnceValue(func() []string { return strings.Fields(wordFile) })

// A secret is three of 512 words and a number of four digits: 40.1 bits.
const (
	leastNumber = 1000
	numbers     = 9000
)

// secretOf is the secret of a matter, "bến lúa 4712 sáo": computed from its id
// by the vault whenever it is asked for, and stored nowhere.
func secretOf(v *seal.Vault, id string) string {
	b := v.Derive("concern/secret", id)
	w := words()
	word := func(i int) string { return w[int(binary.BigEndian.Uint16(b[2*i:]))%len(w)] }
	number := leastNumber + binary.BigEndian.Uint64(b[8:])%numbers
	return strings.Join([]string{word(0), word(1), strconv.FormatUint(number, 10), word(2)}, " ")
}

// sameSecret compares what was typed with a secret: tones, capitals and what
// stands between the parts make no difference. It takes the same time wherever
// the two part.
func sameSecret(typed, secret string) bool {
	if len(typed) > 200 {
		return false
	}
	bare := func(s string) []byte { return []byte(strings.Join(text.Words(text.Fold(s)), "")) }
	return subtle.ConstantTimeCompare(bare(typed), bare(secret)) == 1
}
