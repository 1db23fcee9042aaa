package sorting

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/unit"
)

// fresh is how long a table is used before it is read again.
const fresh = time.Second

// A Table is categories, rules and the bodies they may name, as of one moment.
// It is never changed: a new one is loaded.
type Table struct {
	at      time.Time
	list    []Category // in the order of the tree
	byID    map[string]Category
	order   map[string]int
	phrases map[string][]phrase
	rules   []Rule
	book    *unit.Book
	bodies  map[kheo.UnitID][]unit.Body // by territory
	byBody  map[kheo.UnitID]unit.Body
	heirs   map[kheo.UnitID][]unit.HeirLink
	civic   map[kheo.UnitID][]unit.Owner
}

// Tables keeps the newest Table, renewed at most once a second. While one caller
// renews it the others go on with the one before; after Forget all wait.
type Tables struct {
	Books *unit.Books
	mu    sync.Mutex // guards last and turns
	last  *Table
	turns int        // how often it was forgotten
	load  sync.Mutex // held by the one who renews
}

// Table is the table of now; now paces the reading and nothing else.
func (s *Tables) Table(ctx context.Context, tx *db.Tx, now time.Time) (*Table, error) {
	last, _ := s.kept()
	if last.fresh(now) {
		return last, nil
	}
	if last == nil {
		s.load.Lock()
	} else if !s.load.TryLock() {
		return last, nil
	}
	defer s.load.Unlock()
	last, turn := s.kept()
	if last.fresh(now) {
		return last, nil
	}
	t, err := s.read(ctx, tx, last)
	if err != nil {
		return nil, fmt.Errorf("sorting table: %w", err)
	}
	t.at = now
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.turns == turn { // not forgotten while it was read
		s.last = t
	}
	return t, nil
}

func (s *Tables) kept() (*Table, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.last, s.turns
}

func (t *Table) fresh(now time.Time) bool { return t != nil && now.Sub(t.at).Abs() < fresh }

// Forget makes the next question read the table anew: a change was switched on.
func (s *Tables) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = nil
	s.turns++
}

// read is the table in use now; what of the last one still holds is kept.
func (s *Tables) read(ctx context.Context, tx *db.Tx, last *Table) (*Table, error) {
	book, err := s.Books.Book(ctx, tx)
	if err != nil {
		return nil, err
	}
	on, err := Current(ctx, tx)
	if err != nil {
		return nil, err
	}
	return load(ctx, tx, book, on, last)
}

// load reads the table of a version with the bodies it may name. Laying out the
// synonyms takes longest: where the categories of last are the same it is not
// done again.
func load(ctx context.Context, tx *db.Tx, book *unit.Book, version int64, last *Table) (*Table, error) {
	bodies, err := unit.AllBodies(ctx, tx)
	if err != nil {
		return nil, err
	}
	heirs, err := unit.AllHeirs(ctx, tx)
	if err != nil {
		return nil, err
	}
	civic, err := unit.AllOwners(ctx, tx)
	if err != nil {
		return nil, err
	}
	tree, err := categoriesOf(ctx, tx, version)
	if err != nil {
		return nil, err
	}
	rules, err := rulesOf(ctx, tx, version)
	if err != nil {
		return nil, err
	}
	var known map[string][]phrase
	if last != nil && reflect.DeepEqual(last.list, tree) {
		known = last.phrases
	} else {
		known = phrases(tree)
	}
	t := newTable(tree, rules, known, bodies)
	t.book, t.heirs, t.civic = book, heirs, civic
	return t, nil
}

// newTable lays categories, rules and bodies out for asking.
func newTable(all []Category, rules []Rule, known map[string][]phrase, bodies []unit.Body) *Table {
	t := &Table{list: all, byID: map[string]Category{}, order: map[string]int{}, rules: rules, phrases: known,
		bodies: map[kheo.UnitID][]unit.Body{}, byBody: map[kheo.UnitID]unit.Body{}}
	for i, c := range all {
		t.byID[c.ID], t.order[c.ID] = c, i
	}
	for _, b := range bodies {
		t.bodies[b.Territory] = append(t.bodies[b.Territory], b)
		t.byBody[b.ID] = b
	}
	return t
}

// Categories in the order of the tree, each branch before its leaves; retired
// ones are left out.
func (t *Table) Categories() []Category {
	return slices.DeleteFunc(slices.Clone(t.list), func(c Category) bool { return c.Retired })
}

// Tree is Categories with the retired ones.
func (t *Table) Tree() []Category { return slices.Clone(t.list) }

// Category by id, retired or not.
func (t *Table) Category(id string) (Category, bool) {
	c, ok := t.byID[id]
	return c, ok
}

// Under tells whether category id is of or below the category top.
func (t *Table) Under(id, top string) bool {
	for n := 0; id != "" && n < len(t.list); n++ {
		if id == top {
			return true
		}
		id = t.byID[id].Parent
	}
	return false
}

// Reasons to refuse, in the order they are shown.
func (t *Table) Reasons() []Reason { return slices.Clone(compiledReasons()) }

// Body is a body by id, without asking the database.
func (t *Table) Body(id kheo.UnitID) (unit.Body, bool) {
	b, ok := t.byBody[id]
	return b, ok
}

// Route answers where a case goes: the first rule that fits and whose body
// lives, else the category's lead, else the authority of the place or whoever
// owns civic work there, else those of the places above it. It is
// kheo.ErrNotFound when nobody at all could take it.
func (t *Table) Route(c Case) (Fired, error) {
	for _, r := range t.rules {
		if t.lacks(r, c) != "" {
			continue
		}
		if b, ok := t.target(r.Target, c); ok {
			return Fired{Rule: r.ID, N: r.N, Category: r.Category, Note: r.Note, Body: b.ID}, nil
		}
	}
	for id := c.Category; id != ""; id = t.byID[id].Parent {
		if b, ok := t.target(t.byID[id].Lead, c); ok {
			return Fired{Category: id, Body: b.ID}, nil
		}
	}
	for _, place := range t.upward(c) {
		if b, ok := t.anybody(place, c.On); ok {
			return Fired{Body: b.ID}, nil
		}
	}
	return Fired{}, fmt.Errorf("nobody in %s takes concerns on %s: %w", c.Place, c.On, kheo.ErrNotFound)
}

// anybody is who takes what nobody is named for: the authority of a place,
// else whoever owns civic work there.
func (t *Table) anybody(place kheo.UnitID, on kheo.Date) (unit.Body, bool) {
	for _, b := range t.bodies[place] {
		if b.Kind == unit.Authority && b.Holds(on) {
			return b, true
		}
	}
	for _, o := range t.civic[place] {
		if b, ok := t.living(o.Body, on); ok && o.Holds(on) {
			return b, true
		}
	}
	return unit.Body{}, false
}

// lacks is what of a rule does not fit a case: kind, category, day or place;
// "" when all of it does.
func (t *Table) lacks(r Rule, c Case) string {
	switch {
	case r.Kind != "" && r.Kind != c.Kind:
		return "kind"
	case r.Category != "" && !t.Under(c.Category, r.Category):
		return "category"
	case !r.Holds(c.On):
		return "day"
	case r.Place != "" && !slices.Contains(t.upward(c), r.Place):
		return "place"
	}
	return ""
}

// upward is the place of a case and those above it on the day, nearest first.
func (t *Table) upward(c Case) []kheo.UnitID {
	list := []kheo.UnitID{c.Place}
	if t.book == nil {
		return list
	}
	for _, u := range t.book.Ancestors(c.Place, c.On) {
		list = append(list, u.ID)
	}
	return list
}

// target is the living body a target names for a case; an ended one is followed
// to its one lawful heir.
func (t *Table) target(to Target, c Case) (unit.Body, bool) {
	if id, ok := strings.CutPrefix(string(to), "body/"); ok {
		return t.living(kheo.UnitID(id), c.On)
	}
	short, ok := strings.CutPrefix(string(to), "short/")
	if !ok {
		return unit.Body{}, false
	}
	for _, place := range t.upward(c) {
		if b, ok := t.called(short, place, c.On); ok {
			return b, true
		}
	}
	return unit.Body{}, false
}

// called is the body of that short name in a place; where the last one of that
// name has ended, its lawful heir.
func (t *Table) called(short string, place kheo.UnitID, on kheo.Date) (unit.Body, bool) {
	var last unit.Body
	for _, b := range t.bodies[place] {
		if b.Short != short || b.From > on {
			continue
		}
		if b.Holds(on) {
			return b, true
		}
		if b.To > last.To {
			last = b
		}
	}
	if last.ID == "" {
		return unit.Body{}, false
	}
	return t.living(last.ID, on)
}

func (t *Table) living(id kheo.UnitID, on kheo.Date) (unit.Body, bool) {
	for range len(t.byBody) + 1 {
		b, ok := t.byBody[id]
		if !ok || b.Holds(on) {
			return b, ok
		}
		next := slices.DeleteFunc(slices.Clone(t.heirs[id]), func(h unit.HeirLink) bool { return h.On > on })
		if len(next) != 1 {
			break
		}
		id = next[0].Body.ID
	}
	return unit.Body{}, false
}

// Check says what is wrong with a target, nil when it can name a body.
func (to Target) Check() error {
	s := string(to)
	if id, ok := strings.CutPrefix(s, "body/"); ok && id != "" {
		return nil
	}
	if short, ok := strings.CutPrefix(s, "short/"); ok && strings.TrimSpace(short) != "" {
		return nil
	}
	return errors.New(`a target is "body/<id>" or "short/<name>"`)
}

// TableOf is a table of given categories, rules and bodies, for drawing pages
// and for trying what is not in a database.
func TableOf(all []Category, rules []Rule, bodies []unit.Body) *Table {
	return newTable(all, rules, phrases(all), bodies)
}
