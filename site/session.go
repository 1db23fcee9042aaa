package site

import (
	"context"
	"errors"
	"net/http"
	"time"

	"kheo"
	"kheo/identity"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/unit"
)

// cookie holds the token of a session.
const cookie = "kheo_session"

// identify tells who asks, by the session in their cookie.
func (s *Site) identify(ctx context.Context, r *http.Request, at time.Time) (kheo.Caller, web.Signed, error) {
	visitor := kheo.Caller{At: at}
	c, err := r.Cookie(cookie)
	if err != nil {
		return visitor, web.Signed{}, nil
	}
	var found identity.Session
	var body unit.Body
	err = s.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		found, err = identity.FindSession(ctx, tx, c.Value, s.Now(), at)
		if err != nil || found.Body == "" {
			return err
		}
		body, err = unit.FindBody(ctx, tx, found.Body)
		return err
	})
	if errors.Is(err, kheo.ErrNotFound) {
		return visitor, web.Signed{}, nil
	}
	if err != nil {
		return visitor, web.Signed{}, err
	}
	if found.Stale {
		err = s.DB.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
			return identity.Touch(ctx, tx, c.Value, s.Now())
		})
	}
	return found.Caller, web.Signed{Name: found.Title, Body: body.Name}, err
}
