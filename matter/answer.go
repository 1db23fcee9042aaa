package matter

import (
	"context"
	"encoding/hex"

	"kheo"
	"kheo/calendar"
	"kheo/internal/db"
)

// Check says what is to be mended in a reply and cleans its text. To have
// acted needs a proof: a photo, a paper, a record.
func (r *Reply) Check() error {
	var f kheo.Faults
	r.Text = Typed(&f, "text", r.Text, maxText)
	f.Need(r.Kind == Explained || r.Kind == Document || r.Kind == Acted, "kind", "matter.fault.answer")
	f.Need(r.Text != "", "text", "matter.fault.text")
	f.Need(r.Kind != Acted || len(r.Proofs) > 0, "proof", "matter.fault.proof")
	r.TextEN = Typed(&f, "text_en", r.TextEN, maxText)
	r.Script = Typed(&f, "script", r.Script, maxScript)
	r.Board = Typed(&f, "board", r.Board, maxBoard)
	f.Need(len(r.Proofs) <= maxProofs, "proof", "matter.fault.proofs", "n", maxProofs)
	for i, p := range r.Proofs {
		r.Proofs[i].Name = Typed(&f, "proof", p.Name, MaxTitle)
		sum, err := hex.DecodeString(p.SHA256)
		ok := err == nil && len(sum) == 32 && r.Proofs[i].Name != "" && p.Size > 0
		f.Need(ok, "proof", "matter.fault.file", "name", p.Name)
	}
	return f.Err()
}

// Answer records the holder's reply. What is not proven is not counted as
// acted; whether it is done, others say.
func Answer(ctx context.Context, tx *db.Tx, who kheo.Caller, code string, r Reply) error {
	m, holder, err := Held(ctx, tx, who, code, MayTake)
	if err != nil {
		return err
	}
	if err := m.State.Step(Answered); err != nil {
		return err // before its form: what cannot be answered needs no better text
	}
	if err := r.Check(); err != nil {
		return err
	}
	until, err := m.speakBy(ctx, tx, who)
	if err != nil {
		return err
	}
	n, err := Record(ctx, tx, who, m, Change{Event: "matter.answered", To: Answered, Body: holder, Holder: holder, Reply: r,
		Set: func(n *Matter) { n.SpeakBy = until }})
	if err != nil {
		return err
	}
	return toFind(ctx, tx, n)
}

// speakBy is the last day to speak on an answer given today; "" where bodies
// judge, who have no such day (law/matter.verdict.speak).
func (m Matter) speakBy(ctx context.Context, tx *db.Tx, who kheo.Caller) (kheo.Date, error) {
	if m.OwedTo != "" {
		return "", nil
	}
	return calendar.DueBy(ctx, tx, m.Territory, ruleSpeak, who.Today())
}
