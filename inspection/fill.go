package inspection

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"kheo"
	"kheo/calendar"
	"kheo/draft"
	"kheo/indicator"
	"kheo/internal/db"
	"kheo/lang"
	"kheo/unit"
)

const maxWords = 20000

// FillSection keeps the host's words of one section, woven with what others of
// the host saved meanwhile. They are a draft until the report is handed in: no
// entry of the ledger, and the versions go then.
func FillSection(ctx context.Context, tx *db.Tx, who kheo.Caller, key, section string, t draft.Typed) (draft.Saved, error) {
	i, _, err := filling(ctx, tx, who, key, MayFill)
	if err != nil {
		return draft.Saved{}, err
	}
	var f kheo.Faults
	f.Need(utf8.RuneCountInString(t.Words) <= maxWords, "words", "inspection.fault.long", "n", maxWords)
	if err := f.Err(); err != nil {
		return draft.Saved{}, err
	}
	s, err := i.fillable(section, who)
	if err != nil {
		return draft.Saved{}, err
	}
	saved, err := draft.Save(ctx, tx, who, s.part(i), t)
	if err != nil || saved.Words == s.Words {
		return saved, err
	}
	if _, err = tx.Exec(ctx, `update inspection_section set words = $1 where id = $2`, saved.Words, section); err != nil {
		err = fmt.Errorf("inspection %s: words of section %s: %w", i.Code, s.Number, err)
	}
	return saved, err
}

// Part is a section of a self-report that the caller may write now, by its id.
// One who may not is told as everywhere: not found, or forbidden.
func Part(ctx context.Context, tx *db.Tx, who kheo.Caller, section string) (draft.Part, error) {
	of, err := db.One(ctx, tx, func(id *string) []any { return []any{id} }, `select inspection from inspection_section where id = $1`, section)
	if err != nil {
		return draft.Part{}, fmt.Errorf("section %s: %w", section, err)
	}
	i, _, err := filling(ctx, tx, who, of, MayFill)
	if err != nil {
		return draft.Part{}, err
	}
	s, err := i.fillable(section, who)
	return s.part(i), err
}

func (s Section) part(i Inspection) draft.Part {
	return draft.Part{ID: s.ID, Words: s.Words, Of: i.Code, Title: func(l lang.Lang) string { return s.Number + ". " + s.TitleIn(l) }}
}

// fillable is the section while the host may still write.
func (i Inspection) fillable(id string, who kheo.Caller) (Section, error) {
	if err := i.now(who, "self-report", OutlineSent); err != nil {
		return Section{}, err
	}
	s, ok := i.section(id)
	if !ok {
		return Section{}, fmt.Errorf("inspection %s: section %q: %w", i.Code, id, kheo.ErrNotFound)
	}
	return s, nil
}

// AddEvidence puts a file, already in the blob store, beside a section.
func AddEvidence(ctx context.Context, tx *db.Tx, who kheo.Caller, key, section string, e Evidence) error {
	i, _, err := filling(ctx, tx, who, key, MayFill)
	if err != nil {
		return err
	}
	var f kheo.Faults
	f.Need(e.Name != "" && utf8.RuneCountInString(e.Name) <= maxTitle, "file", "inspection.fault.file_name")
	f.Need(e.SHA256 != "" && e.Size > 0, "file", "inspection.fault.file")
	if err := f.Err(); err != nil {
		return err
	}
	s, err := i.fillable(section, who)
	if err != nil {
		return err
	}
	return put(ctx, tx, who, i, "inspection.evidence_added", says("section", s.Number, "sha256", e.SHA256), `insert into inspection_evidence (id, inspection, section, name, sha256, type, size, at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		kheo.NewID(who.At), i.ID, section, e.Name, e.SHA256, e.Type, e.Size, who.At.UnixMicro())
}

// An Entry answers a box that no record answers: the words of a label, or a
// recorded figure, with what it rests on.
type Entry struct {
	Words    string
	Evidence string
	Why      string // for another figure than the one recorded
	Was      *Entry // what stood when the form was drawn; nil where nobody knows
}

// FillBox answers a box. A computed figure is never typed; a recorded one
// becomes the host's figure of the period, for every report.
func FillBox(ctx context.Context, tx *db.Tx, book *unit.Book, who kheo.Caller, key, box string, e Entry) error {
	i, body, err := filling(ctx, tx, who, key, MayFill)
	if err != nil {
		return err
	}
	b, s, ok := i.Box(box)
	if !ok {
		return fmt.Errorf("inspection %s: box %q: %w", i.Code, box, kheo.ErrNotFound)
	}
	if err := e.check(); err != nil {
		return err
	}
	if _, err := i.fillable(s.ID, who); err != nil {
		return err
	}
	if b.Indicator != "" {
		return recordFigure(ctx, tx, book, who, i, body, b.Indicator, e)
	}
	if b.Typed == e.Words && b.Evidence == e.Evidence {
		return nil
	}
	return put(ctx, tx, who, i, "inspection.box_filled", says("section", s.Number), `update inspection_box set typed = $1, evidence = $2 where id = $3`,
		e.Words, e.Evidence, b.ID)
}

func (e Entry) check() error {
	var f kheo.Faults
	f.Need(utf8.RuneCountInString(e.Words) <= maxTitle, "words", "inspection.fault.long", "n", maxTitle)
	f.Need(utf8.RuneCountInString(e.Evidence) <= maxTitle, "evidence", "inspection.fault.long", "n", maxTitle)
	return f.Err()
}

func recordFigure(ctx context.Context, tx *db.Tx, book *unit.Book, who kheo.Caller, i Inspection, body kheo.UnitID, id string, e Entry) error {
	d, err := indicator.Find(id)
	if err != nil {
		return err
	}
	if !d.Recorded {
		return kheo.Faults{{Field: "words", Key: "inspection.fault.computed"}}
	}
	value, err := number(e.Words, d.Decimals)
	if err != nil {
		return kheo.Faults{{Field: "words", Key: "inspection.fault.number_box"}}
	}
	now, err := indicator.Compute(ctx, tx, book, id, i.Host, i.Period, who.Today())
	if err != nil {
		return err
	}
	if now.Known && now.Value == value && now.Evidence == e.Evidence {
		return nil
	}
	return indicator.RecordFigure(ctx, tx, book, who, indicator.New{Indicator: id, Unit: i.Host, Body: body,
		Period: i.Period, Value: value, Evidence: e.Evidence, Why: e.Why})
}

// number reads a number as people write it, 1180, 1.180 or 12,4, in the
// smallest unit: 124 for 12,4 with one decimal.
func number(s string, decimals int) (int64, error) {
	s = strings.NewReplacer(" ", "", "\u00a0", "").Replace(s)
	whole, part := s, ""
	if at := strings.LastIndexAny(s, ".,"); at >= 0 && decimals > 0 && len(s)-at-1 <= decimals {
		whole, part = s[:at], s[at+1:]
	}
	whole = strings.NewReplacer(".", "", ",", "").Replace(whole)
	v, err := strconv.ParseUint(whole+part+strings.Repeat("0", decimals-len(part)), 10, 53)
	return int64(v), err
}

// Figures is what every box says on a day, by box id: as frozen, or from the
// records, or as the host typed it.
func Figures(ctx context.Context, tx *db.Tx, book *unit.Book, i Inspection, on kheo.Date) (map[string]Frozen, error) {
	all, asked := map[string]Frozen{}, map[string]string{}
	for _, s := range i.Sections {
		for _, b := range s.Boxes {
			switch {
			case b.Frozen != nil:
				all[b.ID] = *b.Frozen
			case b.Indicator == "":
				all[b.ID] = Frozen{Words: b.Typed, Known: b.Typed != "", Evidence: b.Evidence}
			default:
				asked[b.ID] = b.Indicator
			}
		}
	}
	figures, err := indicator.Many(ctx, tx, book, slices.Collect(maps.Values(asked)), indicator.Scope{Unit: i.Host, Period: i.Period, On: on})
	if err != nil {
		return nil, fmt.Errorf("inspection %s: %w", i.Code, err)
	}
	for box, id := range asked {
		f := figures[id]
		all[box] = Frozen{Value: f.Value, Decimals: f.Decimals, Known: f.Known, Early: f.Early, Evidence: f.Evidence, Records: f.Records}
	}
	return all, nil
}

// SubmitSelfReport signs and hands in the self-report: every box keeps its
// figure with the records under it. Late is allowed, and says how late.
// law/inspection.self_report.before_visit
//
// The paper was composed outside this transaction; figures is the digest of
// what it says, and a record that changed meanwhile is a conflict.
func SubmitSelfReport(ctx context.Context, tx *db.Tx, book *unit.Book, who kheo.Caller, key string, p Paper, figures string) error {
	i, body, err := filling(ctx, tx, who, key, MaySubmit)
	if err != nil {
		return err
	}
	if err := p.faults(who.Today(), true).Err(); err != nil {
		return err
	}
	if err := allowed(i.Stage, ReportIn); err != nil {
		return err
	}
	values, err := Figures(ctx, tx, book, i, who.Today())
	if err != nil {
		return err
	}
	if figures != "" && Digest(i, values) != figures {
		return fmt.Errorf("inspection %s: a record changed while the self-report was composed: %w", i.Code, kheo.ErrConflict)
	}
	if err := freeze(ctx, tx, i, values); err != nil {
		return err
	}
	if err := draft.Drop(ctx, tx, i.parts()); err != nil {
		return err
	}
	days, err := calendar.Load(ctx, tx)
	if err != nil {
		return err
	}
	late := max(0, int64(days.Between(i.Due.Day, who.Today())))
	return file(ctx, tx, who, &i, Step{Stage: ReportIn, Body: body, Late: late}, SelfReportPaper, MaySubmit, p,
		says("due", string(i.Due.Day), "figures_sha256", Digest(i, values))...)
}

// parts are the ids of the sections, as draft knows them.
func (i Inspection) parts() []string {
	var list []string
	for _, s := range i.Sections {
		list = append(list, s.ID)
	}
	return list
}

func freeze(ctx context.Context, tx *db.Tx, i Inspection, values map[string]Frozen) error {
	for _, s := range i.Sections {
		for _, b := range s.Boxes {
			text, err := json.Marshal(values[b.ID])
			if err != nil {
				return fmt.Errorf("inspection %s: box %s: %w", i.Code, b.ID, err)
			}
			if err := tx.Move(ctx, `update inspection_box set frozen = $1 where id = $2 and frozen = ''`, string(text), b.ID); err != nil {
				return fmt.Errorf("inspection %s: freeze box %s: %w", i.Code, b.ID, err)
			}
		}
	}
	return nil
}
