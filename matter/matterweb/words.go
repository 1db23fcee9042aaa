package matterweb

import (
	"context"
	"errors"
	"net/http"

	"kheo"
	"kheo/concern"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/matter"
)

// A wordsPage is what the author wrote beside the version for everybody. Closed
// until somebody presses: each opening is recorded, and the author sees it.
type wordsPage struct {
	web.View
	Code, Title string
	Opened      bool
	Sides       web.SideBySide
	Contact     string // asked for by its own press
	NoContact   bool   // none was left
	Asked       bool
	CallBack    bool
	Extra       []concern.Extra
	Photos      []sentPhoto // of the author; none is shown to others unless it is chosen
	Fields      []input     // of the public version
	N           int         // of the version that stands
	Sort        []input     // of the sorting, while it waits for it
	Faults      kheo.Faults
}

// asked is the question as it was put to the author.
func asked(v web.View, x concern.Extra) string {
	if v.English() && x.AskedEN != "" {
		return x.AskedEN
	}
	return x.Asked
}

// words shows the page closed.
func (d Deps) words(w http.ResponseWriter, a *web.Ask) error {
	var f facts
	err := a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		f, err = d.read(ctx, tx, a, a.PathValue("code"), a.Today)
		return err
	})
	if err != nil {
		return err
	}
	return d.showWords(w, a, http.StatusOK, f, nil, concern.Version{}, nil)
}

// openWords opens what the author wrote: a reading, logged as it happens.
func (d Deps) openWords(w http.ResponseWriter, a *web.Ask) error {
	f, raw, err := d.openRaw(a)
	if err != nil {
		return err
	}
	return d.showWords(w, a, http.StatusOK, f, raw, f.Deal.C.Version, nil)
}

// openRaw reads the words for the caller, and what they may mean.
func (d Deps) openRaw(a *web.Ask) (facts, *concern.Raw, error) {
	var f facts
	var raw concern.Raw
	err := a.Write(func(ctx context.Context, tx *db.Tx) (err error) {
		if d.Concerns == nil {
			return kheo.ErrNotFound
		}
		if raw, err = d.Concerns.Read(ctx, tx, a.Who, a.PathValue("code")); err != nil {
			return err
		}
		if f, err = d.read(ctx, tx, a, a.PathValue("code"), a.Today); err != nil {
			return err
		}
		if f.Deal != nil && f.Deal.Table != nil {
			f.Deal.Suggested = f.Deal.Table.Suggest(raw.Words, likesShown)
		}
		return nil
	})
	return f, &raw, err
}

// publish writes the version without persons.
func (d Deps) publish(w http.ResponseWriter, a *web.Ask) error {
	if d.Concerns == nil {
		return kheo.ErrNotFound
	}
	v := concern.Version{Title: a.PostFormValue("title"), Text: a.PostFormValue("text"), TitleEN: a.PostFormValue("title_en"),
		TextEN: a.PostFormValue("text_en"), WithoutPersons: a.PostFormValue("without") != ""}
	code := a.PathValue("code")
	photos, err := d.opened(a, code, v, a.PostForm["photo"])
	if err == nil {
		v.Photos = photos
		err = a.Write(func(ctx context.Context, tx *db.Tx) error { return d.Concerns.Publish(ctx, tx, a.Who, code, v) })
	}
	var faults kheo.Faults
	if errors.As(err, &faults) {
		f, raw, err := d.openRaw(a) // the one who mends it reads it again, and that is logged too
		if err != nil {
			return err
		}
		return d.showWords(w, a, http.StatusUnprocessableEntity, f, raw, v, faults)
	}
	if err != nil {
		return err
	}
	return a.Go(w, a.To("matter.show", code))
}

func (d Deps) showWords(w http.ResponseWriter, a *web.Ask, status int, f facts, raw *concern.Raw, v concern.Version, faults kheo.Faults) error {
	if f.Deal == nil || !f.Deal.Reads {
		return kheo.ErrNotFound
	}
	p := f.wordsPage(a.View, raw, v, faults)
	var err error
	if p.Photos, err = d.sent(a, f, raw, a.PostForm["photo"], len(faults) > 0); err != nil {
		return err
	}
	p.Asked = a.PostFormValue("with") == "contact"
	if !p.Asked {
		p.Contact = ""
	}
	return a.ShowStatus(w, status, p.page())
}

func (p wordsPage) page() web.Page {
	return web.Page{Title: p.T("matterweb.words.title") + " · " + p.Code, Body: wordsBody(p), Private: true,
		Crumbs: []web.Crumb{{Name: p.T("deskweb.list.title"), Href: p.To("desk.list")}, {Name: p.Code, Href: p.To("matter.show", p.Code)}}}
}

func (f facts) wordsPage(v web.View, raw *concern.Raw, version concern.Version, faults kheo.Faults) wordsPage {
	p := wordsPage{View: v, Code: f.M.Code, Title: f.title(v), Faults: faults, N: f.Deal.C.Version.N}
	if raw == nil {
		return p
	}
	p.Opened, p.Contact, p.NoContact, p.CallBack, p.Extra = true, raw.Contact, raw.Contact == "", raw.CallBack, raw.Extra
	for _, n := range raw.Notes { // what they wrote beside “not settled”, below what they were asked
		asked := v.T("matter.unsettled." + n.Reason)
		p.Extra = append(p.Extra, concern.Extra{Asked: asked, AskedEN: asked, Answer: n.Text})
	}
	p.Sides = web.SideBySide{Raw: raw.Words, Note: v.T("matterweb.words.logged")}
	for _, m := range raw.Marks {
		p.Sides.Marks = append(p.Sides.Marks, web.Mark{From: m.From, To: m.To})
	}
	if version.N > 0 {
		p.Sides.Public = version.Text
	}
	p.Fields = versionFields(v, version, f.M.Title, faults)
	if f.Deal.Sorts && f.M.State == matter.Received {
		s := deedPage{View: v, Deed: "accept", Code: f.M.Code, posted: func(string) string { return "" }, postedIn: func(string) []string { return nil }}
		acceptForm(f, &s)
		for i := range s.Inputs {
			s.Inputs[i].ID = "s-" + s.Inputs[i].Name
		}
		p.Sort = s.Inputs
	}
	return p
}

// versionFields ask for the version without persons. What still seems to name
// somebody is pointed out beside the field, and the officer decides.
func versionFields(v web.View, x concern.Version, title string, faults kheo.Faults) []input {
	if x.Title == "" && x.Text == "" {
		x.Title = title
	}
	var list []input
	add := func(as, name, value string) *input {
		list = append(list, input{web.FieldFor(v, faults, name, "matterweb.version."+name, value), as})
		return &list[len(list)-1]
	}
	add("text", "title", x.Title)
	t := add("area", "text", x.Text)
	t.Help = v.T("matterweb.version.text.help")
	if found := marked(x.Title + "\n" + x.Text); found != "" {
		t.Help = v.T("matterweb.version.found", "found", found)
	}
	add("text", "title_en", x.TitleEN).Optional = true
	add("area", "text_en", x.TextEN).Optional = true
	add("check", "without", "")
	return list
}
