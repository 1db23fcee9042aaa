// Package draftweb is what stands beside a text that several people write: who
// changed what, their comments, and the saving while one types.
package draftweb

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"kheo"
	"kheo/draft"
	"kheo/identity"
	"kheo/internal/db"
	"kheo/internal/text"
	"kheo/internal/weave"
	"kheo/internal/web"
)

// Deps are what the site hands in: the capability whose text a part is says
// who may write it, and keeps it.
type Deps struct {
	Part func(ctx context.Context, tx *db.Tx, who kheo.Caller, id string) (draft.Part, error)
	Save func(ctx context.Context, tx *db.Tx, who kheo.Caller, of, id string, t draft.Typed) (draft.Saved, error)
	Back string // the route of the page where all parts are written
	Room *draft.Room
}

// Routes are the page of one part and its forms.
func Routes(d Deps) []web.Route {
	return []web.Route{
		{Name: "draft.show", Method: "GET", VI: "/dang-viet/{part}", EN: "/drafts/{part}", Handle: d.show},
		{Name: "draft.keep", Method: "POST", VI: "/dang-viet/{part}/luu", EN: "/drafts/{part}/keep", Handle: d.keep},
		{Name: "draft.remark", Method: "POST", VI: "/dang-viet/{part}/gop-y", EN: "/drafts/{part}/comments", Handle: d.remark},
		{Name: "draft.settle", Method: "POST", VI: "/dang-viet/{part}/gop-y/xong", EN: "/drafts/{part}/comments/settled", Handle: d.settle},
	}
}

// A page is one part: its comments, then what changed, newest first.
type page struct {
	web.View
	Part     draft.Part
	Back     string
	Comments []comment
	Versions []version
	Field    web.Field
	Done     bool
}

type comment struct {
	draft.Comment
	By string
}

type version struct {
	draft.Version
	By      string
	Changes []weave.Piece
}

func (d Deps) show(w http.ResponseWriter, a *web.Ask) error {
	return d.draw(w, a, http.StatusOK, nil)
}

func (d Deps) draw(w http.ResponseWriter, a *web.Ask, status int, f kheo.Faults) error {
	p := page{View: a.View, Done: a.URL.Query().Has("da-luu"),
		Field: web.FieldFor(a.View, f, "words", "draftweb.comment", a.PostFormValue("words"))}
	p.Field.Rows = 3
	err := a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		if p.Part, err = d.Part(ctx, tx, a.Who, a.PathValue("part")); err != nil {
			return err
		}
		p.Back = a.To(d.Back, p.Part.Of)
		if err = p.readComments(ctx, tx); err != nil {
			return err
		}
		return p.readVersions(ctx, tx)
	})
	if err != nil {
		return err
	}
	return a.ShowStatus(w, status, p.page())
}

func (p page) page() web.Page {
	title := p.Part.Title(p.Lang)
	return web.Page{Title: title, Verb: "lam", Body: body(p), Private: true,
		Crumbs: []web.Crumb{{Name: p.Part.Of, Href: p.Back}, {Name: title}}}
}

func (p *page) readComments(ctx context.Context, tx *db.Tx) error {
	all, err := draft.Comments(ctx, tx, p.Part.ID)
	if err != nil {
		return err
	}
	for _, c := range all {
		by, err := titleOf(ctx, tx, c.Person)
		if err != nil {
			return err
		}
		p.Comments = append(p.Comments, comment{c, by})
	}
	return nil
}

func (p *page) readVersions(ctx context.Context, tx *db.Tx) error {
	all, err := draft.Versions(ctx, tx, p.Part.ID)
	if err != nil {
		return err
	}
	for i, v := range all {
		before, known := earlier(all[i+1:])
		if v.Person == "" || !known {
			continue
		}
		by, err := titleOf(ctx, tx, v.Person)
		if err != nil {
			return err
		}
		p.Versions = append(p.Versions, version{v, by, weave.Changes(before, v.Words)})
	}
	return nil
}

// earlier is what stood before: what was typed aside never did.
func earlier(older []draft.Version) (string, bool) {
	for _, v := range older {
		if !v.Aside {
			return v.Words, true
		}
	}
	return "", false
}

// titleOf is what somebody's office is called; offices, never names.
func titleOf(ctx context.Context, tx *db.Tx, id kheo.PersonID) (string, error) {
	p, err := identity.Find(ctx, tx, id)
	if errors.Is(err, kheo.ErrNotFound) {
		return "", nil
	}
	return p.Title, err
}

func (d Deps) remark(w http.ResponseWriter, a *web.Ask) error {
	err := a.Write(func(ctx context.Context, tx *db.Tx) error {
		p, err := d.Part(ctx, tx, a.Who, a.PathValue("part"))
		if err != nil {
			return err
		}
		return draft.Remark(ctx, tx, a.Who, p.ID, a.PostFormValue("words"))
	})
	if f, ok := web.Mend(err); ok {
		return d.draw(w, a, http.StatusUnprocessableEntity, f)
	}
	return back(w, a, err)
}

func (d Deps) settle(w http.ResponseWriter, a *web.Ask) error {
	return back(w, a, a.Write(func(ctx context.Context, tx *db.Tx) error {
		p, err := d.Part(ctx, tx, a.Who, a.PathValue("part"))
		if err != nil {
			return err
		}
		return draft.Settle(ctx, tx, a.Who, p.ID, a.PostFormValue("id"))
	}))
}

func back(w http.ResponseWriter, a *web.Ask, err error) error {
	if err != nil {
		return err
	}
	return a.Go(w, a.To("draft.show", a.PathValue("part"))+"?da-luu=1")
}

// A kept is what the page is told after a save while typing.
type kept struct {
	Version int    `json:"version"`
	Mine    int    `json:"mine"`
	Words   string `json:"words"`
	Says    string `json:"says"`
	Here    string `json:"here"`
}

// keep saves one part while its writer types on.
func (d Deps) keep(w http.ResponseWriter, a *web.Ask) error {
	words, unreadable := text.Clean(a.PostFormValue("words"))
	base, err := strconv.Atoi(a.PostFormValue("base"))
	if err != nil {
		base = -1 // no version
	}
	var saved draft.Saved
	var of, title string
	err = a.Write(func(ctx context.Context, tx *db.Tx) error {
		p, err := d.Part(ctx, tx, a.Who, a.PathValue("part"))
		if err != nil {
			return err
		}
		if title, err = titleOf(ctx, tx, a.Who.Person); err != nil {
			return err
		}
		if unreadable != nil {
			return kheo.Faults{{Field: "words", Key: "draft.fault.words"}}
		}
		of = p.Of
		saved, err = d.Save(ctx, tx, a.Who, of, p.ID, draft.Typed{Words: words, Base: base})
		return err
	})
	if err != nil {
		return err
	}
	k := kept{Version: saved.Version, Mine: saved.Mine, Words: saved.Words, Says: a.T("draftweb.kept", "at", a.Clock(a.Who.At))}
	switch {
	case len(saved.Clashes) > 0:
		k.Says = a.T("draftweb.clash", "theirs", saved.Clashes[0].Theirs, "mine", saved.Clashes[0].Mine)
	case saved.Theirs:
		k.Says = a.T("draftweb.woven")
	}
	k.Here = draft.Here(a.Lang, d.Room.Enter(of, a.Who.Person, title, a.Who.At))
	return a.JSON(w, k)
}
