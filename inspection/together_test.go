package inspection_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"kheo"
	"kheo/draft"
	"kheo/inspection"
	"kheo/internal/db"
	"kheo/lang"
)

// Two of the host open the same report; each changes words and boxes and saves.
// The later save loses nothing of the earlier, and a box both answered is asked
// about once.
func TestTwoPeopleFillOneReport(t *testing.T) {
	each(t, func(w *world) {
		code := w.plan()
		w.must(w.write(func(ctx context.Context, tx *db.Tx) error {
			if err := inspection.IssuePlan(ctx, tx, w.lead("2023-09-15"), code, no("41-KH/BDVTU", "2023-09-15")); err != nil {
				return err
			}
			return inspection.SendOutline(ctx, tx, w.inspector("2023-10-02"), code, no("118-CV/BDVTU", "2023-10-02"))
		}))
		var section inspection.Section
		var asked inspection.Box
		for _, s := range w.working(code, "2023-11-01").Sections {
			for _, b := range s.Boxes {
				if b.Kind() == inspection.InWords && asked.ID == "" {
					section, asked = s, b
				}
			}
		}
		fill := func(who kheo.Caller, words string, base int, box, was string) ([]string, error) {
			var woven []string
			err := w.write(func(ctx context.Context, tx *db.Tx) (err error) {
				woven, err = inspection.Fill(ctx, tx, w.book, who, code, inspection.Filled{Lang: lang.VI,
					Words: map[string]draft.Typed{section.ID: {Words: words, Base: base}},
					Boxes: map[string]inspection.Entry{asked.ID: {Words: box, Was: &inspection.Entry{Words: was}}}})
				return err
			})
			return woven, err
		}
		stands := func() (string, string) {
			s := w.working(code, "2023-11-02").Sections
			i := slices.IndexFunc(s, func(s inspection.Section) bool { return s.ID == section.ID })
			j := slices.IndexFunc(s[i].Boxes, func(b inspection.Box) bool { return b.ID == asked.ID })
			return s[i].Words, s[i].Boxes[j].Typed
		}
		woven, err := fill(w.officer("2023-11-02"), "Đã đối thoại hai lần.", 0, "hai", "")
		if err != nil || woven != nil {
			t.Fatalf("the first save: %v, %v", woven, err)
		}
		// The other's form was drawn before: its box is empty, and left so.
		woven, err = fill(w.hostLead("2023-11-02"), "Có tám kiến nghị.", 0, "", "")
		if err != nil || !slices.Equal(woven, []string{section.Number}) {
			t.Fatalf("the second save: %v, %v", woven, err)
		}
		if words, box := stands(); words != "Đã đối thoại hai lần. Có tám kiến nghị." || box != "hai" {
			t.Errorf("both saved: %q, %q", words, box)
		}
		_, err = fill(w.hostLead("2023-11-02"), "Có tám kiến nghị.", 0, "ba", "")
		var f kheo.Faults
		if !errors.As(err, &f) || f[0].Field != "v."+asked.ID || !strings.Contains(f.Error(), "meanwhile") {
			t.Errorf("a box both answered: %v", err)
		}
		if _, box := stands(); box != "hai" {
			t.Errorf("written over unasked: %q", box)
		}
		if _, err = fill(w.hostLead("2023-11-02"), "", -1, "ba", "hai"); !errors.Is(err, kheo.ErrConflict) {
			t.Errorf("words from no version: %v", err)
		}
		if _, err = fill(w.hostLead("2023-11-02"), "Đã đối thoại hai lần. Có tám kiến nghị.", 3, "ba", "hai"); err != nil {
			t.Error(err)
		}
		if _, box := stands(); box != "ba" {
			t.Errorf("written over knowingly: %q", box)
		}
	})
}
