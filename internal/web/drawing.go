package web

import (
	"context"
	"io"
)

// A Drawing is a page with its frame, ready to be rendered without a request.
type Drawing struct {
	view View
	page Page
}

// Render writes the whole page.
func (d Drawing) Render(ctx context.Context, w io.Writer) error {
	o := outside{View: d.view, Elsewhere: "/", Path: "/"}
	return frame(o, d.page).Render(ctx, w)
}
