package open311

import (
	"context"
	"crypto/sha256"
	"net/http"
	"net/url"
	"sort"
	"strconv"
	"strings"

	"kheo"
	"kheo/concern"
	"kheo/internal/db"
	"kheo/internal/web"
)

// file takes a concern by key. Names, device and account are not read: nobody
// needs them to be heard.
func (d *door) file(a *web.Ask, w http.ResponseWriter) (both, error) {
	if err := d.may(a); err != nil {
		return both{}, err
	}
	n, err := readNew(a.PostForm, a.Who.Today())
	if err != nil {
		return both{}, err
	}
	var plan concern.Plan
	err = a.Read(func(ctx context.Context, tx *db.Tx) error {
		book, err := d.Desk.Tables.Books.Book(ctx, tx)
		if err != nil {
			return err
		}
		if err := (finder{book, a.Office.Unit, a.Who.Today()}).place(a.PostForm, &n); err != nil {
			return err
		}
		plan, err = d.Desk.Prepare(ctx, tx, kheo.Caller{At: a.Who.At}, &n)
		return err
	})
	if err != nil {
		return both{}, err
	}
	var f concern.Filed
	err = a.Write(func(ctx context.Context, tx *db.Tx) error {
		f, err = d.Desk.File(ctx, tx, kheo.Caller{At: a.Who.At}, n, plan)
		return err
	})
	if err != nil {
		return both{}, err
	}
	out := filed{ID: f.Code, Secret: f.Secret, Expected: endOf(f.Due), Agency: plan.HolderIs, Sample: a.Office.Sample,
		Notice: word(a.T("open311.filed", "body", plan.HolderIs, "day", f.Due))}
	if a.PostFormValue("media_url") != "" {
		out.Notice += word(" " + a.T("open311.no-media"))
	}
	list := []filed{out}
	return both{list, filings{List: list}}, nil
}

// readNew reads the form of a filing.
func readNew(form url.Values, today kheo.Date) (concern.New, error) {
	n := concern.New{Channel: concern.Open311, Words: form.Get("description"), Category: form.Get("service_code"), Client: form.Get("client_id")}
	var w wrong
	if n.Category == "" {
		w.list = append(w.list, "service_code: is missing")
	}
	lat, lon := form.Get("lat"), form.Get("long")
	if (lat == "") != (lon == "") {
		w.list = append(w.list, "lat, long: one is missing")
	} else if lat != "" {
		var err1, err2 error
		n.Lat, err1 = strconv.ParseFloat(lat, 64)
		n.Lon, err2 = strconv.ParseFloat(lon, 64)
		n.Spot = err1 == nil && err2 == nil
		if !n.Spot {
			w.list = append(w.list, "lat, long: write degrees, 10.5052")
		}
	}
	if lat == "" && form.Get("address_string") == "" && form.Get("address_id") == "" {
		w.list = append(w.list, "lat and long, address_string or address_id: one is needed")
	}
	var contact []string
	for _, field := range []string{"phone", "email"} {
		if v := strings.TrimSpace(form.Get(field)); v != "" {
			contact = append(contact, v)
		}
	}
	n.Contact = strings.Join(contact, " · ")
	for name, v := range form {
		if code, ok := strings.CutPrefix(name, "attribute["); ok {
			code, _, _ = strings.Cut(code, "]")
			n.Extra = append(n.Extra, concern.Extra{Question: code, Answer: strings.Join(v, ", ")})
		}
	}
	sort.Slice(n.Extra, func(i, j int) bool { return n.Extra[i].Question < n.Extra[j].Question })
	if n.Client == "" {
		n.Client = clientOf(form, today)
	}
	if len(w.list) > 0 {
		w.status = http.StatusBadRequest
		return n, w
	}
	return n, nil
}

// clientOf names a filing whose sender did not: the same form by the same key
// on the same day is the same concern.
func clientOf(form url.Values, today kheo.Date) string {
	sum := sha256.Sum256([]byte(string(today) + "\n" + form.Encode()))
	return kheo.FormatID([16]byte(sum[:16]))
}
