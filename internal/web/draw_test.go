package web_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"rsc.io/qr"

	"kheo"
	"kheo/internal/web"
	"kheo/internal/web/webtest"
	"kheo/lang"
)

func drawn(t *testing.T, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Every day counted stands in one square, in the row and under the weekday
// where it belongs, however many months the count runs through.
func TestEveryCountedDayHasOneSquare(t *testing.T) {
	row := regexp.MustCompile(`(?s)<tr>(.*?)</tr>`)
	cell := regexp.MustCompile(`(?s)<td class="day ([^"]*)">(?:<span>(\d+)</span> ?(?:<small>([^<]*)</small>)?)?`)
	for first := kheo.Date("2026-10-20"); first < "2027-02-10"; first = first.Add(3) {
		for _, long := range []int{1, 2, 7, 20, 45} {
			w := web.WhyDay{Title: "x"}
			for i := range long {
				w.Days = append(w.Days, web.CountedDay{Day: first.Add(i), Kind: web.DayWork, N: i + 1})
			}
			next := 1
			for _, tr := range row.FindAllStringSubmatch(drawn(t, w.Show(webtest.View(lang.VI))), -1) {
				cells := cell.FindAllStringSubmatch(tr[1], -1)
				for col, td := range cells {
					if !strings.HasPrefix(td[1], "day-work") {
						continue
					}
					day := first.Add(next - 1)
					if td[3] != fmt.Sprint(next) || td[2] != fmt.Sprint(day.Time().Day()) || col != (int(day.Time().Weekday())+6)%7 {
						t.Fatalf("%d days from %s: square %d is %q in column %d", long, first, next, td[2:], col)
					}
					next++
				}
			}
			if next != long+1 {
				t.Errorf("%d days from %s: %d squares", long, first, next-1)
			}
		}
	}
}

func TestTheDaysThatMatterAreMarked(t *testing.T) {
	w := web.WhyDay{Title: "x", Sent: "2026-11-20", Answered: "2026-11-25", Due: "2026-11-25", Moved: []web.MovedDay{{Day: "2026-11-24", Reason: "vì lễ"}},
		Days: []web.CountedDay{{Day: "2026-11-20"}, {Day: "2026-11-21", Kind: web.DayOff}, {Day: "2026-11-22", Kind: web.DayOff}, {Day: "2026-11-23", Kind: web.DayWork, N: 1},
			{Day: "2026-11-24", Kind: web.DayOff, Name: "Ngày Văn hóa Việt Nam"}, {Day: "2026-11-25", Kind: web.DayWork, N: 2}}}
	page := drawn(t, w.Show(webtest.View(lang.VI)))
	for _, want := range []string{
		`day-work day-due day-answer"><span>25</span>`, `day-off day-was"><span>24</span>`, `<small>gửi</small>`, `<small>nghỉ</small>`,
		`<del>thứ` + "\u00a0" + `Ba, 24/11/2026</del> vì lễ`, `24/11: Ngày Văn hóa Việt Nam`, `day-out"><span>19</span>`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in\n%s", want, page)
		}
	}
}

// The squares drawn are those of the code, with the border a reader needs.
func TestQR(t *testing.T) {
	const text = "https://tayninh.example/q/CD-7K3M-9"
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	page := drawn(t, web.QR(text, `a "code"`))
	if want := fmt.Sprintf(`viewBox="0 0 %d %d"`, code.Size+8, code.Size+8); !strings.Contains(page, want) || !strings.Contains(page, "a &#34;code&#34;") {
		t.Errorf("no %s in %.300s", want, page)
	}
	dark := map[[2]int]bool{}
	for _, m := range regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h`).FindAllStringSubmatch(page, -1) {
		var x, y, n int
		fmt.Sscan(m[1]+" "+m[2]+" "+m[3], &x, &y, &n)
		for i := range n {
			dark[[2]int{x - 4 + i, y - 4}] = true
		}
	}
	for y := range code.Size {
		for x := range code.Size {
			if dark[[2]int{x, y}] != code.Black(x, y) {
				t.Fatalf("square %d,%d is drawn %v", x, y, dark[[2]int{x, y}])
			}
		}
	}
	if got := drawn(t, web.QR(strings.Repeat("x", 5000), "")); got != "" {
		t.Errorf("a text too long for a code draws %.80s", got)
	}
}

// Whatever the marks, the raw words come out whole; those that fit are counted.
func TestRawWordsStayWhole(t *testing.T) {
	for _, c := range []struct {
		marks []web.Mark
		n     int
	}{
		{nil, 0}, {[]web.Mark{{From: 4, To: 11}}, 1}, {[]web.Mark{{From: 0, To: 3}, {From: 4, To: 11}}, 2},
		{[]web.Mark{{From: 4, To: 11}, {From: 6, To: 9}}, 1}, {[]web.Mark{{From: 4, To: 400}}, 0}, {[]web.Mark{{From: 5, To: 5}, {From: -1, To: 2}}, 0},
	} {
		const raw = "nha chú T. <b> 0912"
		page := drawn(t, web.SideBySide{Raw: raw, Marks: c.marks}.Show(webtest.View(lang.VI)))
		words := regexp.MustCompile(`(?s)<p class="keep-lines">(.*?)</p>`).FindStringSubmatch(page)[1]
		if got := regexp.MustCompile(`</?mark[^>]*>`).ReplaceAllString(words, ""); strings.TrimSpace(got) != "nha chú T. &lt;b&gt; 0912" {
			t.Errorf("%v: %q", c.marks, got)
		}
		if got := strings.Count(words, "<mark"); got != c.n {
			t.Errorf("%v: %d marked, want %d", c.marks, got, c.n)
		}
	}
}

func TestOnlyAPageThatAsksWhereMayLocate(t *testing.T) {
	for path, want := range map[string]string{"/viec/7": "geolocation=()", "/cho": "geolocation=(self)"} {
		if got := do(t, "GET", path, nil).Header.Get("Permissions-Policy"); !strings.Contains(got, want) {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}
