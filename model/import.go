package model

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/sheet"
	"kheo/internal/text"
	"kheo/lang"
	"kheo/unit"
)

// An Entry is one row of a list of models: what it says, and why it cannot be
// registered as it stands. Code is there once it is.
type Entry struct {
	Line   int
	New    New
	Place  string // as the list names it
	Faults kheo.Faults
	Code   string
}

// BadRows are the rows that keep a list out.
type BadRows []Entry

// Error names the first row by its line and counts the others.
func (b BadRows) Error() string {
	return fmt.Sprintf("line %d: %v (%d rows in all)", b[0].Line, b[0].Faults, len(b))
}

// Bad are the entries that have something to mend.
func Bad(list []Entry) []Entry {
	return slices.DeleteFunc(slices.Clone(list), func(e Entry) bool { return len(e.Faults) == 0 })
}

// Columns are the headings of a list: the nine boxes and what else the form
// asks. A heading is the word of the form in either language, or the name here.
func Columns() []string {
	return append(BoxNames(), "field", "kind", "level", "programmes", "unit", "body", "groups", "day")
}

// ErrHead is a list without the columns it needs.
var ErrHead = errors.New("the first row lacks columns")

// Preview reads a list and tells what would come of each row; nothing is kept.
func Preview(ctx context.Context, tx *db.Tx, book *unit.Book, who kheo.Caller, rows []sheet.Row) ([]Entry, error) {
	if len(rows) == 0 {
		return nil, fmt.Errorf("%w: it is empty", ErrHead)
	}
	head, err := heading(rows[0].Cells)
	if err != nil {
		return nil, err
	}
	r := reader{book: book, who: who}
	if r.bodies, err = r.mine(ctx, tx); err != nil {
		return nil, err
	}
	var list []Entry
	seen := map[string]int{}
	for _, row := range rows[1:] {
		e := r.entry(head, row)
		if len(e.Faults) == 0 {
			n, err := e.New.ready(ctx, tx, book, who)
			if err != nil && !errors.As(err, &e.Faults) && !errors.Is(err, kheo.ErrConflict) && !errors.Is(err, kheo.ErrForbidden) {
				return nil, fmt.Errorf("line %d: %w", row.Line, err)
			}
			e.Faults.Need(err == nil || len(e.Faults) > 0, "body", "model.fault.body") // it does not live on the day, or is not the caller's
			e.New = n
		}
		twin := fmt.Sprint(fold(e.New.Name), e.New.Unit, e.New.Day.Year())
		first, again := seen[twin]
		e.Faults.Need(!again || len(e.Faults) > 0, "name", "model.fault.twin-line", "n", first)
		if len(e.Faults) == 0 {
			seen[twin] = row.Line
		}
		list = append(list, e)
	}
	return list, nil
}

// Import registers the rows of a list: all of them or none, or with skipBad
// those that can be. Progress may be nil.
func Import(ctx context.Context, tx *db.Tx, book *unit.Book, who kheo.Caller, rows []sheet.Row, skipBad bool, progress func(done, total int)) ([]Entry, error) {
	list, err := Preview(ctx, tx, book, who, rows)
	if err != nil {
		return nil, err
	}
	if bad := Bad(list); len(bad) > 0 && !skipBad {
		return list, BadRows(bad)
	}
	for i := range list {
		e := &list[i]
		if progress != nil {
			progress(i, len(list))
		}
		if len(e.Faults) > 0 {
			continue
		}
		m, err := e.New.insert(ctx, tx, who)
		if err == nil {
			err = record(ctx, tx, who, m, Move{Day: e.New.Day, To: Registered, Body: e.New.Body})
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", e.Line, err)
		}
		e.Code = m.Code
	}
	if progress != nil {
		progress(len(list), len(list))
	}
	return list, nil
}

// heading finds the columns by their words, whatever number stands before them.
func heading(cells []string) (map[string]int, error) {
	at := map[string]int{}
	for i, cell := range cells {
		said := fold(strings.TrimLeft(cell, "0123456789. )"))
		for _, name := range Columns() {
			if _, ok := at[name]; !ok && (said == name || slices.ContainsFunc(columnWords(name), func(w string) bool { return fold(w) == said })) {
				at[name] = i
				break
			}
		}
	}
	var lacks []string
	for _, name := range append(BoxNames(), "field", "level", "unit") { // without these no row could be registered
		if _, ok := at[name]; !ok {
			lacks = append(lacks, "“"+columnWords(name)[0]+"”")
		}
	}
	if len(lacks) > 0 {
		return nil, fmt.Errorf("%w: %s", ErrHead, strings.Join(lacks, ", "))
	}
	return at, nil
}

// columnWords are how the form calls a column, Vietnamese first.
func columnWords(name string) []string {
	return []string{ColumnName(lang.VI, name), ColumnName(lang.EN, name)}
}

// ColumnName is how the form calls a column, in a language.
func ColumnName(l lang.Lang, name string) string {
	if slices.Contains(BoxNames(), name) {
		return l.T("model.box." + name)
	}
	return l.T("model.column." + name)
}

// A reader turns rows into forms.
type reader struct {
	book   *unit.Book
	who    kheo.Caller
	bodies []unit.Body // those the caller may register for
}

func (r reader) mine(ctx context.Context, tx *db.Tx) ([]unit.Body, error) {
	all, err := unit.AllBodies(ctx, tx)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(b unit.Body) bool { return !r.who.Can(MayRegister, b.ID) })
	if len(all) == 0 {
		return nil, kheo.ErrNotFound
	}
	return all, nil
}

func (r reader) entry(head map[string]int, row sheet.Row) Entry {
	cell := func(name string) string {
		if i, ok := head[name]; ok && i < len(row.Cells) {
			return row.Cells[i]
		}
		return ""
	}
	e := Entry{Line: row.Line, Place: cell("unit")}
	n, f := &e.New, &e.Faults
	for _, name := range BoxNames() {
		n.Boxes.Set(name, cell(name))
	}
	n.Field = Field(word("field", fields(), cell("field")))
	n.Level = word("level", Levels(), cell("level"))
	n.Collective = word("kind", []string{"individual", "collective"}, cell("kind")) != "individual"
	for p := range strings.FieldsFuncSeq(cell("programmes"), func(c rune) bool { return c == ';' || c == ',' || c == '\n' }) {
		n.Programmes = append(n.Programmes, word("programme", Programmes(), p))
	}
	if s := cell("groups"); s != "" {
		count, err := strconv.Atoi(s)
		f.Need(err == nil, "groups", "model.fault.number")
		n.Groups = count
	}
	n.Day = r.day(cell("day"), f)
	body := r.body(cell("body"), n.Day)
	f.Need(body.ID != "", "body", "model.fault.body")
	n.Body = body.ID
	if body.ID != "" {
		n.Unit = r.place(body.Territory, e.Place, n.Day)
		f.Need(n.Unit != "", "unit", "model.fault.place", "name", e.Place)
	}
	return e
}

func fields() []string {
	var list []string
	for _, f := range Fields() {
		list = append(list, string(f))
	}
	return list
}

// word is the value that a cell names, by itself or in the form's words; a word
// that is none stays, for the form's own check to refuse.
func word(kind string, values []string, said string) string {
	said = strings.TrimSpace(said)
	for _, v := range values {
		key := "model." + kind + "." + v
		if fold(said) == fold(lang.VI.T(key)) || fold(said) == fold(lang.EN.T(key)) || said == v {
			return v
		}
	}
	return said
}

func (r reader) day(said string, f *kheo.Faults) kheo.Date {
	said = strings.TrimSpace(sheet.Date(said))
	if said == "" {
		return r.who.Today()
	}
	if p := strings.Split(said, "/"); len(p) == 3 && len(p[2]) == 4 {
		said = fmt.Sprintf("%s-%02s-%02s", p[2], p[1], p[0])
	}
	day, err := kheo.ParseDate(said)
	f.Need(err == nil, "day", "model.fault.day")
	f.Need(day <= r.who.Today(), "day", "model.fault.future")
	return day
}

// body is the one named among those of the caller; the only one needs no name.
func (r reader) body(said string, on kheo.Date) unit.Body {
	var found []unit.Body
	for _, b := range r.bodies {
		if (said == "" || text.Key(said) == text.Key(b.Name) || text.Key(said) == text.Key(b.Short) || said == string(b.ID)) && b.Holds(on) {
			found = append(found, b)
		}
	}
	if len(found) != 1 {
		return unit.Body{}
	}
	return found[0]
}

// place is the one territory of that name or code in the body's own.
func (r reader) place(top kheo.UnitID, said string, on kheo.Date) kheo.UnitID {
	var found []kheo.UnitID
	for _, id := range r.book.Subtree(top, on) {
		u, err := r.book.Unit(id, on)
		if err != nil {
			continue
		}
		if key := text.Key(said); key == text.Key(u.Name) || key == text.Key(u.Short) || said == u.Code {
			found = append(found, id)
		}
	}
	if len(found) != 1 {
		return ""
	}
	return found[0]
}
