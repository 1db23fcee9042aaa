package search

import (
	"context"
	"math/bits"
	"strconv"
	"strings"

	"kheo/internal/db"
)

// The vocabulary counts in how many documents of a scope a word is. A word of
// few documents is counted exactly, so that it leaves with the last of them. A
// common one is counted in ever fewer of its documents (in those whose number
// is divisible by two to the power of level), so that not every writer changes
// the row of "của".
const exactly = 512

// A known is a word of the vocabulary.
type known struct {
	word        string
	docs, level int64
}

func (k *known) fields() []any { return []any{&k.word, &k.docs, &k.level} }

func (k known) about() int64 { return k.docs << k.level }

// everyDoc is the word that all documents hold: it counts them.
const everyDoc = ""

// depth is up to which level the document is counted.
func depth(n int64) int64 { return int64(bits.TrailingZeros64(mixed(uint64(n)) | 1<<63)) }

func countIn(ctx context.Context, tx *db.Tx, code, n int64, words []string) error {
	words = append(words, everyDoc)
	have, err := look(ctx, tx, []int64{code}, words)
	if err != nil {
		return err
	}
	var news, more, full []string
	for _, w := range words {
		k, ok := have[w]
		switch {
		case !ok:
			news = append(news, w)
		case k.level > depth(n):
		default:
			more = append(more, w)
			if k.docs+1 >= exactly {
				full = append(full, w)
			}
		}
	}
	if err := addWords(ctx, tx, code, news); err != nil {
		return err
	}
	if len(more) > 0 {
		more = padded(more)
		_, err := tx.Exec(ctx, `update search_word set docs = docs + 1 where code = $1 and word in `+db.In(2, len(more)),
			append([]any{code}, db.Args(more)...)...)
		if err != nil {
			return err
		}
	}
	if len(full) == 0 {
		return nil
	}
	_, err = tx.Exec(ctx, `update search_word set docs = docs / 2, level = level + 1 where code = $1 and word in `+db.In(2, len(full)),
		append([]any{code}, db.Args(full)...)...)
	return err
}

func addWords(ctx context.Context, tx *db.Tx, code int64, words []string) error {
	if len(words) == 0 {
		return nil
	}
	words = padded(words)
	var rows strings.Builder
	for i := range words {
		if i > 0 {
			rows.WriteString(", ")
		}
		rows.WriteString("(cast($1 as bigint), $" + strconv.Itoa(i+2) + ", 1, 0)")
	}
	_, err := tx.Exec(ctx, `insert into search_word (code, word, docs, level) values `+rows.String()+` on conflict (code, word) do nothing`,
		append([]any{code}, db.Args(words)...)...)
	return err
}

func countOut(ctx context.Context, tx *db.Tx, code, n int64, words []string) error {
	words = padded(append(words, everyDoc))
	args := append([]any{code}, db.Args(words)...)
	last := "$" + strconv.Itoa(len(words)+2)
	_, err := tx.Exec(ctx, `update search_word set docs = docs - 1 where code = $1 and word in `+db.In(2, len(words))+` and level <= `+last,
		append(args, depth(n))...)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `delete from search_word where code = $1 and word in `+db.In(2, len(words))+` and docs < 1`, args...)
	return err
}

// look reads what the scopes together know of the words.
func look(ctx context.Context, tx *db.Tx, codes []int64, words []string) (map[string]known, error) {
	have := make(map[string]known, len(words))
	if len(codes) == 0 || len(words) == 0 {
		return have, nil
	}
	words = padded(words)
	args := make([]any, len(codes), len(codes)+len(words))
	for i, c := range codes {
		args[i] = c
	}
	list, err := db.All(ctx, tx, (*known).fields, `select word, docs, level from search_word where code in `+db.In(1, len(codes))+
		` and word in `+db.In(len(codes)+1, len(words)), append(args, db.Args(words)...)...)
	if err != nil {
		return nil, err
	}
	for _, k := range list {
		if one, ok := have[k.word]; ok {
			k = known{k.word, one.about() + k.about(), 0}
		}
		have[k.word] = k
	}
	return have, nil
}

// padded repeats the last of a list until its length is a power of two: few
// different texts reach the database, which keeps each one prepared.
func padded(list []string) []string {
	n := max(4, 1<<bits.Len(uint(len(list)-1)))
	out := make([]string, n)
	copy(out, list)
	for i := len(list); i < n; i++ {
		out[i] = list[len(list)-1]
	}
	return out
}
