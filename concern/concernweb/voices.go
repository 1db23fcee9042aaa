package concernweb

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

// A browser that has shown the secret of a concern remembers it by a cookie:
// the ids of the matters it speaks for, until when, and our signature. It holds
// no secret and no code.
const (
	voicesCookie = "kheo_voices"
	maxVoices    = 20
	shortMemory  = 12 * time.Hour // and gone when the browser is closed
	longMemory   = 30 * 24 * time.Hour
)

// Voices are the ids of the matters whose secret the browser has shown; none
// when the cookie is not ours or its time is over.
func Voices(r *http.Request, v *seal.Vault, now time.Time) []string {
	ids, _ := voices(r, v, now)
	return ids
}

// voices are the ids and until when they are remembered.
func voices(r *http.Request, v *seal.Vault, now time.Time) ([]string, time.Time) {
	for _, name := range []string{"__Host-" + voicesCookie, voicesCookie} {
		c, err := r.Cookie(name)
		if err != nil {
			continue
		}
		return readVoices(c.Value, v, now)
	}
	return nil, time.Time{}
}

func readVoices(value string, v *seal.Vault, now time.Time) ([]string, time.Time) {
	said, mac, _ := strings.Cut(value, ".")
	sum, err := base64.RawURLEncoding.DecodeString(mac)
	if err != nil || !hmac.Equal(sum, signVoices(v, said)) {
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
	if err != nil || !now.Before(until) {
		return nil, time.Time{}
	}
	return slices.DeleteFunc(parts[1:], func(id string) bool { return !kheo.IsID(id) }), until
}

func signVoices(v *seal.Vault, said string) []byte {
	m := hmac.New(sha256.New, v.Derive("concernweb voices", ""))
	m.Write([]byte(said))
	return m.Sum(nil)
}

// writeVoices is the cookie's value.
func writeVoices(v *seal.Vault, ids []string, until time.Time) string {
	text := strconv.FormatInt(until.Unix(), 10) + " " + strings.Join(ids, " ")
	said := base64.RawURLEncoding.EncodeToString([]byte(text))
	return said + "." + base64.RawURLEncoding.EncodeToString(signVoices(v, said))
}

// hear lets the browser speak for one more matter: until it is closed, or for
// thirty days when its owner asked for that.
func (p *pages) hear(w http.ResponseWriter, r *http.Request, id string, long bool) {
	now := p.Now()
	ids, until := voices(r, p.Desk.Vault, now)
	ids = append(slices.DeleteFunc(ids, func(x string) bool { return x == id }), id)
	ids = ids[max(0, len(ids)-maxVoices):]
	end := now.Add(shortMemory)
	if long || until.After(end) {
		end, long = now.Add(longMemory), true
	}
	p.setVoices(w, ids, end, long)
}

// forget takes one voice away again, and with the last one the cookie.
func (p *pages) forget(w http.ResponseWriter, r *http.Request, id string) {
	now := p.Now()
	ids, until := voices(r, p.Desk.Vault, now)
	ids = slices.DeleteFunc(ids, func(x string) bool { return x == id })
	p.setVoices(w, ids, until, until.After(now.Add(shortMemory)))
}

func (p *pages) setVoices(w http.ResponseWriter, ids []string, until time.Time, long bool) {
	c := &http.Cookie{Name: voicesCookie, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: !p.Plain}
	if c.Secure {
		c.Name = "__Host-" + voicesCookie
	}
	switch {
	case len(ids) == 0:
		c.MaxAge = -1
	case long:
		c.MaxAge = int(until.Sub(p.Now()) / time.Second)
	}
	if len(ids) > 0 {
		c.Value = writeVoices(p.Desk.Vault, ids, until)
	}
	http.SetCookie(w, c)
}
