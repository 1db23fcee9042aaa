package api

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"kheo"
	"kheo/internal/web"
)

// A list is one page of things.
type list struct {
	Items  any     `json:"items"`
	Next   *string `json:"next"`
	Total  *int64  `json:"total,omitempty"`
	Sample bool    `json:"sample,omitempty"`
}

// sampled is embedded in every single thing answered.
type sampled struct {
	Sample bool `json:"sample,omitempty"`
}

// page is a list with its count; an empty next is the last page.
func page(a *web.Ask, items any, next string, total int64) list {
	l := list{Items: items, Total: &total, Sample: a.Office.Sample}
	if next != "" {
		l.Next = &next
	}
	return l
}

// A problem as RFC 9457 writes it.
type problem struct {
	Type   string     `json:"type"`
	Title  string     `json:"title"`
	Status int        `json:"status"`
	Detail string     `json:"detail,omitempty"`
	Errors []badParam `json:"errors,omitempty"`
	Ref    string     `json:"ref"` // of this request, in the log
	Sample bool       `json:"sample,omitempty"`
}

// A badParam is one parameter to mend.
type badParam struct {
	Parameter string `json:"parameter"`
	Detail    string `json:"detail"`
}

// bad is every parameter to mend, as an error.
type bad []badParam

func (b bad) Error() string {
	var names []string
	for _, p := range b {
		names = append(names, p.Parameter+": "+p.Detail)
	}
	return strings.Join(names, "; ")
}

// none is not found, with words for the reader.
type none string

func (n none) Error() string        { return string(n) }
func (n none) Is(target error) bool { return target == kheo.ErrNotFound }

// answer is what a reading handler returns: one thing, or an error.
type answer func(a *web.Ask) (any, error)

// serve writes what the handler found, or the problem it met.
func serve(f answer) web.Handler {
	return func(w http.ResponseWriter, a *web.Ask) error {
		v, err := f(a)
		if err != nil {
			return refuse(w, a, err)
		}
		return write(w, a, http.StatusOK, "application/json; charset=utf-8", v)
	}
}

func refuse(w http.ResponseWriter, a *web.Ask, err error) error {
	p := problem{Type: "about:blank", Ref: a.Ref, Sample: a.Office.Sample}
	var faulty bad
	var words none
	switch {
	case errors.As(err, &faulty):
		p.Status, p.Errors, p.Detail = http.StatusBadRequest, faulty, faulty.Error()
	case errors.As(err, &words):
		p.Status, p.Detail = http.StatusNotFound, string(words)
	case errors.Is(err, kheo.ErrNotFound):
		p.Status, p.Detail = http.StatusNotFound, "There is nothing here, or it is not published."
	case errors.Is(err, kheo.ErrForbidden):
		p.Status = http.StatusForbidden
	case errors.Is(err, kheo.ErrConflict):
		p.Status = http.StatusConflict
	default:
		return err // internal/web logs it and answers with a problem, too
	}
	p.Title = http.StatusText(p.Status)
	return write(w, a, p.Status, "application/problem+json", p)
}

// write sends v as JSON; internal/web compresses it.
func write(w http.ResponseWriter, a *web.Ask, status int, kind string, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Access-Control-Allow-Origin", "*") // public data, asked for without cookies
	h.Set("Cache-Control", "no-cache")        // kept, and asked again by its ETag
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	if status == http.StatusOK {
		sum := sha256.Sum256(body)
		tag := `W/"` + hex.EncodeToString(sum[:12]) + `"`
		h.Set("ETag", tag)
		if matches(a.Header.Get("If-None-Match"), tag) {
			w.WriteHeader(http.StatusNotModified)
			return nil
		}
	}
	w.WriteHeader(status)
	_, err = w.Write(body)
	return err
}

// matches reads If-None-Match: a list of tags, or a star.
func matches(header, tag string) bool {
	for t := range strings.SplitSeq(header, ",") {
		t = strings.TrimSpace(t)
		if t == "*" || strings.TrimPrefix(t, "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}
