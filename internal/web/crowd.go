package web

import (
	"net/http"
	"sync/atomic"

	"kheo/internal/db"
)

// MostPosts is how many forms are worked on at once. One more is told to come
// again, with what was typed: all of them together would only be slower.
const MostPosts = 256

// Bounded has the routes that take forms share one bound.
func Bounded(all []Route, most int64) []Route {
	inside := new(atomic.Int64)
	for i, r := range all {
		if r.Method != http.MethodPost {
			continue
		}
		all[i].Handle = func(w http.ResponseWriter, a *Ask) error {
			defer inside.Add(-1)
			if inside.Add(1) > most {
				return db.ErrBusy
			}
			return r.Handle(w, a)
		}
	}
	return all
}
