package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/web/guard"
)

// Status maps the kinds of error to HTTP, here and nowhere else.
func Status(err error) int {
	var faults kheo.Faults
	var large *http.MaxBytesError
	var puzzle guard.Puzzle
	switch {
	case errors.Is(err, kheo.ErrNotFound):
		return http.StatusNotFound
	case errors.Is(err, kheo.ErrForbidden):
		return http.StatusForbidden
	case errors.Is(err, kheo.ErrConflict):
		return http.StatusConflict
	case errors.As(err, &faults), errors.As(err, new(older)):
		return http.StatusUnprocessableEntity
	case errors.As(err, &large):
		return http.StatusRequestEntityTooLarge
	case errors.Is(err, errDay), errors.Is(err, errBody), errors.Is(err, db.ErrText):
		return http.StatusBadRequest
	case errors.Is(err, errKind):
		return http.StatusUnsupportedMediaType
	case errors.Is(err, errMethod):
		return http.StatusMethodNotAllowed
	case errors.As(err, &puzzle):
		return http.StatusTooManyRequests
	case errors.Is(err, db.ErrBusy), errors.Is(err, db.ErrStopped), errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// fail answers with an error: a page for people, a problem for programs. The
// visitor gets a reference, the log the rest.
func (s *Server) fail(w http.ResponseWriter, a *Ask, err error) {
	status := Status(err)
	if status >= http.StatusInternalServerError && !errors.Is(err, db.ErrBusy) {
		s.config.Log.Error("failed", "ref", a.Ref, "route", a.route.Name, "error", err)
	}
	noteOf(a.Context()).refused = refusal(status, a.Who.Person != "")
	s.showError(w, a, status, err)
}

// refusal is why somebody was refused, for the log: what a visitor does not find
// is no refusal, what somebody signed in does not find may be.
func refusal(status int, signed bool) string {
	switch {
	case status == http.StatusForbidden:
		return "right"
	case status == http.StatusNotFound && signed:
		return "unseen"
	case status == http.StatusTooManyRequests:
		return "work"
	}
	return ""
}

func (s *Server) showError(w http.ResponseWriter, a *Ask, status int, err error) {
	if status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", strconv.Itoa(retryAfter))
	}
	if wantsProblem(a) {
		Problem(w, a, status, problemDetail(a, status, err))
		return
	}
	page, old := Page{}, older{}
	if errors.As(err, &old) {
		page = old.page(a.View)
	} else {
		page = errorPage(a, status, err)
	}
	if err := a.ShowStatus(w, status, page); err != nil {
		s.config.Log.Error("error page", "ref", a.Ref, "error", err)
		http.Error(w, a.Ref, http.StatusInternalServerError)
	}
}

// wantsProblem: what stands under /api/ speaks to programs, and so does what
// has no language unless a browser asks.
func wantsProblem(a *Ask) bool {
	if strings.HasPrefix(a.URL.Path, "/api/") {
		return true
	}
	return a.route.EN == "" && a.route.Handle != nil && !strings.Contains(a.Header.Get("Accept"), "text/html")
}

func problemDetail(a *Ask, status int, err error) string {
	var wrong kheo.Wrong
	switch {
	case errors.As(err, &wrong):
		return wrong.Error()
	case status == http.StatusUnprocessableEntity, status == http.StatusBadRequest:
		if faults, ok := Mend(err); ok {
			return faults.Error()
		}
		return err.Error()
	case status == http.StatusConflict:
		return err.Error()
	}
	return ""
}

// Problem answers a program in the form of RFC 9457.
func Problem(w http.ResponseWriter, a *Ask, status int, detail string) error {
	h := w.Header()
	h.Set("Content-Type", "application/problem+json")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	return json.NewEncoder(w).Encode(problem{"about:blank", http.StatusText(status), status, detail, a.Ref, a.Office.Sample})
}

// problem is RFC 9457's object, with our reference and the sample mark.
type problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail,omitempty"`
	Ref    string `json:"ref"`
	Sample bool   `json:"sample,omitempty"`
}

// Refuse answers a program's question that cannot be read: 400 with the reason.
func Refuse(w http.ResponseWriter, a *Ask, detail string) error {
	return Problem(w, a, http.StatusBadRequest, detail)
}

// errorWords are the keys of an error page.
type errorWords struct {
	title, what, next string
}

var errorKeys = map[int]errorWords{
	400: {"web.error.400", "web.error.400-what", "web.error.400-next"},
	403: {"web.error.403", "web.error.403-what", "web.error.403-next"},
	404: {"web.error.404", "web.error.404-what", "web.error.404-next"},
	405: {"web.error.405", "web.error.405-what", "web.error.405-next"},
	409: {"web.error.409", "web.error.409-what", "web.error.409-next"},
	413: {"web.error.413", "web.error.413-what", "web.error.413-next"},
	415: {"web.error.400", "web.error.400-what", "web.error.400-next"},
	422: {"web.error.422", "web.error.422-what", "web.error.422-next"},
	429: {"web.error.429", "web.error.429-what", "web.error.429-next"},
	500: {"web.error.500", "web.error.500-what", "web.error.500-next"},
	503: {"web.error.503", "web.error.503-what", "web.error.503-next"},
}

// wordsFor are an error's words: a disk that is full or damaged has its own.
func wordsFor(status int, err error) errorWords {
	switch {
	case errors.Is(err, db.ErrStopped):
		return errorWords{"web.error.stopped", "web.error.stopped-what", "web.error.stopped-next"}
	case errors.Is(err, db.ErrDamaged):
		return errorWords{"web.error.damaged", "web.error.damaged-what", "web.error.damaged-next"}
	}
	k, ok := errorKeys[status]
	if !ok {
		k = errorKeys[http.StatusInternalServerError]
	}
	return k
}

// ErrorPage is an error's page outside a request, for specimens: after a page
// was asked for, or a form was sent.
func ErrorPage(v View, status int, err error, form url.Values) Page {
	a := &Ask{View: v, Ref: "7K3M-Q2"}
	if form != nil {
		a.Request = &http.Request{Method: http.MethodPost, URL: &url.URL{Path: "/"}, PostForm: form}
	}
	return errorPage(a, status, err)
}

// errorPage is the page for a status: what happened, what was kept, what to do
// next, a code to read over the phone. Missing and hidden look the same.
func errorPage(a *Ask, status int, err error) Page {
	k := wordsFor(status, err)
	e := errorBody{Ref: a.Ref, Title: a.T(k.title), What: a.T(k.what), Next: a.T(k.next)}
	var wrong kheo.Wrong
	if errors.As(err, &wrong) {
		e.Possible = stateNames(a.View, a.route.Name, wrong)
	}
	if faults, ok := Mend(err); ok {
		for _, f := range faults {
			e.Faults = append(e.Faults, a.T(f.Key, f.Args...))
		}
	}
	if k, ok := keep(a, status, err); ok {
		e.Kept, e.Next = k, a.T(k.next())
	}
	o := outside{View: a.View}
	e.SignIn = status == http.StatusForbidden && a.Signed == (Signed{}) && o.has(a.house.chrome.SignIn)
	return Page{Title: e.Title, Body: errorView(a.View, e), Private: true}
}

// stateNames writes the states of a life cycle in the visitor's words where
// the route's capability has them: "matter.state.in_hand".
func stateNames(v View, route string, wrong kheo.Wrong) []string {
	capability, _, _ := strings.Cut(route, ".")
	var names []string
	for _, s := range wrong.Possible {
		if key := capability + ".state." + s; v.Lang.Has(key) {
			s = v.T(key)
		}
		names = append(names, s)
	}
	return names
}

type errorBody struct {
	Ref, Title, What, Next string
	Possible, Faults       []string
	SignIn                 bool
	Kept                   kept
}
