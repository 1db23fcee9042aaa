package site_test

import (
	"context"
	"fmt"
	"io"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"kheo"
	"kheo/concern"
	"kheo/identity"
	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/matter"
	"kheo/site"
	"kheo/sorting"
	"kheo/triage"
	"kheo/unit"
	"kheo/verdict"
)

// A hiding is a concern in one state, with a word that stands nowhere but where
// it may not be seen.
type hiding struct{ state, word string }

// hidings are words that nobody else writes; each has a twin that nobody writes
// at all, told apart by its last letter.
var hidings = []hiding{
	{"raw words", "bvwxqf"}, {"contact", "cvwxqf"}, {"hamlet's raw words, published without them", "dvwxqf"},
	{"working title", "gvwxqf"}, {"answer to what is not published", "hvwxqf"}, {"refused with a note", "kvwxqf"},
	{"merged", "lvwxqf"}, {"published and taken back", "mvwxqf"}, {"answered, published and taken back", "nvwxqf"},
	{"a version published before", "pvwxqf"},
}

func (h hiding) twin() string { return strings.TrimSuffix(h.word, "f") + "w" }

// A hall is an office with one commune, two of its bodies, and people in them.
type hall struct {
	testing.TB
	s       *site.Site
	at      time.Time
	place   kheo.UnitID
	economy kheo.UnitID
	n       int
}

func (h *hall) do(f func(ctx context.Context, tx *db.Tx) error) {
	h.Helper()
	if err := h.s.DB.Write(h.Context(), f); err != nil {
		h.Fatal(err)
	}
}

func newHall(t *testing.T, s *site.Site, at time.Time) *hall {
	h := &hall{TB: t, s: s, at: at}
	for _, x := range s.Book.Find("xã Cần Đước, Tây Ninh", kheo.DateOf(at), 1) {
		h.place = x.Unit.ID
	}
	h.do(func(ctx context.Context, tx *db.Tx) error {
		first, err := identity.AddAdmin(ctx, tx, at, identity.New{Login: "quan-tri", Title: "Quản trị", Password: "x"})
		if err != nil {
			return err
		}
		admin, err := identity.CallerOf(ctx, tx, first, at)
		if err != nil {
			return err
		}
		for _, b := range []struct {
			name, short string
			kind        unit.BodyKind
			login       string
		}{{"UBND xã Cần Đước", "UBND xã", unit.Authority, "ubnd"}, {"Văn phòng HĐND và UBND xã Cần Đước", "Văn phòng", unit.Department, "van-phong"},
			{"Phòng Kinh tế xã Cần Đước", "Phòng Kinh tế", unit.Department, "kinh-te"}} {
			id, err := unit.AddBody(ctx, tx, admin, unit.Body{Name: b.name, NameEN: b.name, Short: b.short, Kind: b.kind, Territory: h.place, Span: kheo.Span{From: "2025-07-01"}})
			if err != nil {
				return err
			}
			h.economy = id
			p, err := identity.AddPerson(ctx, tx, admin, identity.New{Login: b.login, Title: b.name})
			if err == nil {
				err = identity.GiveRole(ctx, tx, admin, p, identity.Held{Role: identity.Officer, Unit: id, Span: kheo.Span{From: "2025-07-01"}})
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	return h
}

func (h *hall) officer() kheo.Caller {
	return kheo.Caller{Person: "p", At: h.at, Grants: []kheo.Grant{{Role: identity.Officer, Unit: h.economy, Rights: identity.RightsOf(identity.Officer)}}}
}

func (h *hall) file(words, contact string) concern.Filed {
	h.Helper()
	h.n++
	who := kheo.Caller{At: h.at}
	n := concern.New{Client: kheo.NewID(h.at.Add(time.Duration(h.n) * time.Second)), Words: words, Contact: contact,
		Category: "drainage", Territory: h.place, Hamlet: "Ấp Đông Trung", Channel: concern.Web}
	var plan concern.Plan
	err := h.s.DB.Read(h.Context(), func(ctx context.Context, tx *db.Tx) (err error) {
		plan, err = h.s.Concerns.Prepare(ctx, tx, who, &n)
		return err
	})
	if err != nil {
		h.Fatal(err)
	}
	var f concern.Filed
	h.do(func(ctx context.Context, tx *db.Tx) (err error) {
		f, err = h.s.Concerns.File(ctx, tx, who, n, plan)
		return err
	})
	return f
}

func (h *hall) publish(f concern.Filed, text string) {
	h.Helper()
	h.do(func(ctx context.Context, tx *db.Tx) error {
		return h.s.Concerns.Publish(ctx, tx, h.officer(), f.Code, concern.Version{Title: "Cống nghẹt", Text: text, TitleEN: "Blocked drain", TextEN: text, WithoutPersons: true})
	})
}

func (h *hall) answer(f concern.Filed, title, text string) {
	h.Helper()
	h.do(func(ctx context.Context, tx *db.Tx) error {
		if err := triage.Accept(ctx, tx, h.officer(), f.Code, triage.Decision{Title: title}); err != nil {
			return err
		}
		if err := matter.Take(ctx, tx, h.officer(), f.Code); err != nil {
			return err
		}
		return matter.Answer(ctx, tx, h.officer(), f.Code, matter.Reply{Kind: matter.Explained, Text: text, Saying: matter.Saying{TextEN: text}})
	})
}

func (h *hall) takeBack(f concern.Filed) {
	h.Helper()
	h.do(func(ctx context.Context, tx *db.Tx) error {
		return verdict.Withdraw(ctx, tx, kheo.Caller{At: h.at, Voices: []string{f.ID}}, f.Code)
	})
}

// hide files one concern for each word, and others that anybody may see.
func (h *hall) hide() {
	words := map[string]string{}
	for _, x := range hidings {
		words[x.state] = x.word
	}
	open := h.file("Cống nghẹt", "")
	h.publish(open, "Cống nghẹt, nước tràn vô sân.")
	h.file("Cống "+words["raw words"], "")
	h.file("Cống nghẹt", words["contact"])
	h.publish(h.file("Cống "+words["hamlet's raw words, published without them"], ""), "Cống nghẹt lâu ngày.")
	h.answer(h.file("Cống", ""), words["working title"], "Đã nạo vét.")
	h.answer(h.file("Cống", ""), "Cống", "Đã nạo vét "+words["answer to what is not published"])
	refused := h.file("Cống", "")
	h.do(func(ctx context.Context, tx *db.Tx) error {
		list := []sorting.Reason{{ID: "r", Text: "Không thuộc", TextEN: "Not ours", Go: "Hỏi ở xã", GoEN: "Ask the commune"}}
		return triage.Refuse(ctx, tx, h.officer(), refused.Code, "r", list, words["refused with a note"])
	})
	merged := h.file("Cống "+words["merged"], "")
	h.do(func(ctx context.Context, tx *db.Tx) error {
		return triage.Merge(ctx, tx, h.officer(), merged.Code, open.Code)
	})
	back := h.file("Cống", "")
	h.publish(back, "Cống "+words["published and taken back"])
	h.takeBack(back)
	back = h.file("Cống", "")
	h.publish(back, "Cống "+words["answered, published and taken back"])
	h.answer(back, "Cống "+words["answered, published and taken back"], "Đã nạo vét "+words["answered, published and taken back"])
	h.takeBack(back)
	again := h.file("Cống", "")
	h.publish(again, "Cống "+words["a version published before"])
	h.publish(again, "Cống nghẹt, đã viết lại.")
}

// What the reader may not see is not found, not counted, not suggested and not
// made a filter of: the answer to a word that stands only there is the answer to
// a word that stands nowhere, letter for letter, whoever asks.
func TestWhatMayNotBeSeenIsAsIfItWereNot(t *testing.T) {
	for _, address := range dbtest.Addresses(t) {
		engine, _, _ := strings.Cut(address, ":")
		t.Run(engine, func(t *testing.T) {
			c := &clock{at: time.Date(2026, 11, 23, 9, 0, 0, 0, kheo.Zone)}
			s := openOffice(t, address, t.TempDir(), c)
			h := newHall(t, s, c.now())
			h.hide()
			p := &player{t: t, site: s, clock: c, kept: map[string]string{}}
			p.server = httptest.NewServer(s)
			defer p.server.Close()
			for _, login := range []string{"nobody", "kinh-te", "van-phong", "quan-tri"} {
				p.stepAs([]string{login})
				sees := p.read("/tim?q=" + url.QueryEscape("cong nghet"))
				if !strings.Contains(sees, "<mark>Cống nghẹt</mark>") {
					t.Fatalf("%s does not find what is published:\n%s", login, sees)
				}
				for _, x := range hidings {
					p.asIfNot(login, x)
				}
			}
		})
	}
}

// doors are where words are looked for, and side doors the same with filters and
// in English.
var (
	doors     = []string{"/tim?q=%s", "/phan-anh?q=%s", "/api/v1/matters?q=%s"}
	sideDoors = []string{"/en/search?q=%s", "/tim?q=%s&kind=concern", "/tim?q=%s&kind=answer", "/tim?q=%s&from=2026-01-01&to=2026-12-31",
		"/en/concerns?q=%s", "/phan-anh?category=drainage&q=%s", "/api/v1/matters?q=%s&limit=1"}
)

// asIfNot compares the answers to the hidden word, to it with a slip, run
// together with a word that is public, and beside one, with those to its twin.
func (p *player) asIfNot(login string, x hiding) {
	p.t.Helper()
	alike := func(door, how string) {
		hidden, twin := fmt.Sprintf(how, x.word), fmt.Sprintf(how, x.twin())
		said := p.read(fmt.Sprintf(door, url.QueryEscape(hidden)))
		other := p.read(fmt.Sprintf(door, url.QueryEscape(twin)))
		if strings.ReplaceAll(said, x.word, "…") != strings.ReplaceAll(other, x.twin(), "…") {
			p.t.Errorf("%s, %s, %q at %s: told from a word that stands nowhere", login, x.state, hidden, door)
		}
	}
	for _, door := range doors {
		alike(door, "%sa") // asks for what the word alone does, and for what may be suggested
	}
	if login != "nobody" {
		return // who they are changes nothing of the filters
	}
	for _, door := range sideDoors {
		alike(door, "%sa")
	}
	for _, how := range []string{"%s", "cong%s", "cong %s", "cống nghẹt %s"} {
		alike(doors[0], how)
	}
}

func (p *player) read(path string) string {
	p.t.Helper()
	r, err := p.client.Get(p.server.URL + path)
	if err != nil {
		p.t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != 200 {
		p.t.Fatalf("%s: %d, %v", path, r.StatusCode, err)
	}
	return string(body)
}
