package open311

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

var now = time.Date(2026, 11, 23, 10, 0, 0, 0, time.FixedZone("+07", 7*3600))

func TestTheSpanOfTheStandard(t *testing.T) {
	for _, c := range []struct{ query, from, to string }{
		{"", "2026-08-25T10:00:00+07:00", "2026-11-23T10:00:00+07:00"},
		{"start_date=2026-01-01T00:00:00%2B07:00", "2026-01-01T00:00:00+07:00", "2026-04-01T00:00:00+07:00"},
		{"end_date=2026-04-01T00:00:00%2B07:00", "2026-01-01T00:00:00+07:00", "2026-04-01T00:00:00+07:00"},
		{"start_date=2026-01-01T00:00:00+07:00", "2026-01-01T00:00:00+07:00", "2026-04-01T00:00:00+07:00"}, // a plus not escaped
		{"start_date=2026-01-01&end_date=2026-04-01", "2026-01-01T07:00:00+07:00", "2026-04-01T07:00:00+07:00"},
		{"start_date=2020-01-01&end_date=2026-01-01&page_size=10", "2020-01-01T07:00:00+07:00", "2026-01-01T07:00:00+07:00"},
		{"page_size=10", "", ""},
		{"updated_after=2026-11-01T00:00:00Z", "", ""},
	} {
		q, err := url.ParseQuery(c.query)
		if err != nil {
			t.Fatal(err)
		}
		s, err := readSearch(q, now)
		if err != nil {
			t.Errorf("%s: %v", c.query, err)
			continue
		}
		if got := stamp(s.from); got != c.from {
			t.Errorf("%s: from %s, want %s", c.query, got, c.from)
		}
		if got := stamp(s.to); got != c.to {
			t.Errorf("%s: to %s, want %s", c.query, got, c.to)
		}
	}
}

func TestWhatCannotBeReadIsNamed(t *testing.T) {
	for query, name := range map[string]string{
		"start_date=gestern": "start_date",
		"status=done":        "status",
		"status=open,done":   "status",
		"start_date=2020-01-01&end_date=2026-01-01": "start_date, end_date",
		"bbox=1,2,3":           "bbox",
		"bbox=NaN,0,1,1":       "bbox",
		"bbox=10,10,5,5":       "bbox",
		"page_size=0":          "page_size",
		"page_size=100000":     "page_size",
		"page=-1":              "page",
		"service_code=%ff":     "service_code",
		"address_string=a%00b": "address_string",
		"service_request_id=" + strings.Repeat("PA,", 99): "service_request_id",
	} {
		q, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := readSearch(q, now); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v, want %s named", query, err, name)
		}
	}
}

func TestTheFormIsCheckedWhole(t *testing.T) {
	_, err := readNew(url.Values{"lat": {"x"}, "long": {"106"}}, "2026-11-23")
	for _, name := range []string{"service_code", "lat, long"} {
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%v, want %s named", err, name)
		}
	}
	form := url.Values{"service_code": {"road"}, "lat": {"10.5"}, "long": {"106.6"}, "description": {"Ổ gà"}, "attribute[width]": {"2 m"},
		"phone": {"0900 000 001"}, "first_name": {"X"}, "api_key": {"k"}}
	n, err := readNew(form, "2026-11-23")
	if err != nil || !n.Spot || n.Lat != 10.5 || n.Contact != "0900 000 001" || len(n.Extra) != 1 || n.Extra[0].Question != "width" {
		t.Errorf("%+v, %v", n, err)
	}
	again, _ := readNew(form, "2026-11-23")
	tomorrow, _ := readNew(form, "2026-11-24")
	form.Set("description", "Ổ gà khác")
	other, _ := readNew(form, "2026-11-23")
	if again.Client != n.Client || tomorrow.Client == n.Client || other.Client == n.Client {
		t.Error("the same form on the same day is one filing, and no other is")
	}
}

func FuzzSearch(f *testing.F) {
	for _, s := range []string{"", "status=open&page=2&page_size=5", "bbox=105,10,107,11", "start_date=2026-01-01T00:00:00+07:00", "service_request_id=a,b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		q, err := url.ParseQuery(s)
		if err != nil {
			return
		}
		got, err := readSearch(q, now)
		if err != nil {
			if len(err.(wrong).list) == 0 {
				t.Error("refused, and nothing is named")
			}
			return
		}
		if got.page < 1 || got.size < 0 || got.size > pageMost || len(got.ids) > idsMost {
			t.Errorf("%q passed as %+v", s, got)
		}
		if b := got.box; b != nil && !(b.South <= b.North && b.West <= b.East) {
			t.Errorf("%q passed as %+v", s, *b)
		}
	})
}

func FuzzForm(f *testing.F) {
	f.Add("service_code=road&lat=10.5&long=106.6&description=abc&attribute[x]=1")
	f.Add("address_string=Xã Cần Đước&service_code=")
	f.Fuzz(func(t *testing.T, s string) {
		q, err := url.ParseQuery(s)
		if err != nil {
			return
		}
		n, err := readNew(q, "2026-11-23")
		if err == nil && (n.Category == "" || n.Client == "") {
			t.Errorf("%q passed as %+v", s, n)
		}
	})
}
