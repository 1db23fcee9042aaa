package open311

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"time"

	"kheo"
	"kheo/concern"
	"kheo/identity"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/sorting"
	"kheo/unit"
)

// Deps are what the site hands in.
type Deps struct {
	Desk *concern.Desk
	// Open takes the key "dev", which has no limits: a sample office alone.
	Open bool
}

type door struct {
	Deps
	quota quota
}

// Routes are the addresses under /open311. They are mounted once, without a
// language.
func Routes(deps Deps) []web.Route {
	d := &door{Deps: deps}
	var all []web.Route
	add := func(name, method, path, format string, f func(*web.Ask, http.ResponseWriter) (both, error)) {
		all = append(all, web.Route{Name: "open311." + name, Method: method, VI: "/open311" + path, Handle: serve(format, f)})
	}
	for _, format := range []string{"json", "xml"} {
		add("discovery."+format, "GET", "/discovery."+format, format, d.discover)
		add("discovery2."+format, "GET", "/v2/discovery."+format, format, d.discover)
		add("services."+format, "GET", "/v2/services."+format, format, d.services)
		add("requests."+format, "GET", "/v2/requests."+format, format, d.requests)
		add("file."+format, "POST", "/v2/requests."+format, format, d.file)
		add("updates."+format, "GET", "/v2/requests/{id}/updates."+format, format, d.updates)
		add("reasons."+format, "GET", "/v2/reopen_reasons."+format, format, d.reasons)
	}
	add("service", "GET", "/v2/services/{code}", "", d.service)
	add("request", "GET", "/v2/requests/{id}", "", d.request)
	add("token", "GET", "/v2/tokens/{token}", "", d.token)
	add("none", "GET", "/{rest...}", "", func(*web.Ask, http.ResponseWriter) (both, error) { return both{}, kheo.ErrNotFound })
	return all
}

// bare is a wildcard without the format behind it.
func bare(s string) string {
	for _, end := range []string{".json", ".xml"} {
		if cut, ok := strings.CutSuffix(s, end); ok {
			return cut
		}
	}
	return s
}

func (d *door) discover(a *web.Ask, _ http.ResponseWriter) (both, error) {
	v := discovery{Changeset: changed, Contact: a.T("open311.contact"), KeyService: a.T("open311.key"),
		Endpoints: []endpoint{{Specification: "http://wiki.open311.org/GeoReport_v2", URL: origin(a) + "/open311/v2",
			Changeset: changed, Type: "production", Formats: []string{"application/json", "text/xml"}}}}
	if a.Office.Sample {
		v.Endpoints[0].Type = "test"
	}
	return both{v, v}, nil
}

// origin is where this office is reached; outside a sample always by TLS, which
// somebody before it may have ended.
func origin(a *web.Ask) string {
	if a.TLS == nil && a.Office.Sample {
		return "http://" + a.Host
	}
	return "https://" + a.Host
}

// changed is when this door last changed what it says.
const changed = "2026-11-23T00:00:00+07:00"

// table reads the categories.
func (d *door) table(a *web.Ask) (t *sorting.Table, err error) {
	err = a.Read(func(ctx context.Context, tx *db.Tx) error {
		t, err = d.Desk.Tables.Table(ctx, tx, a.Who.At)
		return err
	})
	return t, err
}

func (d *door) services(a *web.Ask, _ http.ResponseWriter) (both, error) {
	t, err := d.table(a)
	if err != nil {
		return both{}, err
	}
	list := []service{}
	for _, c := range t.Categories() {
		top := c
		for top.Parent != "" {
			top, _ = t.Category(top.Parent)
		}
		s := service{Code: c.ID, Name: c.Name, Metadata: len(c.Questions) > 0, Type: "realtime", Keywords: keywords(c), Group: top.Name}
		if a.English() {
			s.Name, s.Group = c.NameEN, top.NameEN
		}
		list = append(list, s)
	}
	return both{list, services{List: list}}, nil
}

// keywords are the category's synonyms, as they are said.
func keywords(c sorting.Category) string {
	var all []string
	for _, w := range c.Words {
		all = append(all, sorting.Said(w))
	}
	return strings.Join(all, ",")
}

func (d *door) service(a *web.Ask, _ http.ResponseWriter) (both, error) {
	t, err := d.table(a)
	if err != nil {
		return both{}, err
	}
	c, ok := t.Category(bare(a.PathValue("code")))
	if !ok || c.Retired {
		return both{}, kheo.ErrNotFound
	}
	v := definition{Code: c.ID, Attributes: []attribute{}}
	for i, q := range c.Questions {
		v.Attributes = append(v.Attributes, attribute{Variable: true, Code: q.ID, Datatype: "string", Order: i + 1, Description: q.Text, Values: []value{}})
	}
	return both{v, v}, nil
}

func (d *door) reasons(a *web.Ask, _ http.ResponseWriter) (both, error) {
	list := []value{}
	for _, id := range unsettled() {
		list = append(list, value{id, a.T("matter.unsettled." + id)})
	}
	return both{list, reasons{List: list}}, nil
}

// token answers GET tokens: a request has its id at once, so the token is it.
func (d *door) token(a *web.Ask, _ http.ResponseWriter) (both, error) {
	id, err := concern.ParseCode(bare(a.PathValue("token")))
	if err != nil {
		return both{}, kheo.ErrNotFound
	}
	err = a.Read(func(ctx context.Context, tx *db.Tx) error {
		_, err := concern.Find(ctx, tx, kheo.Caller{At: a.Who.At}, id)
		return err
	})
	list := []filed{{ID: id, Token: id}}
	return both{list, filings{List: list}}, err
}

// may finds the key a filing came with and counts it.
func (d *door) may(a *web.Ask) error {
	if a.URL.Query().Has("api_key") { // addresses are kept by whoever passes them on
		return bad("api_key: send it in the form, not in the address")
	}
	secret := a.PostFormValue("api_key")
	if secret == "" {
		return kheo.ErrForbidden
	}
	if d.Open && secret == "dev" {
		return nil
	}
	var key identity.Key
	err := a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		key, err = identity.FindKey(ctx, tx, secret, a.Who.At)
		return err
	})
	if err != nil {
		return kheo.ErrForbidden
	}
	if !d.quota.take(key.ID, key.PerMinute, a.Who.At) {
		return wrong{http.StatusTooManyRequests, []string{"this key has sent all it may in a minute"}}
	}
	return nil
}

// A quota counts what each key sent in this minute.
type quota struct {
	mu     sync.Mutex
	minute time.Time
	sent   map[string]int
}

func (q *quota) take(id string, most int, at time.Time) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if m := at.Truncate(time.Minute); q.sent == nil || !m.Equal(q.minute) {
		q.minute, q.sent = m, map[string]int{}
	}
	q.sent[id]++
	return q.sent[id] <= most
}

// nearest is the commune of the office whose centre lies closest to a spot.
func nearest(book *unit.Book, office kheo.UnitID, on kheo.Date, lat, lon float64) kheo.UnitID {
	var best kheo.UnitID
	least := 0.0
	for _, id := range book.Subtree(office, on) {
		u, err := book.Unit(id, on)
		if err != nil || u.Level != unit.Commune || u.Lat == 0 {
			continue
		}
		dy, dx := u.Lat-lat, u.Lon-lon
		if far := dy*dy + dx*dx; best == "" || far < least {
			best, least = id, far
		}
	}
	return best
}
