package site_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"kheo"
	"kheo/internal/dbtest"
	"kheo/site"
)

// Stories are text files that a person of the office can read: each runs on
// the real site, on both engines, with a set clock. The first line says which
// office: "office seeded" or "office empty". Then, a line each:
//
//	at 2023-12-01                    stand on that day, at 17:00
//	as inspector                     sign in with that role; "as nobody" signs out
//	window other                     go to another window, with its own page and sign-in; the first is ''
//	get /kiem-tra                    open a page; redirects are followed
//	post /path a=b c='two words'     send a form; f=@scan.pdf adds testdata/story/files/scan.pdf
//	click 'Biên bản'                 follow the link with that text
//	submit 'Lưu' a=b                 send the form whose button begins so, as the page filled it;
//	                                 a field goes by its name or its label, a choice by its words
//	status 200                       of the last answer
//	see 'text' · not-see 'text'      in what is visible of it
//	filled 'Sản phẩm' 'text'         a field holds it, by its name or its label
//	header Name 'text'               the header contains it
//	json items.0.name == 'Xã …'      a value of the JSON; items.# counts
//	keep NAME json id                remember a value, used as $NAME; also "keep NAME path",
//	                                 "keep NAME match 'regexp with (a group)'"
//	receipt NAME                     remember the body as a receipt
//	verify NAME · verify-altered NAME   it holds; with any one line altered it does not
//	run jobs                         do now what jobs do by themselves
//	day-off 2026-12-01 'name'        announce a day off
func TestStories(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/story/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for _, address := range dbtest.Addresses(t) {
		engine, _, _ := strings.Cut(address, ":")
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			// Filled once; each story has a copy of its own.
			sample := plant(t, address, &clock{at: time.Date(2026, 11, 26, 17, 0, 0, 0, kheo.Zone)})
			for _, file := range files {
				t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
					play(t, sample, file, readStory(t, file))
				})
			}
		})
	}
}

// A line is one step of a story.
type line struct {
	number int
	words  []string
}

func readStory(t *testing.T, file string) []line {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var lines []line
	in := bufio.NewScanner(f)
	for n := 1; in.Scan(); n++ {
		words, err := split(in.Text())
		if err != nil {
			t.Fatalf("%s:%d: %v", file, n, err)
		}
		if len(words) > 0 {
			lines = append(lines, line{n, words})
		}
	}
	return lines
}

// split reads words; 'quotes' keep spaces together, # starts a comment.
func split(s string) ([]string, error) {
	var words []string
	var word strings.Builder
	open, some := false, false
	for _, r := range s {
		switch {
		case r == '\'':
			open, some = !open, true
		case !open && r == '#' && word.Len() == 0 && !some:
			return words, nil
		case !open && (r == ' ' || r == '\t'):
			if some {
				words = append(words, word.String())
			}
			word.Reset()
			some = false
		default:
			word.WriteRune(r)
			some = true
		}
	}
	if open {
		return nil, fmt.Errorf("a quote is not closed")
	}
	if some {
		words = append(words, word.String())
	}
	return words, nil
}

// A clock is what the story says it is.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(time.Millisecond) // nothing happens at the same instant
	return c.at
}

func (c *clock) set(day kheo.Date) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = day.Time().Add(17 * time.Hour)
}

// A player acts one story out.
type player struct {
	t      *testing.T
	at     string // file:line, for failures
	site   *site.Site
	server *httptest.Server
	client *http.Client
	clock  *clock
	kept   map[string]string
	answer answer

	window  string // the one in front
	windows map[string]window
}

// A window is what stepWindow leaves and comes back to.
type window struct {
	client *http.Client
	answer answer
}

// An answer is the last page or document that came back.
type answer struct {
	status int
	path   string
	header http.Header
	body   string
}

func play(t *testing.T, sample planted, file string, lines []line) {
	if len(lines) == 0 || lines[0].words[0] != "office" || len(lines[0].words) != 2 {
		t.Fatalf("%s: the first line is \"office seeded\" or \"office empty\"", file)
	}
	c := &clock{at: sample.clock.now()}
	address, dir := empty(t, sample.address), t.TempDir()
	if lines[0].words[1] == "seeded" {
		sample.copy(t, address, dir)
	}
	s := openOffice(t, address, dir, c)
	p := &player{t: t, site: s, clock: c, kept: map[string]string{}}
	p.server = httptest.NewServer(s)
	t.Cleanup(p.server.Close)
	p.nobody()
	for _, l := range lines[1:] {
		p.at = fmt.Sprintf("%s:%d: %s", file, l.number, strings.Join(l.words, " "))
		p.step(p.fill(l.words))
	}
}

// A planted is a sample office that was filled and closed.
type planted struct {
	address, dir string
	clock        *clock // stands where filling ended
}

// plant fills a sample office at a database address.
func plant(t *testing.T, address string, c *clock) planted {
	t.Helper()
	p := planted{address, t.TempDir(), c}
	s := openOffice(t, address, p.dir, c)
	if err := site.Seed(t.Context(), s, func(int, int, string) {}); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.Planted(t.Context()), s.Close()); err != nil {
		t.Fatal(err)
	}
	return p
}

// copy gives the office once more, in another database and directory.
func (p planted) copy(t *testing.T, address, dir string) {
	t.Helper()
	dbtest.Copy(t, p.address, address)
	if err := os.CopyFS(dir, os.DirFS(p.dir)); err != nil {
		t.Fatal(err)
	}
}

// empty is the address of an empty database of the same engine.
func empty(t *testing.T, like string) string {
	t.Helper()
	engine, _, _ := strings.Cut(like, ":")
	return dbtest.Address(t, engine)
}

// openOffice opens an office at a database address, "" for one in its directory.
func openOffice(t *testing.T, address, dir string, c *clock) *site.Site {
	t.Helper()
	folder, err := site.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	s, err := site.New(t.Context(), site.Options{
		Folder: folder, DB: address, Dev: true, Now: c.now,
		Log: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn})),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

var name = regexp.MustCompile(`\$[A-Z][A-Z0-9_]*`)

// fill puts what was kept in the place of its name.
func (p *player) fill(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = name.ReplaceAllStringFunc(w, func(n string) string {
			v, ok := p.kept[n[1:]]
			if !ok {
				p.t.Fatalf("%s: nothing was kept as %s", p.at, n)
			}
			return v
		})
	}
	return out
}

// steps are the words of the language, with how many words follow at least.
var steps = map[string]struct {
	least int
	do    func(p *player, args []string)
}{
	"at":             {1, (*player).stepAt},
	"as":             {1, (*player).stepAs},
	"window":         {1, (*player).stepWindow},
	"get":            {1, func(p *player, a []string) { p.get(a[0]); p.described() }},
	"post":           {1, func(p *player, a []string) { p.post(a[0], fields(p, a[1:])) }},
	"click":          {1, (*player).stepClick},
	"submit":         {1, (*player).stepSubmit},
	"status":         {1, (*player).stepStatus},
	"see":            {1, (*player).stepSee},
	"not-see":        {1, (*player).stepNotSee},
	"filled":         {2, (*player).stepFilled},
	"header":         {2, (*player).stepHeader},
	"json":           {3, (*player).stepJSON},
	"keep":           {2, (*player).stepKeep},
	"receipt":        {1, func(p *player, a []string) { p.kept[a[0]] = p.answer.body }},
	"verify":         {1, (*player).stepVerify},
	"verify-altered": {1, (*player).stepVerifyAltered},
	"run":            {1, (*player).stepRun},
	"day-off":        {2, (*player).stepDayOff},
}

func (p *player) step(words []string) {
	s, ok := steps[words[0]]
	if !ok || len(words)-1 < s.least {
		p.t.Fatalf("%s: not a step of the language", p.at)
	}
	s.do(p, words[1:])
}

func (p *player) stepAt(a []string) {
	day, err := kheo.ParseDate(a[0])
	if err != nil {
		p.t.Fatalf("%s: %v", p.at, err)
	}
	p.clock.set(day)
}

func (p *player) stepAs(a []string) {
	p.nobody()
	if a[0] != "nobody" {
		p.post("/dev/sign-in", []field{{"role", a[0], false}})
		if p.answer.status != http.StatusOK {
			p.fail("signing in: %s", p.visible())
		}
	}
}

// stepWindow leaves the page as it stands and goes to another window.
func (p *player) stepWindow(a []string) {
	if p.windows == nil {
		p.windows = map[string]window{}
	}
	p.windows[p.window] = window{p.client, p.answer}
	p.window = a[0]
	w, open := p.windows[p.window]
	if !open {
		p.nobody()
		return
	}
	p.client, p.answer = w.client, w.answer
}

// nobody starts a browser of its own, without cookies.
func (p *player) nobody() {
	jar, err := cookiejar.New(nil)
	if err != nil {
		p.t.Fatal(err)
	}
	p.client = &http.Client{Jar: jar, Timeout: time.Minute}
}

func (p *player) get(path string) {
	p.send(http.MethodGet, path, "", nil)
}

func (p *player) send(method, path, contentType string, body io.Reader) {
	p.t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), method, p.server.URL+path, body)
	if err != nil {
		p.t.Fatalf("%s: %v", p.at, err)
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	resp, err := p.client.Do(r)
	if err != nil {
		p.t.Fatalf("%s: %v", p.at, err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		p.t.Fatalf("%s: %v", p.at, err)
	}
	p.answer = answer{resp.StatusCode, resp.Request.URL.RequestURI(), resp.Header, string(text)}
}

// fail ends the story and shows what came back.
func (p *player) fail(format string, args ...any) {
	p.t.Helper()
	text := p.visible()
	if len(text) > 1500 {
		text = text[:1500] + " …"
	}
	p.t.Fatalf("%s\n\t%s\n\tlast answer: %d %s\n\t%s", p.at, fmt.Sprintf(format, args...), p.answer.status, p.answer.path, text)
}
