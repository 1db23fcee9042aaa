package desk

import (
	"context"
	"fmt"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/text"
	"kheo/matter"
)

// A Template is an answer to begin from.
type Template struct {
	ID             string
	Body           kheo.UnitID
	Name           string
	Answer         matter.AnswerKind
	Words, WordsEN string
}

func (t *Template) fields() []any {
	return []any{&t.ID, &t.Body, &t.Name, &t.Answer, &t.Words, &t.WordsEN}
}

// Templates of the caller's bodies, by name.
func Templates(ctx context.Context, tx *db.Tx, who kheo.Caller) ([]Template, error) {
	bodies := mine(who)
	if len(bodies) == 0 {
		return nil, nil
	}
	list, err := db.All(ctx, tx, (*Template).fields, `
		select id, body, name, answer, words, words_en from desk_template
		where body in `+db.In(1, len(bodies))+` order by name, id limit 200`, db.Args(bodies)...)
	if err != nil {
		return nil, fmt.Errorf("answer templates: %w", err)
	}
	return list, nil
}

// check says what is to be mended; the words come back cleaned.
func (t *Template) check() error {
	var f kheo.Faults
	t.Name = line(&f, "name", t.Name)
	t.Words = typed(&f, "words", t.Words, maxWords, text.Clean)
	t.WordsEN = typed(&f, "words_en", t.WordsEN, maxWords, text.Clean)
	f.Need(t.Name != "", "name", "desk.fault.name")
	f.Need(t.Words != "", "words", "desk.fault.words")
	f.Need(t.Answer == matter.Explained || t.Answer == matter.Document || t.Answer == matter.Acted, "answer", "matter.fault.answer")
	return f.Err()
}

// SaveTemplate writes a new template of a body, or the one of that id anew.
func SaveTemplate(ctx context.Context, tx *db.Tx, who kheo.Caller, t Template) error {
	if err := who.May(matter.MayTake, t.Body); err != nil || t.Body == "" {
		return fmt.Errorf("answer template: %w", kheo.ErrForbidden)
	}
	if err := t.check(); err != nil {
		return err
	}
	if t.ID != "" {
		return tx.Move(ctx, `
			update desk_template set name = $1, answer = $2, words = $3, words_en = $4 where id = $5 and body = $6`,
			t.Name, string(t.Answer), t.Words, t.WordsEN, t.ID, string(t.Body))
	}
	n, err := db.One(ctx, tx, db.Value[int], `select count(*) from desk_template where body = $1`, string(t.Body))
	if err != nil {
		return fmt.Errorf("answer templates: %w", err)
	}
	if n >= maxTemplates {
		return kheo.Faults{{Field: "name", Key: "desk.fault.many", Args: []any{"n", maxTemplates}}}
	}
	_, err = tx.Exec(ctx, `
		insert into desk_template (id, body, name, answer, words, words_en, at) values ($1, $2, $3, $4, $5, $6, $7)`,
		kheo.NewID(who.At), string(t.Body), t.Name, string(t.Answer), t.Words, t.WordsEN, who.At.UnixMicro())
	if err != nil {
		return fmt.Errorf("answer template: %w", err)
	}
	return nil
}

// DropTemplate removes one of the caller's bodies' templates.
func DropTemplate(ctx context.Context, tx *db.Tx, who kheo.Caller, id string) error {
	body, err := db.One(ctx, tx, db.Value[kheo.UnitID], `select body from desk_template where id = $1`, id)
	if err != nil {
		return fmt.Errorf("answer template %s: %w", id, err)
	}
	if err := who.May(matter.MayTake, body); err != nil {
		return fmt.Errorf("answer template %s: %w", id, kheo.ErrNotFound)
	}
	return tx.Move(ctx, `delete from desk_template where id = $1`, id)
}
