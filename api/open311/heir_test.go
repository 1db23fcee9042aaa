package open311_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"kheo"
	"kheo/api/open311"
	"kheo/identity"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/unit"
)

// admin is who may change bodies and keys.
func admin() kheo.Caller {
	return kheo.Caller{Person: "admin", At: today.Time().Add(8 * time.Hour), Grants: []kheo.Grant{{Role: identity.Admin, Rights: identity.RightsOf(identity.Admin)}}}
}

func (k *door) write(f func(ctx context.Context, tx *db.Tx) error) {
	k.Helper()
	if err := k.d.Write(k.Context(), f); err != nil {
		k.Fatal(err)
	}
}

// told is what one request says of its agency, in the list and alone.
func (k *door) told(id string) (agency, notice string) {
	k.Helper()
	var seen [2]struct {
		Agency string `json:"agency_responsible"`
		Notice string `json:"service_notice"`
	}
	for i, path := range []string{"/open311/v2/requests.json", "/open311/v2/requests/" + id + ".json"} {
		status, body := k.get(path)
		list := seen[i : i+1 : i+1]
		if err := json.Unmarshal([]byte(body), &list); status != 200 || err != nil || len(list) != 1 {
			k.Fatalf("%s: %d %s %v", path, status, body, err)
		}
		seen[i] = list[0]
	}
	if seen[0] != seen[1] {
		k.Errorf("the list says %v, the request %v", seen[0], seen[1])
	}
	return seen[0].Agency, seen[0].Notice
}

// After a reorganisation the agency is who holds it now; where the law names
// nobody it is nobody, and the request says that one is waited for.
func TestTheAgencyIsTheHeir(t *testing.T) {
	each(t, func(k *door) {
		var old unit.Body
		var heir string
		k.write(func(ctx context.Context, tx *db.Tx) error {
			all, err := unit.AllBodies(ctx, tx)
			if err != nil {
				return err
			}
			for _, b := range all {
				if strings.HasSuffix(b.Name, "Cần Đước") {
					old = b
				}
			}
			heir, err = addBody(ctx, tx, "Trung tâm Phục vụ hành chính công xã Cần Đước", old.Territory)
			return err
		})
		id := k.file(filing())
		if agency, _ := k.told(id); agency != old.Name {
			k.Errorf("before: %q, want %q", agency, old.Name)
		}
		k.write(func(ctx context.Context, tx *db.Tx) error {
			return unit.EndBody(ctx, tx, admin(), old.ID, today.Add(-1), "Nghị quyết thử")
		})
		if agency, notice := k.told(id); agency != "" || !strings.Contains(notice, old.Name) {
			k.Errorf("without an heir: %q, %q", agency, notice)
		}
		k.write(func(ctx context.Context, tx *db.Tx) error {
			return unit.SetHeir(ctx, tx, admin(), old.ID, kheo.UnitID(heir), today, "Nghị quyết thử")
		})
		if agency, notice := k.told(id); !strings.HasPrefix(agency, "Trung tâm") || notice != "" {
			k.Errorf("with an heir: %q, %q", agency, notice)
		}
	})
}

func addBody(ctx context.Context, tx *db.Tx, name string, place kheo.UnitID) (string, error) {
	id, err := unit.AddBody(ctx, tx, admin(), unit.Body{Name: name, Short: "Trung tâm", Kind: unit.Department, Territory: place, Span: kheo.Span{From: "2025-07-01"}})
	return string(id), err
}

// A key that ended, that nobody made or that stands in the address opens
// nothing; one that holds is in no line of the log.
func TestWhichKeysOpen(t *testing.T) {
	each(t, func(k *door) {
		with := func(key string) url.Values {
			f := filing()
			f.Set("api_key", key)
			return f
		}
		post := func(query, key string, want int) {
			k.Helper()
			if status, body := k.post("/open311/v2/requests.json"+query, with(key)); status != want {
				k.Errorf("%q: %d %s, want %d", query, status, body, want)
			}
		}
		var second string
		k.write(func(ctx context.Context, tx *db.Tx) (err error) {
			if second, err = identity.MakeKey(ctx, tx, admin(), "Cổng sắp đóng", 3); err != nil {
				return err
			}
			keys, err := identity.Keys(ctx, tx)
			for _, key := range keys {
				if err == nil && key.Name == "Cổng sắp đóng" {
					err = identity.EndKey(ctx, tx, admin(), key.ID)
				}
			}
			return err
		})
		post("", second, 403)
		post("", k.key+"x", 403)
		post("", "DEV", 403)
		post("?api_key="+k.key, k.key, 400)
		post("?api_key="+k.key, "", 400)
		if _, body := k.get("/open311/v2/requests.json"); body != "[]" {
			k.Errorf("kept: %s", body)
		}
		post("", k.key, 200)
		var log bytes.Buffer
		h, err := web.New(web.Config{DB: k.d, Office: kheo.Office{Sample: true}, Routes: open311.Routes(open311.Deps{Desk: k.desk}),
			Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})), Now: func(*http.Request) time.Time { return today.Time().Add(9 * time.Hour) }})
		if err != nil {
			k.Fatal(err)
		}
		srv := httptest.NewServer(h)
		defer srv.Close()
		for _, path := range []string{"/open311/v2/requests.json?api_key=" + k.key, "/open311/v2/requests.json?api_key=" + k.key + "&start_date=%00"} {
			r, err := http.PostForm(srv.URL+path, with(k.key))
			if err != nil {
				k.Fatal(err)
			}
			r.Body.Close()
			if r, err = http.Get(srv.URL + path); err != nil {
				k.Fatal(err)
			}
			r.Body.Close()
		}
		if r, err := http.PostForm(srv.URL+"/open311/v2/requests.json", with("dev")); err != nil || r.StatusCode != 403 {
			k.Errorf("outside a sample office the key dev opens: %v %v", r, err)
		}
		if strings.Contains(log.String(), k.key) {
			k.Errorf("the key stands in the log: %s", log.String())
		}
	})
}

// An address that may mean several communes is answered with them, and each
// can be taken.
func TestAnAddressThatMeansSeveral(t *testing.T) {
	each(t, func(k *door) {
		for _, address := range []string{"xã Tân Phú", "Ấp 2, xã Tân Phú", "huyện Cần Đước"} {
			f := filing()
			f.Set("address_string", address)
			status, body := k.post("/open311/v2/requests.json", f)
			ids := regexp.MustCompile(`address_id ([0-9a-z-]+)`).FindAllStringSubmatch(body, -1)
			if status != 400 || len(ids) < 2 {
				k.Errorf("%s: %d %s", address, status, body)
			}
			for _, id := range ids {
				f.Set("address_id", id[1])
				if status, body := k.post("/open311/v2/requests.json", f); status != 200 && !strings.Contains(body, "address_string") {
					k.Errorf("%s as %s: %d %s", address, id[1], status, body)
				}
			}
		}
		f := filing()
		f.Set("address_string", "tỉnh Tây Ninh")
		if status, body := k.post("/open311/v2/requests.json", f); status != 400 || !strings.Contains(body, "more than a commune") {
			k.Errorf("a province: %d %s", status, body)
		}
	})
}
