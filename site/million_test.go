package site_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"kheo"
	"kheo/concern"
	"kheo/internal/db"
	"kheo/internal/search"
	"kheo/matter"
	"kheo/site"
	"kheo/sorting"
	"kheo/unit"
)

// million is how many concerns an office of three busy years has.
const million = 1_000_000

// BenchmarkPlant fills the folder KHEO_BENCH_DIR with a sample office and a
// million concerns, for `kheo bench read --keep` to measure. Filed and answered
// one after the other they would take most of a day: they are written as the
// rows that a life leaves, without their ledger entries.
func BenchmarkPlant(b *testing.B) {
	dir := os.Getenv("KHEO_BENCH_DIR")
	if dir == "" {
		b.Skip("KHEO_BENCH_DIR names no folder to fill")
	}
	var s *site.Site
	if _, err := os.Stat(dir + "/kheo.db"); errors.Is(err, os.ErrNotExist) {
		s = seedAt(b, dir)
	} else {
		s = openAt(b, dir)
	}
	defer s.Close()
	g := newGarden(b, s)
	for b.Loop() {
		g.fill(million)
	}
}

// A garden is the office that is filled.
type garden struct {
	*testing.B
	*site.Site
	places []unit.Unit
	topics []string
	texts  []string
	table  *sorting.Table
	rand   *rand.Rand
	now    time.Time
}

func newGarden(b *testing.B, s *site.Site) *garden {
	b.Helper()
	g := &garden{B: b, Site: s, rand: rand.New(rand.NewPCG(3, 4)), now: time.Now()}
	g.places = slices.DeleteFunc(s.Book.Children(s.Office.Unit, kheo.DateOf(g.now)), func(u unit.Unit) bool { return u.Lat == 0 })
	err := s.DB.Read(b.Context(), func(ctx context.Context, tx *db.Tx) (err error) {
		g.table, err = s.Tables.Table(ctx, tx, g.now)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range g.table.Categories() {
		if c.Parent != "" {
			g.topics = append(g.topics, c.ID)
		}
	}
	body, err := os.ReadFile("../concern/testdata/pairs.tsv")
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(string(body)) {
		g.texts = append(g.texts, strings.Split(strings.TrimSpace(line), "\t")[1:]...)
	}
	g.texts = g.texts[2:]
	return g
}

// fill writes n concerns of three years, with the indexes made afterwards.
func (g *garden) fill(n int) {
	if have := g.count(); have >= n {
		g.Logf("%d concerns are there already", have)
		return
	}
	indexes := g.dropIndexes()
	start := g.now.AddDate(-3, 0, 0)
	step := g.now.Sub(start) / time.Duration(n)
	const together = 5000
	for from := 0; from < n; from += together {
		g.write(func(ctx context.Context, tx *db.Tx) error {
			for i := from; i < min(from+together, n); i++ {
				if err := g.plant(ctx, tx, start.Add(step*time.Duration(i))); err != nil {
					return err
				}
			}
			return nil
		})
		if from%100_000 == 0 {
			fmt.Fprintf(os.Stderr, "%s: %d planted\n", time.Now().Format(time.TimeOnly), from)
		}
	}
	indexes = append(indexes, "update search_rebuild set done = true") // they were put in by today's rules
	for _, text := range indexes {                                     // and no figures for the planner: an office gathers none either
		g.write(func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, text)
			return err
		})
	}
}

func (g *garden) write(f func(ctx context.Context, tx *db.Tx) error) {
	g.Helper()
	if err := g.DB.Write(db.Patient(g.Context()), f); err != nil {
		g.Fatal(err)
	}
}

func (g *garden) count() (n int) {
	g.write(func(ctx context.Context, tx *db.Tx) (err error) {
		n, err = db.One(ctx, tx, func(n *int) []any { return []any{n} }, `select count(*) from concern_concern`)
		return err
	})
	return n
}

func (g *garden) dropIndexes() (texts []string) {
	type index struct{ name, sql string }
	g.write(func(ctx context.Context, tx *db.Tx) error {
		list, err := db.All(ctx, tx, func(i *index) []any { return []any{&i.name, &i.sql} },
			`select name, sql from sqlite_master where type = 'index' and sql is not null and tbl_name = 'matter_matter'`)
		texts = nil
		for _, i := range list {
			texts = append(texts, i.sql)
			if _, err := tx.Exec(ctx, "drop index "+i.name); err != nil {
				return err
			}
		}
		return err
	})
	return texts
}

// code draws one that its check symbol fits.
func (g *garden) code() string {
	const alphabet = "23456789BCDFGHJKLMNPQRSTVWXYZ"
	drawn := make([]byte, 7)
	for i := range drawn {
		drawn[i] = alphabet[g.rand.IntN(len(alphabet))]
	}
	for i := range alphabet {
		drawn[6] = alphabet[i]
		if code, err := concern.ParseCode(string(drawn)); err == nil {
			return code
		}
	}
	return ""
}

// A life is how far a concern has come.
type life struct {
	state           matter.State
	clock, verdict  string
	answer          string
	published       bool
	opened, ended   time.Time
	due             kheo.Date
	title, text, id string
}

// lived draws it: of the last 45 days most are open, of older ones few.
func (g *garden) lived(opened time.Time) life {
	l := life{state: matter.Confirmed, clock: "ended", verdict: string(matter.Own), answer: string(matter.Explained),
		published: g.rand.IntN(10) < 6, opened: opened, due: kheo.DateOf(opened).Add(14), id: kheo.NewID(opened)}
	l.ended = opened.Add(time.Duration(5+g.rand.IntN(25)) * 24 * time.Hour)
	switch {
	case g.now.Sub(opened) < 45*24*time.Hour && g.rand.IntN(10) < 8, g.rand.IntN(50) == 0:
		l.state, l.clock, l.verdict, l.answer, l.ended = matter.InHand, "runs", "", "", opened.Add(26*time.Hour)
	case g.rand.IntN(4) == 0:
		l.state, l.verdict = matter.Lapsed, ""
	}
	if l.ended.After(g.now) {
		l.ended = g.now.Add(-time.Duration(g.rand.Int64N(int64(24 * time.Hour))))
	}
	one, two := g.texts[g.rand.IntN(len(g.texts))], g.texts[g.rand.IntN(len(g.texts))]
	words := strings.Fields(one)
	l.title, l.text = strings.Join(words[:min(len(words), 9)], " "), one+" "+two
	return l
}

func (g *garden) plant(ctx context.Context, tx *db.Tx, opened time.Time) error {
	l := g.lived(opened)
	place := g.places[g.rand.IntN(len(g.places))]
	topic := g.topics[min(g.rand.IntN(len(g.topics)), g.rand.IntN(len(g.topics)))]
	to, err := g.table.Route(sorting.Case{Place: place.ID, Category: topic, Kind: string(matter.Concern), On: kheo.DateOf(g.now)})
	if err != nil {
		return err
	}
	hamlet := fmt.Sprintf("Ấp %d", 1+g.rand.IntN(8))
	lat, lon := place.Lat+g.rand.NormFloat64()*0.01, place.Lon+g.rand.NormFloat64()*0.01
	code, day := g.code(), kheo.DateOf(opened)
	title, body, published := "", "", int64(0)
	if l.published {
		title, body, published = l.title, l.text, opened.Add(20*time.Hour).UnixMicro()
	}
	wrote, err := tx.Exec(ctx, `
		insert into matter_matter (id, code, kind, title, body, owed_to, territory, due, opened, published, state, holder, moved, moves,
			answer, verdict, clock, category, hamlet, spot, lat, lon, cell, rule, counted)
		values ($1, $2, 'concern', $3, $4, '', $5, $6, $7, $8, $9, $10, $11, 2, $12, $13, $14, $15, $16, true, $17, $18, $19,
			'concern.answer.ordinary', $20)
		on conflict (code) do nothing`,
		l.id, code, title, body, string(place.ID), string(l.due), opened.UnixMicro(), published, string(l.state), string(to.Body),
		l.ended.UnixMicro(), l.answer, l.verdict, l.clock, topic, hamlet, lat, lon,
		fmt.Sprintf("o/%d/%d", int(math.Floor(lat/0.005)), int(math.Floor(lon/0.005))), string(day))
	if err != nil || wrote == 0 { // a code drawn before: some hundreds in a million
		return err
	}
	return g.papers(ctx, tx, l, code, string(to.Body))
}

// papers are the rows beside the matter: its moves, the sealed words, the
// version that everybody reads and its entry in the index.
func (g *garden) papers(ctx context.Context, tx *db.Tx, l life, code, holder string) error {
	moves := []matter.State{"", matter.Received, l.state}
	for n := range 2 {
		at := []time.Time{l.opened, l.ended}[n]
		_, err := tx.Exec(ctx, `
			insert into matter_move (id, matter, n, at, from_state, to_state, body, person, holder, leaf)
			values ($1, $2, $3, $4, $5, $6, $7, '', $8, '')`,
			kheo.NewID(at), l.id, n+1, at.UnixMicro(), string(moves[n]), string(moves[n+1]), holder, holder)
		if err != nil {
			return err
		}
	}
	sealed, err := g.Vault.Seal("concern_concern/"+l.id+"/words", l.text)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		insert into concern_concern (id, code, sent, at, words, channel, call_back, photos)
		values ($1, $2, '', $3, $4, 'web', false, 0)`, l.id, code, l.opened.UnixMicro(), sealed)
	if err != nil || !l.published {
		return err
	}
	_, err = tx.Exec(ctx, `
		insert into concern_version (concern, n, title, body, at, holder, person, leaf) values ($1, 1, $2, $3, $4, $5, '', '')`,
		l.id, l.title, l.text, l.opened.UnixMicro(), holder)
	if err != nil {
		return err
	}
	return search.Put(ctx, tx, search.Doc{Kind: concern.SearchKind, ID: code, Scope: concern.SearchScope,
		Day: kheo.DateOf(l.opened), Title: l.title, Body: l.text})
}

// someCode is of an open concern that the one who signs in holds.
func (g *garden) someCode() (code string) {
	g.write(func(ctx context.Context, tx *db.Tx) (err error) {
		code, err = db.One(ctx, tx, db.Value[string], `
			select code from matter_matter where kind = 'concern' and state = 'in_hand' and published > 0 order by opened desc limit 1`)
		return err
	})
	return code
}

// BenchmarkMillion asks the pages of the office that BenchmarkPlant filled, for
// a profile; `kheo bench read --keep` tells the times.
func BenchmarkMillion(b *testing.B) {
	dir := os.Getenv("KHEO_BENCH_DIR")
	if dir == "" {
		b.Skip("KHEO_BENCH_DIR names no filled folder")
	}
	s := openAt(b, dir)
	defer s.Close()
	g := newGarden(b, s)
	enter := httptest.NewRequest("POST", "/dev/sign-in", strings.NewReader("role=kinh-te"))
	enter.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	in := httptest.NewRecorder()
	s.ServeHTTP(in, enter)
	code := g.someCode()
	for _, path := range []string{"/", "/ban-viec", "/ban-viec?tab=late", "/viec/" + code, "/phan-anh", "/phan-anh?state=late", "/phan-anh?category=water",
		"/phan-anh?q=cong+nghet", "/phan-anh/" + code, "/phan-anh/tin.atom", "/goi-lai", "/tim?q=cong+nghet",
		"/tim?q=" + url.QueryEscape("đèn đường không sáng"), "/dang-noi-len", "/nhip-chuyen", "/viec-no-dan", "/viec-no-dan?on=2026-10-01", "/?on=2026-10-01", "/nghe", "/noi", "/lam", "/kiem-tra", "/so-chung",
		"/api/v1/matters", "/api/v1/rates", "/api/v1/matters?q=cong+nghet", "/open311/v2/requests.json", "/linh-vuc", "/quy-tac-chuyen"} {
		b.Run(strings.ReplaceAll(strings.Trim(path, "/"), "/", "-"), func(b *testing.B) {
			for b.Loop() {
				r := httptest.NewRequest("GET", path, nil)
				for _, c := range in.Result().Cookies() {
					r.AddCookie(c)
				}
				w := httptest.NewRecorder()
				s.ServeHTTP(w, r)
				if w.Code != http.StatusOK {
					b.Fatalf("%s: status %d", path, w.Code)
				}
			}
		})
	}
}
