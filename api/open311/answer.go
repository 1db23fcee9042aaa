package open311

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/web"
)

// A wrong is everything wrong with a call, with its status.
type wrong struct {
	status int
	list   []string
}

func (w wrong) Error() string { return strings.Join(w.list, "; ") }

func bad(format string, args ...any) error {
	return wrong{http.StatusBadRequest, []string{fmt.Sprintf(format, args...)}}
}

// serve answers in the format the address ends in.
func serve(format string, f func(a *web.Ask, w http.ResponseWriter) (both, error)) web.Handler {
	return func(w http.ResponseWriter, a *web.Ask) error {
		format := format
		if format == "" {
			format = "json"
			if strings.HasSuffix(a.URL.Path, ".xml") {
				format = "xml"
			}
		}
		v, err := f(a, w)
		status := http.StatusOK
		if err != nil {
			if status, v, err = refused(a, err); err != nil {
				return err // internal/web logs it
			}
		}
		if status == http.StatusServiceUnavailable {
			w.Header().Set("Retry-After", "2")
		}
		return write(w, status, format, v)
	}
}

// refused turns an error into the standard's list; an error of ours comes back.
func refused(a *web.Ask, err error) (int, both, error) {
	var w wrong
	var f kheo.Faults
	switch {
	case errors.As(err, &w):
	case errors.As(err, &f):
		w.status = http.StatusBadRequest
		for _, x := range f {
			w.list = append(w.list, parameter(x.Field)+": "+a.T(x.Key, x.Args...))
		}
	case errors.Is(err, db.ErrBusy):
		w = wrong{http.StatusServiceUnavailable, []string{"too many requests wait; send it again in a moment"}}
	case errors.Is(err, db.ErrStopped):
		w = wrong{http.StatusServiceUnavailable, []string{"nothing can be recorded now; nothing was"}}
	case errors.Is(err, kheo.ErrNotFound):
		w = wrong{http.StatusNotFound, []string{"there is no such service or request"}}
	case errors.Is(err, kheo.ErrForbidden):
		w = wrong{http.StatusForbidden, []string{"api_key is missing or not known"}}
	case errors.Is(err, kheo.ErrConflict):
		w = wrong{http.StatusConflict, []string{"it was sent before with other words"}}
	default:
		return 0, both{}, err
	}
	list := []fault{}
	for _, s := range w.list {
		list = append(list, fault{w.status, s})
	}
	return w.status, both{list, faults{List: list}}, nil
}

// parameter is the standard's name of a field of the form.
func parameter(field string) string {
	switch field {
	case "words":
		return "description"
	case "territory":
		return "address_string"
	case "spot":
		return "lat, long"
	case "category":
		return "service_code"
	case "contact":
		return "phone, email"
	case "client":
		return "client_id"
	}
	return field
}

func write(w http.ResponseWriter, status int, format string, v both) error {
	var body []byte
	var err error
	kind := "application/json; charset=utf-8"
	if format == "xml" {
		kind = "text/xml; charset=utf-8"
		var b bytes.Buffer
		b.WriteString(xml.Header)
		err = xml.NewEncoder(&b).Encode(v.xml)
		body = b.Bytes()
	} else {
		body, err = json.Marshal(v.json)
	}
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("Access-Control-Allow-Origin", "*") // no cookie opens this door
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, err = w.Write(body)
	return err
}
