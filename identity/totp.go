package identity

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// Codes as every code app counts them (RFC 6238): six digits of an HMAC-SHA-1
// over the half minute, and a clock may be one half minute off.
const (
	codeStep   = 30 // seconds
	codeWindow = 1
	secretSize = 20
)

var base32Text = base32.StdEncoding.WithPadding(base32.NoPadding)

// NewSecret is what a code app counts with, in the letters it is typed in.
func NewSecret() string {
	var b [secretSize]byte
	rand.Read(b[:])
	return base32Text.EncodeToString(b[:])
}

// SecretURL is what the QR code says to the app: the secret, and the office's
// name and the login to list it under.
func SecretURL(secret, office, login string) string {
	q := url.Values{"secret": {secret}, "issuer": {office}}
	return "otpauth://totp/" + url.PathEscape(office+":"+login) + "?" + strings.ReplaceAll(q.Encode(), "+", "%20")
}

// codeAt is the code of a secret in one half minute.
func codeAt(secret string, step int64) (string, error) {
	key, err := base32Text.DecodeString(secret)
	if err != nil {
		return "", fmt.Errorf("code: %w", err)
	}
	m := hmac.New(sha1.New, key)
	m.Write(binary.BigEndian.AppendUint64(nil, uint64(step)))
	sum := m.Sum(nil)
	n := binary.BigEndian.Uint32(sum[sum[len(sum)-1]&15:]) & 0x7fffffff
	return fmt.Sprintf("%06d", n%1_000_000), nil
}

// stepOf finds the half minute, near the clock and after the last one spent,
// whose code was typed; 0 for none.
func stepOf(secret, typed string, clock time.Time, spent int64) (int64, error) {
	now, found := clock.Unix()/codeStep, int64(0)
	for step := now - codeWindow; step <= now+codeWindow; step++ {
		code, err := codeAt(secret, step)
		if err != nil {
			return 0, err
		}
		if subtle.ConstantTimeCompare([]byte(code), []byte(typed)) == 1 && step > spent {
			found = step
		}
	}
	return found, nil
}

// plainCode is a code as typed, without the spaces and dashes people put in.
func plainCode(typed string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '\u00a0' {
			return -1
		}
		return r
	}, strings.ToUpper(typed))
}
