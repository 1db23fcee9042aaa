package site_test

import (
	"encoding/xml"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"kheo"
)

// A read feed is what a reader of news keeps of one.
type readFeed struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string   `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Author  string   `xml:"author>name"`
	Links   []struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	} `xml:"link"`
	Entries []struct {
		ID       string `xml:"id"`
		Title    string `xml:"title"`
		Updated  string `xml:"updated"`
		Category struct {
			Term string `xml:"term,attr"`
		} `xml:"category"`
	} `xml:"entry"`
}

// A feed of a place and a topic is one: ids that stay, the newest instant, a
// language, a way back to the page that leads to it; and who has it already is
// told so.
func TestFeedsOfPlacesAndTopics(t *testing.T) {
	t.Parallel()
	c := &clock{at: time.Date(2026, 11, 23, 9, 0, 0, 0, kheo.Zone)}
	office := openOffice(t, "", plant(t, "", c).dir, c)
	first, second := httptest.NewServer(office), httptest.NewServer(office)
	t.Cleanup(first.Close)
	t.Cleanup(second.Close)
	place, err := office.Book.ByCode("28108", "", "2026-11-23")
	if err != nil {
		t.Fatal(err)
	}
	get := func(url, tag string) (*http.Response, string) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), "GET", url, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("If-None-Match", tag)
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp, string(body)
	}
	feeds := map[string]bool{}
	for _, lang := range []string{"vi", "en"} {
		page, feed := "/phan-anh", "/phan-anh/tin.atom"
		if lang == "en" {
			page, feed = "/en/concerns", "/en/concerns/feed.atom"
		}
		for _, narrow := range []string{"", "?category=road", "?unit=" + string(place.ID), "?category=road&unit=" + string(place.ID)} {
			resp, body := get(first.URL+feed+narrow, "")
			var f readFeed
			if err := xml.Unmarshal([]byte(body), &f); err != nil || resp.StatusCode != 200 || !strings.HasPrefix(resp.Header.Get("Content-Type"), "application/atom+xml") {
				t.Fatalf("%s%s: %d %v", feed, narrow, resp.StatusCode, err)
			}
			if f.Lang != lang || f.Title == "" || f.Author == "" || f.Updated == "" || feeds[f.ID] || len(f.Entries) == 0 {
				t.Errorf("%s%s: %q %q by %q at %s, id %q, %d entries", feed, narrow, f.Lang, f.Title, f.Author, f.Updated, f.ID, len(f.Entries))
			}
			feeds[f.ID] = true
			ids := map[string]bool{}
			for _, e := range f.Entries {
				if ids[e.ID] || !strings.HasPrefix(e.ID, "tag:") || e.Title == "" || e.Updated > f.Updated || strings.Contains(narrow, "category") && e.Category.Term != "road" {
					t.Errorf("%s%s: entry %+v of a feed of %s", feed, narrow, e, f.Updated)
				}
				ids[e.ID] = true
			}
			var again readFeed
			if _, body := get(second.URL+feed+narrow, ""); xml.Unmarshal([]byte(body), &again) != nil || again.ID != f.ID || again.Entries[0].ID != f.Entries[0].ID {
				t.Errorf("%s%s: under another address it is another feed: %s, %s", feed, narrow, f.ID, again.ID)
			}
			if resp, body := get(first.URL+feed+narrow, resp.Header.Get("ETag")); resp.StatusCode != 304 || body != "" {
				t.Errorf("%s%s: asked again by its tag: %d, %d bytes", feed, narrow, resp.StatusCode, len(body))
			}
			if _, body := get(first.URL+page+narrow, ""); !strings.Contains(body, `type="application/atom+xml" href="`+strings.ReplaceAll(feed+narrow, "&", "&amp;")+`"`) {
				t.Errorf("%s%s does not lead to its feed", page, narrow)
			}
		}
	}
}
