package site_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"kheo"
	"kheo/concern"
	"kheo/internal/browser"
	"kheo/internal/db"
	"kheo/lang"
	"kheo/matter"
	"kheo/site"
	"kheo/triage"
)

// A thumb taps through the pages at a phone's width, with scripts off, and
// counts: each link, each button, each field that has not the focus already.
type thumb struct {
	*testing.T
	*browser.Browser
	taps int
}

func (h *thumb) press(xpath string) {
	h.Helper()
	h.taps++
	if status, err := h.Press(xpath); err != nil || status != http.StatusOK {
		picture(h.T, h.Browser, "failed tap")
		h.Fatalf("tap %d, %s: status %d, %v", h.taps, xpath, status, err)
	}
}

func (h *thumb) do(step chromedp.Action[chromedp.Void]) {
	h.Helper()
	if err := h.Do(step); err != nil {
		h.Fatal(err)
	}
}

// into taps a field and types.
func (h *thumb) into(name, text string) {
	h.Helper()
	h.taps++
	h.do(chromedp.Click(fmt.Sprintf(`//main//*[@name=%q]`, name)))
	h.do(chromedp.KeyEvent(text))
}

func (h *thumb) most(n int, what string) {
	h.Helper()
	if h.taps > n {
		h.Errorf("%s took %d taps, at most %d", what, h.taps, n)
	}
	h.taps = 0
}

func link(route string) string { return fmt.Sprintf(`//main//a[@href=%q]`, route) }

func button(words string) string {
	return fmt.Sprintf(`//main//button[not(@aria-hidden) and starts-with(normalize-space(.), %q)]`, words)
}

// A whole concern in a resident's hand, without scripts: filed in five taps by
// one who never was here, its verdict in three.
func TestTheTapsOfAResident(t *testing.T) {
	b, office, root := openBrowser(t)
	enter(t, b, root, site.Step{})
	if err := b.Look(360, false); err != nil {
		t.Fatal(err)
	}
	if err := b.Scripts(false); err != nil {
		t.Fatal(err)
	}
	for _, l := range []lang.Lang{lang.VI, lang.EN} {
		h := &thumb{T: t, Browser: b}
		home, door, write, show := "/", "/phan-anh/moi", "/phan-anh/moi/viet", "/phan-anh/"
		if l == lang.EN {
			home, door, write, show = "/en/", "/en/concerns/new", "/en/concerns/new/write", "/en/concerns/"
		}
		if _, err := b.Open(root + home); err != nil {
			t.Fatal(err)
		}
		h.press(link(door))
		h.press(link(write))
		h.do(chromedp.KeyEvent("Máy nổ ở bến đò Rạch Dơi kêu suốt đêm " + string(l))) // the field has the focus
		if l == lang.VI {
			h.into("place", "can duoc tay ninh")
		}
		h.press(button(l.T("concernweb.new.send")))
		h.press(button(l.T("concernweb.new.send")))
		h.most(5, "filing")
		code := strings.TrimSpace(h.text(`//*[@class="great-code"]`))
		work(t, office, code, true)
		h.open(root + show + code)
		h.press(button(l.T("concernweb.verdict.no")))
		h.press(button(l.T("matter.unsettled.partly")))
		h.most(3, "not settled")
		work(t, office, code, false)
		h.open(root + show + code)
		h.press(button(l.T("concernweb.verdict.yes")))
		h.most(3, "settled")
		if said := h.text(`//section[contains(@class, "verdict-said")]`); !strings.Contains(squeeze(said), l.T("concernweb.verdict.said-yes")) {
			t.Errorf("after the verdict: %q", said)
		}
	}
}

func (h *thumb) open(address string) {
	h.Helper()
	if status, err := h.Open(address); err != nil || status != http.StatusOK {
		h.Fatalf("%s: status %d, %v", address, status, err)
	}
}

// text is what an element says; reading it needs a script of ours for a moment.
func (h *thumb) text(xpath string) string {
	h.Helper()
	if err := h.Scripts(true); err != nil {
		h.Fatal(err)
	}
	s, err := browser.Eval[string](h.Browser, fmt.Sprintf(`document.evaluate(%q, document).iterateNext()?.textContent ?? ""`, xpath))
	if err != nil {
		h.Fatal(err)
	}
	if err := h.Scripts(false); err != nil {
		h.Fatal(err)
	}
	return s
}

// work is the office on a new concern, or on one sent back.
func work(t *testing.T, s *site.Site, code string, fresh bool) {
	t.Helper()
	err := s.DB.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		who := kheo.Caller{At: s.Now()}
		c, err := concern.Find(ctx, tx, who, code)
		if err != nil {
			return err
		}
		who.Person = "p-taps"
		who.Grants = []kheo.Grant{{Role: "officer", Unit: c.Holder, Rights: []kheo.Right{matter.MaySort, matter.MayTake, concern.MayRead}}}
		if fresh {
			if err := triage.Accept(ctx, tx, who, code, triage.Decision{Title: "Tiếng ồn ban đêm"}); err != nil {
				return err
			}
		}
		if err := matter.Take(ctx, tx, who, code); err != nil {
			return err
		}
		return matter.Answer(ctx, tx, who, code, matter.Reply{Kind: matter.Explained, Text: "Đã nhắc chủ máy."})
	})
	if err != nil {
		t.Fatal(err)
	}
}
