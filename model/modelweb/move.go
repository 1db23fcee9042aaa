package modelweb

import (
	"context"
	"errors"
	"net/http"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/model"
)

// move takes the model one step on, as the button pressed says.
func (p pages) move(w http.ResponseWriter, a *web.Ask) error {
	code, in := a.PathValue("code"), readInput(a)
	step := model.Step{Note: in.Note}
	var faults kheo.Faults
	step.Day = readDay(in.Day, "day", &faults)
	if len(faults) > 0 {
		return p.again(w, a, in, faults)
	}
	err := a.Write(func(ctx context.Context, tx *db.Tx) error {
		var err error
		switch model.State(in.Form) {
		case model.Approved:
			_, err = model.Approve(ctx, tx, a.Who, code, step)
		case model.Running:
			_, err = model.Start(ctx, tx, a.Who, code, step)
		case model.Recognised:
			_, err = model.Recognise(ctx, tx, a.Who, code, step)
		case model.Ended:
			_, err = model.End(ctx, tx, a.Who, code, step)
		case model.Rejected:
			_, err = model.Reject(ctx, tx, a.Who, code, step)
		case "published":
			_, err = model.Publish(ctx, tx, a.Who, code)
		default:
			err = kheo.ErrNotFound
		}
		return err
	})
	if errors.As(err, &faults) {
		return p.again(w, a, in, faults)
	}
	if err != nil {
		return err
	}
	return a.Go(w, a.To("model.show", code))
}

// site records one more point.
func (p pages) site(w http.ResponseWriter, a *web.Ask) error {
	code, in := a.PathValue("code"), readInput(a)
	s := model.Site{Unit: kheo.UnitID(in.Unit), Place: in.Place}
	var faults kheo.Faults
	s.From = readDay(in.Since, "since", &faults)
	if len(faults) > 0 {
		return p.again(w, a, in, faults)
	}
	err := a.Write(func(ctx context.Context, tx *db.Tx) error {
		book, err := p.books.Book(ctx, tx)
		if err != nil {
			return err
		}
		_, err = model.AddSite(ctx, tx, book, a.Who, code, s)
		return err
	})
	if errors.As(err, &faults) {
		for i := range faults { // the rule's day is this form's since
			if faults[i].Field == "day" {
				faults[i].Field = "since"
			}
		}
		return p.again(w, a, in, faults)
	}
	if err != nil {
		return err
	}
	return a.Go(w, a.To("model.show", code))
}

// again shows the page once more with what was typed and what to mend.
func (p pages) again(w http.ResponseWriter, a *web.Ask, in input, faults kheo.Faults) error {
	s, err := p.read(a, a.Who.Today())
	if err != nil {
		return err
	}
	s.Input, s.Faults = in, faults
	return a.ShowStatus(w, http.StatusUnprocessableEntity, s.page(a.View))
}

func readInput(a *web.Ask) input {
	return input{
		Form: a.PostFormValue("to"), Day: a.PostFormValue("day"), Note: a.PostFormValue("note"),
		Unit: a.PostFormValue("unit"), Place: a.PostFormValue("place"), Since: a.PostFormValue("since"),
	}
}

// readDay reads a day field; left empty it is today, which the rule fills in.
func readDay(text, field string, faults *kheo.Faults) kheo.Date {
	d, err := web.ReadDay(text)
	faults.Need(err == nil, field, "model.fault.day")
	return d
}
