package risingweb

import (
	"context"
	"net/http"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/rising"
	"kheo/unit"
)

// Deps are what the site hands in.
type Deps struct {
	Book func(ctx context.Context, tx *db.Tx) (*unit.Book, error)
	// Names says what topics and places are called.
	Names func(ctx context.Context, tx *db.Tx, v web.View) (rising.Names, error)
	// Units are the territories one may narrow to.
	Units func(ctx context.Context, tx *db.Tx, v web.View) ([]web.Option, error)
}

// Routes are the page and its text.
func Routes(d Deps) []web.Route {
	return []web.Route{
		{Name: "rising.show", Method: http.MethodGet, VI: "/dang-noi-len", EN: "/rising", Handle: d.show},
		{Name: "rising.text", Method: http.MethodGet, VI: "/dang-noi-len/ban-tin", EN: "/rising/digest", Handle: d.text},
	}
}

// read is the week of the territory asked for.
func (d Deps) read(a *web.Ask) (risingPage, error) {
	p := risingPage{View: a.View}
	if u := a.URL.Query().Get("unit"); kheo.IsID(u) {
		p.Unit = kheo.UnitID(u)
	}
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		book, err := d.Book(ctx, tx)
		if err != nil {
			return err
		}
		who := a.Who
		who.At = a.On().Time()
		week, err := rising.Week(ctx, tx, who, book, p.Unit)
		if err != nil {
			return err
		}
		if p.Units, err = d.Units(ctx, tx, a.View); err != nil {
			return err
		}
		if p.Names, err = d.Names(ctx, tx, a.View); err != nil {
			return err
		}
		p.fill(week)
		return nil
	})
	return p, err
}

func (d Deps) show(w http.ResponseWriter, a *web.Ask) error {
	p, err := d.read(a)
	if err != nil {
		return err
	}
	return a.Show(w, p.page())
}

// text is the digest as one can print, hang up or read out.
func (d Deps) text(w http.ResponseWriter, a *web.Ask) error {
	p, err := d.read(a)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	says := p.Digest.Text(a.Lang, p.Names)
	if a.Office.Sample {
		says = p.T("risingweb.sample") + "\n\n" + says
	}
	_, err = w.Write([]byte(says))
	return err
}
