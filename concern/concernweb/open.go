package concernweb

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"kheo"
	"kheo/concern"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/internal/web/guard"
)

// track leads from a typed code to its page, however it was typed.
func (p *pages) track(w http.ResponseWriter, a *web.Ask) error {
	typed := strings.TrimSpace(a.URL.Query().Get("code"))
	if typed == "" {
		return a.Show(w, secretPage{View: a.View}.page())
	}
	code, err := concern.ParseCode(typed)
	if err != nil {
		return p.badCode(w, a, typed, err)
	}
	return a.Go(w, a.To("concern.show", code))
}

// badCode answers an error about a code: one that cannot be a code names the
// likely slip, and one that names nothing says so; any other error stays.
func (p *pages) badCode(w http.ResponseWriter, a *web.Ask, typed string, err error) error {
	if errors.Is(err, kheo.ErrForbidden) { // the page is its author's: first the secret
		return a.Go(w, a.To("concern.open", typed))
	}
	if !errors.Is(err, kheo.ErrNotFound) {
		return err
	}
	s := secretPage{View: a.View, Typed: typed, Fault: a.T("concernweb.track.none")}
	var bad concern.BadCode
	if errors.As(err, &bad) {
		s.Likely = bad.Perhaps
		s.Fault = slipWords(a.View, bad)
	}
	return a.ShowStatus(w, http.StatusNotFound, s.page())
}

// slipWords says what is likely wrong with a code.
func slipWords(v web.View, bad concern.BadCode) string {
	n := len(strings.TrimPrefix(strings.ReplaceAll(bad.Read, "-", ""), "PA"))
	switch {
	case n < codeSymbols:
		return v.T("concernweb.track.short", "n", n, "all", codeSymbols)
	case n > codeSymbols:
		return v.T("concernweb.track.long", "n", n, "all", codeSymbols)
	case bad.At > 0:
		return v.T("concernweb.track.symbol", "n", bad.At)
	}
	return v.T("concernweb.track.slip")
}

// codeSymbols are those after PA.
const codeSymbols = 7

func (s secretPage) code() web.Field {
	f := web.Field{Name: "code", Label: s.T("concernweb.track.code"), Help: s.T("concernweb.track.code-help"), Value: s.Typed, Error: s.Fault, Small: true}
	f.Complete = "off"
	return f
}

func (s secretPage) secret() web.Field {
	return web.Field{Name: "secret", Label: s.T("concernweb.done.secret"), Help: s.T("concernweb.open.secret-help"), Error: s.Fault, Complete: "off"}
}

func (p *pages) askSecret(w http.ResponseWriter, a *web.Ask) error {
	code, err := concern.ParseCode(a.PathValue("code"))
	if err != nil {
		return p.badCode(w, a, a.PathValue("code"), err)
	}
	s := secretPage{View: a.View, Code: code, Helper: helps(a.Who)}
	if p.tries.Asks(a.Request, a.Who.At) {
		s.Puzzle = p.work.Issue(a.Who.At)
	}
	return a.Show(w, s.page())
}

// open takes a code and its secret and lets this browser speak for it. A wrong
// secret and a code that is not there look alike.
func (p *pages) open(w http.ResponseWriter, a *web.Ask) error {
	code, err := concern.ParseCode(a.PathValue("code"))
	if err != nil {
		return p.badCode(w, a, a.PathValue("code"), err)
	}
	s := secretPage{View: a.View, Code: code, Helper: helps(a.Who)}
	ask, work := p.tries.Take(a.Request, a.Who.At), error(guard.Puzzle{})
	if a.PostFormValue("work") != "" {
		work = p.work.Check(a.Who.At, a.PostForm)
	}
	var id string
	if !ask || work == nil {
		err = a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
			id, err = p.Desk.Voice(ctx, tx, a.Who, code, a.PostFormValue("secret"), work == nil)
			return err
		})
	}
	if p.tries.Asks(a.Request, a.Who.At) {
		s.Puzzle = p.work.Issue(a.Who.At)
	}
	if ask && work != nil || errors.Is(err, concern.ErrWork) {
		if errors.As(work, &s.Puzzle); s.Puzzle.Text == "" {
			s.Puzzle = p.work.Issue(a.Who.At)
		}
		s.Fault = a.T("concernweb.open.work")
		return a.ShowStatus(w, http.StatusTooManyRequests, s.page())
	}
	if errors.Is(err, kheo.ErrNotFound) {
		s.Fault = a.T("concernweb.open.wrong")
		return a.ShowStatus(w, http.StatusUnprocessableEntity, s.page())
	}
	if err != nil {
		return err
	}
	p.voices().Hear(w, a.Request, id, a.PostFormValue("remember") != "" && !s.Helper)
	return a.Go(w, a.To("concern.show", code))
}

// leave closes the author's own page on this device.
func (p *pages) leave(w http.ResponseWriter, a *web.Ask) error {
	var id string
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		c, err := concern.Find(ctx, tx, a.Who, a.PathValue("code"))
		id = c.ID
		return err
	})
	if err != nil {
		return err
	}
	p.voices().Forget(w, a.Request, id)
	return a.Go(w, a.To("concern.show", a.PathValue("code")))
}

// dotted writes a secret as the slip does: "bến · lúa · 47 · sáo".
func dotted(secret string) string { return strings.Join(strings.Fields(secret), " · ") }
