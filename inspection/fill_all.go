package inspection

import (
	"context"
	"errors"
	"strings"

	"kheo"
	"kheo/draft"
	"kheo/indicator"
	"kheo/internal/db"
	"kheo/lang"
	"kheo/unit"
)

// A Filled is the host's whole form of a self-report, as it was sent.
type Filled struct {
	Words map[string]draft.Typed // by section
	Boxes map[string]Entry       // by box
	Files map[string][]Evidence  // by section, in the blob store already
	Lang  lang.Lang              // of the visitor, for what is quoted
}

// Fill keeps what changed on the form since it was drawn, whole or not at all,
// and names the sections whose words were woven with what somebody else saved.
// A box that somebody else answered meanwhile is a fault, told once. Faults are
// of w.SECTION, f.SECTION, and v.BOX, e.BOX, y.BOX.
func Fill(ctx context.Context, tx *db.Tx, book *unit.Book, who kheo.Caller, key string, in Filled) (woven []string, err error) {
	i, _, err := filling(ctx, tx, who, key, MayFill)
	if err != nil {
		return nil, err
	}
	values, err := Figures(ctx, tx, book, i, who.Today())
	if err != nil {
		return nil, err
	}
	var all kheo.Faults
	for _, s := range i.Sections {
		if t, typed := in.Words[s.ID]; typed && t.Words != s.Words {
			saved, err := FillSection(ctx, tx, who, i.Code, s.ID, t)
			if err := gathered(err, &all, map[string]string{"words": "w." + s.ID}); err != nil {
				return nil, err
			}
			if saved.Theirs && saved.Mine != t.Base {
				woven = append(woven, s.Number)
			}
		}
		for _, b := range s.Boxes {
			if err := answer(ctx, tx, book, who, i, b, values[b.ID], in, &all); err != nil {
				return nil, err
			}
		}
		for _, e := range in.Files[s.ID] {
			err := AddEvidence(ctx, tx, who, i.Code, s.ID, e)
			if err := gathered(err, &all, map[string]string{"file": "f." + s.ID}); err != nil {
				return nil, err
			}
		}
	}
	return woven, all.Err()
}

func answer(ctx context.Context, tx *db.Tx, book *unit.Book, who kheo.Caller, i Inspection, b Box, now Frozen, in Filled, all *kheo.Faults) error {
	e, sent := in.Boxes[b.ID]
	meanwhile, changed := e.changed(b, now)
	switch {
	case !sent || !changed:
		return nil
	case meanwhile:
		*all = append(*all, kheo.Fault{Field: "v." + b.ID, Key: "inspection.fault.meanwhile",
			Args: []any{"now", strings.Trim(now.Says(in.Lang)+" · "+now.Evidence, " ·")}})
		return nil
	}
	return gathered(FillBox(ctx, tx, book, who, i.Code, b.ID, e), all,
		map[string]string{"words": "v." + b.ID, "value": "v." + b.ID, "evidence": "e." + b.ID, "why": "y." + b.ID})
}

// changed tells whether a box is answered otherwise than it stood when the form
// was drawn, and whether somebody else answered it meanwhile.
func (e Entry) changed(b Box, now Frozen) (meanwhile, changed bool) {
	stands := func(words, evidence string) bool {
		said := words == ""
		if now.Known {
			said = words == now.Says(lang.VI) || words == now.Says(lang.EN)
		}
		return said && evidence == now.Evidence
	}
	kind := b.Kind()
	switch {
	case kind == Computed, stands(e.Words, e.Evidence), e.Was != nil && e.Words == e.Was.Words && e.Evidence == e.Was.Evidence:
		return false, false
	case kind == Recorded && e.Words == "":
		return false, false // nothing is recorded by leaving a field empty
	}
	return e.Was != nil && !stands(e.Was.Words, e.Was.Evidence), true
}

// How a box is answered: from records, recorded once, in words.
const (
	Computed = "computed"
	Recorded = "recorded"
	InWords  = "words"
)

// Kind tells how a box is answered.
func (b Box) Kind() string {
	if b.Indicator == "" {
		return InWords
	}
	d, err := indicator.Find(b.Indicator)
	if err == nil && d.Recorded {
		return Recorded
	}
	return Computed
}

// gathered keeps faults under the form's own field names and lets other errors
// through.
func gathered(err error, all *kheo.Faults, fields map[string]string) error {
	var f kheo.Faults
	if !errors.As(err, &f) {
		return err
	}
	for _, x := range f {
		if name, ok := fields[x.Field]; ok {
			x.Field = name
		}
		*all = append(*all, x)
	}
	return nil
}
