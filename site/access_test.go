package site_test

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"kheo"
	"kheo/identity"
	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/internal/web"
	"kheo/site"
	"kheo/unit"
)

// A gate is one line of testdata/access.txt: a route, and the rights that open
// it, each with whose body it must be held in; or who else passes.
type gate struct {
	route, method string
	needs         []string // "matter.take@holder", or one of others
	absent        bool     // the sample has no such thing: those let in, too, find nothing
}

// others are needs that are no rights; access.txt says what they mean.
var others = []string{"everybody", "signed-in", "role", "role@any", "role@holder", "author"}

func gates(t *testing.T) map[string]gate {
	t.Helper()
	f, err := os.Open("testdata/access.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all := map[string]gate{}
	for in := bufio.NewScanner(f); in.Scan(); {
		line, _, _ := strings.Cut(in.Text(), "#")
		w := strings.Fields(line)
		if len(w) == 0 {
			continue
		}
		if len(w) < 3 {
			t.Fatalf("access.txt: %q is not route, method, needs", line)
		}
		g := gate{route: w[0], method: w[1], needs: w[2:]}
		if w[len(w)-1] == "absent" {
			g.needs, g.absent = w[2:len(w)-1], true
		}
		for _, n := range g.needs {
			right, side, _ := strings.Cut(n, "@")
			if !slices.Contains(others, n) && (!slices.Contains(identity.Rights(), kheo.Right(right)) || side == "") {
				t.Errorf("access.txt: %s needs %q, which is no right and no side", g.route, n)
			}
		}
		all[g.method+" "+g.route] = g
	}
	return all
}

// A person who tries the doors: what they hold, where, and their cookie.
type caller struct {
	role  kheo.Role // "" for nobody, and for somebody without a role
	body  string
	token string
}

func (c caller) String() string {
	switch {
	case c.token == "":
		return "nobody"
	case c.role == "":
		return "somebody without a role"
	}
	return string(c.role) + " in " + cmp.Or(bodiesTried[c.body], "the office")
}

// may tells what the one table says of a gate: the caller's role has a right
// that is asked, in the body where it is asked.
func (g gate) may(c caller) bool {
	for _, n := range g.needs {
		right, side, _ := strings.Cut(n, "@")
		switch {
		case n == "everybody", n == "signed-in" && c.token != "", n == "role" && c.role != "":
			return true
		case right != "role" && !slices.Contains(identity.RightsOf(c.role), kheo.Right(right)):
		case side == "office" && c.body == "" && c.role != "", c.body != "" && (side == "any" || slices.Contains(strings.Fields(sidesTried[side]), c.body)):
			return true
		}
	}
	return false
}

// The bodies that things of the sample belong to, their parents, and others of
// the same kind next door.
var (
	bodiesTried = map[string]string{
		"kt": "Phòng Kinh tế xã Cần Đước", "ubn": "Ủy ban nhân dân xã Cần Đước", "kt2": "Phòng Kinh tế xã Rạch Kiến",
		"btg": "Ban Tuyên giáo và Dân vận Tỉnh ủy Tây Ninh", "tu": "Tỉnh ủy Tây Ninh",
		"bxd": "Ban Xây dựng Đảng Đảng ủy xã Cần Đước", "du": "Đảng ủy xã Cần Đước", "bxd2": "Ban Xây dựng Đảng Đảng ủy xã Rạch Kiến",
	}
	sidesTried = map[string]string{"holder": "kt", "parent": "ubn", "team": "btg", "host": "bxd", "owner": "bxd", "above": "bxd du tu", "offered": ""}
)

// An entrance is the sample office with everybody who tries its doors.
type entrance struct {
	*testing.T
	site    *site.Site
	server  *httptest.Server
	client  *http.Client
	callers []caller
	things  map[string]string // what stands for {code} and {id}, by the path's beginning
}

func entranceOf(t *testing.T, address string) *entrance {
	t.Helper()
	c := &clock{at: time.Date(2026, 11, 26, 17, 0, 0, 0, kheo.Zone)}
	sample, dir := plant(t, address, c), t.TempDir()
	address = empty(t, address)
	sample.copy(t, address, dir)
	e := &entrance{T: t, site: openOffice(t, address, dir, c), things: map[string]string{}}
	err := e.site.DB.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		admin := kheo.Caller{At: c.now(), Grants: []kheo.Grant{{Role: identity.Admin, Rights: identity.RightsOf(identity.Admin)}}}
		ids, err := e.find(ctx, tx)
		if err != nil {
			return err
		}
		e.callers = []caller{{}}
		tried := []caller{{}, {role: identity.Admin}}
		for _, l := range identity.Table() {
			for _, key := range slices.Sorted(maps.Keys(bodiesTried)) {
				if !l.Office {
					tried = append(tried, caller{role: l.Role, body: key})
				}
			}
		}
		for n, who := range tried {
			login := fmt.Sprintf("thu-%d", n)
			id, err := identity.AddPerson(ctx, tx, admin, identity.New{Login: login, Title: "Người thử"})
			if err == nil && who.role != "" {
				err = identity.GiveRole(ctx, tx, admin, id, identity.Held{Role: who.role, Unit: ids[who.body], Span: kheo.Span{From: "2026-01-01"}})
			}
			if err == nil {
				who.token, _, err = identity.Begin(ctx, tx, identity.Start{Login: login}, c.now())
			}
			if err != nil {
				return err
			}
			e.callers = append(e.callers, who)
		}
		somebody, err := identity.AddPerson(ctx, tx, admin, identity.New{Login: "ai-do", Title: "Ai đó"})
		e.things["/can-bo/"] = string(somebody)
		e.things["/quy-tac-chuyen/linh-vuc/"], e.things["/linh-vuc/"] = "drainage", "drainage"
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	e.server = httptest.NewServer(e.site)
	t.Cleanup(e.server.Close)
	e.client = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return e
}

// find names the bodies and the things of the sample that are tried.
func (e *entrance) find(ctx context.Context, tx *db.Tx) (map[string]kheo.UnitID, error) {
	all, err := unit.AllBodies(ctx, tx)
	if err != nil {
		return nil, err
	}
	ids := map[string]kheo.UnitID{}
	for key, name := range bodiesTried {
		i := slices.IndexFunc(all, func(b unit.Body) bool { return b.Name == name })
		if i < 0 {
			return nil, fmt.Errorf("the sample has no %s", name)
		}
		ids[key] = all[i].ID
	}
	for path, text := range map[string]string{
		"/viec/":     `select code from matter_matter where kind = 'concern' and state = 'in_hand' and holder = $1 order by moves, opened limit 1`,
		"/phan-anh/": `select code from matter_matter where kind = 'concern' and state = 'in_hand' and holder = $1 order by moves, opened limit 1`,
		"/goi-lai/":  `select code from matter_matter where kind = 'concern' and state = 'in_hand' and holder = $1 order by moves, opened limit 1`,
		"/kiem-tra/": `select code from inspection_inspection where team = $1 order by code desc limit 1`,
		"/dang-viet/": `select s.id from inspection_section s, inspection_inspection i where s.inspection = i.id and i.team = $1
			order by i.code desc, s.ordinal, s.id limit 1`,
		"/mo-hinh/": `select code from model_model where body = $1 order by code desc limit 1`,

		"/bo-tieu-chi/": `select code from scoring_scheme where body = $1 order by code desc limit 1`,
		"/phieu-cham/":  `select code from scoring_sheet where body = $1 order by code desc limit 1`,
	} {
		key := map[string]string{"/kiem-tra/": "btg", "/dang-viet/": "btg", "/mo-hinh/": "bxd", "/bo-tieu-chi/": "btg", "/phieu-cham/": "bxd"}[path]
		code, err := db.One(ctx, tx, db.Value[string], text, string(ids[cmp.Or(key, "kt")]))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		e.things[path] = code
	}
	e.things["/mau-giay/"] = string(ids["btg"]) + "/conclusion"
	return ids, nil
}

// path is the route's, with a thing of the sample where it asks for one.
func (e *entrance) path(r web.Route) string {
	path := strings.Replace(r.VI, "{body}/{kind}", "{body}", 1) // what stands for it is both
	for begin, thing := range e.things {
		if strings.HasPrefix(path, begin+"{") {
			_, rest, _ := strings.Cut(path, "}")
			path = begin + thing + rest
		}
	}
	for strings.Contains(path, "{") {
		before, rest, _ := strings.Cut(path, "{")
		_, rest, _ = strings.Cut(rest, "}")
		path = before + "x" + rest
	}
	return path
}

// through tells whether the caller gets through the door: to what is there, or
// as far as being told what to mend. Being led to the door of the house, or from
// a matter's working page to its public one, is being refused.
func (e *entrance) through(r web.Route, g gate, c caller) (bool, int) {
	e.Helper()
	path := e.path(r)
	req, err := http.NewRequestWithContext(e.Context(), r.Method, e.server.URL+path, nil)
	if err != nil {
		e.Fatal(err)
	}
	if r.Method == http.MethodPost {
		req.Header.Set("Content-Type", formKind)
	}
	if c.token != "" {
		req.AddCookie(&http.Cookie{Name: "kheo-dev", Value: c.token})
	}
	resp, err := e.client.Do(req)
	if err != nil {
		e.Fatal(err)
	}
	resp.Body.Close()
	e.wrapped(r, c, resp)
	to := resp.Header.Get("Location")
	switch resp.StatusCode {
	case http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound:
		return false, resp.StatusCode
	case http.StatusConflict, http.StatusTooManyRequests: // of what is not there, and of whoever has no secret, it says nothing
		return !g.absent && !slices.Contains(g.needs, "author"), resp.StatusCode
	case http.StatusSeeOther:
		away := strings.HasPrefix(to, "/dang-nhap") && strings.HasPrefix(path, "/tai-khoan") || strings.HasPrefix(to, "/dang-nhap?") ||
			strings.HasPrefix(path, "/viec/") && strings.HasPrefix(to, "/phan-anh/") || slices.Contains(g.needs, "author")
		return !away, resp.StatusCode
	}
	return resp.StatusCode < 500, resp.StatusCode
}

// wrapped looks at the headers of whatever answer it is: a page, an error, a
// file, a redirect.
func (e *entrance) wrapped(r web.Route, c caller, resp *http.Response) {
	e.Helper()
	for name, part := range map[string]string{
		"Content-Security-Policy": "frame-ancestors 'none'", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
		"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "", "Permissions-Policy": "camera=()", "X-Request-Id": "-",
	} {
		if got := resp.Header.Get(name); got == "" || !strings.Contains(got, part) {
			e.Errorf("%s %s, %d: %s is %q", r.Method, r.Name, resp.StatusCode, name, got)
		}
	}
	kind := resp.Header.Get("Content-Type")
	if resp.ContentLength != 0 && kind == "" || (strings.HasPrefix(kind, "text/") || strings.Contains(kind, "xml")) && !strings.Contains(kind, "charset=utf-8") && !strings.Contains(kind, "openxml") {
		e.Errorf("%s %s, %d: the content type is %q, for %d bytes", r.Method, r.Name, resp.StatusCode, kind, resp.ContentLength)
	}
	page := strings.HasPrefix(kind, "text/html")
	if keeps := resp.Header.Get("Cache-Control"); page && c.token != "" && !strings.Contains(keeps, "no-store") {
		e.Errorf("%s %s: a page of somebody signed in may be kept: %q", r.Method, r.Name, keeps)
	}
	shown := page || strings.HasPrefix(kind, "text/plain") || strings.Contains(kind, "json") || strings.Contains(kind, "xml") || kind == ""
	if !shown && !strings.HasPrefix(resp.Header.Get("Content-Disposition"), "attachment") {
		e.Errorf("%s %s: %s is shown and not saved", r.Method, r.Name, kind)
	}
}

// leaves counts what the ledger was told.
func (e *entrance) leaves() (n int64) {
	e.Helper()
	err := e.site.DB.Read(e.Context(), func(ctx context.Context, tx *db.Tx) (err error) {
		n, err = db.One(ctx, tx, db.Value[int64], `select count(*) from ledger_leaf`)
		return err
	})
	if err != nil {
		e.Fatal(err)
	}
	return n
}

// Every role, in the body it is asked in, in the one above, next door, and
// nobody: what opens, opens as the one table of rights says, and who is refused
// changes nothing.
func TestEveryDoorOpensAsTheTableSays(t *testing.T) {
	t.Parallel()
	all := gates(t)
	for _, address := range dbtest.Addresses(t) {
		engine, _, _ := strings.Cut(address, ":")
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			e := entranceOf(t, address)
			seen := map[string]bool{}
			for _, welcome := range []bool{false, true} { // those let in come last: they may change what is tried
				for _, r := range e.site.Routes() {
					key := r.Method + " " + r.Name
					if strings.HasPrefix(r.VI, "/dev/") {
						continue
					}
					g, ok := all[key]
					if !ok && !welcome {
						t.Errorf("%s (%s) has no line in access.txt", key, r.VI)
					}
					if seen[key] = true; ok {
						e.knock(r, g, welcome)
					}
				}
			}
			for key := range all {
				if !seen[key] {
					t.Errorf("access.txt: no route is %s", key)
				}
			}
		})
	}
}

// knock lets those try a door whom the table welcomes, or those it refuses.
func (e *entrance) knock(r web.Route, g gate, welcome bool) {
	e.Helper()
	before := e.leaves()
	for _, c := range e.callers {
		if g.may(c) != welcome || welcome && slices.Contains(g.needs, "everybody") && c.token != "" {
			continue // everybody is tried by nobody in particular
		}
		want := welcome && !g.absent
		if got, status := e.through(r, g, c); got != want {
			e.Errorf("%s %s (%s): %s got through: %v (%d), and the table says %v", r.Method, r.Name, e.path(r), c, got, status, want)
		}
	}
	if after := e.leaves(); !welcome && after != before {
		e.Errorf("%s %s: refused, and the ledger has %d leaves more", r.Method, r.Name, after-before)
	}
}
