package open311

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"kheo"
	"kheo/concern"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/matter"
	"kheo/sorting"
	"kheo/unit"
)

// unsettled are the reasons to reopen.
func unsettled() []string { return matter.UnsettledReasons() }

// A telling is what requests are told with, read once for a page of them.
type telling struct {
	a     *web.Ask
	table *sorting.Table
	book  *unit.Book
	holds matter.Stands
}

func (d *door) telling(ctx context.Context, tx *db.Tx, a *web.Ask) (t telling, err error) {
	t.a, t.holds = a, matter.Stands{}
	if t.table, err = d.Desk.Tables.Table(ctx, tx, a.Who.At); err != nil {
		return t, err
	}
	t.book, err = d.Desk.Tables.Books.Book(ctx, tx)
	return t, err
}

func (d *door) requests(a *web.Ask, w http.ResponseWriter) (both, error) {
	s, err := readSearch(a.URL.Query(), a.Who.At)
	if err != nil {
		return both{}, err
	}
	list := []request{}
	next := ""
	err = a.Read(func(ctx context.Context, tx *db.Tx) error {
		t, err := d.telling(ctx, tx, a)
		if err != nil {
			return err
		}
		if len(s.ids) > 0 {
			list, err = t.named(ctx, tx, s)
			return err
		}
		list, next, err = d.listed(ctx, tx, t, s)
		return err
	})
	if err != nil {
		return both{}, err
	}
	if next != "" {
		q := a.URL.Query()
		q.Set("cursor", next)
		q.Del("page")
		w.Header().Set("Link", fmt.Sprintf(`<%s?%s>; rel="next"`, a.URL.Path, q.Encode()))
	}
	return both{list, requests{List: list}}, nil
}

// named are the requests of a list of ids, which overrides all else that was
// asked, as the standard says; one that is none is passed over.
func (t telling) named(ctx context.Context, tx *db.Tx, s search) ([]request, error) {
	list := []request{}
	for _, id := range s.ids {
		code, err := concern.ParseCode(id)
		if err != nil {
			continue
		}
		c, err := concern.Find(ctx, tx, kheo.Caller{At: t.a.Who.At}, code)
		if errors.Is(err, kheo.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		r, err := t.tell(ctx, tx, c)
		if err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, nil
}

// fits tells what the query leaves to Go: the exact instants, the services and
// the two states of the standard.
func (s search) fits(c concern.Concern) bool {
	return (s.from.IsZero() || !c.Opened.Before(s.from)) && (s.to.IsZero() || !c.Opened.After(s.to)) &&
		(s.status == "" || s.status == status(c.State)) && (s.state == "" || s.state == string(c.State)) &&
		(len(s.service) < 2 || slices.Contains(s.service, c.Category))
}

// listed walks the list until the page is full: the standard's thousand, or as
// many as our paging asked for.
func (d *door) listed(ctx context.Context, tx *db.Tx, t telling, s search) ([]request, string, error) {
	f, err := s.filter(t)
	if err != nil {
		return nil, "", err
	}
	most, skip := usualMost, 0
	if s.size > 0 {
		most, skip = s.size, (s.page-1)*s.size
	} else if s.paged() {
		most = pageMost
	}
	if skip > 10*usualMost {
		return nil, "", bad("page: beyond %d requests go on by the Link header's cursor", 10*usualMost)
	}
	list := []request{}
	for {
		p, err := d.Desk.List(ctx, tx, kheo.Caller{At: t.a.Who.At}, f)
		if err != nil {
			return nil, "", err
		}
		fit := slices.DeleteFunc(p.Concerns, func(c concern.Concern) bool { return !s.fits(c) })
		over := min(skip, len(fit))
		skip, fit = skip-over, fit[over:]
		for i, c := range fit {
			r, err := t.tell(ctx, tx, c)
			if err != nil {
				return nil, "", err
			}
			if list = append(list, r); len(list) < most {
				continue
			}
			if i+1 < len(fit) || p.Next != "" {
				return list, c.Code, nil
			}
			return list, "", nil
		}
		if p.Next == "" {
			return list, "", nil
		}
		f.After = p.Next
	}
}

// filter is the part of a search that the index answers.
func (s search) filter(t telling) (concern.Filter, error) {
	f := concern.Filter{Updated: s.updated, Box: s.box, After: s.cursor, Limit: pageMost, State: s.state}
	if !s.from.IsZero() {
		f.From = kheo.DateOf(s.from)
	}
	if !s.to.IsZero() {
		f.To = kheo.DateOf(s.to)
	}
	if s.status == "open" && f.State == "" {
		f.State = concern.Open
	}
	if len(s.service) == 1 {
		f.Category = s.service[0]
	}
	for _, code := range s.service {
		if _, ok := t.table.Category(code); !ok {
			return f, bad("service_code: %q is no service", code)
		}
	}
	if s.address != "" {
		found := finder{t.book, t.a.Office.Unit, t.a.Who.Today()}.find(s.address)
		if len(found.now) == 0 {
			return f, bad("address_string: no commune of that name is known")
		}
		for _, u := range found.now {
			f.Territory = append(f.Territory, u.ID)
		}
	}
	if s.cursor != "" {
		if _, err := concern.ParseCode(s.cursor); err != nil {
			return f, bad("cursor: take it from the Link header")
		}
	}
	return f, nil
}

func (d *door) request(a *web.Ask, _ http.ResponseWriter) (both, error) {
	code, err := concern.ParseCode(bare(a.PathValue("id")))
	if err != nil {
		return both{}, kheo.ErrNotFound
	}
	list := []request{}
	err = a.Read(func(ctx context.Context, tx *db.Tx) error {
		t, err := d.telling(ctx, tx, a)
		if err != nil {
			return err
		}
		c, err := concern.Find(ctx, tx, kheo.Caller{At: a.Who.At}, code)
		if err != nil {
			return err
		}
		r, err := t.tell(ctx, tx, c)
		list = append(list, r)
		return err
	})
	return both{list, requests{List: list}}, err
}

// status is one of the standard's two.
func status(s matter.State) string {
	if s.Open() {
		return "open"
	}
	return "closed"
}

// tell puts a concern into the standard's words: nothing that is not published.
// Who is responsible is who holds it today, after any reorganisation.
func (t telling) tell(ctx context.Context, tx *db.Tx, c concern.Concern) (request, error) {
	r := request{ID: c.Code, Status: status(c.State), StatusNotes: word(t.a.T("matter.state." + string(c.State))), ServiceCode: c.Category,
		Requested: stamp(c.Opened), Updated: word(stamp(c.Moved)), Expected: word(endOf(c.Due)), Address: word(t.address(c)),
		AddressID: word(c.Territory), State: string(c.State), Joined: c.Joined, Answer: word(c.Answer), Verdicts: word(c.SpeakBy), Sample: t.a.Office.Sample}
	if cat, ok := t.table.Category(c.Category); ok {
		r.ServiceName = word(cat.Name)
	}
	s, err := t.holds.Of(ctx, tx, c.Matter, t.a.Who.Today())
	if err != nil {
		return r, err
	}
	if b, ok := t.table.Body(s.Last); ok && s.Waiting {
		r.Notice = word(t.a.T("open311.waiting", "body", b.Name, "day", s.Ended))
	} else if ok {
		r.Agency = word(b.Name)
	}
	if c.Version.N > 0 {
		r.Title, r.Description = word(c.Version.Title), word(clip(c.Version.Text))
		r.Lat, r.Long = degrees{c.Lat, c.Spot}, degrees{c.Lon, c.Spot}
		if t.a.Has("concern.photo") && len(c.Version.Photos) > 0 {
			r.Media = word(origin(t.a) + t.a.To("concern.photo", c.Code, c.Version.Photos[0].SHA256))
		}
	}
	return r, nil
}

// clip keeps a description within the standard's four thousand letters.
func clip(s string) string {
	if r := []rune(s); len(r) > 4000 {
		return string(r[:3999]) + "…"
	}
	return s
}

func (t telling) address(c concern.Concern) string {
	at := t.book.Address(c.Territory, kheo.DateOf(c.Opened))
	return strings.TrimPrefix(c.Hamlet+", "+at, ", ")
}

// stamp is an instant as the standard writes it, in the office's zone.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(kheo.Zone).Format(time.RFC3339)
}

// endOf is the last second of a day.
func endOf(d kheo.Date) string {
	if d == "" {
		return ""
	}
	return stamp(d.Add(1).Time().Add(-time.Second))
}

func (d *door) updates(a *web.Ask, _ http.ResponseWriter) (both, error) {
	code, err := concern.ParseCode(a.PathValue("id"))
	if err != nil {
		return both{}, kheo.ErrNotFound
	}
	list := []update{}
	err = a.Read(func(ctx context.Context, tx *db.Tx) error {
		t, err := d.telling(ctx, tx, a)
		if err != nil {
			return err
		}
		c, err := concern.Find(ctx, tx, kheo.Caller{At: a.Who.At}, code)
		if err != nil {
			return err
		}
		moves, err := matter.Moves(ctx, tx, c.ID, "")
		for _, m := range moves {
			list = append(list, t.step(m))
		}
		return err
	})
	return both{list, updates{List: list}}, err
}

// step is one move: an answer's words are for everybody, a verdict's are not.
func (t telling) step(m matter.Move) update {
	u := update{At: stamp(m.At), From: word(m.From), To: string(m.To), Status: status(m.To), Answer: word(m.Answer), Reason: word(m.Reason)}
	if b, ok := t.table.Body(m.Body); ok {
		u.Agency = word(b.Name)
	}
	if m.To == matter.Answered {
		u.Notes = word(clip(m.Note))
	}
	return u
}
