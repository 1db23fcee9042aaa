package identityweb

import (
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	chromium "kheo/internal/browser"
	"kheo/lang"
)

// A real browser makes a passkey and signs in by it, under the strict policy;
// a device that does not know its holder is told to try again; without script
// there is the password.
func TestAPasskeyInABrowser(t *testing.T) {
	if os.Getenv(chromium.Env) == "" {
		t.Skip("no browser: name one in " + chromium.Env)
	}
	each(t, func(t *testing.T, d *desk) {
		root := d.named()
		b, stop, err := chromium.Open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer stop()
		turn, err := b.Device(true)
		if err != nil {
			t.Fatal(err)
		}
		check := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		press := func(key string) {
			t.Helper()
			status, err := b.Press(`//main//button[starts-with(normalize-space(.), "` + lang.VI.T(key) + `")]`)
			if err != nil || status != 200 {
				text, _ := chromium.Eval[string](b, `document.querySelector("main").innerText`)
				t.Fatalf("%s: status %d, %v\n%s", key, status, err, text)
			}
		}
		open := func(path string) {
			t.Helper()
			if status, err := b.Open(root + path); err != nil || status != 200 {
				t.Fatalf("%s: %d, %v", path, status, err)
			}
		}
		at := func(want string) {
			t.Helper()
			if got, err := chromium.Eval[string](b, `location.pathname`); err != nil || got != want {
				t.Fatalf("at %s, want %s: %v", got, want, err)
			}
		}
		open("/dang-nhap?next=/tai-khoan/khoa")
		check(b.Do(chromedp.SendKeys(`//input[@name="login"]`, "quan-tri"), chromedp.SendKeys(`//input[@name="password"]`, adminPassword)))
		press("identityweb.enter")
		at("/tai-khoan/khoa")
		check(b.Do(chromedp.SendKeys(`//input[@name="name"]`, "máy thử"), chromedp.SendKeys(`//input[@name="password"]`, adminPassword)))
		press("identityweb.passkey-add-do")
		if text, err := chromium.Eval[string](b, `document.querySelector("main").innerText`); err != nil || !strings.Contains(text, "máy thử") {
			t.Fatalf("the passkey is not in the list, %v:\n%s", err, text)
		}
		leave := func() {
			t.Helper()
			_, err := chromium.Eval[int](b, `fetch("/dang-xuat", {method: "POST"}).then(r => r.status)`)
			check(err)
		}
		leave()
		open("/dang-nhap?next=/tai-khoan")
		press("identityweb.passkey-enter")
		at("/tai-khoan")

		leave()
		check(turn())
		open("/dang-nhap")
		check(b.Do(chromedp.Click(`//main//form[@data-passkey-form]//button`), chromedp.WaitVisible(`//*[@data-passkey-says]`)))
		at("/dang-nhap")

		check(b.Scripts(false))
		open("/dang-nhap")
		check(b.Scripts(true))
		shown, err := chromium.Eval[bool](b, `document.querySelector("[data-passkey-form]").checkVisibility()`)
		if err != nil || shown {
			t.Errorf("without script the passkey is offered: %v, %v", shown, err)
		}
	})
}
