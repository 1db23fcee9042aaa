package modelweb

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/model"
	"kheo/unit"
)

// A formPage is the registration form: what was typed stays typed.
type formPage struct {
	model.New
	Number string // of groups, as typed
	Date   string // of registration, as typed
	Bodies []bodyChoice
	Levels []string
	Faults kheo.Faults
	Today  kheo.Date
}

// A bodyChoice is a body the visitor may register for, with its territory.
type bodyChoice struct {
	ID     kheo.UnitID
	Name   string
	Places []place
}

func (p pages) blank(w http.ResponseWriter, a *web.Ask) error {
	f := formPage{New: model.New{Collective: true, Level: model.Hamlet}, Number: "0", Date: string(a.Who.Today())}
	if err := p.prepare(a, &f); err != nil {
		return err
	}
	return a.Show(w, f.page(a.View))
}

// prepare lists what may be chosen. A visitor who may register nowhere meets
// the same page as if there were none.
func (p pages) prepare(a *web.Ask, f *formPage) error {
	f.Today = a.Who.Today()
	return a.Read(func(ctx context.Context, tx *db.Tx) error {
		f.Bodies = nil
		book, err := p.books.Book(ctx, tx)
		if err != nil {
			return err
		}
		district := false
		for _, id := range a.Who.Units(model.MayRegister) {
			b, err := unit.FindBody(ctx, tx, id)
			if errors.Is(err, kheo.ErrNotFound) {
				continue // an office-wide grant names no body
			}
			if err != nil {
				return err
			}
			c := bodyChoice{ID: b.ID, Name: b.Name, Places: under(book, b.Territory, f.Today)}
			if u, err := book.Unit(b.Territory, f.Today); err == nil && u.Level == unit.District {
				district = true
			}
			f.Bodies = append(f.Bodies, c)
		}
		if len(f.Bodies) == 0 {
			return kheo.ErrNotFound
		}
		for _, l := range model.Levels() {
			if l != model.District || district {
				f.Levels = append(f.Levels, l)
			}
		}
		return nil
	})
}

func (p pages) register(w http.ResponseWriter, a *web.Ask) error {
	f := readForm(a)
	var m model.Model
	err := f.Faults.Err()
	if err == nil {
		err = a.Write(func(ctx context.Context, tx *db.Tx) error {
			book, err := p.books.Book(ctx, tx)
			if err != nil {
				return err
			}
			m, err = model.Register(ctx, tx, book, a.Who, f.New)
			return err
		})
	}
	if errors.As(err, &f.Faults) {
		if err := p.prepare(a, &f); err != nil {
			return err
		}
		return a.ShowStatus(w, http.StatusUnprocessableEntity, f.page(a.View))
	}
	if err != nil {
		return err
	}
	return a.Go(w, a.To("model.show", m.Code))
}

// readForm takes the form as typed; what no rule could read is a fault here,
// together with all that the rules find.
func readForm(a *web.Ask) formPage {
	var f formPage
	for _, name := range model.BoxNames() {
		f.Boxes.Set(name, a.PostFormValue(name))
	}
	f.Field = model.Field(a.PostFormValue("field"))
	f.Collective = a.PostFormValue("kind") != "individual"
	f.Level = a.PostFormValue("level")
	f.Programmes = a.PostForm["programmes"]
	f.Body = kheo.UnitID(a.PostFormValue("body"))
	f.Unit = kheo.UnitID(a.PostFormValue("unit"))
	f.Number, f.Date = strings.TrimSpace(a.PostFormValue("groups")), a.PostFormValue("day")
	f.Day = readDay(f.Date, "day", &f.Faults)
	if f.Number != "" {
		n, err := strconv.Atoi(f.Number)
		f.Faults.Need(err == nil, "groups", "model.fault.number")
		f.Groups = n
	}
	f.Faults.Need(f.Body != "", "body", "model.fault.body")
	f.Faults.Need(f.Unit != "", "unit", "model.fault.unit")
	if len(f.Faults) == 0 {
		return f
	}
	var more kheo.Faults
	if errors.As(f.New.Check(), &more) {
		f.Faults = append(more, f.Faults...)
	}
	return f
}
