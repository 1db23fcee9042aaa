package search

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"strings"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/text"
)

// A Doc is a text to be found. Kind and ID name it to its owner; Scope is who
// may find it, Public, a body, or another name of the owner's; Day is
// the day it is of, by which newer ones stand before older. What it says in
// English stands beside the Vietnamese, and finds it as well.
type Doc struct {
	Kind  string // small letters and digits
	ID    string
	Scope string
	Day   kheo.Date
	Title string
	Body  string

	TitleEN, BodyEN string
}

// Public is the scope of what everybody may read.
const Public = "public"

// For is the scope of what one body keeps to itself.
func For(body kheo.UnitID) string { return "body/" + string(body) }

// A row is a document as it is kept.
type row struct {
	Doc
	n, code, edition int64
	words            string
}

func (r *row) fields() []any {
	return []any{&r.n, &r.Kind, &r.ID, &r.Scope, &r.code, &r.Day, &r.Title, &r.Body, &r.TitleEN, &r.BodyEN, &r.words, &r.edition}
}

// Put makes the document found under its present words and scope, and under no
// others: what it said before is forgotten. The same document twice is one.
func Put(ctx context.Context, tx *db.Tx, d Doc) error {
	d, err := d.whole()
	if err != nil {
		return err
	}
	old, err := stored(ctx, tx, d.Kind, d.ID)
	switch {
	case err == nil && old.Doc == d && old.edition == edition:
		return nil
	case err == nil:
		err = forget(ctx, tx, old)
	case errors.Is(err, kheo.ErrNotFound):
		err = nil
	}
	if err != nil {
		return fmt.Errorf("search put %s %s: %w", d.Kind, d.ID, err)
	}
	if err := keep(ctx, tx, row{Doc: d, words: compared(d), edition: edition}); err != nil {
		return fmt.Errorf("search put %s %s: %w", d.Kind, d.ID, err)
	}
	return nil
}

// Drop forgets the document: its text, its words, and those words that no
// other document of its scope holds. A document that is not there is no error.
func Drop(ctx context.Context, tx *db.Tx, kind, id string) error {
	old, err := stored(ctx, tx, kind, id)
	if errors.Is(err, kheo.ErrNotFound) {
		return nil
	}
	if err == nil {
		err = forget(ctx, tx, old)
	}
	if err != nil {
		return fmt.Errorf("search drop %s %s: %w", kind, id, err)
	}
	return nil
}

// whole is the document as it is kept, or what is wrong with it: a mistake of
// the program, never of a person.
func (d Doc) whole() (Doc, error) {
	if d.ID == "" || d.Scope == "" || badKind(d.Kind) {
		return d, fmt.Errorf("search document %q %q in scope %q: kind, id and scope are needed, a kind of small letters", d.Kind, d.ID, d.Scope)
	}
	if d.Day != "" {
		if _, err := kheo.ParseDate(string(d.Day)); err != nil {
			return d, fmt.Errorf("search document %s %s: %w", d.Kind, d.ID, err)
		}
	}
	for _, x := range []struct {
		text  *string
		clean func(string) (string, error)
	}{{&d.Title, text.Line}, {&d.Body, text.Clean}, {&d.TitleEN, text.Line}, {&d.BodyEN, text.Clean}} {
		var err error
		if *x.text, err = x.clean(*x.text); err != nil {
			return d, fmt.Errorf("search document %s %s: %w", d.Kind, d.ID, err)
		}
	}
	return d, nil
}

// badKind tells a kind that could not be a word of the index.
func badKind(k string) bool {
	return k == "" || strings.Trim(k, "abcdefghijklmnopqrstuvwxyz0123456789") != ""
}

func stored(ctx context.Context, tx *db.Tx, kind, id string) (row, error) {
	return db.One(ctx, tx, (*row).fields, `
		select n, kind, id, scope, code, day, title, body, title_en, body_en, words, edition
		from search_doc where kind = $1 and id = $2`, kind, id)
}

// TitleEN is what a document is called in English, "" where nobody has said it.
func TitleEN(ctx context.Context, tx *db.Tx, kind, id string) (string, error) {
	title, err := db.One(ctx, tx, db.Value[string], `select title_en from search_doc where kind = $1 and id = $2`, kind, id)
	if errors.Is(err, kheo.ErrNotFound) {
		return "", nil
	}
	return title, err
}

func keep(ctx context.Context, tx *db.Tx, r row) error {
	var err error
	if r.code, err = codeFor(ctx, tx, r.Scope); err != nil {
		return err
	}
	if r.n, err = insert(ctx, tx, r); err != nil {
		return err
	}
	list, vocabulary := tokens(r.code, r.Kind, r.words)
	if err := addToIndex(ctx, tx, r.n, list); err != nil {
		return err
	}
	return countIn(ctx, tx, r.code, r.n, vocabulary)
}

func forget(ctx context.Context, tx *db.Tx, r row) error {
	list, vocabulary := tokens(r.code, r.Kind, r.words)
	if err := dropFromIndex(ctx, tx, r.n, list); err != nil {
		return err
	}
	if err := countOut(ctx, tx, r.code, r.n, vocabulary); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `delete from search_doc where n = $1`, r.n)
	return err
}

// A document's number is its day and a number within the day that follows from
// its name: no two writers wait for each other to count, and both engines give
// the same document the same number.
const withinDay = 24 // bits

// firstOf is the smallest number of a day; documents without one are the oldest.
func firstOf(day kheo.Date) int64 {
	if day == "" {
		return 0
	}
	return max(0, int64(day.Sub("1800-01-01"))+1) << withinDay
}

// maxTries is how many numbers of a full day are tried before it is an error.
const maxTries = 1000

func insert(ctx context.Context, tx *db.Tx, r row) (int64, error) {
	h := fnv.New64a()
	h.Write([]byte(r.Kind + "/" + r.ID))
	within := int64(mixed(h.Sum64()) >> (64 - withinDay))
	first := firstOf(r.Day)
	for range maxTries {
		n := first + within
		done, err := tx.Exec(ctx, `
			insert into search_doc (n, kind, id, scope, code, day, title, body, title_en, body_en, words, edition)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
			on conflict (n) do nothing`,
			n, r.Kind, r.ID, r.Scope, r.code, string(r.Day), r.Title, r.Body, r.TitleEN, r.BodyEN, r.words, r.edition)
		if err != nil {
			return 0, err
		}
		if done > 0 {
			return n, nil
		}
		within = (within + 1) & (1<<withinDay - 1)
	}
	return 0, fmt.Errorf("no number left on day %s", r.Day)
}

// mixed spreads a number over all its bits.
func mixed(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// codeFor is the scope's number, given to it when it is first seen.
func codeFor(ctx context.Context, tx *db.Tx, scope string) (int64, error) {
	code, err := db.One(ctx, tx, db.Value[int64], `select code from search_scope where scope = $1`, scope)
	if !errors.Is(err, kheo.ErrNotFound) {
		return code, err
	}
	code, err = db.One(ctx, tx, db.Value[int64], `select coalesce(max(code), 0) + 1 from search_scope`)
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, `insert into search_scope (scope, code) values ($1, $2)`, scope, code)
	return code, err
}
