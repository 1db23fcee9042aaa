package web

import (
	"bytes"
	"fmt"

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

// HasFile tells whether the form carries a file in the field.
func (a *Ask) HasFile(field string) bool { return len(a.files[field]) > 0 }
