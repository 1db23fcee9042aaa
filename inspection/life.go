package inspection

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/ledger"
	"kheo/matter"
)

// A Stage of an inspection; "" is no stage.
type Stage string

// The stages, in order.
const (
	Planned      Stage = "planned"
	PlanIssued   Stage = "plan_issued"
	OutlineSent  Stage = "outline_sent"
	ReportIn     Stage = "self_report_received"
	Visited      Stage = "visited"
	MinutesIn    Stage = "minutes_signed"
	Concluded    Stage = "concluded"
	Remedying    Stage = "remedying"
	Remedied     Stage = "remedied"
	Closed       Stage = "closed"
	nothing      Stage = ""
	unknownStage       = -1
)

// Stages lists all of them in order.
var Stages = []Stage{Planned, PlanIssued, OutlineSent, ReportIn, Visited, MinutesIn, Concluded, Remedying, Remedied, Closed}

// lifeCycle says where each stage may lead. Nobody moves an inspection to
// remedying or remedied: it stands there when its recommendations do.
var lifeCycle = map[Stage][]Stage{
	nothing:     {Planned},
	Planned:     {PlanIssued},
	PlanIssued:  {OutlineSent},
	OutlineSent: {ReportIn},
	ReportIn:    {Visited},
	Visited:     {MinutesIn},
	MinutesIn:   {Concluded},
	Concluded:   {Remedying, Closed}, // closed at once when nothing was recommended
	Remedying:   {Remedied, Closed},  // closed after a re-check: what is open heads the next plan
	Remedied:    {Closed},
	Closed:      {},
}

// Next lists the stages that may follow s.
func Next(s Stage) []Stage { return slices.Clone(lifeCycle[s]) }

func rank(s Stage) int { return slices.Index(Stages, s) }

// allowed is nil, or the Wrong that names the stages possible.
func allowed(from, to Stage) error {
	if slices.Contains(lifeCycle[from], to) {
		return nil
	}
	w := kheo.Wrong{From: string(from), To: string(to)}
	for _, s := range lifeCycle[from] {
		w.Possible = append(w.Possible, string(s))
	}
	return w
}

// need is nil when the inspection stands in one of the stages, else a Wrong
// naming them as where the act is possible.
func need(i Inspection, act string, in ...Stage) error {
	if slices.Contains(in, i.Stage) {
		return nil
	}
	w := kheo.Wrong{From: string(i.Stage), To: act}
	for _, s := range in {
		w.Possible = append(w.Possible, string(s))
	}
	return w
}

// standing reads remedying and remedied off the recommendations: the stage
// recorded last is concluded until the file is closed.
func standing(recorded Stage, recs []Recommendation) Stage {
	if recorded != Concluded || len(recs) == 0 {
		return recorded
	}
	done, begun := 0, false
	for _, r := range recs {
		if r.State == matter.Confirmed {
			done++
		}
		if r.State != matter.Assigned {
			begun = true
		}
	}
	switch {
	case done == len(recs):
		return Remedied
	case begun:
		return Remedying
	}
	return Concluded
}

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

// move takes the inspection to the next stage, records the step with its paper
// and appends it to the ledger.
func move(ctx context.Context, tx *db.Tx, who kheo.Caller, i *Inspection, to Stage, s Step, says ...ledger.Line) error {
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
	return record(ctx, tx, who, i.Code, "inspection."+string(to), stepLines(s, says)...)
}

func stepLines(s Step, says []ledger.Line) []ledger.Line {
	lines := []ledger.Line{{Name: "body", Value: string(s.Body)}}
	if s.Number != "" {
		lines = append(lines, ledger.Line{Name: "number", Value: s.Number})
	}
	if s.Day != "" {
		lines = append(lines, ledger.Line{Name: "date", Value: string(s.Day)})
	}
	if s.Late > 0 {
		lines = append(lines, ledger.Line{Name: "working_days_late", Value: strconv.FormatInt(s.Late, 10)})
	}
	return append(lines, says...)
}

// record appends what happened to the ledger.
func record(ctx context.Context, tx *db.Tx, who kheo.Caller, code, kind string, says ...ledger.Line) error {
	_, err := ledger.Append(ctx, tx, who, ledger.Entry{Kind: kind, Subject: code, Says: says})
	if err != nil {
		return fmt.Errorf("inspection %s: %w", code, err)
	}
	return nil
}
