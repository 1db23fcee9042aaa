package site

import (
	"context"
	"errors"
	"net/http"
	"time"

	"kheo"
	"kheo/identity"
	"kheo/identity/identityweb"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/internal/web/voices"
	"kheo/unit"
)

// cookies hold the token of a session.
func (s *Site) cookies() identityweb.Cookies { return identityweb.Cookies{Plain: s.Dev} }

// door is what the pages of signing in are given.
func (s *Site) door() identityweb.Deps {
	return identityweb.Deps{Cookies: s.cookies(), Hasher: identity.NewHasher(), Tries: identity.NewTries(), Vault: s.Vault, Office: s.accounts, Now: s.Now}
}

// identify tells who asks, by the session in their cookie.
func (s *Site) identify(ctx context.Context, r *http.Request, at time.Time) (kheo.Caller, web.Signed, error) {
	visitor := kheo.Caller{At: at, Voices: voices.Book{Vault: s.Vault, Now: s.Now}.Of(r)}
	token := s.cookies().Token(r)
	if token == "" {
		return visitor, web.Signed{}, nil
	}
	var found identity.Session
	var body unit.Body
	err := s.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		found, err = identity.FindSession(ctx, tx, token, s.Now(), at)
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
			return identity.Touch(ctx, tx, token, s.Now())
		})
	}
	found.Caller.Voices = visitor.Voices
	return found.Caller, web.Signed{Name: found.Title, Body: body.Name, Desk: identityweb.Desk(found.Caller)}, err
}
