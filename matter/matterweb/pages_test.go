package matterweb

import (
	"strings"
	"testing"

	"kheo"
	"kheo/desk"
	"kheo/internal/web"
	"kheo/internal/web/webtest"
	"kheo/lang"
	"kheo/matter"
)

func view(l lang.Lang) web.View {
	return web.NewView(l, kheo.Office{Name: "Tỉnh Tây Ninh", Sample: true}, "2025-07-01", nil, web.Chrome{})
}

func draw(t *testing.T, v web.View, p web.Page) string {
	t.Helper()
	var b strings.Builder
	if err := web.Frame(v, p).Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestEverySpecimenIsDrawnInBothLanguages(t *testing.T) {
	for _, l := range lang.Langs() {
		for _, s := range Specimens() {
			v := view(l)
			text := draw(t, v, s.Page(v))
			if i := strings.Index(text, "⟦"); i >= 0 {
				t.Errorf("%s, %s: a word is missing: %s", s.Name, l, text[i:min(len(text), i+60)])
			}
			if strings.Count(text, "<h1") != 1 {
				t.Errorf("%s, %s: %d headings of the first rank, want 1", s.Name, l, strings.Count(text, "<h1"))
			}
		}
	}
}

func TestSpecimens(t *testing.T) { webtest.Check(t, Specimens()) }

// A track never shows a station that may not come, and exactly one is where
// the matter stands.
func TestATrackHasOneBall(t *testing.T) {
	v := view(lang.VI)
	for _, s := range showStates() {
		f := s.facts(v)
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

// What one may do stands on the page, and nothing else.
func TestThePageOffersExactlyWhatIsAsked(t *testing.T) {
	forms := map[desk.Do]string{desk.DoTake: "matter.take", desk.DoAnswer: "matter.answer", desk.DoJudge: "matter.judge"}
	v := view(lang.VI)
	for _, s := range showStates() {
		f := s.facts(v)
		text := draw(t, v, web.Page{Title: "x", Body: showBody(f.page(v, form{}))})
		for do, route := range forms {
			if got := strings.Contains(text, `action="/`+route); got != (f.Do == do) {
				t.Errorf("%s, asked to %q: form %s stands there: %v", s.name, f.Do, route, got)
			}
		}
		if got := strings.Contains(text, "matter.choose"); got != (f.Do == desk.DoChoose) {
			t.Errorf("%s: the way to choose stands there: %v", s.name, got)
		}
	}
}

func TestTheWaitingMatterSaysSoBeforeAll(t *testing.T) {
	v := view(lang.VI)
	f := sample(v, matter.InHand).waiting(v)
	text := draw(t, v, web.Page{Title: "x", Body: showBody(f.page(v, form{}))})
	notice, head := strings.Index(text, `class="choice"`), strings.Index(text, "<h1")
	if notice < 0 || notice > head {
		t.Errorf("the notice stands at %d, the heading at %d", notice, head)
	}
	for _, want := range []string{"Ban Tuyên giáo và Dân vận Tỉnh ủy Tây Ninh", "vẫn tính ngày", "Trễ 1 ngày", "Long Hựu", "07-QĐ/HU"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}
