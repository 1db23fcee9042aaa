package search

import (
	"context"
	"fmt"
	"strings"
	"unicode"

	"kheo/internal/db"
)

// Here and nowhere else the engines differ: FTS5 on SQLite, tsvector on
// PostgreSQL. Both are given whole words and find numbers of documents by them;
// neither folds, stems, ranks or splits.

// A clause is found in a document that holds, for each of its sets, one of the
// set's words.
type clause [][]string

// A match is found in a document that fits one of its clauses.
type match []clause

// A candidate is a document that matches, with the words it is ranked by.
type candidate struct {
	n     int64
	words string
}

func (c *candidate) fields() []any { return []any{&c.n, &c.words} }

func addToIndex(ctx context.Context, tx *db.Tx, n int64, words []string) error {
	text := `insert into search_index (n, terms) values ($1, array_to_tsvector(string_to_array($2, ' ')))`
	if tx.Engine() == db.SQLite {
		text = `insert into search_index (rowid, words) values ($1, $2)`
	}
	_, err := tx.Exec(ctx, text, n, strings.Join(words, " "))
	return err
}

func dropFromIndex(ctx context.Context, tx *db.Tx, n int64, words []string) error {
	if tx.Engine() == db.SQLite {
		_, err := tx.Exec(ctx, `insert into search_index (search_index, rowid, words) values ('delete', $1, $2)`, n, strings.Join(words, " "))
		return err
	}
	_, err := tx.Exec(ctx, `delete from search_index where n = $1`, n)
	return err
}

// newest are the matching documents numbered from until below end, the newest
// first.
func newest(ctx context.Context, tx *db.Tx, m match, from, end int64, limit int) ([]candidate, error) {
	if tx.Engine() == db.SQLite {
		return db.All(ctx, tx, (*candidate).fields, `
			select d.n, d.words from search_index i join search_doc d on d.n = i.rowid
			where search_index match $1 and i.rowid >= $2 and i.rowid < $3 order by i.rowid desc limit $4`,
			m.written(" AND ", " OR ", `"`), from, end, limit)
	}
	// Written into the text, not handed over: the planner must see whether the
	// words are rare (then by the index of words) or common (then from the newest
	// on). A plan made for any words took two seconds for one that is everywhere.
	if !m.plain() {
		return nil, fmt.Errorf("a word of %q could end the text it is written into", m)
	}
	q := m.written(" & ", " | ", "''")
	return db.All(ctx, tx, (*candidate).fields, `
		select d.n, d.words from search_index i join search_doc d on d.n = i.n
		where i.terms @@ cast('`+q+`' as tsquery) and i.n >= $1 and i.n < $2 order by i.n desc limit $3`, from, end, limit)
}

// plain tells that every word holds letters, digits, marks and the joint, and
// nothing that could end the text it is written into.
func (m match) plain() bool {
	other := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) && string(r) != joint
	}
	for _, c := range m {
		for _, set := range c {
			if strings.ContainsFunc(strings.Join(set, ""), other) {
				return false
			}
		}
	}
	return true
}

// written is the match in an engine's own words. What is quoted holds letters,
// digits, marks and the joint, never a quotation mark.
func (m match) written(and, or, quote string) string {
	var all []string
	for _, c := range m {
		var sets []string
		for _, set := range c {
			var words []string
			for _, w := range set {
				words = append(words, quote+w+quote)
			}
			sets = append(sets, "("+strings.Join(words, or)+")")
		}
		all = append(all, "("+strings.Join(sets, and)+")")
	}
	return strings.Join(all, or)
}

// Tidy merges pieces of the index that documents put in one by one have left,
// sixteen pages at a time so that no writer waits long: a search over fewer
// pieces is up to a third faster. The other engine does this by itself.
func Tidy(ctx context.Context, tx *db.Tx) error {
	if tx.Engine() != db.SQLite {
		return nil
	}
	_, err := tx.Exec(ctx, `insert into search_index (search_index, rank) values ('merge', 16)`)
	return err
}
