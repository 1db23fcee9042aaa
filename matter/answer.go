package matter

import (
	"context"
	"encoding/hex"

	"kheo"
	"kheo/internal/db"
)

// Check says what is to be mended in a reply and cleans its text. To have
// acted needs a proof: a photo, a paper, a record.
func (r *Reply) Check() error {
	r.Text = clean(r.Text)
	var f kheo.Faults
	f.Need(r.Kind == Explained || r.Kind == Document || r.Kind == Acted, "kind", "matter.fault.answer")
	f.Need(r.Text != "", "text", "matter.fault.text")
	f.Need(letterCount(r.Text) <= maxText, "text", "matter.fault.long", "n", maxText)
	f.Need(r.Kind != Acted || len(r.Proofs) > 0, "proof", "matter.fault.proof")
	r.TextEN, r.Script, r.Board = clean(r.TextEN), clean(r.Script), clean(r.Board)
	f.Need(letterCount(r.TextEN) <= maxText, "text_en", "matter.fault.long", "n", maxText)
	f.Need(letterCount(r.Script) <= maxScript, "script", "matter.fault.long", "n", maxScript)
	f.Need(letterCount(r.Board) <= maxBoard, "board", "matter.fault.long", "n", maxBoard)
	f.Need(len(r.Proofs) <= maxProofs, "proof", "matter.fault.proofs", "n", maxProofs)
	for i, p := range r.Proofs {
		r.Proofs[i].Name = clean(p.Name)
		sum, err := hex.DecodeString(p.SHA256)
		ok := err == nil && len(sum) == 32 && r.Proofs[i].Name != "" && p.Size > 0
		f.Need(ok, "proof", "matter.fault.file", "name", p.Name)
	}
	return f.Err()
}

// Answer records the holder's reply. What is not proven is not counted as
// acted; whether it is done, others say.
func Answer(ctx context.Context, tx *db.Tx, who kheo.Caller, code string, r Reply) error {
	m, holder, err := held(ctx, tx, who, code, MayTake)
	if err != nil {
		return err
	}
	if err := m.State.step(Answered); err != nil {
		return err // before its form: what cannot be answered needs no better text
	}
	if err := r.Check(); err != nil {
		return err
	}
	until, err := speakBy(ctx, tx, who, m)
	if err != nil {
		return err
	}
	n, err := record(ctx, tx, who, m, change{event: "matter.answered", to: Answered, body: holder, holder: holder, reply: r,
		set: func(n *Matter) { n.SpeakBy = until }})
	if err != nil {
		return err
	}
	return toFind(ctx, tx, who, n)
}
