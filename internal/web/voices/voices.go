// Package voices lets a browser speak for what its owner has shown a secret of:
// a cookie with the ids, until when, and the office's signature. It holds no
// secret and no code.
package voices

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"kheo"
	"kheo/internal/seal"
)

const (
	cookie = "kheo_voices"
	most   = 20
	short  = 12 * time.Hour // and gone when the browser is closed
)

// Long is how long a browser remembers when its owner asked for that.
const Long = 30 * 24 * time.Hour

// A Book writes and reads the cookies of one office.
type Book struct {
	Vault *seal.Vault
	Now   func() time.Time // the real clock, for what a browser keeps
	Plain bool             // on plain http
}

// Of are the ids the browser speaks for; none when the cookie is not ours or
// its time is over.
func (b Book) Of(r *http.Request) []string {
	ids, _ := b.read(r)
	return ids
}

// read is the ids and until when they are remembered.
func (b Book) read(r *http.Request) ([]string, time.Time) {
	for _, name := range []string{"__Host-" + cookie, cookie} {
		c, err := r.Cookie(name)
		if err != nil {
			continue
		}
		return b.parse(c.Value)
	}
	return nil, time.Time{}
}

func (b Book) parse(value string) ([]string, time.Time) {
	said, mac, _ := strings.Cut(value, ".")
	if !hmac.Equal([]byte(mac), []byte(b.sign(said))) { // as text: what decodes alike is not the same
		return nil, time.Time{}
	}
	text, err := base64.RawURLEncoding.DecodeString(said)
	if err != nil {
		return nil, time.Time{}
	}
	parts := strings.Fields(string(text))
	if len(parts) == 0 {
		return nil, time.Time{}
	}
	unix, err := strconv.ParseInt(parts[0], 10, 64)
	until := time.Unix(unix, 0)
	if err != nil || !b.Now().Before(until) {
		return nil, time.Time{}
	}
	return slices.DeleteFunc(parts[1:], func(id string) bool { return !kheo.IsID(id) }), until
}

func (b Book) sign(said string) string {
	m := hmac.New(sha256.New, b.Vault.Derive("concernweb voices", ""))
	m.Write([]byte(said))
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil))
}

// format is the cookie's value.
func (b Book) format(ids []string, until time.Time) string {
	text := strconv.FormatInt(until.Unix(), 10) + " " + strings.Join(ids, " ")
	said := base64.RawURLEncoding.EncodeToString([]byte(text))
	return said + "." + b.sign(said)
}

// Hear lets the browser speak for one more: until it is closed, or for thirty
// days when its owner asked for that.
func (b Book) Hear(w http.ResponseWriter, r *http.Request, id string, long bool) {
	now := b.Now()
	ids, until := b.read(r)
	ids = append(slices.DeleteFunc(ids, func(x string) bool { return x == id }), id)
	ids = ids[max(0, len(ids)-most):]
	end := now.Add(short)
	if long || until.After(end) {
		end, long = now.Add(Long), true
	}
	b.set(w, ids, end, long)
}

// Forget takes one voice away again, and with the last one the cookie.
func (b Book) Forget(w http.ResponseWriter, r *http.Request, id string) {
	now := b.Now()
	ids, until := b.read(r)
	ids = slices.DeleteFunc(ids, func(x string) bool { return x == id })
	b.set(w, ids, until, until.After(now.Add(short)))
}

func (b Book) set(w http.ResponseWriter, ids []string, until time.Time, long bool) {
	c := &http.Cookie{Name: cookie, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: !b.Plain}
	if c.Secure {
		c.Name = "__Host-" + cookie
	}
	switch {
	case len(ids) == 0:
		c.MaxAge = -1
	case long:
		c.MaxAge = int(until.Sub(b.Now()) / time.Second)
	}
	if len(ids) > 0 {
		c.Value = b.format(ids, until)
	}
	http.SetCookie(w, c)
}
