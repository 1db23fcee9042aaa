package inspection

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/ledger"
	"kheo/report"
)

// A Paper is the number and date of a step's paper and, where Khéo composed
// it, the file, whose bytes are in the blob store already.
type Paper struct {
	Number  string
	Day     kheo.Date
	Secrecy string // a marked paper is refused
	Title   string
	SHA256  string
	Size    int64
}

// Numbered tells the papers that need a number from the registry; minutes of a
// meeting may do without.
func Numbered(kind string) bool { return kind != MinutesPaper }

// faults checks the parts that were typed.
func (p Paper) faults(today kheo.Date, numbered bool) kheo.Faults {
	var f kheo.Faults
	f.Need(!numbered || p.Number != "", "number", "inspection.fault.number")
	f.Need(len(p.Number) <= 60, "number", "inspection.fault.number_long")
	f.Need(p.Day != "", "day", "inspection.fault.day")
	f.Need(p.Day <= today, "day", "inspection.fault.day_ahead")
	f.Need(p.Secrecy == "", "secrecy", "inspection.fault.secrecy")
	return f
}

// orderly refuses what is dated before the inspection's last step.
func orderly(i Inspection, at time.Time) error {
	if n := len(i.Steps); n > 0 && at.Before(i.Steps[n-1].At) {
		return fmt.Errorf("inspection %s: its last step is of %s: %w", i.Code, i.Steps[n-1].At.Format(time.RFC3339), kheo.ErrConflict)
	}
	return nil
}

// now is nil when an act fits the stage and comes after the last step.
func (i Inspection) now(who kheo.Caller, act string, in ...Stage) error {
	if err := need(i, act, in...); err != nil {
		return err
	}
	return orderly(i, who.At)
}

// move takes the inspection to the next stage, records the step with its paper
// and appends it to the ledger.
func move(ctx context.Context, tx *db.Tx, who kheo.Caller, i *Inspection, to Stage, s Step, lines ...ledger.Line) error {
	if err := allowed(i.Stage, to); err != nil {
		return fmt.Errorf("inspection %s: %w", i.Code, err)
	}
	if err := orderly(*i, who.At); err != nil {
		return err
	}
	s.Stage, s.At = to, who.At
	if i.recorded != nothing {
		err := tx.Move(ctx, `update inspection_inspection set stage = $1 where id = $2 and stage = $3`, string(to), i.ID, string(i.recorded))
		if err != nil {
			return fmt.Errorf("inspection %s to %s: %w", i.Code, to, err)
		}
	}
	_, err := tx.Exec(ctx, `insert into inspection_step (id, inspection, stage, at, body, number, day, document, late)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		kheo.NewID(who.At), i.ID, string(to), who.At.UnixMicro(), string(s.Body), s.Number, string(s.Day), s.Document, s.Late)
	if err != nil {
		return fmt.Errorf("inspection %s to %s: %w", i.Code, to, err)
	}
	i.Stage, i.recorded, i.Steps = to, to, append(i.Steps, s)
	return record(ctx, tx, who, i.Code, "inspection."+string(to), append(s.says(), lines...)...)
}

func (s Step) says() []ledger.Line {
	late := ""
	if s.Late > 0 {
		late = strconv.FormatInt(s.Late, 10)
	}
	return says("body", string(s.Body), "number", s.Number, "date", string(s.Day), "working_days_late", late)
}

// record appends what happened to the ledger.
func record(ctx context.Context, tx *db.Tx, who kheo.Caller, code, kind string, lines ...ledger.Line) error {
	_, err := ledger.Append(ctx, tx, who, ledger.Entry{Kind: kind, Subject: code, Says: lines})
	if err != nil {
		return fmt.Errorf("inspection %s: %w", code, err)
	}
	return nil
}

// file moves the inspection to a stage with that stage's paper, frozen in the
// same transaction where Khéo composed one.
func file(ctx context.Context, tx *db.Tx, who kheo.Caller, i *Inspection, s Step, kind string, may kheo.Right, p Paper, lines ...ledger.Line) error {
	if err := allowed(i.Stage, s.Stage); err != nil {
		return err
	}
	s.Number, s.Day = p.Number, p.Day
	if p.SHA256 != "" {
		d, err := report.Freeze(ctx, tx, who, may, report.Draft{Kind: kind, Subject: i.Subject(), Body: s.Body,
			Number: p.Number, Unnumbered: !Numbered(kind), Date: p.Day, Title: p.Title, Secrecy: p.Secrecy, SHA256: p.SHA256, Size: p.Size})
		if err != nil {
			return err
		}
		s.Document = d.ID
		lines = append(lines, says("document_sha256", p.SHA256)...)
	}
	return move(ctx, tx, who, i, s.Stage, s, lines...)
}

// put writes one row and appends what happened to the ledger.
func put(ctx context.Context, tx *db.Tx, who kheo.Caller, i Inspection, kind string, lines []ledger.Line, text string, args ...any) error {
	if _, err := tx.Exec(ctx, text, args...); err != nil {
		return fmt.Errorf("%s %s: %w", kind, i.Code, err)
	}
	return record(ctx, tx, who, i.Code, kind, lines...)
}

// says pairs names and values for a ledger entry; an empty value is left out.
func says(pairs ...string) []ledger.Line {
	var lines []ledger.Line
	for n := 0; n+1 < len(pairs); n += 2 {
		if pairs[n+1] == "" {
			continue
		}
		lines = append(lines, ledger.Line{Name: pairs[n], Value: pairs[n+1]})
	}
	return lines
}
