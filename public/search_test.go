package public

import (
	"strings"
	"testing"

	"kheo/internal/web"
	"kheo/internal/web/webtest"
	"kheo/lang"
)

// What was found is marked where it stands, and nothing of it is read as page.
func TestFoundWordsAreMarked(t *testing.T) {
	for _, l := range lang.Langs() {
		v := webtest.View(l)
		body := string(webtest.Draw(t, v, web.Specimen{Name: "found", Page: func(v web.View) web.Page {
			p := exampleSearch(v, 1)
			p.Query = `"><script>alert(1)</script>`
			p.Hits[0].Title[0].Text = "<b>Đường</b>"
			return p.page()
		}}))
		for _, want := range []string{"<mark>ngập</mark>", "&lt;b&gt;Đường&lt;/b&gt;", "&lt;script&gt;"} {
			if !strings.Contains(body, want) {
				t.Errorf("%s: %q is not in the page", l, want)
			}
		}
	}
}

func TestPlacesAreReadInEnglish(t *testing.T) {
	for _, c := range []struct{ typed, want string }{
		{"Can Duoc commune", "xã Can Duoc"},
		{"commune of Can Duoc, Tay Ninh province", "xã Can Duoc, tỉnh Tay Ninh"},
		{"District 5", "huyện 5"},
		{"Tân An ward", "phường Tân An"},
		{"xã Tân Chánh", "xã Tân Chánh"},
		{"commune", "commune"},
		{"", ""},
	} {
		if got := vietnamese(c.typed); got != c.want {
			t.Errorf("%q is read as %q, not %q", c.typed, got, c.want)
		}
	}
}
