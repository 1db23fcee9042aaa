// Package browser drives a real Chromium for the browser pass and for looking
// at pages. It is for tests and tools: nothing of the office imports it.
package browser

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"slices"
	"time"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
)

// Env names the variable with the browser's path. Tests that need a browser
// are skipped, and named as skipped, where it is empty.
const Env = "KHEO_BROWSER"

// A Browser is one tab with a profile of its own.
type Browser struct {
	ctx context.Context
}

// Open starts the browser; the stop that it returns ends it.
func Open(ctx context.Context) (*Browser, context.CancelFunc, error) {
	path := os.Getenv(Env)
	if path == "" {
		found, err := exec.LookPath("chromium")
		if err != nil {
			return nil, nil, errors.New("no Chromium: install it, or name it in " + Env)
		}
		path = found
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("hide-scrollbars", true),
		chromedp.Flag("force-device-scale-factor", "1"))
	alloc, stopAlloc := chromedp.NewExecAllocator(ctx, options...)
	tab, stopTab := chromedp.NewContext(alloc)
	stop := func() { stopTab(); stopAlloc() }
	// The browser lives as long as the context of the first action.
	if err := chromedp.Do(tab, chromedp.Navigate("about:blank")); err != nil {
		stop()
		return nil, nil, err
	}
	return &Browser{tab}, stop, nil
}

// Do runs actions in the tab, half a minute at most.
func (b *Browser) Do(steps ...chromedp.Action[chromedp.Void]) error {
	ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
	defer cancel()
	return chromedp.Do(ctx, steps...)
}

// Eval runs a script in the page and gives its value; a promise is awaited.
func Eval[T any](b *Browser, script string) (T, error) {
	ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
}

// Look sets what the page is seen with: a true width in pixels, light or dark.
func (b *Browser) Look(width int, dark bool) error {
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	if err := b.Do(chromedp.EmulateViewport(int64(width), height(width))); err != nil {
		return err
	}
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
	return err
}

func height(width int) int64 {
	if width < 600 {
		return 780
	}
	return 900
}

// Scripts lets the pages run scripts, or not.
func (b *Browser) Scripts(on bool) error {
	_, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
	return err
}

// Device puts a device with passkeys beside the browser, whose holder is or is
// not who they should be; what makes it the other way round is returned.
func (b *Browser) Device(holder bool) (func() error, error) {
	if _, err := chromedp.Call(b.ctx, webauthn.Enable, webauthn.EnableParams{}); err != nil {
		return nil, err
	}
	r, err := chromedp.Call(b.ctx, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
		Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
		HasResidentKey: true, HasUserVerification: true, IsUserVerified: holder, AutomaticPresenceSimulation: true,
	}})
	return func() error {
		_, err := chromedp.Call(b.ctx, webauthn.SetUserVerified, webauthn.SetUserVerifiedParams{AuthenticatorID: r.AuthenticatorID, IsUserVerified: !holder})
		return err
	}, err
}

// Open goes to an address and gives the status it was answered with.
func (b *Browser) Open(url string) (int, error) {
	ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
	defer cancel()
	r, err := chromedp.Run(ctx, chromedp.NavigateResponse(url))
	if err != nil {
		return 0, err
	}
	return int(r.Status), nil
}

// Press clicks what the XPath finds and gives the status of the page that
// comes.
func (b *Browser) Press(xpath string) (int, error) {
	ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
	defer cancel()
	r, err := chromedp.RunResponse(ctx, chromedp.Click(xpath))
	if err != nil {
		return 0, err
	}
	return int(r.Status), nil
}

// Photograph takes the whole page, from its head to its foot, as PNG.
func (b *Browser) Photograph() ([]byte, error) {
	ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
	defer cancel()
	return chromedp.Run(ctx, chromedp.FullScreenshot(100))
}

// Paper prints the page as PDF on the paper its styles name.
func (b *Browser) Paper() ([]byte, error) {
	ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
	defer cancel()
	yes := true
	r, err := chromedp.Call(ctx, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: &yes})
	return r.Data, err
}

// A Spoken is one thing a screen reader says: what it is, and its name.
type Spoken struct{ Role, Name, Value string }

// Spoken is the page as a screen reader goes through it, from top to end.
func (b *Browser) Spoken() ([]Spoken, error) {
	ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
	defer cancel()
	tree, err := chromedp.Call(ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	if err != nil || len(tree.Nodes) == 0 {
		return nil, err
	}
	nodes := map[accessibility.NodeID]*accessibility.Node{}
	for _, n := range tree.Nodes {
		nodes[n.NodeID] = n
	}
	return spoken(nodes, tree.Nodes[0], nil), nil
}

// whole are roles whose name says what lies in them.
var whole = []string{"link", "button", "heading", "image", "textbox", "combobox", "checkbox", "radio", "searchbox", "DisclosureTriangle", "Date", "spinbutton"}

func spoken(nodes map[accessibility.NodeID]*accessibility.Node, n *accessibility.Node, list []Spoken) []Spoken {
	role, name := worth(n.Role), worth(n.Name)
	if !n.Ignored && (role == "StaticText" || slices.Contains(whole, role) || name != "" && (role == "navigation" || role == "region" || role == "form" || role == "list")) ||
		!n.Ignored && (role == "main" || role == "banner" || role == "contentinfo") {
		list = append(list, Spoken{role, name, worth(n.Value)})
	}
	if slices.Contains(whole, role) && !n.Ignored && name != "" && role != "heading" {
		return list
	}
	for _, id := range n.ChildIDs {
		if c := nodes[id]; c != nil && (role != "heading" || worth(c.Role) != "StaticText") {
			list = spoken(nodes, c, list)
		}
	}
	return list
}

func worth(v *accessibility.Value) string {
	if v == nil {
		return ""
	}
	var s string
	if json.Unmarshal(v.Value, &s) != nil {
		return ""
	}
	return s
}
