package web

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"hash/fnv"
	"net/http"
	"strings"
)

// A Drawn is an answer that is the same for every visitor, ready to be sent
// again: the bytes, plain and squeezed, and their tag.
type Drawn struct {
	Type     string // media type
	Body     []byte
	squeezed []byte
	tag      string
}

// NewDrawn keeps the bytes of an answer.
func NewDrawn(kind string, body []byte) *Drawn {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write(body) // a buffer takes everything
	z.Close()
	sum := fnv.New64a()
	sum.Write(body)
	return &Drawn{Type: kind, Body: body, squeezed: b.Bytes(), tag: fmt.Sprintf(`W/"%x"`, sum.Sum64())}
}

// Draw draws a page whole, to be kept for the next visitor.
func (a *Ask) Draw(p Page) (*Drawn, error) {
	var b bytes.Buffer
	if err := frame(a.outside(p), p).Render(a.Context(), &b); err != nil {
		return nil, fmt.Errorf("draw %s: %w", a.route.Name, err)
	}
	return NewDrawn("text/html; charset=utf-8", b.Bytes()), nil
}

// Alike tells whether this visitor sees what every visitor sees: nobody is
// signed in, and no secret was shown.
func (a *Ask) Alike() bool { return a.Signed == (Signed{}) && a.Who.Person == "" && len(a.Who.Voices) == 0 }

// Send answers with what was drawn.
func (a *Ask) Send(w http.ResponseWriter, d *Drawn) error {
	h := w.Header()
	h.Set("Content-Type", d.Type)
	h.Set("Content-Language", string(a.Lang))
	h.Set("Cache-Control", "no-cache")
	h.Add("Vary", "Cookie")
	h.Set("ETag", d.tag)
	if strings.Contains(a.Header.Get("If-None-Match"), d.tag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	body := d.Body
	if strings.Contains(a.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = d.squeezed
	}
	_, err := w.Write(body)
	return err
}

// HasFile tells whether the form carries a file in the field.
func (a *Ask) HasFile(field string) bool { return len(a.files[field]) > 0 }
