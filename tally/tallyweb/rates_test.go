package tallyweb

import (
	"fmt"
	"strings"
	"testing"

	"kheo/internal/web/webtest"
	"kheo/lang"
	"kheo/tally"
)

// Answered is the sum of what the table tells apart, a verdict through a helper
// for itself, in both languages.
func TestTheRatesTellEveryAnswerApart(t *testing.T) {
	c := tally.Rates{Total: 70, Answered: 58, Acted: 31, Confirmed: 20, Helped: 3, Lapsed: 9, Reopened: 5, Waiting: 21}
	for _, l := range []lang.Lang{lang.VI, lang.EN} {
		p := owedPage{View: webtest.View(l), Counts: c}
		var rows []string
		for _, r := range p.table().Rows {
			rows = append(rows, r[1].Text)
		}
		if got := strings.Join(rows, " "); got != "58 31 20 3 9 5 21" {
			t.Errorf("%s: the table tells %s", l, got)
		}
		apart := rates(p.View, c).Apart
		for _, n := range []int{c.Helped, c.Lapsed, c.Reopened, c.Waiting} {
			if !strings.Contains(apart, fmt.Sprint(n)) {
				t.Errorf("%s: %q does not tell of %d", l, apart, n)
			}
		}
	}
}
