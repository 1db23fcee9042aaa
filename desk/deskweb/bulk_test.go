package deskweb

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/matter"
	"kheo/matter/mattertest"
	"kheo/triage"
)

// press sends the form for several matters as the caller, and reads what came
// of each.
func press(h *mattertest.Hall, who kheo.Caller, form url.Values) string {
	h.Helper()
	s, err := web.New(web.Config{DB: h.D, Office: kheo.Office{Name: "Tỉnh Tây Ninh"}, Now: func(*http.Request) time.Time { return who.At },
		Routes: append(Routes(Deps{}), web.Route{Name: "public.home", Method: "GET", VI: "/", EN: "/", Handle: func(http.ResponseWriter, *web.Ask) error { return nil }},
			web.Route{Name: "matter.show", Method: "GET", VI: "/viec/{code}", EN: "/matters/{code}", Handle: func(http.ResponseWriter, *web.Ask) error { return nil }}),
		Identify: func(context.Context, *http.Request, time.Time) (kheo.Caller, web.Signed, error) {
			return who, web.Signed{Name: "Cán bộ"}, nil
		}})
	if err != nil {
		h.Fatal(err)
	}
	server := httptest.NewServer(s)
	defer server.Close()
	resp, err := http.PostForm(server.URL+"/ban-viec/nhieu-viec", form)
	if err != nil {
		h.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		h.Fatalf("status %d, %v: %s", resp.StatusCode, err, body)
	}
	return string(body)
}

// said is the line of a code in what came of it.
func said(page, code string) string {
	for _, item := range strings.Split(page, "<li")[1:] {
		if strings.Contains(item, code) {
			return item[:max(0, strings.Index(item, "</li>"))]
		}
	}
	return ""
}

// One of several that may not be moved is named with why, and takes nothing
// back from the others.
func TestSeveralAtOnceEachOnItsOwn(t *testing.T) {
	mattertest.EachHall(t, func(h *mattertest.Hall) {
		day := kheo.Date("2026-03-04")
		who := mattertest.Clerk(h.Office, day)
		ready := []matter.Matter{h.Raise("2026-03-02"), h.Raise("2026-03-02")}
		for _, m := range ready {
			h.Must(h.Accept(mattertest.Clerk(h.Office, "2026-03-03"), m, ""))
		}
		raw, answered, elsewhere := h.Raise("2026-03-02"), h.Raise("2026-03-02"), h.Raise("2026-03-02")
		h.Answered(answered, "2026-03-03")
		h.Must(h.Accept(mattertest.Clerk(h.Office, "2026-03-03"), elsewhere, h.Trade))
		h.Must(h.Take(mattertest.Clerk(h.Trade, "2026-03-03"), elsewhere.Code))
		pick := []string{raw.Code, ready[0].Code, "PA-2Z36-FBT", answered.Code, elsewhere.Code, ready[1].Code, ready[0].Code}
		page := press(h, who, url.Values{"do": {"take"}, "pick": pick})
		for _, m := range ready {
			if got := h.Find(m.Code, ""); got.State != matter.InHand {
				t.Errorf("%s: %s, though nothing stood against it", m.Code, got.State)
			}
			if !strings.Contains(said(page, m.Code), "Xong") {
				t.Errorf("%s: said %q", m.Code, said(page, m.Code))
			}
		}
		for _, c := range []struct {
			code, why string
			state     matter.State
		}{{raw.Code, "Đã nhận", matter.Received}, {answered.Code, "Đã trả lời", matter.Answered}, {elsewhere.Code, "Không do nơi mình giữ", matter.InHand}} {
			if got := h.Find(c.code, "").State; got != c.state {
				t.Errorf("%s became %s", c.code, got)
			}
			if line := said(page, c.code); !strings.Contains(line, c.why) || !strings.Contains(line, "is-late") {
				t.Errorf("%s: said %q, want why: %s", c.code, line, c.why)
			}
		}
		if line := said(page, "PA-2Z36-FBT"); !strings.Contains(line, "is-late") {
			t.Errorf("one that is not there: %q", line)
		}
		if n := strings.Count(page, `class="tap code"`); n != 6 {
			t.Errorf("%d lines, one for each that was ticked", n)
		}
	})
}

// What is to be mended in the form is said of each, and nothing moves; what is
// merged at once can be taken apart one by one.
func TestSeveralMergedOrNone(t *testing.T) {
	mattertest.EachHall(t, func(h *mattertest.Hall) {
		who := mattertest.Clerk(h.Office, "2026-03-04")
		first, a, b := h.Raise("2026-03-02"), h.Raise("2026-03-02"), h.Raise("2026-03-02")
		page := press(h, who, url.Values{"do": {"merge"}, "pick": {a.Code, b.Code}})
		for _, m := range []matter.Matter{a, b} {
			if !strings.Contains(said(page, m.Code), "is-late") || h.Find(m.Code, "").State != matter.Received {
				t.Errorf("merged into nothing: %q", said(page, m.Code))
			}
		}
		page = press(h, who, url.Values{"do": {"merge"}, "into": {strings.ToLower(first.Code)}, "pick": {a.Code, b.Code, first.Code}})
		for _, m := range []matter.Matter{a, b} {
			if got := h.Find(m.Code, ""); got.State != matter.Merged || got.Into != first.ID {
				t.Errorf("merged: %+v", got)
			}
		}
		if !strings.Contains(said(page, first.Code), "is-late") {
			t.Errorf("one merged into itself: %q", said(page, first.Code))
		}
		h.Do(func(ctx context.Context, tx *db.Tx) error {
			return triage.Unmerge(ctx, tx, who, a.Code, "Hai chỗ khác nhau.")
		})
		if h.Find(a.Code, "").State != matter.Received || h.Find(b.Code, "").State != matter.Merged {
			t.Error("parted, and only the one")
		}
	})
}
