package inspectionweb

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kheo"
	"kheo/inspection"
	"kheo/internal/web"
	"kheo/lang"
)

// Every specimen is drawn in both languages with every word in its place, and
// has one main button at most.
func TestSpecimens(t *testing.T) {
	for _, l := range lang.Langs() {
		v := web.NewView(l, kheo.Office{Name: "Tỉnh Tây Ninh", Sample: true}, "2025-07-01", nil, web.Chrome{})
		for _, s := range Specimens() {
			var b strings.Builder
			if err := s.Page(v).Body.Render(t.Context(), &b); err != nil {
				t.Errorf("%s, %s: %v", s.Name, l, err)
			}
			if i := strings.Index(b.String(), "⟦"); i >= 0 {
				t.Errorf("%s, %s: a word is missing: %.60s", s.Name, l, b.String()[i:])
			}
			if n := strings.Count(b.String(), "<h1"); n != 1 {
				t.Errorf("%s, %s: %d headings of the first rank, want 1", s.Name, l, n)
			}
			if n := strings.Count(b.String(), `class="button"`) + strings.Count(b.String(), `class="button ink"`); n > 1 {
				t.Errorf("%s, %s: %d main buttons, want one at most", s.Name, l, n)
			}
		}
	}
}

// The stepper shows exactly one place where the inspection stands.
func TestTheStepperStandsInOnePlace(t *testing.T) {
	v := web.NewView(lang.VI, kheo.Office{}, "2025-07-01", nil, web.Chrome{})
	for _, stage := range inspection.Stages {
		now, done := 0, true
		for _, s := range specimen(v, stage, inspection.Side{}).stepper(v) {
			switch {
			case s.Stage == web.Now:
				now++
				done = false
			case s.Stage == web.Done && !done:
				t.Errorf("%s: %s is done after one that is not", stage, s.Name)
			}
		}
		if now != 1 && stage != inspection.Closed {
			t.Errorf("%s: %d places where it stands, want 1", stage, now)
		}
	}
}

// Every reader has at most one next step, and the host's is the report alone.
func TestTheNextStepIsTheReaders(t *testing.T) {
	v := web.NewView(lang.VI, kheo.Office{}, "2025-07-01", nil, web.Chrome{})
	team := inspection.Side{Plan: true, Inspect: true, Conclude: true, PublishTeamPapers: true}
	host := inspection.Side{Fill: true}
	for _, c := range []struct {
		stage      inspection.Stage
		team, host string
	}{
		{inspection.Planned, "Ban hành kế hoạch", ""}, {inspection.PlanIssued, "Soạn và gửi đề cương", ""}, {inspection.OutlineSent, "", "Viết báo cáo tự kiểm tra"},
		{inspection.ReportIn, "Kiểm tra tại chỗ", ""}, {inspection.Visited, "Ký biên bản", ""}, {inspection.MinutesIn, "Thông báo kết luận", ""},
		{inspection.Concluded, "Công bố kết luận", ""}, {inspection.Remedying, "Phúc tra", ""}, {inspection.Closed, "", ""},
	} {
		for _, side := range []struct {
			side inspection.Side
			want string
		}{{team, c.team}, {host, c.host}, {inspection.Side{}, ""}} {
			got := ""
			if step, _ := specimen(v, c.stage, side.side).next(v); step != nil {
				got = step.Label
			}
			if got != side.want {
				t.Errorf("%s for %+v: %q, want %q", c.stage, side.side, got, side.want)
			}
		}
	}
}

// Faults keep what was typed.
func TestAReportThatIsRefusedKeepsItsWords(t *testing.T) {
	v := web.NewView(lang.VI, kheo.Office{}, "2025-07-01", nil, web.Chrome{})
	for _, s := range Specimens() {
		if s.Name != "self-report, refused" {
			continue
		}
		var b strings.Builder
		if err := s.Page(v).Body.Render(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{`value="mười hai"`, `<option value="Mật" selected>`, "Ghi một số, ví dụ 1.180 hoặc 12,4."} {
			if !strings.Contains(b.String(), want) {
				t.Errorf("the page lacks %s", want)
			}
		}
	}
}

// What stood when the form was drawn comes back as it was, also where only one
// of the two was there.
func TestAFormTellsWhatStoodWhenItWasDrawn(t *testing.T) {
	for was, want := range map[string]inspection.Entry{
		"5\r\nSổ theo dõi": {Words: "5", Evidence: "Sổ theo dõi"}, "5\n": {Words: "5"}, "\nSổ theo dõi": {Evidence: "Sổ theo dõi"}, "\n": {},
	} {
		a := &web.Ask{Request: &http.Request{PostForm: url.Values{"v.1": {"6"}, "o.1": {was}}}}
		got := filled(a, nil).Boxes["1"].Was
		if got == nil || *got != want {
			t.Errorf("%q is read as %+v, want %+v", was, got, want)
		}
	}
	a := &web.Ask{Request: &http.Request{PostForm: url.Values{"v.1": {"6"}}}}
	if got := filled(a, nil).Boxes["1"].Was; got != nil {
		t.Errorf("a form that says nothing of it: %+v", got)
	}
}
