package draft

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/pii"
	"kheo/internal/text"
)

const maxComment = 1000

// A Comment is what one of the writers asks or suggests about a part.
type Comment struct {
	ID      string
	At      time.Time
	Person  kheo.PersonID
	Words   string
	Settled bool
}

// Remark leaves a comment. Words that may name a person are refused: a comment
// is about the text (DESIGN promise 6).
func Remark(ctx context.Context, tx *db.Tx, who kheo.Caller, part, words string) error {
	words, err := text.Clean(words)
	var f kheo.Faults
	f.Need(err == nil && words != "", "words", "draft.fault.words")
	f.Need(utf8.RuneCountInString(words) <= maxComment, "words", "draft.fault.long", "n", maxComment)
	found := pii.Said(words)
	f.Need(len(found) == 0, "words", "draft.fault.person", "found", strings.Join(found, ", "))
	if err := f.Err(); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into draft_comment (id, part, at, person, words) values ($1, $2, $3, $4, $5)`,
		kheo.NewID(who.At), part, who.At.UnixMicro(), string(who.Person), words)
	if err != nil {
		return fmt.Errorf("comment on draft %s: %w", part, err)
	}
	return nil
}

// Settle says that a comment was dealt with.
func Settle(ctx context.Context, tx *db.Tx, who kheo.Caller, part, id string) error {
	err := tx.Move(ctx, `update draft_comment set settled = $1 where id = $2 and part = $3 and settled = 0`, who.At.UnixMicro(), id, part)
	if err != nil {
		return fmt.Errorf("settle comment %s on draft %s: %w", id, part, err)
	}
	return nil
}

// Comments on a part, oldest first, at most 200.
func Comments(ctx context.Context, tx *db.Tx, part string) ([]Comment, error) {
	type row struct {
		Comment
		at int64
	}
	rows, err := db.All(ctx, tx, func(r *row) []any { return []any{&r.ID, &r.at, &r.Person, &r.Words, &r.Settled} },
		`select id, at, person, words, settled > 0 from draft_comment where part = $1 order by at, id limit 200`, part)
	if err != nil {
		return nil, fmt.Errorf("comments on draft %s: %w", part, err)
	}
	list := make([]Comment, len(rows))
	for i, r := range rows {
		list[i] = r.Comment
		list[i].At = time.UnixMicro(r.at)
	}
	return list, nil
}

// Open counts the comments that wait, by part.
func Open(ctx context.Context, tx *db.Tx, parts []string) (map[string]int, error) {
	return count(ctx, tx, `select part, count(*) from draft_comment where settled = 0 and part in `, parts)
}
