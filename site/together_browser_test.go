package site_test

import (
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"kheo/internal/browser"
	"kheo/site"
)

// What one types is saved while one types; what a colleague saved meanwhile
// comes into the page, and one is told.
func TestTypingIsSavedInABrowser(t *testing.T) {
	t.Parallel()
	b, _, root := openBrowser(t)
	const path = "/kiem-tra/KT-26-0001/tu-kiem-tra"
	enter(t, b, root, site.Step{Role: "can-bo-xa", VI: path})
	if _, err := b.Open(root + path); err != nil {
		t.Fatal(err)
	}
	read := func(what string) string {
		s, err := browser.Eval[string](b, `(() => {
			const base = document.querySelector("input[data-keep]"), area = base.form.elements["w." + base.name.slice(2)];
			return {keep: base.dataset.keep, base: base.value, words: area.value, said: base.parentElement.querySelector("[data-kept]").textContent}["`+what+`"];
		})()`)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	wait := func(what, want string) {
		t.Helper()
		for range 200 {
			if strings.Contains(read(what), want) {
				return
			}
			time.Sleep(100 * time.Millisecond)
		}
		t.Fatalf("%s is %q and never held %q", what, read(what), want)
	}
	keep := read("keep")
	part := strings.TrimSuffix(strings.TrimPrefix(keep, "/dang-viet/"), "/luu")
	area := fmt.Sprintf("//textarea[@name='w.%s']", part)
	if err := b.Do(chromedp.SendKeys(area, "Xã có mười ấp. Đã đối thoại hai lần.")); err != nil {
		t.Fatal(err)
	}
	wait("said", "Đã lưu nháp")

	// A colleague saves from the same version.
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	other := &http.Client{Jar: jar}
	send := func(path string, form url.Values) {
		t.Helper()
		r, err := other.PostForm(root+path, form)
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		if r.StatusCode != http.StatusOK {
			t.Fatalf("POST %s: %s", path, r.Status)
		}
	}
	send("/dev/sign-in", url.Values{"role": {"lanh-dao-xa"}})
	send(keep, url.Values{"words": {"Xã có mười ấp. Đã đối thoại ba lần."}, "base": {read("base")}})

	if err := b.Do(chromedp.SendKeys(area, " Thêm một câu.")); err != nil {
		t.Fatal(err)
	}
	wait("said", "ghép chữ của cả hai")
	wait("words", "Đã đối thoại ba lần. Thêm một câu.")
}
