package site_test

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"kheo"
	"kheo/internal/browser"
	"kheo/site"
)

// The browser pass: the walk that `kheo dev` prints, in a real Chromium, at a
// phone's width and a desk's, in both languages. No page may scroll sideways,
// break an axe rule or ask another host for anything; the forms of the main
// job are sent once without scripts, in TestTheMainJobWithoutScripts.
//
// It runs where KHEO_BROWSER names a browser, as `make check` does, and leaves
// its pictures in the directory that KHEO_PICTURES names.
func TestTheWalkInABrowser(t *testing.T) {
	b, office, root := openBrowser(t)
	axe, err := os.ReadFile("testdata/axe/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, width := range []int{360, 1280} {
		for _, dark := range []bool{false, true} {
			if err := b.Look(width, dark); err != nil {
				t.Fatal(err)
			}
			for _, step := range office.Walk() {
				for _, path := range []string{step.VI, step.EN} {
					enter(t, b, root, step)
					name := fmt.Sprintf("%s at %d, dark %v, as %s on %s", path, width, dark, step.Role, step.Day)
					look(t, b, name, root+path, string(axe))
				}
			}
		}
	}
}

// openBrowser serves a seeded office and opens a browser on it.
func openBrowser(t *testing.T) (*browser.Browser, *site.Site, string) {
	t.Helper()
	if os.Getenv(browser.Env) == "" {
		t.Skip("no browser: name one in " + browser.Env)
	}
	c := &clock{at: time.Date(2026, 11, 23, 9, 0, 0, 0, kheo.Zone)}
	office := openOffice(t, "", c, true)
	server := httptest.NewServer(office)
	t.Cleanup(server.Close)
	b, stop, err := browser.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	return b, office, server.URL
}

// enter stands on the step's day in the step's role.
func enter(t *testing.T, b *browser.Browser, root string, step site.Step) {
	t.Helper()
	day := string(step.Day)
	if day == "" {
		day = "today"
	}
	script := fmt.Sprintf(`(async () => {
		const send = (path, body) => fetch(path, {method: "POST", body: new URLSearchParams(body)});
		await send("/dev/day", {day: %q, back: "/healthz"});
		const r = await send(%q, {role: %q, back: "/healthz"});
		return r.status;
	})()`, day, signPath(step.Role), step.Role)
	if _, err := b.Open(root + "/healthz"); err != nil {
		t.Fatal(err)
	}
	status, err := browser.Eval[int](b, script)
	if err != nil || status != 200 {
		t.Fatalf("%s on %s: status %d, %v", step.Role, day, status, err)
	}
}

func signPath(role string) string {
	if role == "" {
		return "/dev/sign-out"
	}
	return "/dev/sign-in"
}

// look opens a page, photographs it and holds it against what every page must.
func look(t *testing.T, b *browser.Browser, name, url, axe string) {
	t.Helper()
	status, err := b.Open(url)
	if err != nil || status != 200 {
		t.Errorf("%s: status %d, %v", name, status, err)
		return
	}
	picture(t, b, name)
	wide, err := browser.Eval[int](b, `document.documentElement.scrollWidth - document.documentElement.clientWidth`)
	if err != nil || wide > 0 {
		t.Errorf("%s: %d pixels wider than the window (%v)", name, wide, err)
	}
	foreign, err := browser.Eval[string](b, `performance.getEntriesByType("resource").map(r => r.name).filter(n => !n.startsWith(location.origin)).join(" ")`)
	if err != nil || foreign != "" {
		t.Errorf("%s: asks another host for %s (%v)", name, foreign, err)
	}
	for _, v := range violations(t, b, axe) {
		t.Errorf("%s: %s", name, v)
	}
}

// violations are the axe rules the page breaks, with the first place of each.
func violations(t *testing.T, b *browser.Browser, axe string) []string {
	t.Helper()
	found, err := browser.Eval[string](b, axe+`;
		axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then(r =>
			JSON.stringify(r.violations.map(v => v.id + ": " + v.help + " (" + v.nodes.length + " places) " + v.nodes[0].html.slice(0, 200) + " " + (v.nodes[0].any[0]?.message ?? ""))))`)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	if err := json.Unmarshal([]byte(found), &list); err != nil {
		t.Fatal(err)
	}
	return list
}

var odd = regexp.MustCompile(`[^\p{L}\p{N}]+`)

func picture(t *testing.T, b *browser.Browser, name string) {
	t.Helper()
	dir := os.Getenv("KHEO_PICTURES")
	if dir == "" {
		return
	}
	png, err := b.Photograph()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, strings.Trim(odd.ReplaceAllString(name, "-"), "-")+".png")
	if err := os.WriteFile(file, png, 0o644); err != nil {
		t.Fatal(err)
	}
}

// press clicks the button or link with that text and waits for the page that
// comes. It needs no script in the page: the browser is asked from outside.
func press(t *testing.T, b *browser.Browser, text string) {
	t.Helper()
	xpath := fmt.Sprintf(`//main//*[self::button or self::a][normalize-space(.)=%q]`, text)
	if err := b.Do(chromedp.Click(xpath)); err != nil {
		t.Fatalf("press %q: %v", text, err)
	}
}
