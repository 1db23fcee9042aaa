// Package concernweb is the residents' pages of concerns: filing one in under a
// minute, what its author takes home, where it stands, the author's own
// verdict, the list anybody may read, and the page of those who help people
// without a phone. Officers work elsewhere, at their desk.
//
// No page keeps a secret in an address: the code is public, the secret is typed
// into a form and never written into a page again but the one that prints it.
package concernweb

import (
	"context"
	"time"

	"kheo/concern"
	"kheo/internal/blob"
	"kheo/internal/db"
	"kheo/internal/web/drawn"
	"kheo/internal/web/guard"
	"kheo/internal/web/voices"
	"kheo/tally"
	"kheo/unit"
)

// Deps are what the site hands in.
type Deps struct {
	Desk    *concern.Desk
	Files   *blob.Store
	Waiting *blob.Waiting // photos of forms not taken yet
	Books   *unit.Books
	Now     func() time.Time // the real clock, for what a browser keeps
	Count   func(ctx context.Context, tx *db.Tx) (tally.Tally, error)
	Writes  func() int64 // counts what was written, so that a drawn page is known to be fresh
	Plain   bool         // the sample office, on plain http
}

// pages are the handlers, with what they count and keep in memory.
type pages struct {
	Deps
	sends *guard.Limits // filings by network
	tries *guard.Limits // secrets tried by network
	work  *guard.Work
	drawn drawn.Pages
}

// Past these a sender's device is asked for a little work. Nobody is refused.
const (
	softSends = 20
	softTries = 5
	window    = 10 * time.Minute
)

func newPages(d Deps) *pages {
	return &pages{Deps: d, sends: guard.NewLimits(softSends, window), tries: guard.NewLimits(softTries, window), work: guard.NewWork()}
}

// voices are what this browser may speak for.
func (d Deps) voices() voices.Book {
	return voices.Book{Vault: d.Desk.Vault, Now: d.Now, Plain: d.Plain}
}

// maxPhoto is the largest photo a phone may send, and how many.
const (
	maxPhoto  = 12 << 20
	maxPhotos = 3
)
