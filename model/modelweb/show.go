package modelweb

import (
	"context"
	"net/http"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/model"
	"kheo/scoring/beside"
	"kheo/unit"
)

// A showPage is one model as of a day.
type showPage struct {
	model.Model
	On      kheo.Date
	Root    string // of the pages' addresses
	Where   string // "Xã Tân Chánh, huyện Cần Đước, tỉnh Long An"
	BodyIs  string // who registered it
	Boxes   []boxLine
	Whole   bool // all nine boxes are open to the caller
	Moves   []moveLine
	Points  []pointLine
	Can     []model.State // the caller may move it to, today
	Publish bool
	AddSite bool
	Places  []place // where a further point may be
	Input   input
	Faults  kheo.Faults
	Scores  beside.Sheets // as they stand today
}

// A boxLine is one box of the form: its field and what stands in it.
type boxLine struct{ Field, Text string }

type moveLine struct {
	model.Move
	By string // the body
}

type pointLine struct {
	model.Site
	Where string
}

// An input is what was typed into one of the forms under the page.
type input struct{ Form, Day, Note, Unit, Place, Since string }

func (p pages) show(w http.ResponseWriter, a *web.Ask) error {
	s, err := p.read(a, a.On())
	if err != nil {
		return err
	}
	return a.Show(w, s.page(a.View))
}

// read gathers the page: what happened up to the day, and what may be done now.
func (p pages) read(a *web.Ask, on kheo.Date) (showPage, error) {
	s := showPage{On: on}
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		s = showPage{On: on, Root: a.Root()}
		book, err := p.books.Book(ctx, tx)
		if err != nil {
			return err
		}
		if s.Model, err = model.Look(ctx, tx, a.Who, a.PathValue("code"), on); err != nil {
			return err
		}
		s.Where = book.Address(s.Unit, s.Days.Registered)
		if err := s.tell(ctx, tx, book); err != nil {
			return err
		}
		if err := s.open(ctx, tx, a.Who); err != nil {
			return err
		}
		if on != a.Who.Today() {
			return nil // the past is looked at, never moved
		}
		if s.Scores, err = beside.Read(ctx, tx, a.Who, beside.Model(s.Model)); err != nil {
			return err
		}
		return s.may(ctx, tx, book, a.Who)
	})
	return s, err
}

// copied is the model in a line to carry to another app.
func (s showPage) copied(v web.View) string {
	return v.T("modelweb.show.copy", "name", s.Name, "place", s.Where, "state", v.T("model.state."+string(s.State)), "address", s.Root+v.To("model.show", s.Code))
}

func (s *showPage) tell(ctx context.Context, tx *db.Tx, book *unit.Book) error {
	body, err := unit.FindBody(ctx, tx, s.Body)
	if err != nil {
		return err
	}
	s.BodyIs = body.Name
	moves, err := model.Moves(ctx, tx, s.ID, s.On)
	if err != nil {
		return err
	}
	for _, m := range moves {
		by, err := unit.FindBody(ctx, tx, m.Body)
		if err != nil {
			return err
		}
		s.Moves = append(s.Moves, moveLine{m, by.Name})
	}
	sites, err := model.Sites(ctx, tx, s.ID, "")
	if err != nil {
		return err
	}
	for _, x := range sites {
		if x.From > s.On {
			continue
		}
		if x.To > s.On {
			x.To = ""
		}
		line := pointLine{Site: x}
		if u, err := book.Last(x.Unit, s.On); err == nil {
			line.Where = u.Name
		}
		s.Points = append(s.Points, line)
	}
	return nil
}

// open shows the boxes that are open to the caller: those of one person's model
// only to the bodies that answer for it.
func (s *showPage) open(ctx context.Context, tx *db.Tx, who kheo.Caller) error {
	names := s.Model.Open()
	if len(names) < len(model.BoxNames()) {
		sees, err := model.Sees(ctx, tx, who, s.Model)
		if err != nil {
			return err
		}
		if sees {
			names = model.BoxNames()
		}
	}
	s.Whole = len(names) == len(model.BoxNames())
	for _, name := range names {
		s.Boxes = append(s.Boxes, boxLine{name, s.Model.Box(name)})
	}
	return nil
}

// may lists what the caller can do.
func (s *showPage) may(ctx context.Context, tx *db.Tx, book *unit.Book, who kheo.Caller) error {
	var err error
	if s.Can, err = model.Can(ctx, tx, who, s.Model); err != nil {
		return err
	}
	does, err := model.Does(ctx, tx, who, s.Model)
	if err != nil {
		return err
	}
	s.Publish = does.Approve && !s.Public
	s.AddSite = does.Register && s.State.Lives()
	if s.AddSite {
		body, err := unit.FindBody(ctx, tx, s.Body)
		if err != nil {
			return err
		}
		s.Places = under(book, body.Territory, who.Today())
	}
	return nil
}

// under is a territory and all below it on the day, each under its parent.
func under(book *unit.Book, top kheo.UnitID, on kheo.Date) []place {
	u, err := book.Unit(top, on)
	if err != nil {
		return nil
	}
	list := []place{{ID: u.ID, Name: u.Name}}
	for _, c := range book.Children(u.ID, on) {
		list = append(list, place{ID: c.ID, Name: c.Name, Depth: 1})
		for _, g := range book.Children(c.ID, on) {
			list = append(list, place{ID: g.ID, Name: g.Name, Depth: 2})
		}
	}
	return list
}
