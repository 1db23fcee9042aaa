// Shot photographs pages of a running office, for looking at them:
//
//	go run ./site/shot -o /tmp/look http://127.0.0.1:8080/ http://127.0.0.1:8080/en/
//	go run ./site/shot -width 360 -dark both -as inspector -o /tmp/look URL…
//
// Each page is taken whole, at a true 360 and at 1280 pixels, light and dark.
// -as signs in first with the one-click sign-in of `kheo dev`.
package main

import (
	"context"
	"flag"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"kheo/internal/browser"
)

func main() {
	out := flag.String("o", ".", "directory for the pictures")
	widths := flag.String("width", "360,1280", "widths in pixels")
	dark := flag.String("dark", "both", "light, dark or both")
	as := flag.String("as", "", "role to sign in with first")
	day := flag.String("at", "", "day to stand on first, 2023-12-01")
	flag.Parse()
	if flag.NArg() == 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(*out, *widths, *dark, *as, *day, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "shot:", err)
		os.Exit(1)
	}
}

func run(out, widths, dark, as, day string, pages []string) error {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	b, stop, err := browser.Open(context.Background())
	if err != nil {
		return err
	}
	defer stop()
	if err := enter(b, pages[0], as, day); err != nil {
		return err
	}
	for _, page := range pages {
		for w := range strings.SplitSeq(widths, ",") {
			width, err := strconv.Atoi(w)
			if err != nil {
				return fmt.Errorf("width %q is not a number", w)
			}
			if err := photograph(b, out, page, width, dark); err != nil {
				return fmt.Errorf("%s at %d: %w", page, width, err)
			}
		}
	}
	return nil
}

// enter sets the day and signs in, where asked to: roles are held on a day.
func enter(b *browser.Browser, page, as, day string) error {
	u, err := url.Parse(page)
	if err != nil {
		return err
	}
	root := u.Scheme + "://" + u.Host
	if day != "" {
		if err := post(b, root, "/dev/day", "day", day); err != nil {
			return err
		}
	}
	if as != "" {
		return post(b, root, "/dev/sign-in", "role", as)
	}
	return nil
}

func post(b *browser.Browser, root, path, field, value string) error {
	if _, err := b.Open(root + "/"); err != nil {
		return err
	}
	status, err := browser.Eval[int](b, fmt.Sprintf(
		`fetch(%q, {method: "POST", body: new URLSearchParams({%q: %q})}).then(r => r.redirected ? 200 : r.status)`, path, field, value))
	if err != nil {
		return err
	}
	if status != 200 {
		return fmt.Errorf("POST %s %s=%s: status %d", path, field, value, status)
	}
	return nil
}

var odd = regexp.MustCompile(`[^a-zA-Z0-9]+`)

func photograph(b *browser.Browser, out, page string, width int, dark string) error {
	for _, scheme := range []string{"light", "dark"} {
		if dark != "both" && dark != scheme {
			continue
		}
		if err := b.Look(width, scheme == "dark"); err != nil {
			return err
		}
		status, err := b.Open(page)
		if err != nil {
			return err
		}
		png, err := b.Photograph()
		if err != nil {
			return err
		}
		u, _ := url.Parse(page)
		name := strings.Trim(odd.ReplaceAllString(u.Path+" "+u.RawQuery, "-"), "-")
		if name == "" {
			name = "home"
		}
		file := filepath.Join(out, fmt.Sprintf("%s-%d-%s.png", name, width, scheme))
		if err := os.WriteFile(file, png, 0o644); err != nil {
			return err
		}
		fmt.Println(status, file)
	}
	return nil
}
