package inspectionweb

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"kheo"
	"kheo/inspection"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/lang"
	"kheo/matter"
	"kheo/model"
	"kheo/unit"
)

// facts is all a page of one inspection knows, read in one transaction.
type facts struct {
	I       inspection.Inspection
	On      kheo.Date // the day looked at
	Side    inspection.Side
	Book    *unit.Book
	Host    unit.Unit // as it was on the visit day
	Bodies  map[kheo.UnitID]unit.Body
	Carried []matter.Matter              // still open from earlier inspections when it was planned
	Figures map[string]inspection.Frozen // by box
	Funnel  model.Funnel
	Lands   []unit.Unit // what carries on the host as of the day, when it has ended
	Ended   kheo.Date   // last day of the host, "" while it lives
	Gone    kheo.Date   // the first day without the host, if that has come by today
	Chooses bool        // the visitor may choose who carries on
	// Conclude is the day the notice of conclusion is due by, for the desk:
	// law/inspection.conclusion.after_visit
	Conclude kheo.Date
}

// read is the inspection the visitor may see, as of a day.
func (d Deps) read(ctx context.Context, tx *db.Tx, a *web.Ask, on kheo.Date) (facts, error) {
	i, err := inspection.See(ctx, tx, a.Who, a.PathValue("code"), on)
	if err != nil {
		return facts{}, err
	}
	return d.gather(ctx, tx, a, i, on)
}

// working is the inspection as it is being prepared, for those who may.
func (d Deps) working(ctx context.Context, tx *db.Tx, a *web.Ask, may func(inspection.Side) bool) (facts, error) {
	if _, err := inspection.See(ctx, tx, a.Who, a.PathValue("code"), a.Today); err != nil {
		return facts{}, err
	}
	i, err := inspection.Working(ctx, tx, a.PathValue("code"), a.Today)
	if err != nil {
		return facts{}, err
	}
	f, err := d.gather(ctx, tx, a, i, a.Today)
	switch {
	case err != nil:
		return facts{}, err
	case may(f.Side):
		return f, nil
	case f.Side.OnTeam() || f.Side.OnHost():
		return facts{}, kheo.ErrForbidden
	}
	return facts{}, kheo.ErrNotFound // a visitor sees no working page
}

func (d Deps) gather(ctx context.Context, tx *db.Tx, a *web.Ask, i inspection.Inspection, on kheo.Date) (facts, error) {
	f := facts{I: i, On: on, Bodies: map[kheo.UnitID]unit.Body{}}
	var err error
	if f.Side, err = inspection.Sides(ctx, tx, a.Who, i); err != nil {
		return f, err
	}
	if f.Book, err = d.Book(ctx, tx); err != nil {
		return f, err
	}
	if f.Host, err = f.Book.Last(i.Host, i.VisitDay()); err != nil {
		return f, err
	}
	if _, err := f.Book.Unit(i.Host, on); err != nil {
		last, err := f.Book.Last(i.Host, on)
		if err != nil {
			return f, err
		}
		f.Ended, f.Lands = last.To, f.Book.Lands(i.Host, on)
	}
	if last, err := f.Book.Last(i.Host, a.Today); err == nil && last.To != "" && last.To < a.Today {
		f.Gone = last.To.Add(1)
	}
	for _, code := range i.Carried {
		m, err := matter.Find(ctx, tx, code, on)
		if err == nil {
			err = m.May(ctx, tx, a.Who)
		}
		if err == nil {
			f.Carried = append(f.Carried, m)
		} else if !errors.Is(err, kheo.ErrNotFound) {
			return f, err
		}
	}
	ids := []kheo.UnitID{i.Team, i.HostBody, f.Side.Team, f.Side.Host}
	for _, r := range i.Recommendations {
		f.Chooses = f.Chooses || r.Standing.Chooser != "" && a.Who.Can(matter.MayChoose, r.Standing.Chooser)
		ids = append(ids, r.Standing.Given, r.Standing.Holder, r.Standing.Last, r.Standing.Chooser)
	}
	for _, id := range ids {
		if err := f.know(ctx, tx, id); err != nil {
			return f, err
		}
	}
	return f, nil
}

func (f facts) know(ctx context.Context, tx *db.Tx, id kheo.UnitID) error {
	if _, known := f.Bodies[id]; known || id == "" {
		return nil
	}
	b, err := unit.FindBody(ctx, tx, id)
	if errors.Is(err, kheo.ErrNotFound) {
		return nil
	}
	f.Bodies[id] = b
	return err
}

// name is a body's name in the visitor's language, short where there is one.
func (f facts) name(v web.View, id kheo.UnitID) string {
	b := f.Bodies[id]
	if v.Lang == lang.EN && b.NameEN != "" {
		return b.NameEN
	}
	return b.Name
}

func (f facts) short(v web.View, id kheo.UnitID) string {
	b := f.Bodies[id]
	if v.Lang == lang.VI && b.Short != "" {
		return b.Short
	}
	return f.name(v, id)
}

// title is "Kiểm tra công tác dân vận năm 2023 tại huyện Cần Đước".
func (f facts) title(v web.View) string {
	return v.T("inspectionweb.title", "year", strconv.Itoa(f.I.Year), "host", place(v, f.Host))
}

// place is how a sentence names a territory: huyện Cần Đước, Cần Đước district.
func place(v web.View, u unit.Unit) string {
	if v.English() {
		return u.Short + " " + strings.ToLower(v.T("model.level."+string(u.Level)))
	}
	return u.Title()
}

// lead is the sentence under the title.
func (f facts) lead(v web.View) string {
	var themes []string
	for _, t := range f.I.Themes {
		themes = append(themes, t.In(v.Lang))
	}
	key := "inspectionweb.lead.was"
	if f.I.VisitDay() > f.On {
		key = "inspectionweb.lead.will"
	}
	return v.T(key, "body", f.name(v, f.I.Team), "day", f.I.VisitDay(), "themes", strings.Join(themes, "; "))
}

// countWord writes a small number as a word, as headings do: "Năm kiến nghị".
func countWord(v web.View, n int, capital bool) string {
	if n < 1 || n > 10 {
		return v.Num(int64(n))
	}
	words := strings.Fields(v.T("inspectionweb.numbers"))
	w := strings.ReplaceAll(words[n-1], "_", " ")
	if capital {
		r := []rune(w)
		w = strings.ToUpper(string(r[:1])) + string(r[1:])
	}
	return w
}

// counted is a sentence that begins with a number in words; one thing has a
// sentence of its own.
func counted(v web.View, key string, n int, args ...any) string {
	if n == 1 {
		key += "-one"
	}
	return v.T(key, append([]any{"word", countWord(v, n, true)}, args...)...)
}

// crumbs lead to the list of inspections and, inside one, to it.
func crumbs(v web.View, codes ...string) []web.Crumb {
	list := []web.Crumb{{Name: v.T("inspectionweb.list.short"), Href: v.To("inspection.list")}}
	for _, code := range codes {
		list = append(list, web.Crumb{Name: code, Href: v.To("inspection.show", code)})
	}
	return list
}
