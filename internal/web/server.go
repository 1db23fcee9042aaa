package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/lang"
)

// Config is what a server is made of.
type Config struct {
	DB     *db.DB
	Office kheo.Office
	Routes []Route
	Chrome Chrome

	// Identify tells who asks; a visitor is the zero Caller. The server puts
	// the time into the caller.
	Identify func(ctx context.Context, r *http.Request, at time.Time) (kheo.Caller, Signed, error)
	// Now is the clock; the office of `kheo dev` moves it by a cookie.
	Now func(r *http.Request) time.Time
	// Checkpoint is the ledger's last signed line, for the foot; "" for none.
	Checkpoint func() string
	// Dev adds /dev/pages with the specimens.
	Dev       bool
	Specimens func() map[string][]Specimen // by package
	Log       *slog.Logger
	// DevBar, when set, is drawn above the head of every page in dev.
	DevBar func(a *Ask) DevBar
}

// A Server answers for one office.
type Server struct {
	db      *db.DB
	config  Config
	house   *house
	mux     *http.ServeMux
	handler http.Handler
}

// New makes the server. Two routes that claim one path, or a route without a
// handler, are an error.
func New(c Config) (*Server, error) {
	if c.Now == nil {
		c.Now = func(*http.Request) time.Time { return time.Now() }
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Identify == nil {
		c.Identify = func(context.Context, *http.Request, time.Time) (kheo.Caller, Signed, error) {
			return kheo.Caller{}, Signed{}, nil
		}
	}
	s := &Server{db: c.DB, config: c, mux: http.NewServeMux()}
	if c.Dev {
		c.Routes = append(c.Routes[:len(c.Routes):len(c.Routes)], devRoutes(c.Specimens)...)
	}
	s.config.Routes = c.Routes
	s.house = &house{routes: newRoutes(c.Routes), chrome: c.Chrome}
	if err := s.mount(c.Routes); err != nil {
		return nil, err
	}
	s.mux.HandleFunc("GET /assets/", serveAsset)
	s.mux.HandleFunc("GET /favicon.ico", serveFavicon)
	s.mux.Handle("GET /en", http.RedirectHandler("/en/", http.StatusMovedPermanently))
	s.mux.HandleFunc("/", s.missing)
	s.handler = s.around(s.mux)
	return s, nil
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// HTTP is an http.Server for the address, with its limits set.
func (s *Server) HTTP(addr string) *http.Server {
	return &http.Server{
		Addr: addr, Handler: s,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       5 * time.Minute, // a large file on a slow line
		WriteTimeout:      6 * time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
	}
}

// mount turns the mux's panics about patterns into errors.
func (s *Server) mount(list []Route) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("routes: %v", p)
		}
	}()
	for _, r := range list {
		if r.Name == "" || r.Handle == nil || (r.Method != http.MethodGet && r.Method != http.MethodPost) {
			return fmt.Errorf("route %q %s %s: a name, GET or POST, and a handler", r.Name, r.Method, r.VI)
		}
		for _, l := range lang.Langs() {
			if l == lang.EN && r.EN == "" {
				continue
			}
			s.mux.HandleFunc(r.pattern(l), func(w http.ResponseWriter, req *http.Request) { s.serve(w, req, r, l) })
		}
	}
	return nil
}

// pageAt is the GET route at a Vietnamese path.
func (s *Server) pageAt(vi string) (Route, bool) {
	for _, r := range s.config.Routes {
		if r.Method == http.MethodGet && r.VI == vi {
			return r, true
		}
	}
	return Route{}, false
}

// View is the server's view in a language at an instant, outside a request.
func (s *Server) View(l lang.Lang, at time.Time) View {
	return View{Lang: l, Office: s.config.Office, Today: kheo.DateOf(at), house: s.house}
}

// serve runs one route: who asks, the form, the handler, the error.
func (s *Server) serve(w http.ResponseWriter, r *http.Request, route Route, l lang.Lang) {
	noteRoute(r.Context(), route.Name)
	a, err := s.ask(w, r, route, l)
	if err == nil {
		err = route.Handle(w, a)
	}
	if err != nil {
		s.fail(w, a, err)
	}
}

// ask builds the Ask; it is never nil, so that an error can be shown.
func (s *Server) ask(w http.ResponseWriter, r *http.Request, route Route, l lang.Lang) (*Ask, error) {
	at := s.config.Now(r)
	a := &Ask{Request: r, View: s.View(l, at), Ref: refOf(r.Context()), route: route, server: s}
	a.Who = kheo.Caller{At: at}
	who, signed, err := s.config.Identify(r.Context(), r, at)
	if err != nil {
		return a, fmt.Errorf("identify: %w", err)
	}
	who.At = at
	a.Who, a.Signed = who, signed
	if on := r.URL.Query().Get("on"); on != "" && !strings.HasPrefix(r.URL.Path, "/api/") { // that door names what is wrong itself
		if _, err := ReadDay(on); err != nil {
			return a, errDay
		}
	}
	if r.Method == http.MethodPost {
		if err := a.readForm(w); err != nil {
			return a, err
		}
		return a, a.readOld()
	}
	return a, nil
}

// errDay is a day in the address that is not in the calendar.
var errDay = errors.New("on is not a day")

// missing answers every address that no route claims.
func (s *Server) missing(w http.ResponseWriter, r *http.Request) {
	l := lang.VI
	if strings.HasPrefix(r.URL.Path, "/en/") {
		l = lang.EN
	}
	a, err := s.ask(w, r, Route{Name: "missing", Method: http.MethodGet, VI: r.URL.Path}, l)
	if err == nil {
		err = kheo.ErrNotFound
		if allow := s.otherMethods(r); allow != "" {
			w.Header().Set("Allow", allow)
			err = errMethod
		}
	}
	s.fail(w, a, err)
}

var errMethod = errors.New("method not allowed")

func (s *Server) otherMethods(r *http.Request) string {
	var allow []string
	for _, m := range []string{http.MethodGet, http.MethodPost} {
		probe := &http.Request{Method: m, URL: r.URL, Host: r.Host}
		if _, pattern := s.mux.Handler(probe); m != r.Method && pattern != "/" && pattern != "" {
			allow = append(allow, m)
		}
	}
	return strings.Join(allow, ", ")
}
