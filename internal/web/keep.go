package web

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"kheo"
	"kheo/internal/web/guard"
)

// Client is the form's own id, by which a second sending of the same form is
// known: the one posted, or a new one for a form about to be drawn.
func (a *Ask) Client() string {
	if id := a.PostFormValue("client"); kheo.IsID(id) {
		return id
	}
	return kheo.NewID(a.Who.At)
}

// retryAfter is how many seconds a busy office asks for.
const retryAfter = 10

// A kept is a form that could not be taken now, ready to be sent again as it
// was: nothing typed is lost.
type kept struct {
	Action string
	Values []keptValue
	Files  []string // fields whose files must be chosen again
	Puzzle guard.Puzzle
	Busy   int // seconds after which the script sends it again; 0 never
}

type keptValue struct{ Name, Value string }

// long is worth showing: people copy it to be sure.
func (k keptValue) long() bool { return len(k.Value) > 40 }

// keep is the posted form, unless it carries a secret: that is never written
// into a page again.
func keep(a *Ask, status int, err error) (kept, bool) {
	if a.Request == nil || a.Method != http.MethodPost || a.PostForm == nil {
		return kept{}, false
	}
	k := kept{Action: a.URL.RequestURI()}
	switch {
	case errors.As(err, &k.Puzzle):
	case status == http.StatusServiceUnavailable:
		k.Busy = retryAfter
	default:
		return kept{}, false
	}
	if slices.ContainsFunc(slices.Collect(maps.Keys(a.PostForm)), isSecret) {
		return kept{}, false
	}
	k.Values = keptValues(a.PostForm)
	k.Files = slices.Sorted(maps.Keys(a.files))
	return k, len(k.Values) > 0
}

func keptValues(form url.Values) []keptValue {
	var list []keptValue
	for _, name := range slices.Sorted(maps.Keys(form)) {
		for _, value := range form[name] {
			if name != "work" && name != "nonce" {
				list = append(list, keptValue{name, value})
			}
		}
	}
	return list
}

// isSecret knows the fields that hold what only their owner may see.
func isSecret(name string) bool {
	for _, part := range []string{"password", "secret", "token", "otp"} {
		if strings.Contains(strings.ToLower(name), part) {
			return true
		}
	}
	return false
}

// once tells whether the form has an id of its own, by which it can be sent
// again without being recorded twice.
func (k kept) once() bool {
	return slices.ContainsFunc(k.Values, func(x keptValue) bool { return x.Name == "client" })
}

// attrs let the script send the form again by itself, if that is safe.
func (k kept) attrs() templ.Attributes {
	at := templ.Attributes{}
	if len(k.Files) > 0 {
		at["enctype"] = "multipart/form-data"
	}
	if k.once() {
		at["data-resend"] = itoa(k.Busy)
	}
	return at
}

// next says on the page what happens to the form.
func (k kept) next() string {
	if k.Busy > 0 && k.once() {
		return "web.keep.busy"
	}
	return "web.keep.work"
}
