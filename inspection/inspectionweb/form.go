package inspectionweb

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"kheo"
	"kheo/inspection"
	"kheo/inspection/paper"
	"kheo/internal/db"
	"kheo/internal/doc"
	"kheo/internal/text"
	"kheo/internal/web"
	"kheo/report"
	"kheo/stationery"
	"kheo/unit"
)

// A form is what the visitor typed, kept when something is to be mended.
type form struct {
	Values url.Values
	Faults kheo.Faults
}

// val is what was typed into a field, or what stands there at first.
func (f form) val(name, first string) string {
	if f.Values == nil {
		return first
	}
	return f.Values.Get(name)
}

// line reads a field of one line, words one of many; what no door accepts
// comes back as it was and is refused by the database's own check.
func line(a *web.Ask, name string) string {
	s, err := text.Line(a.PostFormValue(name))
	if err != nil {
		return ""
	}
	return s
}

func words(a *web.Ask, name string) string {
	s, err := text.Clean(a.PostFormValue(name))
	if err != nil {
		return ""
	}
	return s
}

// day reads a day field; what is no day becomes a fault.
func day(a *web.Ask, name string, f *kheo.Faults) kheo.Date {
	d, err := a.Day(name)
	if faults, ok := web.Mend(err); ok {
		*f = append(*f, faults...)
	}
	return d
}

// A paperForm is the part of a page that numbers a paper.
type paperForm struct {
	Number, Day string
	Numbered    bool // the number is required
	Note        string
	Stationery  string // where its letterhead and template are chosen, for those who may
}

// paperForm suggests the next number of the body and today.
func (d Deps) paperForm(ctx context.Context, tx *db.Tx, a *web.Ask, body kheo.UnitID, kind string) (paperForm, error) {
	p := paperForm{Day: string(a.Today), Numbered: inspection.Numbered(kind)}
	if a.Who.Can(stationery.MayKeep, body) {
		p.Stationery = a.To("stationery.show", string(body), kind)
	}
	n, err := report.SuggestNumber(ctx, tx, body, kind, a.Today.Year())
	if err != nil {
		return p, err
	}
	b, err := unit.FindBody(ctx, tx, body)
	if err != nil {
		return p, err
	}
	on, err := stationery.Of(ctx, tx, body, kind)
	p.Number = paper.Numbering(on.Style, n, kind, b)
	return p, err
}

// readPaper reads the number, the day and the mark of secrecy.
func readPaper(a *web.Ask) (inspection.Paper, kheo.Faults) {
	var f kheo.Faults
	p := inspection.Paper{Number: line(a, "number"), Day: day(a, "day", &f), Secrecy: line(a, "secrecy")}
	return p, f
}

// A draw composes a paper from what is recorded.
type draw func(ctx context.Context, tx *db.Tx, press paper.Press, i inspection.Inspection) (doc.Paper, error)

// print composes the paper and stores its bytes, outside any write: the paper
// is frozen afterwards, in the transaction that moves the inspection. A paper
// that would be refused is not composed.
func (d Deps) print(a *web.Ask, may func(inspection.Side) bool, kind string, p *inspection.Paper, compose draw) error {
	var composed doc.Paper
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		f, err := d.working(ctx, tx, a, may)
		if err != nil {
			return err
		}
		if p.Number == "" && inspection.Numbered(kind) || p.Day == "" || p.Secrecy != "" {
			return nil
		}
		composed, err = compose(ctx, tx, paper.Press{Book: f.Book, Office: a.Office, Foot: d.Foot()}, f.I)
		return err
	})
	if err != nil || composed.Title == "" {
		return err
	}
	b, err := stationery.Write(d.Blobs, composed)
	if err != nil {
		return err
	}
	p.SHA256, err = d.Blobs.Put(b)
	p.Size, p.Title = int64(len(b)), strings.TrimSpace(composed.Kind+" "+composed.Title) // a letter has no name of its own
	return err
}

// A show draws a form's page with what was typed.
type show func(w http.ResponseWriter, a *web.Ask, status int, typed form) error

// first is the page before anything was typed.
func first(s show) web.Handler {
	return func(w http.ResponseWriter, a *web.Ask) error { return s(w, a, http.StatusOK, form{}) }
}

// done leads back to the inspection after a form, or shows the form again with
// its faults.
func done(w http.ResponseWriter, a *web.Ask, err error, again show) error {
	if f, ok := web.Mend(err); ok {
		return again(w, a, http.StatusUnprocessableEntity, form{Values: a.PostForm, Faults: f})
	}
	if err != nil {
		return err
	}
	return a.Go(w, a.To("inspection.show", a.PathValue("code")))
}

// A drawn page of a working form.
type drawn interface{ page() web.Page }

// draw reads the inspection as it is being prepared and shows one of its
// working pages to those who may.
func (d Deps) draw(w http.ResponseWriter, a *web.Ask, status int, may func(inspection.Side) bool, page func(context.Context, *db.Tx, facts) (drawn, error)) error {
	var p drawn
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		f, err := d.working(ctx, tx, a, may)
		if err == nil {
			p, err = page(ctx, tx, f)
		}
		return err
	})
	if err != nil {
		return err
	}
	return a.ShowStatus(w, status, p.page())
}

// file takes the form of a step with a paper: it is composed and stored, then
// the step is taken with it.
func (d Deps) file(w http.ResponseWriter, a *web.Ask, may func(inspection.Side) bool, kind string, again show,
	compose func(paper.Press, context.Context, *db.Tx, kheo.Caller, inspection.Inspection, inspection.Paper) (doc.Paper, error),
	step func(context.Context, *db.Tx, kheo.Caller, string, inspection.Paper) error) error {
	p, faults := readPaper(a)
	err := faults.Err()
	if err == nil {
		err = d.print(a, may, kind, &p, func(ctx context.Context, tx *db.Tx, press paper.Press, i inspection.Inspection) (doc.Paper, error) {
			return compose(press, ctx, tx, a.Who, i, p)
		})
	}
	if err == nil {
		err = a.Write(func(ctx context.Context, tx *db.Tx) error { return step(ctx, tx, a.Who, a.PathValue("code"), p) })
	}
	return done(w, a, err, again)
}

func onTeam(s inspection.Side) bool    { return s.OnTeam() }
func onHost(s inspection.Side) bool    { return s.OnHost() }
func plans(s inspection.Side) bool     { return s.Plan }
func inspects(s inspection.Side) bool  { return s.Inspect }
func concludes(s inspection.Side) bool { return s.Conclude }
