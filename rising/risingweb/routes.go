package risingweb

import (
	"context"
	"net/http"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/rising"
)

// Deps are what the site hands in.
type Deps struct {
	// Counts and Cases are of a territory, place by place, or of the whole
	// office where it is "".
	Counts func(ctx context.Context, tx *db.Tx, in kheo.UnitID, during kheo.Span) ([]rising.Count, error)
	Cases  func(ctx context.Context, tx *db.Tx, in kheo.UnitID, during kheo.Span) ([]rising.Case, error)
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

const (
	past  = 2*364 + 60 // days of counts that are read
	shown = 12         // weeks of a picture
)

// lastSunday is the end of the last whole week before the day: one week's
// numbers stand still, so that nobody tells a day's from two looks at them.
func lastSunday(on kheo.Date) kheo.Date {
	back := int(on.Time().Weekday())
	if back == int(time.Sunday) {
		back = 7
	}
	return on.Add(-back)
}

// read is the week of the territory asked for.
func (d Deps) read(a *web.Ask) (risingPage, error) {
	p := risingPage{View: a.View, To: lastSunday(a.On())}
	if u := a.URL.Query().Get("unit"); kheo.IsID(u) {
		p.Unit = kheo.UnitID(u)
	}
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		during := kheo.Span{From: p.To.Add(-past), To: p.To}
		counts, err := d.Counts(ctx, tx, p.Unit, during)
		if err != nil {
			return err
		}
		cases, err := d.Cases(ctx, tx, p.Unit, kheo.Span{From: p.To.Add(-364), To: p.To})
		if err != nil {
			return err
		}
		if p.Units, err = d.Units(ctx, tx, a.View); err != nil {
			return err
		}
		if p.Names, err = d.Names(ctx, tx, a.View); err != nil {
			return err
		}
		p.fill(rising.NewWatch(counts, during.From, during.To), cases)
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
