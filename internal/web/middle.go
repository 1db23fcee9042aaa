package web

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"kheo/internal/web/squeeze"
	"kheo/lang"
)

// slow is how long a request may take before its work is called off.
const slow = 60 * time.Second

// csp forbids everything but this host's own files, and everything inline.
const csp = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// permissions are what a page may ask of a phone: nothing; and on a page that
// asks where something is, that.
const (
	permissions = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
	mayLocate   = "camera=(), geolocation=(self), microphone=(), payment=(), usb=()"
)

// note is what the log learns about a request: no addresses, no paths (a path
// may carry a code), no people.
type note struct {
	ref, route string
	refused    string // why the asker was refused: "right", "unseen", "work", "cross-site", or what a page calls it
}

type noteKey struct{}

func noteOf(ctx context.Context) *note {
	if n, ok := ctx.Value(noteKey{}).(*note); ok {
		return n
	}
	return &note{}
}

// Refused tells the log in one word why the asker is refused, on an answer that
// is a page: no name, no address, nothing typed.
func (a *Ask) Refused(why string) { noteOf(a.Context()).refused = why }

func noteRoute(ctx context.Context, name string) { noteOf(ctx).route = name }

func refOf(ctx context.Context) string { return noteOf(ctx).ref }

// newRef is a code one can read over the phone: "7K3M-Q2". No vowels, no
// look-alikes.
func newRef() string {
	const letters = "23456789BCDFGHJKMNPQRSTVWXYZ"
	var b [6]byte
	rand.Read(b[:]) // never fails: crypto/rand, since Go 1.24
	for i := range b {
		b[i] = letters[int(b[i])%len(letters)]
	}
	return string(b[:4]) + "-" + string(b[4:])
}

// around is everything that stands before the routes: a reference, the log,
// recovery, headers, other sites' forms, compression.
func (s *Server) around(next http.Handler) http.Handler {
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(s.foreign))
	inner := squeeze.Text(guard.Handler(next))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		n := &note{ref: newRef()}
		ctx, cancel := context.WithTimeout(context.WithValue(r.Context(), noteKey{}, n), slow)
		defer cancel()
		r = r.WithContext(ctx)
		setHeaders(w.Header(), n.ref, s.config.Office.Sample)
		c := &counter{ResponseWriter: w}
		defer s.logged(c, r, n, began)
		inner.ServeHTTP(c, r)
	})
}

// logged recovers from a panic and writes one line for the request.
func (s *Server) logged(c *counter, r *http.Request, n *note, began time.Time) {
	if p := recover(); p != nil {
		if p == http.ErrAbortHandler {
			panic(p)
		}
		s.config.Log.Error("panic", "ref", n.ref, "route", n.route, "what", fmt.Sprint(p), "stack", string(debug.Stack()))
		if c.status == 0 {
			a := &Ask{Request: r, View: s.View(languageOf(r), s.config.Now(r)), Ref: n.ref, server: s}
			s.showError(c, a, http.StatusInternalServerError, nil)
		}
	}
	level := slog.LevelInfo
	if c.status >= http.StatusInternalServerError && c.status != http.StatusServiceUnavailable { // to come again is an answer
		level = slog.LevelError
	}
	about := []any{"ref", n.ref, "method", r.Method, "route", n.route, "status", c.status, "bytes", c.bytes, "ms", time.Since(began).Milliseconds()}
	if n.refused != "" {
		level, about = slog.LevelWarn, append(about, "refused", n.refused)
	}
	s.config.Log.Log(context.WithoutCancel(r.Context()), level, "request", about...)
}

// foreign answers a form that another site sent.
func (s *Server) foreign(w http.ResponseWriter, r *http.Request) {
	a := &Ask{Request: r, View: s.View(languageOf(r), s.config.Now(r)), Ref: refOf(r.Context()), server: s}
	noteOf(r.Context()).refused = "cross-site"
	s.showError(w, a, http.StatusForbidden, nil)
}

func languageOf(r *http.Request) lang.Lang {
	if len(r.URL.Path) >= 4 && r.URL.Path[:4] == "/en/" {
		return lang.EN
	}
	return lang.VI
}

func setHeaders(h http.Header, ref string, sample bool) {
	h.Set("X-Request-Id", ref)
	h.Set("Content-Security-Policy", csp)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", permissions)
	if sample {
		h.Set("X-Robots-Tag", "noindex, nofollow")
		return
	}
	h.Set("Strict-Transport-Security", "max-age=31536000") // on plain http, as the sample is, browsers pass over it
}

// A counter remembers what was answered.
type counter struct {
	http.ResponseWriter
	status int
	bytes  int64
}

// WriteHeader keeps the status.
func (c *counter) WriteHeader(status int) {
	if c.status == 0 {
		c.status = status
	}
	c.ResponseWriter.WriteHeader(status)
}

// Write counts the bytes.
func (c *counter) Write(b []byte) (int, error) {
	if c.status == 0 {
		c.status = http.StatusOK
	}
	n, err := c.ResponseWriter.Write(b)
	c.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the writer underneath.
func (c *counter) Unwrap() http.ResponseWriter { return c.ResponseWriter }
