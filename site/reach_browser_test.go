package site_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"kheo/internal/browser"
)

// Reach: every page by other ways than eyes and a finger on a phone.

// spaced sets the spacing of text that readers may ask for (WCAG 1.4.12).
const spaced = `{
	const s = new CSSStyleSheet();
	s.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }");
	document.adoptedStyleSheets = [s];
}`

// cutOff finds text that is not shown whole: a box that hides what runs over it.
const cutOff = `[...document.querySelectorAll("body *")].filter(e => {
	const c = getComputedStyle(e);
	if (c.overflowX !== "hidden" && c.overflowX !== "clip" || e.clientWidth < 8 || e.matches(".heard, svg, svg *")) return false;
	return e.scrollWidth > e.clientWidth + 1 && c.textOverflow !== "ellipsis" && e.textContent.trim() !== "";
}).map(e => e.tagName + "." + e.className + " " + e.textContent.trim().slice(0, 40)).join("; ")`

// Twice and four times as large, with letters apart, a page is read by going
// down alone, and nothing is cut off.
func TestPagesTwiceAsLarge(t *testing.T) {
	t.Parallel()
	b, office, root := openBrowser(t)
	for _, p := range visited(t, office, root) {
		enter(t, b, root, p)
		for _, path := range []string{p.VI, p.EN} {
			for _, how := range []struct {
				name   string
				width  int
				script string
			}{
				{"200 %", 640, "null"}, {"400 %", 320, "null"}, {"letters twice as large", 1280, `document.documentElement.style.fontSize = "200%"`}, {"letters apart", 360, spaced},
			} {
				name := path + ", " + how.name
				if err := b.Look(how.width, false); err != nil {
					t.Fatal(err)
				}
				if status, err := b.Open(root + path); err != nil || status != 200 {
					t.Errorf("%s: status %d, %v", name, status, err)
					continue
				}
				if _, err := browser.Eval[any](b, how.script); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				wide, err := browser.Eval[int](b, `document.documentElement.scrollWidth - document.documentElement.clientWidth`)
				if err != nil || wide > 0 {
					t.Errorf("%s: %d pixels wider than the window (%v)", name, wide, err)
				}
				if cut, err := browser.Eval[string](b, cutOff); err != nil || cut != "" {
					t.Errorf("%s: cut off: %s (%v)", name, cut, err)
				}
				if strings.HasSuffix(name, "as large") {
					picture(t, b, name)
				}
			}
		}
	}
}

// A stop is where the keyboard stands.
type stop struct {
	At    int    // its number among all that can be reached, in the order of the page; -1 for none
	What  string // to name it
	Ring  bool   // it shows that the keyboard is there
	Shown bool   // it stands in the window
	Parts bool   // it has places of its own within: a day, a month, a year
}

// whereIs tells where the keyboard stands. Radio buttons of one question are
// one stop.
const whereIs = `(() => {
	const all = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]")]
		.filter(e => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({visibilityProperty: true}) && e.getClientRects().length);
	const e = document.activeElement;
	const at = all.indexOf(e);
	if (at < 0) return {At: -1, What: e ? e.outerHTML.slice(0, 120) : ""};
	const r = e.getBoundingClientRect();
	const line = x => x && getComputedStyle(x).outlineStyle !== "none" && parseFloat(getComputedStyle(x).outlineWidth) > 0;
	const around = [e, e.parentElement, ...(e.labels ?? []), e.closest("li")];
	return {At: at, What: e.outerHTML.slice(0, 120), Parts: e.type === "date", Ring: around.some(line) || getComputedStyle(e).boxShadow !== "none",
		Shown: r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth && r.width > 0};
})()`

// From the top of a page the Tab key comes to everything that can be used, in
// the order of the page, seen each time, and out again.
func TestPagesByKeyboard(t *testing.T) {
	t.Parallel()
	b, office, root := openBrowser(t)
	if err := b.Look(1280, false); err != nil {
		t.Fatal(err)
	}
	for _, p := range visited(t, office, root) {
		enter(t, b, root, p)
		if status, err := b.Open(root + p.VI); err != nil || status != 200 {
			t.Errorf("%s: status %d, %v", p.VI, status, err)
			continue
		}
		walkByKeyboard(t, b, p.VI)
	}
}

func walkByKeyboard(t *testing.T, b *browser.Browser, path string) {
	t.Helper()
	last, reached := -1, 0
	for {
		if err := b.Do(chromedp.KeyEvent("\t")); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		s, err := browser.Eval[stop](b, whereIs)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if s.At < 0 || s.At == 0 && last > 0 {
			if reached < 5 {
				t.Errorf("%s: the keyboard came to %d places only", path, reached)
			}
			return
		}
		if s.At == last && s.Parts {
			continue
		}
		if s.At <= last {
			t.Errorf("%s: from place %d the keyboard goes back to %d, %s", path, last, s.At, s.What)
			return
		}
		if !s.Ring {
			t.Errorf("%s: nothing shows that the keyboard is at %s", path, s.What)
		}
		if !s.Shown {
			t.Errorf("%s: out of the window: %s", path, s.What)
		}
		last, reached = s.At, reached+1
	}
}

// drawn are what differs from office to office: codes, fingerprints, times.
var drawnAnew = regexp.MustCompile(`PA-[2-9A-Z]{4}-[2-9A-Z]{3}|\d+ · \S+ · \d\d/\d\d/\d{4} \d\d:\d\d|([0-9a-f]{4} ){2,}[0-9a-f]{4}`)

// The reading order of a page is printed as a screen reader says it; of the
// pages residents need most it is kept, and a change is seen.
func TestPagesReadAloud(t *testing.T) {
	t.Parallel()
	b, office, root := openBrowser(t)
	if err := b.Look(360, false); err != nil {
		t.Fatal(err)
	}
	kept := map[string]string{"/": "home", "/phan-anh/moi/viet": "raise", "/phan-anh/xem": "track", "/di-duong-nao": "which-way"}
	for _, p := range visited(t, office, root) {
		enter(t, b, root, p)
		for _, path := range []string{p.VI, p.EN} {
			if status, err := b.Open(root + path); err != nil || status != 200 {
				t.Errorf("%s: status %d, %v", path, status, err)
				continue
			}
			said, err := b.Spoken()
			if err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			text := aloud(t, path, said)
			if name := kept[path]; name != "" {
				same(t, path, filepath.Join("testdata", "aloud", name+".txt"), text)
				delete(kept, path)
			}
			if dir := os.Getenv("KHEO_PICTURES"); dir != "" {
				file := filepath.Join(dir, strings.Trim(odd.ReplaceAllString(path, "-"), "-")+" aloud.txt")
				if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if len(kept) > 0 {
		t.Errorf("not visited: %v", kept)
	}
}

// aloud writes what is said line by line, and holds it against what every page
// must say: one first heading, after the start of what the page is for, and a
// name for everything that can be used.
func aloud(t *testing.T, path string, said []browser.Spoken) string {
	t.Helper()
	var out strings.Builder
	mains := 0
	for _, s := range said {
		if s.Role == "main" {
			mains++
		}
		name := strings.Join(strings.Fields(s.Name), " ")
		switch s.Role {
		case "link", "button", "textbox", "combobox", "checkbox", "radio", "searchbox", "image":
			if name == "" {
				t.Errorf("%s: %s without a name", path, s.Role)
			}
		case "StaticText":
			if name != "" {
				fmt.Fprintf(&out, "%s\n", name)
			}
			continue
		}
		line := strings.TrimSpace(s.Role + ": " + name)
		if s.Value != "" && s.Role != "link" {
			line += " = " + strings.Join(strings.Fields(s.Value), " ")
		}
		fmt.Fprintln(&out, strings.TrimSuffix(line, ":"))
	}
	if mains != 1 {
		t.Errorf("%s: %d main parts", path, mains)
	}
	return drawnAnew.ReplaceAllString(out.String(), "…")
}

// same compares with a kept file; KHEO_KEEP writes it anew.
func same(t *testing.T, path, file, text string) {
	t.Helper()
	if os.Getenv("KHEO_KEEP") != "" {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil || string(want) != text {
		t.Errorf("%s is read otherwise than %s says (%v); after looking, keep it with KHEO_KEEP=1:\n%s", path, file, err, text)
	}
}

// The Monday sheet is one sheet of A4, also when its lists are full and its
// words are long.
func TestTheMondaySheetIsOneSheet(t *testing.T) {
	t.Parallel()
	b, _, root := openBrowser(t)
	const full = `for (const list of document.querySelectorAll(".monday-list")) {
		const one = list.querySelector("li");
		one.querySelector(".monday-what").textContent += " và nhiều việc khác nữa".repeat(12);
		list.replaceChildren(...Array.from({length: 6}, () => one.cloneNode(true)));
		if (!list.parentElement.querySelector(":scope > p")) {
			const more = document.createElement("p");
			more.textContent = "Và 12.345 việc nữa";
			list.after(more);
		}
	}`
	for _, path := range []string{"/viec-no-dan/thu-hai", "/en/owed/monday"} {
		for name, script := range map[string]string{"as it is": "null", "full": full} {
			if err := b.Look(1280, false); err != nil {
				t.Fatal(err)
			}
			if status, err := b.Open(root + path); err != nil || status != 200 {
				t.Fatalf("%s: status %d, %v", path, status, err)
			}
			if _, err := browser.Eval[any](b, script); err != nil {
				t.Fatal(err)
			}
			pdf, err := b.Paper()
			if err != nil {
				t.Fatal(err)
			}
			if n := len(regexp.MustCompile(`/Type\s*/Page\b`).FindAll(pdf, -1)); n != 1 {
				t.Errorf("%s, %s: %d pages", path, name, n)
			}
			if !bytes.HasPrefix(pdf, []byte("%PDF-")) {
				t.Errorf("%s: no PDF", path)
			}
		}
	}
}
