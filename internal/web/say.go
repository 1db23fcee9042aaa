package web

import (
	"context"
	"io"
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// Say shows the text of a key with its **strong** words strong. Parameters are
// escaped like all text.
func Say(v View, key string, args ...any) templ.Component { return Strong(v.T(key, args...)) }

// Strong shows a text whose **marked words** are strong.
func Strong(s string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		for i, part := range strings.Split(s, "**") {
			if i%2 == 1 {
				part = "<strong>" + templ.EscapeString(part) + "</strong>"
			} else {
				part = templ.EscapeString(part)
			}
			if _, err := io.WriteString(w, part); err != nil {
				return err
			}
		}
		return nil
	})
}

func yes(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

// current is the value of aria-current for a place in the navigation.
func current(here bool) string {
	if here {
		return "page"
	}
	return "false"
}

func (o outside) home() string { return homeOf(o.View) }

func homeOf(v View) string {
	if v.house != nil && v.house.chrome.Home != "" {
		return v.To(v.house.chrome.Home)
	}
	if v.English() {
		return "/en/"
	}
	return "/"
}

func itoa(n int) string { return strconv.Itoa(n) }

// Weave is the strip of slats; it stands in three places only.
func Weave() templ.Component { return weave() }
