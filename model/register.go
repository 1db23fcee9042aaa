package model

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/text"
	"kheo/ledger"
	"kheo/unit"
)

// A New is a filled registration form.
type New struct {
	Boxes
	Field      Field
	Collective bool
	Level      string
	Programmes []string
	Unit       kheo.UnitID
	Body       kheo.UnitID
	Groups     int
	Day        kheo.Date // registered on, "" for today
}

const (
	maxName = 200
	maxBox  = 4000
)

// Register records a model that a body means to carry out in a territory of
// its own.
func Register(ctx context.Context, tx *db.Tx, book *unit.Book, who kheo.Caller, n New) (Model, error) {
	n, err := n.ready(ctx, tx, book, who)
	if err != nil {
		return Model{}, err
	}
	m, err := n.insert(ctx, tx, who)
	if err != nil {
		return Model{}, fmt.Errorf("register a model in %s: %w", n.Unit, err)
	}
	return m, record(ctx, tx, who, m, Move{Day: n.Day, To: Registered, Body: n.Body})
}

// ready is the form as it would be kept, once everything about it holds.
func (n New) ready(ctx context.Context, tx *db.Tx, book *unit.Book, who kheo.Caller) (New, error) {
	if err := who.May(MayRegister, n.Body); err != nil {
		return n, err
	}
	n, err := n.clean(who.Today())
	if err != nil {
		return n, err
	}
	if err := n.Check(); err != nil {
		return n, err
	}
	if err := n.checkPlace(ctx, tx, book, who.Today()); err != nil {
		return n, err
	}
	return n, n.checkTwin(ctx, tx)
}

func (n New) clean(today kheo.Date) (New, error) {
	var f kheo.Faults
	for _, x := range n.Boxes.all() {
		clean := text.Clean
		if x.field == "name" {
			clean = text.Line
		}
		words, err := clean(*x.text)
		f.Need(err == nil, x.field, "model.fault.text")
		*x.text = words
	}
	if n.Day == "" {
		n.Day = today
	}
	return n, f.Err()
}

type box struct {
	field string
	text  *string
}

// all is the nine boxes in the order of the form, by the name of their field.
func (b *Boxes) all() []box {
	return []box{
		{"name", &b.Name}, {"reason", &b.Reason}, {"aim", &b.Aim}, {"how", &b.How}, {"where", &b.Where},
		{"forces", &b.Forces}, {"resources", &b.Resources}, {"output", &b.Output}, {"lasting", &b.Lasting},
	}
}

// BoxNames are the fields of the nine boxes in the order of the form.
func BoxNames() []string {
	var names []string
	for _, x := range (&Boxes{}).all() {
		names = append(names, x.field)
	}
	return names
}

// Box is the text of one of the nine, by the name of its field.
func (b Boxes) Box(field string) string {
	for _, x := range b.all() {
		if x.field == field {
			return *x.text
		}
	}
	return ""
}

// Set fills one of the nine, by the name of its field.
func (b *Boxes) Set(field, text string) {
	for _, x := range b.all() {
		if x.field == field {
			*x.text = text
		}
	}
}

// Check finds what is to be mended in the form itself: the form of 2026 makes
// all nine boxes mandatory.
func (n New) Check() error {
	var f kheo.Faults
	for _, x := range n.Boxes.all() {
		most := maxBox
		if x.field == "name" {
			most = maxName
		}
		f.Need(*x.text != "", x.field, "model.fault.empty."+x.field)
		f.Need(utf8.RuneCountInString(*x.text) <= most, x.field, "model.fault.long", "n", most)
	}
	f.Need(slices.Contains(Fields(), n.Field), "field", "model.fault.field")
	f.Need(slices.Contains(Levels(), n.Level), "level", "model.fault.level")
	for _, p := range n.Programmes {
		f.Need(slices.Contains(Programmes(), p), "programmes", "model.fault.programme")
	}
	f.Need(n.Groups >= 0 && n.Groups <= 100_000, "groups", "model.fault.groups")
	return f.Err()
}

// checkPlace: the body lives on the day and the territory is its own, or lies
// in its own.
func (n New) checkPlace(ctx context.Context, tx *db.Tx, book *unit.Book, today kheo.Date) error {
	var f kheo.Faults
	f.Need(n.Day <= today, "day", "model.fault.future")
	if err := f.Err(); err != nil {
		return err
	}
	body, err := unit.FindBody(ctx, tx, n.Body)
	if err != nil {
		return fmt.Errorf("body %s: %w", n.Body, err)
	}
	if !body.Holds(n.Day) {
		return fmt.Errorf("body %s on %s: %w", n.Body, n.Day, kheo.ErrConflict)
	}
	at, err := book.Unit(n.Unit, n.Day)
	if errors.Is(err, kheo.ErrNotFound) {
		f.Need(false, "unit", "model.fault.unit")
		return f.Err()
	}
	if err != nil {
		return err
	}
	f.Need(n.Level != District || at.Level == unit.District, "level", "model.fault.no_district")
	f.Need(within(book, n.Unit, body.Territory, n.Day), "unit", "model.fault.elsewhere", "body", body.Name)
	return f.Err()
}

func within(book *unit.Book, id, top kheo.UnitID, on kheo.Date) bool {
	if id == top {
		return true
	}
	return slices.ContainsFunc(book.Ancestors(id, on), func(u unit.Unit) bool { return u.ID == top })
}

// checkTwin refuses a second model of one name in one territory and year, and
// names the first.
func (n New) checkTwin(ctx context.Context, tx *db.Tx) error {
	code, err := db.One(ctx, tx, db.Value[string], `
		select code from model_model
		where folded = $1 and unit = $2 and year = $3 and state <> 'rejected'
		order by code`, fold(n.Name), string(n.Unit), n.Day.Year())
	if errors.Is(err, kheo.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return kheo.Faults{{Field: "name", Key: "model.fault.twin", Args: []any{"code", code}}}
}

// insert writes the row. It is open to nobody but its body until published.
func (n New) insert(ctx context.Context, tx *db.Tx, who kheo.Caller) (Model, error) {
	code, err := nextCode(ctx, tx, n.Day.Year())
	if err != nil {
		return Model{}, err
	}
	m := Model{
		ID: kheo.NewID(who.At), Code: code, Boxes: n.Boxes,
		Field: n.Field, Collective: n.Collective, Level: n.Level, Programmes: n.Programmes,
		Unit: n.Unit, Body: n.Body, Year: n.Day.Year(), Groups: n.Groups,
		State: Registered, Days: Days{Registered: n.Day}, Opened: who.At,
	}
	_, err = tx.Exec(ctx, `
		insert into model_model (id, code, name, folded, reason, aim, how, place, forces, resources, output, lasting,
			field, collective, level, unit, body, year, group_count, state, registered_on, opened)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)`,
		m.ID, m.Code, m.Name, fold(m.Name), m.Reason, m.Aim, m.How, m.Where, m.Forces, m.Resources, m.Output, m.Lasting,
		string(m.Field), m.Collective, m.Level, string(m.Unit), string(m.Body), m.Year, m.Groups, string(m.State),
		string(n.Day), who.At.UnixMicro())
	if err != nil {
		return Model{}, err
	}
	for _, p := range n.Programmes {
		_, err := tx.Exec(ctx, `insert into model_programme (model, programme) values ($1, $2) on conflict (model, programme) do nothing`, m.ID, p)
		if err != nil {
			return Model{}, err
		}
	}
	return m, nil
}

// nextCode counts the models of a year: MH-23-0001.
func nextCode(ctx context.Context, tx *db.Tx, year int) (string, error) {
	n, err := db.One(ctx, tx, db.Value[int64], `
		insert into model_counter (year, last) values ($1, 1)
		on conflict (year) do update set last = model_counter.last + 1
		returning last`, year)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("MH-%02d-%04d", year%100, n), nil
}

// record writes the move and its ledger entry. An entry names no person, and
// its receipt is open when the model is.
func record(ctx context.Context, tx *db.Tx, who kheo.Caller, m Model, v Move) error {
	_, err := tx.Exec(ctx, `
		insert into model_move (model, ordinal, at, day, from_state, to_state, body, note)
		select cast($1 as text), count(*) + 1, cast($2 as bigint), cast($3 as text), cast($4 as text), cast($5 as text),
			cast($6 as text), cast($7 as text)
		from model_move where model = $8`,
		m.ID, who.At.UnixMicro(), string(v.Day), string(v.From), string(v.To), string(v.Body), v.Note, m.ID)
	if err != nil {
		return err
	}
	return tell(ctx, tx, who, "model."+string(v.To), m, v)
}

func tell(ctx context.Context, tx *db.Tx, who kheo.Caller, kind string, m Model, v Move) error {
	_, err := ledger.Append(ctx, tx, who, ledger.Entry{
		Kind:    kind,
		Subject: m.Code,
		Says: []ledger.Line{
			{Name: "from", Value: string(v.From)},
			{Name: "to", Value: string(v.To)},
			{Name: "unit", Value: string(m.Unit)},
			{Name: "body", Value: string(v.Body)},
			{Name: "day", Value: string(v.Day)},
		},
		Public: m.Public,
	})
	return err
}

// fold is how two names are compared: lower case, without diacritics or marks.
func fold(s string) string { return strings.Join(text.Words(text.Fold(s)), " ") }
