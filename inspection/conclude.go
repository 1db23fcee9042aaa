package inspection

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"unicode/utf8"

	"kheo"
	"kheo/internal/db"
	"kheo/ledger"
	"kheo/matter"
	"kheo/report"
)

// A Conclusion is what the team's body gives notice of.
type Conclusion struct {
	Words           string
	Recommendations []Proposal
}

// A Proposal is a recommendation before it is opened as a matter.
type Proposal struct {
	Title   string
	Words   string
	Product string
	Holder  kheo.UnitID
	Due     kheo.Date
}

// Check names the fields by their row: "rec2.due".
func (c Conclusion) Check(today kheo.Date) kheo.Faults {
	var f kheo.Faults
	f.Need(c.Words != "", "words", "inspection.fault.conclusion")
	f.Need(utf8.RuneCountInString(c.Words) <= maxWords, "words", "inspection.fault.long", "n", maxWords)
	for n, r := range c.Recommendations {
		f.Need(r.Title != "", Row(n, "title"), "inspection.fault.rec_title")
		f.Need(r.Product != "", Row(n, "product"), "inspection.fault.rec_product")
		f.Need(r.Holder != "", Row(n, "holder"), "inspection.fault.rec_holder")
		f.Need(r.Due != "", Row(n, "due"), "inspection.fault.rec_due")
		f.Need(r.Due == "" || r.Due > today, Row(n, "due"), "inspection.fault.rec_past")
	}
	return f
}

// Row names a field of the nth recommendation, counted from 0, in a form.
func Row(n int, field string) string { return "rec" + strconv.Itoa(n+1) + "." + field }

// Conclude gives notice of the conclusion. Each recommendation becomes a
// matter with an owner, a product and a day, owed to the body that concludes.
func Conclude(ctx context.Context, tx *db.Tx, who kheo.Caller, key string, c Conclusion, p Paper) error {
	i, body, err := working(ctx, tx, who, key, MayConclude)
	if err != nil {
		return err
	}
	f := append(c.Check(who.Today()), p.faults(who.Today(), true)...)
	if err := f.Err(); err != nil {
		return err
	}
	if err := allowed(i.Stage, Concluded); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `update inspection_inspection set conclusion = $1 where id = $2`, c.Words, i.ID); err != nil {
		return fmt.Errorf("inspection %s: conclusion: %w", i.Code, err)
	}
	lines := says("recommendations", strconv.Itoa(len(c.Recommendations)))
	for n, r := range c.Recommendations {
		code, err := open(ctx, tx, who, i, body, n, r)
		if err != nil {
			return err
		}
		lines = append(lines, says("matter", code)...)
	}
	return file(ctx, tx, who, &i, Step{Stage: Concluded, Body: body}, ConclusionPaper, MayConclude, p, lines...)
}

func open(ctx context.Context, tx *db.Tx, who kheo.Caller, i Inspection, body kheo.UnitID, n int, r Proposal) (string, error) {
	m, err := matter.Open(ctx, tx, who, matter.New{Kind: matter.Recommendation, Title: r.Title, Text: r.Words, Product: r.Product,
		OwedTo: body, Holder: r.Holder, Territory: i.Host, Source: i.Subject(), Ordinal: n + 1, Due: r.Due})
	var f kheo.Faults
	if errors.As(err, &f) {
		for k := range f {
			f[k].Field = Row(n, f[k].Field)
		}
		return "", f
	}
	return m.Code, err
}

// publishPaper publishes the inspection's frozen paper of a kind.
func publishPaper(ctx context.Context, tx *db.Tx, who kheo.Caller, i Inspection, kind string) error {
	for _, d := range i.Documents {
		if d.Kind == kind {
			return report.Publish(ctx, tx, who, MayPublish, d.ID)
		}
	}
	return fmt.Errorf("inspection %s: paper %q: %w", i.Code, kind, kheo.ErrNotFound)
}

// Publish makes a paper public, by the body that signed it. With the
// conclusion the inspection and its recommendations become public.
func Publish(ctx context.Context, tx *db.Tx, who kheo.Caller, key, kind string) error {
	i, err := Working(ctx, tx, key, who.Today())
	if err != nil {
		return err
	}
	signer := i.Team
	if kind == SelfReportPaper {
		signer = i.HostBody
	}
	if _, err := sideMay(ctx, tx, who, i, MayPublish, signer); err != nil {
		return err
	}
	if err := orderly(i, who.At); err != nil {
		return err
	}
	if err := publishPaper(ctx, tx, who, i, kind); err != nil {
		return err
	}
	if kind != ConclusionPaper {
		return nil
	}
	err = tx.Move(ctx, `update inspection_inspection set published = $1 where id = $2 and published = 0`, who.At.UnixMicro(), i.ID)
	if err != nil {
		return fmt.Errorf("publish inspection %s: %w", i.Code, err)
	}
	if err := matter.Publish(ctx, tx, who, i.Subject()); err != nil {
		return err
	}
	_, err = ledger.Append(ctx, tx, who, ledger.Entry{Kind: "inspection.published", Subject: i.Code, Public: true,
		Says: says("host", string(i.Host), "year", strconv.Itoa(i.Year))})
	return err
}
