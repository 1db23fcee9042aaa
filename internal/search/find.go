package search

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"

	"kheo"
	"kheo/internal/db"
)

// A Query is what is looked for, and where.
type Query struct {
	Words   string
	English bool      // the reader's language: what is shown is in it where it can be
	Kinds   []string  // none: all
	Scopes  []string  // none: nothing
	From    kheo.Date // the first day, if any
	To      kheo.Date // the last day, if any
	Limit   int       // at most so many; 20 where it is not said
	After   string    // the Cursor of the last hit of the page before
}

// A Hit is a document found.
type Hit struct {
	Kind, ID, Scope string
	Day             kheo.Date
	Title, Body     []Piece // the whole title; of the body what stands around the words
	TitleEN, BodyEN bool    // they are in English
	Exact           bool    // every word is there, with the tones typed
	Cursor          string
}

// A Piece is a stretch of text, and whether it is what was looked for.
type Piece struct {
	Text string
	Hit  bool
}

// Found is an answer whole.
type Found struct {
	Hits  []Hit
	Read  []Reading // words that were read as others
	Loose bool      // no document holds all words: these hold some
	More  bool      // there is a next page
}

// Find is the hits alone.
func Find(ctx context.Context, tx *db.Tx, q Query) ([]Hit, error) {
	f, err := Look(ctx, tx, q)
	return f.Hits, err
}

const (
	usual = 20
	most  = 100
	// maxRanked is how many of those that hold every word are ranked: of words
	// that are common, the newest, six pages of them.
	maxRanked = 120
	// plenty is how many that hold every word with the tones typed are enough,
	// without those that hold them with others.
	plenty = 100
	// together is how many of the rarest words are tried two by two where hardly
	// any document holds all; maxNear is how many of those are ranked.
	together = 4
	maxNear  = 250
)

// Look finds the documents the query names: those that hold every word, with
// the tones typed first; where hardly any does, those that hold most.
func Look(ctx context.Context, tx *db.Tx, q Query) (Found, error) {
	f, err := newFinder(ctx, tx, q)
	if err != nil {
		return Found{}, fmt.Errorf("search: %w", err)
	}
	if f == nil {
		return Found{}, nil
	}
	if err := f.gather(ctx, tx); err != nil {
		return Found{}, fmt.Errorf("search: %w", err)
	}
	found, err := f.page(ctx, tx)
	if err != nil {
		return Found{}, fmt.Errorf("search: %w", err)
	}
	return found, nil
}

// A finder answers one query.
type finder struct {
	q      Query
	codes  []int64
	groups []*group
	read   []Reading
	docs   int64 // about how many documents the scopes hold
	skip   int
	seen   map[int64]bool
	all    []candidate
	met    map[string]place // words of texts shown, as they are written
}

// newFinder understands the query; nil where nothing can be found.
func newFinder(ctx context.Context, tx *db.Tx, q Query) (*finder, error) {
	typed := parse(q.Words)
	if len(typed) == 0 || len(q.Scopes) == 0 || slices.ContainsFunc(q.Kinds, badKind) {
		return nil, nil
	}
	if q.Limit < 1 {
		q.Limit = usual
	}
	q.Limit = min(q.Limit, most)
	f := &finder{q: q, seen: map[int64]bool{}, met: map[string]place{}}
	f.skip, _ = strconv.Atoi(q.After)
	f.skip = min(max(f.skip, 0), maxNear)
	var err error
	f.codes, err = db.All(ctx, tx, db.Value[int64], `select code from search_scope where scope in `+db.In(1, len(q.Scopes))+` order by code`,
		db.Args(q.Scopes)...)
	if err != nil || len(f.codes) == 0 {
		return nil, err
	}
	f.groups, f.read, f.docs, err = understand(ctx, tx, f.codes, typed)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(f.groups, (*group).known) {
		return nil, nil
	}
	for _, g := range f.groups {
		g.idf = rarity(float64(min(g.docs, f.docs)), float64(f.docs))
	}
	return f, nil
}

// rarity is how much it says that a document holds what n of all hold.
func rarity(n, all float64) float64 { return math.Log(1 + (all-n+0.5)/(n+0.5)) }

func (g *group) known() bool { return len(g.alts) > 0 }

// gather collects what is worth ranking.
func (f *finder) gather(ctx context.Context, tx *db.Tx) error {
	every := f.rarest()
	if len(every) == len(f.groups) {
		if err := f.gatherWhole(ctx, tx, every); err != nil {
			return err
		}
	}
	if len(f.all) > f.skip+f.q.Limit || len(f.groups) == 1 {
		return nil
	}
	if f.docs > maxNear {
		rare := every[:min(len(every), together)]
		var pairs [][]*group
		for i, a := range rare {
			for _, b := range rare[i+1:] {
				pairs = append(pairs, []*group{a, b})
			}
		}
		if err := f.add(ctx, tx, f.clauses(false, pairs...), maxNear); err != nil {
			return err
		}
		if len(f.all) > f.skip+f.q.Limit {
			return nil
		}
	}
	var single [][]*group
	n := int64(0)
	for _, g := range every {
		if n += g.docs; n > maxNear && f.docs > maxNear && len(single) > 0 {
			break
		}
		single = append(single, []*group{g})
	}
	return f.add(ctx, tx, f.clauses(false, single...), maxNear)
}

// gatherWhole collects the documents that hold every word. Where there are more
// than can be ranked, those with the tones typed are asked for by themselves, so
// that no newer ones with other tones push them out.
func (f *finder) gatherWhole(ctx context.Context, tx *db.Tx, every []*group) error {
	crowd := float64(f.docs)
	for _, g := range every {
		crowd *= min(1, float64(g.docs)/float64(f.docs))
	}
	exact := f.clauses(true, every)
	toned := f.toned()
	if toned && crowd > 2*maxRanked {
		if err := f.add(ctx, tx, exact, maxRanked); err != nil || len(f.all) >= max(plenty, f.skip+f.q.Limit+1) {
			return err
		}
		toned = false
	}
	if err := f.add(ctx, tx, f.clauses(false, every), maxRanked); err != nil {
		return err
	}
	if toned && len(f.all) >= maxRanked {
		return f.add(ctx, tx, exact, maxRanked)
	}
	return nil
}

// rarest are the words that are anywhere, the rarest first, each once.
func (f *finder) rarest() []*group {
	list := slices.DeleteFunc(slices.Clone(f.groups), func(g *group) bool { return !g.known() })
	slices.SortStableFunc(list, func(a, b *group) int { return int(a.docs - b.docs) })
	return list
}

// toned tells whether any tone was typed.
func (f *finder) toned() bool {
	return slices.ContainsFunc(f.groups, func(g *group) bool { return marked(g.key) })
}

// clauses are documents that hold all words of one of the lists, in one of the
// scopes; exact ones hold them as they were typed.
func (f *finder) clauses(exact bool, lists ...[]*group) match {
	var m match
	for _, code := range f.codes {
		for _, list := range lists {
			m = append(m, f.clause(prefixOf(code), exact, list))
		}
	}
	return m
}

func (f *finder) clause(p prefix, exact bool, list []*group) clause {
	var c clause
	if len(f.q.Kinds) > 0 {
		var kinds []string
		for _, k := range f.q.Kinds {
			kinds = append(kinds, p.kind(k))
		}
		c = append(c, kinds)
	}
	for _, g := range list {
		c = append(c, g.words(p, exact))
	}
	return c
}

func (g *group) words(p prefix, exact bool) []string {
	if exact && marked(g.key) {
		return []string{p.word(g.key)}
	}
	var list []string
	for _, a := range g.alts {
		list = append(list, p.word(a.fold))
	}
	return list
}

// add collects the newest documents that match, so many at most.
func (f *finder) add(ctx context.Context, tx *db.Tx, m match, most int) error {
	if len(m) == 0 {
		return nil
	}
	end := int64(math.MaxInt64)
	if f.q.To != "" {
		end = firstOf(f.q.To) + 1<<withinDay
	}
	list, err := newest(ctx, tx, m, firstOf(f.q.From), end, most)
	if err != nil {
		return err
	}
	for _, c := range list {
		if !f.seen[c.n] {
			f.seen[c.n] = true
			f.all = append(f.all, c)
		}
	}
	return nil
}

// page ranks what was gathered and reads the documents of the page asked for.
func (f *finder) page(ctx context.Context, tx *db.Tx) (Found, error) {
	ranked := f.rank()
	found := Found{Read: f.read, Loose: len(ranked) > 0 && !ranked[0].all, More: len(ranked) > f.skip+f.q.Limit}
	ranked = ranked[min(f.skip, len(ranked)):]
	ranked = ranked[:min(f.q.Limit, len(ranked))]
	if len(ranked) == 0 {
		return found, nil
	}
	args := make([]any, len(ranked))
	for i, r := range ranked {
		args[i] = r.n
	}
	rows, err := db.All(ctx, tx, (*row).fields, `
		select n, kind, id, scope, code, day, title, body, title_en, body_en, words, edition
		from search_doc where n in `+db.In(1, len(args)), args...)
	if err != nil {
		return Found{}, err
	}
	byN := map[int64]row{}
	for _, r := range rows {
		byN[r.n] = r
	}
	for i, r := range ranked {
		d, ok := byN[r.n]
		if !ok || !slices.Contains(f.q.Scopes, d.Scope) {
			continue // the index says otherwise than the document: the document is right
		}
		one := Hit{Kind: d.Kind, ID: d.ID, Scope: d.Scope, Day: d.Day, Exact: r.exact, Cursor: strconv.Itoa(f.skip + i + 1)}
		f.show(&one, d.Doc)
		found.Hits = append(found.Hits, one)
	}
	return found, nil
}

// show says the document in the reader's language where it can, and what was
// looked for in the other where only that one has it.
func (f *finder) show(h *Hit, d Doc) {
	h.TitleEN = d.Title == "" || f.q.English && d.TitleEN != ""
	h.BodyEN = d.Body == "" || f.q.English && d.BodyEN != ""
	title := map[bool]string{false: d.Title, true: d.TitleEN}
	body := map[bool]string{false: d.Body, true: d.BodyEN}
	h.Title, h.Body = f.mark(title[h.TitleEN]), f.snippet(body[h.BodyEN])
	if body[!h.BodyEN] == "" || marks(h.Title) || marks(h.Body) {
		return
	}
	if other := f.snippet(body[!h.BodyEN]); marks(other) {
		h.Body, h.BodyEN = other, !h.BodyEN
	}
}

func marks(list []Piece) bool { return slices.ContainsFunc(list, func(p Piece) bool { return p.Hit }) }
