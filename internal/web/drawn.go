package web

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"

	"kheo/internal/web/drawn"
)

// Draw draws a page whole, to be kept for the next visitor.
func (a *Ask) Draw(p Page) (*drawn.Page, error) {
	var b bytes.Buffer
	if err := frame(a.outside(p), p).Render(a.Context(), &b); err != nil {
		return nil, fmt.Errorf("draw %s: %w", a.route.Name, err)
	}
	return drawn.New("text/html; charset=utf-8", b.Bytes()), nil
}

// Alike tells whether this visitor sees what every visitor sees: nobody is
// signed in, and no secret was shown.
func (a *Ask) Alike() bool { return a.Who.Person == "" && len(a.Who.Voices) == 0 }

// Send answers with what was drawn.
func (a *Ask) Send(w http.ResponseWriter, d *drawn.Page) error {
	h := w.Header()
	h.Set("Content-Type", d.Type)
	h.Set("Content-Language", string(a.Lang))
	h.Set("ETag", d.Tag)
	h.Add("Vary", "Cookie")
	h.Set("Cache-Control", "no-cache")
	if !a.Alike() {
		h.Set("Cache-Control", "private, no-store")
	}
	if strings.Contains(a.Header.Get("If-None-Match"), d.Tag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	body := d.Body
	if strings.Contains(a.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = d.Squeezed
	}
	_, err := w.Write(body)
	return err
}

// HasFile tells whether the form carries a file in the field.
func (a *Ask) HasFile(field string) bool { return len(a.files[field]) > 0 }
