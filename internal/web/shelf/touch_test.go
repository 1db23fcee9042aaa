package shelf_test

import (
	"fmt"
	"net/http/httptest"
	"os"
	"testing"

	"kheo/internal/browser"
	"kheo/internal/web"
	"kheo/internal/web/shelf"
	"kheo/internal/web/webtest"
)

// small lists what a thumb misses: a target lower than 44 pixels that is not a
// word of a sentence. A box counts with its label, a row with what covers it.
const small = `[...document.querySelectorAll("main a, main button, main select, main summary, main input:not([type=hidden])")].map((el) => {
	const box = (el.matches("[type=radio], [type=checkbox]") ? el.closest("label") : el).getBoundingClientRect();
	const words = getComputedStyle(el).display === "inline" && [...el.parentElement.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
	const covers = getComputedStyle(el, "::after").position === "absolute";
	return !box.width || Math.round(box.height) >= 44 || words || covers ? "" : Math.round(box.height) + " px: " + el.textContent.trim();
}).filter(Boolean).join("; ") + (document.documentElement.scrollWidth > innerWidth ? "; wider than the phone" : "")`

func TestEveryPieceFitsAThumb(t *testing.T) {
	if os.Getenv(browser.Env) == "" {
		t.Skip(browser.Env + " names no browser")
	}
	s, err := web.New(web.Config{Office: webtest.Office(), Dev: true, Specimens: func() map[string][]web.Specimen {
		return map[string][]web.Specimen{"web": shelf.Specimens()}
	}})
	if err != nil {
		t.Fatal(err)
	}
	office := httptest.NewServer(s)
	defer office.Close()
	b, stop, err := browser.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	if err := b.Look(360, false); err != nil {
		t.Fatal(err)
	}
	for i, specimen := range shelf.Specimens() {
		for _, language := range []string{"", "/en"} {
			if _, err := b.Open(fmt.Sprintf("%s%s/dev/pages/web/%d", office.URL, language, i)); err != nil {
				t.Fatal(err)
			}
			if got, err := browser.Eval[string](b, small); err != nil || got != "" {
				t.Errorf("%s%s: %s %v", language, specimen.Name, got, err)
			}
		}
	}
}
