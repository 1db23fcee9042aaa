package identity

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"kheo"
)

// argon2id as OWASP's first choice lays it down: 19 MiB, two passes, one lane.
const (
	memory = 19 << 10 // KiB
	passes = 2
	lanes  = 1
	digest = 32
)

// The least and the greatest length of a password, in letters.
const (
	minPassword = 12
	maxPassword = 128
)

// A Hasher digests passwords, few at a time: each takes 19 MiB. It is used
// outside transactions.
type Hasher struct{ slots chan struct{} }

// NewHasher makes a hasher that works on two passwords at once.
func NewHasher() *Hasher { return &Hasher{slots: make(chan struct{}, 2)} }

// Hash is the digest to keep, with its salt.
func (h *Hasher) Hash(password string) string {
	var salt [16]byte
	rand.Read(salt[:])
	enc := base64.RawStdEncoding
	return "argon2id$" + enc.EncodeToString(salt[:]) + "$" + enc.EncodeToString(h.key(password, salt[:]))
}

// Check compares a password with a kept digest. An empty digest, for an unknown
// login or a person without a password, costs the same and never matches.
func (h *Hasher) Check(password, kept string) bool {
	salt, want := make([]byte, 16), make([]byte, digest)
	known := false
	if parts := strings.Split(kept, "$"); len(parts) == 3 && parts[0] == "argon2id" {
		s, err1 := base64.RawStdEncoding.DecodeString(parts[1])
		w, err2 := base64.RawStdEncoding.DecodeString(parts[2])
		if err1 == nil && err2 == nil {
			salt, want, known = s, w, true
		}
	}
	same := subtle.ConstantTimeCompare(h.key(password, salt), want) == 1
	return known && same
}

func (h *Hasher) key(password string, salt []byte) []byte {
	h.slots <- struct{}{}
	defer func() { <-h.slots }()
	return argon2.IDKey([]byte(norm.NFC.String(password)), salt, passes, memory, lanes, digest)
}

// CheckPassword says what is to be mended in a new password.
func CheckPassword(password string) error {
	var f kheo.Faults
	n := utf8.RuneCountInString(norm.NFC.String(password))
	f.Need(n >= minPassword, "password", "identity.fault.short", "n", minPassword)
	f.Need(n <= maxPassword, "password", "identity.fault.long", "n", maxPassword)
	f.Need(n < minPassword || n > maxPassword || !tooKnown(password), "password", "identity.fault.known")
	return f.Err()
}

// foldLogin is how a login is kept and compared: ASCII letters, digits, dot,
// dash; lower case.
func foldLogin(login string) (string, error) {
	login = strings.ToLower(strings.TrimSpace(login))
	ok := len(login) >= 2 && len(login) <= 40
	for _, r := range login {
		if !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '.' || r == '-' || r == '_' || r == '@') {
			ok = false
		}
	}
	if !ok {
		return "", fmt.Errorf("login: %w", kheo.Faults{{Field: "login", Key: "identity.fault.login"}})
	}
	return login, nil
}
