package unit_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"kheo"
	"kheo/internal/text"
	"kheo/unit"
)

// Each query must find first the unit that had that code on that day.
func TestFind(t *testing.T) {
	b := book(t)
	for _, c := range []struct {
		query, code string
		on          string
	}{
		{"xa tan chanh, can duoc, long an", "28156", "2025-06-30"},
		{"xa tan chanh can duoc", "28156", "2025-06-30"},
		{"Xã Tân Chánh, huyện Cần Đước, tỉnh Long An", "28156", "2025-06-30"},
		{"X.Tân Chánh", "28156", "2025-06-30"},
		{"XTân Chánh", "28156", "2025-06-30"},
		{"xtan chanh", "28156", "2025-06-30"},
		{"TÂN CHÁNH", "28156", "2025-06-30"},
		{norm.NFD.String("xã Tân Chánh"), "28156", "2025-06-30"},
		{"tan chanh, tay ninh", "28156", "2025-06-30"},
		{"long an, can duoc, tan chanh", "28156", "2025-06-30"},
		{"Ấp Đông Nhất, xã Tân Chánh, huyện Cần Đước", "28156", "2025-06-30"},
		{"28156", "28156", "2025-06-30"},
		{"TT Can Duoc H Can Duoc", "28108", "2025-06-30"},
		{"TT.Cần Đước", "28108", "2025-06-30"},
		{"ttcan duoc", "28108", "2025-06-30"},
		{"thị trấn cần đước", "28108", "2025-06-30"},
		{"xã Cần Đước, tỉnh Tây Ninh", "28108", "2026-01-01"},
		{"huyện Cần Đước", "806", "2025-06-30"},
		{"P. 5 TP Tân An", "27685", ""},
		{"P5 TP.Tân An", "27685", ""},
		{"p.5, tp tan an, long an", "27685", ""},
		{"tỉnh Long An", "80", "2025-06-30"},
		{"TP.HCM", "79", "2026-01-01"},
		{"Q.12, P. Tân Chánh Hiệp", "26776", "2025-06-30"},
		{"xã Mỹ Lệ, huyện Cần Đước, Long An", "28135", "2025-06-30"},
		{"xã Mỹ Lệ, tỉnh Tây Ninh", "28132", "2026-01-01"},
		{"xã Long Hoà, Cần Đước", "28123", "2025-06-30"},
		{"xã Long Hòa, Cần Đước", "28123", "2025-06-30"},
		{"can duocc", "28108", ""},
		{"TPTân An", "794", "2025-06-30"},
		{"xã Ia H'Lốp, Chư Sê", "23959", "2025-06-30"},
	} {
		hits := b.Find(c.query, "", 5)
		if len(hits) == 0 {
			t.Errorf("%q: nothing found", c.query)
			continue
		}
		u := hits[0].Unit
		if u.Code != c.code || c.on != "" && !holds(u, c.on) {
			t.Errorf("%q: found %s %s %v first, want %s", c.query, u.Code, b.Address(u.ID, u.To), u.Span, c.code)
			for _, h := range hits {
				t.Logf("  %.1f %v %s %s %v", h.Score, h.Exact, h.Unit.Code, b.Address(h.Unit.ID, h.Unit.To), h.Unit.Span)
			}
		}
	}
}

func holds(u unit.Unit, on string) bool { return u.Holds(kheoDate(on)) }

// The eight full names of today, and the two pairs more of short names, that
// only their tones tell apart; with their tones they are never confused.
func TestTonesTellNamesakesApart(t *testing.T) {
	b := book(t)
	for _, on := range []string{"2025-06-30", "2026-11-22"} {
		all, err := b.List(unit.Query{On: kheoDate(on), Level: unit.Commune, Limit: 20000})
		if err != nil {
			t.Fatal(err)
		}
		type place struct{ parent, folded string }
		same := map[place][]unit.Unit{}
		for _, u := range all.Units {
			k := place{string(u.Parent), text.Fold(u.Name)}
			same[k] = append(same[k], u)
		}
		pairs := 0
		for _, list := range same {
			if len(list) < 2 {
				continue
			}
			pairs++
			for _, u := range list {
				address := b.Address(u.ID, kheoDate(on))
				hits := b.Find(address, kheoDate(on), 3)
				if len(hits) == 0 || hits[0].Unit.ID != u.ID {
					t.Errorf("%s: %q finds another first", u.Code, address)
				}
				plain := b.Find(text.Fold(address), kheoDate(on), 3)
				if len(plain) < 2 || plain[0].Score != plain[1].Score {
					t.Errorf("%q without tones: not a tie", text.Fold(address))
				}
			}
		}
		t.Logf("on %s: %d names that tones alone tell apart", on, pairs)
	}
}

// Every one of the 10,035 addresses of 2025-06-30 finds itself: first when its
// tones are typed, in whatever spelling; among the tied first without them.
func TestEveryOldAddressFindsItself(t *testing.T) {
	b := book(t)
	all, err := b.List(unit.Query{On: "2025-06-30", Level: unit.Commune, Limit: 20000})
	if err != nil || len(all.Units) != 10035 {
		t.Fatalf("%d communes, %v", len(all.Units), err)
	}
	wrong := 0
	fail := func(format string, args ...any) {
		if wrong++; wrong < 20 {
			t.Errorf(format, args...)
		}
	}
	for _, u := range all.Units {
		address := b.Address(u.ID, "2025-06-30")
		for _, q := range []string{address, norm.NFD.String(strings.ToUpper(address))} {
			if hits := b.Find(q, "", 5); len(hits) == 0 || hits[0].Unit.ID != u.ID || !hits[0].Exact {
				fail("%s: %q finds %v first", u.Code, q, first(b, hits))
			}
		}
		plain := text.Fold(address)
		hits := b.Find(plain, "", 0)
		ok := false
		for _, h := range hits {
			if h.Score < hits[0].Score {
				break
			}
			ok = ok || h.Unit.ID == u.ID
		}
		if !ok {
			fail("%s: %q finds %v first", u.Code, plain, first(b, hits))
		}
	}
	if wrong > 0 {
		t.Errorf("%d in all", wrong)
	}
}

func first(b *unit.Book, hits []unit.Hit) []string {
	var list []string
	for _, h := range hits[:min(3, len(hits))] {
		list = append(list, b.Address(h.Unit.ID, h.Unit.To))
	}
	return list
}

// shared is the folder of published lists, or "" where it is absent.
func shared(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("KHEO_SHARED")
	if dir == "" {
		dir = "../../shared"
	} else if !filepath.IsAbs(dir) {
		dir = filepath.Join("..", dir)
	}
	dir = filepath.Join(dir, "data", "units")
	if _, err := os.Stat(dir); err != nil {
		t.Logf("NOT COMPARED with the published unit lists: %v", err)
		return ""
	}
	return dir
}

func rows(t testing.TB, name string) []map[string]string {
	t.Helper()
	dir := shared(t)
	if dir == "" {
		return nil
	}
	f, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var list []map[string]string
	for _, r := range all[1:] {
		m := map[string]string{}
		for i, v := range r {
			m[all[0][i]] = v
		}
		list = append(list, m)
	}
	return list
}

func kheoDate(s string) kheo.Date { return kheo.Date(s) }
