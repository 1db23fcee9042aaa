package concernweb

import (
	"testing"

	"kheo/internal/web"
	"kheo/internal/web/webtest"
	"kheo/lang"
	"kheo/tally"
)

func TestSpecimens(t *testing.T) { webtest.Check(t, Specimens()) }

// A track never shows a station that may not come, and exactly one is where
// the concern stands.
func TestATrackHasOneBall(t *testing.T) {
	v := webtest.View(lang.VI)
	for _, s := range shownStates {
		f := exampleFacts(v, s.state)
		if s.change != nil {
			s.change(&f)
		}
		now := 0
		for i, st := range f.track(v) {
			if st.Stage == web.Now {
				now++
			}
			if !f.M.State.Open() && st.Stage == web.To {
				t.Errorf("%s: station %d is to come, and nothing is", s.name, i)
			}
		}
		if now != 1 {
			t.Errorf("%s: %d stations are now", s.name, now)
		}
	}
}

// Each slat total agrees with the sentence.
func TestTheReadySentenceHoldsBothTerms(t *testing.T) {
	l := listPage{View: webtest.View(lang.VI)}
	l.count(tally.Rates{Total: 64, Answered: 58, Acted: 31, Confirmed: 22, Lapsed: 9, Reopened: 4, Waiting: 23})
	want := "Đến 22/11/2026, Tỉnh Tây Ninh nhận 64 phản ánh: 58 đã trả lời, 31 đã làm, 22 được người gửi xác nhận là xong, đều tính trên 64."
	if l.Ready != want {
		t.Errorf("Ready = %q, want %q", l.Ready, want)
	}
	if r := l.Rates; r.Of != 64 || r.Rows[0].N != 58 || r.Rows[1].N != 31 || r.Rows[2].N != 22 {
		t.Errorf("Rates = %+v", r)
	}
}
