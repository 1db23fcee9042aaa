package unit

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/text"
	"kheo/ledger"
)

// The kinds of list. Events may come with the columns of a list of events or
// with those of a mapping from old to new.
const (
	ListUnits  = "units"
	ListEvents = "events"
)

// An Import is one list to load over the compiled one.
type Import struct {
	Kind     string // ListUnits or ListEvents
	Name     string // of the file, for messages
	From     io.Reader
	SkipBad  bool                  // keep the good rows and list the bad
	Progress func(done, total int) // nil when nobody looks
}

// Imported says what came of an import.
type Imported struct {
	Rows, Kept, Known int // Known said nothing new
	Bad               []BadRow
}

// A BadRow is a row that was not kept: where it stands, and why, as a message
// key with its parameters.
type BadRow struct {
	File   string
	Line   int
	Column string
	Key    string
	Args   []any
}

// Error names the row by file, line, column and reason.
func (b BadRow) Error() string {
	return fmt.Sprintf("%s:%d: %s: %s %v", b.File, b.Line, b.Column, b.Key, b.Args)
}

// BadRows are all the rows that keep a list out.
type BadRows []BadRow

// Error names the first row and counts the others.
func (b BadRows) Error() string {
	if len(b) == 1 {
		return b[0].Error()
	}
	return fmt.Sprintf("%s (and %d more)", b[0].Error(), len(b)-1)
}

// bad is a fault of one row; its place is added by whoever reads the file.
func bad(column, reason string, args ...any) error {
	return BadRow{Column: column, Key: "unit.import." + reason, Args: args}
}

// maxList is the largest list that is read.
const maxList = 64 << 20

// Load reads the list, checks it whole against the book and stores what it
// says. Without SkipBad one bad row keeps the whole list out.
func (im Import) Load(ctx context.Context, tx *db.Tx, who kheo.Caller) (Imported, error) {
	if err := who.May(MayAdmin, ""); err != nil {
		return Imported{}, err
	}
	body, err := io.ReadAll(io.LimitReader(im.From, maxList+1))
	if err != nil {
		return Imported{}, fmt.Errorf("%s: %w", im.Name, err)
	}
	if len(body) > maxList {
		return Imported{}, fmt.Errorf("%s: larger than %d MB", im.Name, maxList>>20)
	}
	b, err := Load(ctx, tx)
	if err != nil {
		return Imported{}, err
	}
	r := &reader{laid: b.lay(), im: im}
	if err := r.read(body); err != nil {
		return Imported{}, err
	}
	if len(r.out.Bad) > 0 && !r.im.SkipBad {
		return r.out, BadRows(r.out.Bad)
	}
	if len(r.steps) == 0 {
		return r.out, nil
	}
	return r.out, im.store(ctx, tx, who, r.steps, body)
}

func (im Import) store(ctx context.Context, tx *db.Tx, who kheo.Caller, steps []step, body []byte) error {
	v, err := Version(ctx, tx)
	if err != nil {
		return err
	}
	v++
	sum := sha256.Sum256(body)
	digest := hex.EncodeToString(sum[:])
	for n := range steps {
		args := append([]any{v, n}, steps[n].args()...)
		if _, err := tx.Exec(ctx, `
			insert into unit_step (version, n, kind, unit, other, level, code, name, from_day, to_day, lat, lon, people, link, share, says, basis)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`, args...); err != nil {
			return fmt.Errorf("%s: %w", im.Name, err)
		}
	}
	if _, err := tx.Exec(ctx, `insert into unit_list (version, kind, name, sha256, steps, at) values ($1, $2, $3, $4, $5, $6)`,
		v, im.Kind, im.Name, digest, len(steps), who.At.UnixMicro()); err != nil {
		return fmt.Errorf("%s: %w", im.Name, err)
	}
	_, err = ledger.Append(ctx, tx, who, ledger.Entry{
		Kind: "unit.list.imported", Subject: im.Kind + "/" + strconv.FormatInt(v, 10), Public: true,
		Says: []ledger.Line{{Name: "list", Value: im.Kind}, {Name: "sha256", Value: digest}, {Name: "steps", Value: strconv.Itoa(len(steps))}},
	})
	return err
}

// A reader lays one list on the book, row by row.
type reader struct {
	*laid
	im    Import
	out   Imported
	steps []step
	head  map[string]int
	row   []string
	ends  []ended // to be checked once the whole list is laid
}

type ended struct {
	unit int32
	line int
}

// columns that a list must have, by what it says.
var columns = map[string][]string{
	"units":   {"level", "code", "name_vi", "type", "parent_code", "valid_from", "valid_to"},
	"events":  {"effective_date", "resolution_as_listed", "level", "code", "event", "old", "new", "parent_code"},
	"mapping": {"level", "old_code", "new_code", "kind", "share", "effective_date", "source"},
}

func (r *reader) read(body []byte) error {
	if !utf8.Valid(body) {
		return BadRows{{File: r.im.Name, Line: 1 + bytes.Count(body[:invalid(body)], []byte("\n")), Column: "", Key: "unit.import.utf8"}}
	}
	total := bytes.Count(body, []byte("\n"))
	c := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(body, []byte("\ufeff"))))
	c.ReuseRecord = true
	one, err := r.header(c)
	if err != nil {
		return err
	}
	for {
		row, err := c.Read()
		if err == io.EOF {
			break
		}
		var wrong *csv.ParseError
		if errors.As(err, &wrong) {
			r.refuse(wrong.StartLine, BadRow{Column: strconv.Itoa(wrong.Column), Key: "unit.import.csv"})
			if !errors.Is(err, csv.ErrFieldCount) {
				break // after a broken quote nothing can be told apart
			}
			r.out.Rows++
			continue
		}
		if err != nil {
			return fmt.Errorf("%s: %w", r.im.Name, err)
		}
		line, _ := c.FieldPos(0)
		r.row = row
		r.out.Rows++
		r.take(line, one)
		if r.im.Progress != nil && r.out.Rows%500 == 0 {
			r.im.Progress(r.out.Rows, total)
		}
	}
	r.orphans()
	if r.im.Progress != nil {
		r.im.Progress(r.out.Rows, r.out.Rows)
	}
	return nil
}

func invalid(body []byte) int {
	for i := 0; i < len(body); {
		c, n := utf8.DecodeRune(body[i:])
		if c == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(body)
}

func (r *reader) header(c *csv.Reader) (func(line int) ([]step, error), error) {
	head, err := c.Read()
	if err != nil {
		return nil, BadRows{{File: r.im.Name, Line: 1, Key: "unit.import.empty"}}
	}
	r.head = map[string]int{}
	for i, name := range head {
		r.head[strings.TrimSpace(name)] = i
	}
	what, one := r.im.Kind, r.unit
	switch {
	case r.im.Kind == ListEvents && r.has("old_code"):
		what, one = "mapping", r.mapping
	case r.im.Kind == ListEvents:
		one = r.event
	case r.im.Kind != ListUnits:
		return nil, fmt.Errorf("a list of %q is not known: units or events", r.im.Kind)
	}
	for _, name := range columns[what] {
		if !r.has(name) {
			return nil, BadRows{{File: r.im.Name, Line: 1, Column: name, Key: "unit.import.column", Args: []any{"column", name}}}
		}
	}
	return one, nil
}

func (r *reader) has(column string) bool {
	_, ok := r.head[column]
	return ok
}

// get is a field of the row in hand, clean; a list that lacks the column has it
// empty.
func (r *reader) get(column string) string {
	i, ok := r.head[column]
	if !ok || i >= len(r.row) {
		return ""
	}
	s, err := text.Line(r.row[i])
	if err != nil {
		return ""
	}
	return s
}

func (r *reader) take(line int, one func(line int) ([]step, error)) {
	steps, err := one(line)
	for _, s := range steps {
		if err == nil {
			err = r.put(s)
		}
	}
	switch {
	case err != nil:
		r.refuse(line, err)
	case len(steps) == 0:
		r.out.Known++
	default:
		r.out.Kept++
		r.steps = append(r.steps, steps...)
	}
}

func (r *reader) refuse(line int, err error) {
	var b BadRow
	if !errors.As(err, &b) {
		b = BadRow{Key: "unit.import.other", Args: []any{"reason", err.Error()}}
	}
	b.File, b.Line = r.im.Name, line
	r.out.Bad = append(r.out.Bad, b)
}
