package inspection_test

import (
	"context"
	"strings"
	"testing"

	"kheo"
	"kheo/inspection"
	"kheo/internal/db"
	"kheo/internal/doc"
)

// The notice of conclusion stands under the Party's letterhead, says how many
// models ran, and gives each recommendation an owner, a product and a day.
func TestTheNoticeOfConclusion(t *testing.T) {
	each(t, func(w *world) {
		w.models(3)
		code := w.plan()
		w.untilMinutes(code)
		var p doc.Paper
		w.read(func(ctx context.Context, tx *db.Tx) (err error) {
			i, err := inspection.Working(ctx, tx, code, "2023-12-11")
			if err != nil {
				return err
			}
			press := inspection.Press{Book: w.book, Office: kheo.Office{Sample: true}, Foot: "mốc"}
			p, err = press.Conclusion(ctx, tx, w.lead("2023-12-11"), i, w.conclusion(), no("65-TB/BDVTU", "2023-12-11"))
			return err
		})
		h := p.Head
		if h.Style != "party" || h.Above != "TỈNH ỦY LONG AN" || h.Issuer != "BAN DÂN VẬN" || h.Number != "65" || h.Symbol != "TB/BDVTU" || h.Place != "Long An" {
			t.Errorf("letterhead %+v", h)
		}
		if p.Sample == "" || p.Foot != "mốc" {
			t.Errorf("sample line %q, foot %q", p.Sample, p.Foot)
		}
		var all strings.Builder
		for _, b := range p.Body {
			all.WriteString(b.Text + strings.Join(append(b.List, b.Numbered...), "\n") + "\n")
		}
		for _, want := range []string{"có 3 mô hình", "Tham mưu", "Ban Dân vận Huyện ủy Cần Đước", "Sổ theo dõi", "31/3/2024"} {
			if !strings.Contains(strings.ReplaceAll(all.String(), "31/03/2024", "31/3/2024"), want) {
				t.Errorf("the notice does not say %q", want)
			}
		}
	})
}

func TestNumbersAreReadAsPeopleWriteThem(t *testing.T) {
	each(t, func(w *world) {
		got := inspection.Numbering(65, inspection.ConclusionPaper, w.body(w.longAn))
		if got != "65-TB/BDVTU" {
			t.Errorf("the next number is suggested as %q", got)
		}
	})
}
