package inspectionweb

import (
	"context"
	"strings"

	"kheo"
	"kheo/calendar"
	"kheo/inspection"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/law"
)

// A DueItem is one thing due on somebody's desk that is no matter; the site
// hands it to the desk.
type DueItem struct {
	Code    string    // as the row shows it, "KT-23-0001"
	Title   string    // "Nộp báo cáo tự kiểm tra"
	Place   string    // the second line
	Last    string    // what was last done, in words; may be empty
	Due     kheo.Date // "" when no day is set
	Waiting bool      // on others
	Href    string
}

// Due lists what inspections wait for from the caller, or from others while
// the caller answers for them.
func (d Deps) Due(ctx context.Context, tx *db.Tx, v web.View, who kheo.Caller) ([]DueItem, error) {
	all, err := inspection.List(ctx, tx, inspection.Filter{On: v.Today})
	if err != nil {
		return nil, err
	}
	book, err := d.Book(ctx, tx)
	if err != nil {
		return nil, err
	}
	days, err := calendar.Load(ctx, tx)
	if err != nil {
		return nil, err
	}
	rule, err := law.Find(ctx, tx, "inspection.conclusion.after_visit", v.Today)
	if err != nil {
		return nil, err
	}
	var list []DueItem
	for _, i := range all {
		side, err := inspection.Sides(ctx, tx, who, i)
		if err != nil {
			return nil, err
		}
		host, err := book.Last(i.Host, i.VisitDay())
		if err != nil {
			return nil, err
		}
		f := facts{I: i, Side: side, On: v.Today, Host: host, Book: book, Conclude: days.Due(i.VisitDay(), rule)}
		if item, ok := f.dueItem(v); ok {
			list = append(list, item)
		}
	}
	return list, nil
}

func (f facts) dueItem(v web.View) (DueItem, bool) {
	i := f.I
	item := DueItem{Code: i.Code, Place: f.title(v), Last: v.T("inspection.stage." + string(i.Stage)), Due: f.dueDay()}
	step, waits := f.next(v)
	switch {
	case step != nil:
		item.Title, item.Href = step.Label, step.Href
	case waits != "" && f.Side.OnTeam() && i.Stage != inspection.Remedying && i.Stage != inspection.Concluded:
		item.Title, item.Href, item.Waiting = waits, v.To("inspection.show", i.Code), true
	default:
		return DueItem{}, false
	}
	// A re-check is due once all is remedied or its day is set; until then the
	// recommendations stand on the desk themselves.
	if strings.HasSuffix(item.Href, v.To("inspection.recheck", i.Code)) && i.Stage != inspection.Remedied && i.Recheck.Day == "" {
		return DueItem{}, false
	}
	return item, true
}

// dueDay is the day of the next step, where a rule or a plan sets one.
func (f facts) dueDay() kheo.Date {
	switch f.I.Stage {
	case inspection.OutlineSent:
		return f.I.Due.Day
	case inspection.ReportIn:
		return f.I.VisitDay()
	case inspection.Visited, inspection.MinutesIn:
		return f.Conclude
	case inspection.Remedying, inspection.Remedied:
		return f.I.Recheck.Day
	}
	return ""
}
