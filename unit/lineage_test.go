package unit_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"testing"

	"kheo"
	"kheo/unit"
)

// Ids are published: no regeneration may change one. A list that grows adds its
// ids after these, and changes the digest only then.
func TestIdsAreTheSameForEver(t *testing.T) {
	b := book(t)
	h := sha256.New()
	n := 0
	for _, on := range []kheo.Date{"2022-04-10", "2025-06-30", "2026-11-22"} {
		all, err := b.List(unit.Query{On: on, Limit: 20000})
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range all.Units {
			if !kheo.IsID(string(u.ID)) {
				t.Fatalf("%s: id %q", u.Name, u.ID)
			}
			fmt.Fprintln(h, on, u.Level, u.Code, u.ID)
			n++
		}
	}
	const want = "1419264bfa521844c1b6ecaefde0d82f8ab6a3015c8fa8360ad15573d2df72ed"
	if got := hex.EncodeToString(h.Sum(nil)); got != want {
		t.Errorf("digest of %d ids: %s, want %s", n, got, want)
	}
	if u := code(t, b, "28108", unit.Commune, "2025-06-30"); u.ID != "1528cd80-a824-8297-adb8-270d82cdf5b1" {
		t.Errorf("thị trấn Cần Đước is %s", u.ID)
	}
	if u := code(t, b, "28108", unit.Commune, "2025-07-01"); u.ID != "898fc481-5e6e-855d-9c4a-27254815d3d9" {
		t.Errorf("xã Cần Đước is %s", u.ID)
	}
}

func TestCodesAreReused(t *testing.T) {
	b := book(t)
	for _, c := range []struct {
		code, before, after string
		level               unit.Level
	}{
		{"80", "Tỉnh Long An", "Tỉnh Tây Ninh", unit.Province},
		{"28132", "Xã Tân Trạch", "Xã Mỹ Lệ", unit.Commune},
		{"28114", "Xã Long Khê", "Xã Rạch Kiến", unit.Commune},
	} {
		was, is := code(t, b, c.code, c.level, "2025-06-30"), code(t, b, c.code, c.level, "2025-07-01")
		if was.Name != c.before || is.Name != c.after || was.ID == is.ID {
			t.Errorf("%s: %s (%s), then %s (%s)", c.code, was.Name, was.ID, is.Name, is.ID)
		}
	}
}

func TestCanDuoc(t *testing.T) {
	b := book(t)
	district := code(t, b, "806", "", "2023-12-01")
	kids := b.Children(district.ID, "2023-12-01")
	if district.Name != "Huyện Cần Đước" || len(kids) != 17 {
		t.Fatalf("%s with %d communes on 2023-12-01", district.Name, len(kids))
	}
	if got := len(b.Subtree(district.ID, "2023-12-01")); got != 18 {
		t.Errorf("its subtree has %d units, want 18", got)
	}
	reached := map[string]string{}
	for _, k := range kids {
		links := b.Successors(k.ID)
		if len(links) != 1 || links[0].Share != "full" || links[0].On != "2025-07-01" {
			t.Fatalf("%s: %+v", k.Name, links)
		}
		to, err := b.Unit(links[0].Unit, "2025-07-01")
		if err != nil {
			t.Fatal(err)
		}
		reached[to.Code] = links[0].Basis
	}
	want := map[string]string{
		"28126": "1682/NQ-UBTVQH15 Điều 1 khoản 39", "28114": "1682/NQ-UBTVQH15 Điều 1 khoản 40", "28132": "1682/NQ-UBTVQH15 Điều 1 khoản 41",
		"28138": "1682/NQ-UBTVQH15 Điều 1 khoản 42", "28108": "1682/NQ-UBTVQH15 Điều 1 khoản 43", "28144": "1682/NQ-UBTVQH15 Điều 1 khoản 44",
	}
	if fmt.Sprint(reached) != fmt.Sprint(want) {
		t.Errorf("the 17 lead to %v, want %v", reached, want)
	}
	var heirs []string
	for _, l := range b.Successors(district.ID) {
		u, err := b.Unit(l.Unit, l.On)
		if err != nil || l.Kind != unit.Abolish || l.Share != "part" || l.Basis != "72/2025/QH15; 203/2025/QH15" {
			t.Errorf("district: %+v, %v", l, err)
		}
		heirs = append(heirs, u.Code)
	}
	if !slices.Equal(heirs, []string{"28108", "28114", "28126", "28132", "28138", "28144"}) {
		t.Errorf("the district leads to %v", heirs)
	}
	if got := b.Address(kids[0].ID, "2023-12-01"); got != "thị trấn Cần Đước, huyện Cần Đước, tỉnh Long An" {
		t.Errorf("address: %q", got)
	}
}

// Land and people of Kỳ Lợi went different ways: land to Vũng Áng, people to
// Sông Trí and Hoành Sơn; three parts, each with its clause.
func TestSplitsStayPartByPart(t *testing.T) {
	b := book(t)
	u := code(t, b, "18796", unit.Commune, "2025-06-30")
	links := b.Successors(u.ID)
	if u.Name != "Xã Kỳ Lợi" || len(links) != 3 {
		t.Fatalf("%s: %+v", u.Name, links)
	}
	got := map[string]string{}
	for _, l := range links {
		to, err := b.Unit(l.Unit, l.On)
		if err != nil || l.Kind != unit.Split || l.Share != "part" {
			t.Errorf("%+v, %v", l, err)
		}
		got[to.Name] = l.Basis
	}
	want := map[string]string{"Phường Vũng Áng": "", "Phường Sông Trí": "", "Phường Hoành Sơn": ""}
	for name := range want {
		if got[name] == "" {
			t.Errorf("no part in %s, or no clause: %v", name, got)
		}
	}
	if parts := b.Today(u.ID, "2026-11-22"); len(parts) != 3 || parts[0].Share != "part" {
		t.Errorf("today: %+v", parts)
	}
}

func TestEveryOldMapsAndEveryNewIsReached(t *testing.T) {
	b := book(t)
	old, err := b.List(unit.Query{On: "2025-06-30", Limit: 20000})
	if err != nil {
		t.Fatal(err)
	}
	reached := map[kheo.UnitID]bool{}
	spread := map[int]int{}
	pairs := 0
	for _, u := range old.Units {
		links := b.Successors(u.ID)
		if u.Level == unit.Commune {
			spread[len(links)]++
			pairs += len(links)
		}
		if len(links) == 0 {
			t.Errorf("%s %s leads nowhere", u.Code, u.Name)
		}
		for _, l := range links {
			to, err := b.Unit(l.Unit, "2025-07-01")
			if err != nil || l.Basis == "" || l.On != "2025-07-01" {
				t.Errorf("%s %s: %+v, %v", u.Code, u.Name, l, err)
			}
			if l.Kind == unit.Abolish {
				continue
			}
			reached[to.ID] = true
			if !slices.ContainsFunc(b.Predecessors(to.ID), func(p unit.Link) bool { return p.Unit == u.ID && p.Kind == l.Kind && p.Share == l.Share }) {
				t.Errorf("%s does not know it came from %s", to.Name, u.Name)
			}
		}
	}
	if pairs != 10566 || fmt.Sprint(spread) != fmt.Sprint(map[int]int{1: 9594, 2: 369, 3: 55, 4: 16, 5: 1}) {
		t.Errorf("%d pairs, spread %v", pairs, spread)
	}
	if len(reached) != 3321+34 {
		t.Errorf("%d new units reached, want 3355", len(reached))
	}
}

func TestSuccessorNotKnownAsListed(t *testing.T) {
	b := book(t)
	all := map[kheo.UnitID]unit.Unit{}
	for _, on := range []kheo.Date{"2022-04-10", "2025-01-01"} { // twelve were added and gone within 2025
		list, err := b.List(unit.Query{On: on, Limit: 20000})
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range list.Units {
			all[u.ID] = u
		}
	}
	lost := map[unit.Level]int{}
	for _, u := range all {
		links := b.Successors(u.ID)
		if len(links) != 1 || links[0].Kind != unit.Remove {
			continue
		}
		lost[u.Level]++
		if links[0].Unit != "" || links[0].Basis == "" || len(b.Today(u.ID, "2026-11-22")) != 0 {
			t.Errorf("%s: %+v, today %v", u.Name, links[0], b.Today(u.ID, "2026-11-22"))
		}
	}
	if lost[unit.Commune] != 587 || lost[unit.District] != 11 {
		t.Errorf("%v left the list with no successor named, want 587 communes and 11 districts", lost)
	}
}

func TestHistory(t *testing.T) {
	b := book(t)
	// Hồng Tiến became a phường on the first day that is known.
	u := code(t, b, "05869", unit.Commune, "2022-04-10")
	states := b.States(u.ID)
	if u.Name != "Phường Hồng Tiến" || len(states) != 2 || states[0].Name != "Xã Hồng Tiến" || states[0].To != "2022-04-09" || states[0].From != "" {
		t.Errorf("%+v", states)
	}
	if _, err := b.Unit(u.ID, "2022-04-09"); !errors.Is(err, unit.ErrUnknownDay) {
		t.Errorf("on the day before the first: %v", err)
	}
	// Thị trấn Chũ changed its type and its district on one day.
	u = code(t, b, "07525", unit.Commune, "2025-01-01")
	before, err := b.Unit(u.ID, "2024-12-31")
	if err != nil || u.Name != "Phường Chũ" || before.Name != "Thị trấn Chũ" || before.Parent == u.Parent {
		t.Errorf("%v: %+v then %+v", err, before, u)
	}
	if got := b.Changes(u.ID); len(got) != 2 || got[0].On != "2025-01-01" || got[0].Basis != "1318/NQ-UBTVQH15" {
		t.Errorf("changes: %+v", got)
	}
	// Đồng Nai became a city, and ten of its communes wards, on 2026-04-30.
	for on, want := range map[kheo.Date]string{"2026-04-29": "Tỉnh Đồng Nai", "2026-04-30": "Thành phố Đồng Nai"} {
		if u := code(t, b, "75", unit.Province, on); u.Name != want {
			t.Errorf("75 on %s: %s", on, u.Name)
		}
	}
	// A tone mark that moved is no change: Tân Hòa of Tây Ninh has one state.
	if got := b.States(code(t, b, "25531", unit.Commune, "2026-11-22").ID); len(got) != 1 || got[0].Name != "Xã Tân Hòa" {
		t.Errorf("%+v", got)
	}
	// An island district became a special zone: another unit, one thread.
	d := code(t, b, "755", unit.District, "2025-06-30")
	links := b.Successors(d.ID)
	if len(links) != 1 || links[0].Kind != unit.Rename || links[0].Unit != code(t, b, "26732", unit.Commune, "2025-07-01").ID {
		t.Errorf("Côn Đảo: %+v", links)
	}
	// A commune the reform left alone stays itself, under the province.
	u = code(t, b, "26119", unit.Commune, "2025-06-30")
	after, err := b.Unit(u.ID, "2025-07-01")
	if err != nil || after.Name != "Xã Đak Lua" || after.Parent != code(t, b, "75", unit.Province, "2025-07-01").ID {
		t.Errorf("Đak Lua: %+v, %v", after, err)
	}
}

func TestNow(t *testing.T) {
	b := book(t)
	for query, want := range map[string][]string{
		"xa tan chanh, can duoc, long an":        {"Xã Cần Đước full"},
		"xã Cần Đước, tỉnh Tây Ninh":             {"Xã Cần Đước full"},
		"huyện Côn Đảo":                          {"Đặc khu Côn Đảo full"},
		"tỉnh Long An":                           {"Tỉnh Tây Ninh full"},
		"xã Kỳ Lợi":                              {"Phường Hoành Sơn part", "Phường Sông Trí part", "Phường Vũng Áng part"},
		"Xã Lộc Ninh, Đồng Nai":                  {"Phường Lộc Ninh full"},
		"phường Nguyễn Trung Trực, quận Ba Đình": nil,
	} {
		all := b.Now(query, "2026-11-22", 1)
		if len(all) != 1 {
			t.Errorf("%q: nothing found", query)
			continue
		}
		var got []string
		for _, p := range all[0].Now {
			got = append(got, p.Unit.Name+" "+p.Share)
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%q: %s is now %q, want %q", query, all[0].Was.Name, got, want)
		}
	}
}

func TestWithin(t *testing.T) {
	b := book(t)
	tayNinh := code(t, b, "80", unit.Province, "2025-07-01").ID
	canDuoc := code(t, b, "28108", unit.Commune, "2025-07-01").ID
	district := code(t, b, "806", unit.District, "2025-06-30").ID
	// Two old provinces with 15 and 9 districts, 186 and 94 communes, and today's 96.
	if got := b.Within(tayNinh, "2025-07-01"); len(got) != 1+96+2+15+9+186+94 || !slices.Contains(got, district) {
		t.Errorf("within Tây Ninh: %d units", len(got))
	}
	if got := b.Within(canDuoc, "2025-07-01"); len(got) != 5 {
		t.Errorf("within xã Cần Đước: %d units, want itself and the four before it", len(got))
	}
	if got := b.Within(district, "2023-12-01"); len(got) != 18 {
		t.Errorf("within the district in 2023: %d units", len(got))
	}
}

// What is counted under one of several that stand beside each other is counted
// under no other of them.
func TestWholeCountsNothingTwice(t *testing.T) {
	b := book(t)
	tayNinh := code(t, b, "80", unit.Province, "2025-07-01").ID
	district := code(t, b, "806", unit.District, "2025-06-30").ID
	whole := b.Whole(tayNinh, "2025-07-01")
	if !slices.Contains(whole, district) {
		t.Error("the former district lies wholly in Tây Ninh, and is not counted there")
	}
	under := map[kheo.UnitID]kheo.UnitID{}
	for _, c := range b.Children(tayNinh, "2025-07-01") {
		for _, u := range b.Whole(c.ID, "2025-07-01") {
			if other, ok := under[u]; ok {
				t.Errorf("%s is counted under %s and %s", u, other, c.ID)
			}
			under[u] = c.ID
			if !slices.Contains(whole, u) {
				t.Errorf("%s is counted under a commune and not under its province", u)
			}
		}
	}
	if got := b.Whole(district, "2023-12-01"); len(got) != 18 {
		t.Errorf("the district in 2023: %d units, want 18", len(got))
	}
	if got := b.Whole(district, "2025-07-01"); len(got) != 0 {
		t.Errorf("the district after its end: %d units, want none", len(got))
	}
}

func TestListing(t *testing.T) {
	b := book(t)
	longAn := code(t, b, "80", unit.Province, "2025-06-30")
	for _, c := range []struct {
		q    unit.Query
		want int
	}{
		{unit.Query{On: "2025-06-30", Parent: longAn.ID, Level: unit.Commune}, 186},
		{unit.Query{On: "2025-06-30", Parent: longAn.ID}, 15},
		{unit.Query{On: "2025-06-30", Code: "80"}, 1},
		{unit.Query{On: "2025-07-01", Parent: code(t, b, "80", unit.Province, "2025-07-01").ID}, 96},
		{unit.Query{On: "2025-07-01", Parent: longAn.ID}, 0},
		{unit.Query{On: "2025-06-30", Text: "xã tân chánh, cần đước"}, 1},
	} {
		seen := map[kheo.UnitID]bool{}
		c.q.Limit = 7
		for {
			page, err := b.List(c.q)
			if err != nil || page.Total != c.want {
				t.Fatalf("%+v: total %d, %v; want %d", c.q, page.Total, err, c.want)
			}
			for _, u := range page.Units {
				if seen[u.ID] || !u.Holds(c.q.On) {
					t.Errorf("%+v: %s twice, or not of that day", c.q, u.Name)
				}
				seen[u.ID] = true
			}
			if c.q.Cursor = page.Next; page.Next == "" {
				break
			}
		}
		if len(seen) != c.want {
			t.Errorf("%+v: %d over all pages, want %d", c.q, len(seen), c.want)
		}
	}
	if _, err := b.List(unit.Query{On: "2025-06-30", Cursor: "x"}); err == nil {
		t.Error("a cursor that is none was taken")
	}
}

// The compiled list against the published ones, row by row.
func TestCompiledSaysWhatWasPublished(t *testing.T) {
	b := book(t)
	for _, r := range rows(t, "mapping.csv") {
		if r["level"] == "district" && r["kind"] == "abolish" {
			continue
		}
		level := unit.Level(r["level"])
		from := code(t, b, r["old_code"], level, "2025-06-30")
		if level == unit.District {
			level = unit.Commune
		}
		to := code(t, b, r["new_code"], level, "2025-07-01")
		if (r["kind"] == "unchanged" || r["kind"] == "rename") && r["level"] != "district" && from.ID != to.ID {
			t.Errorf("%s %s did not stay itself", r["old_code"], r["old_name"])
		}
		if !slices.Contains(b.Successors(from.ID), unit.Link{Unit: to.ID, Kind: r["kind"], Share: r["share"], Text: r["text_share"], On: "2025-07-01", Basis: r["source"]}) {
			t.Errorf("%s %s → %s %s: no such link among %+v", r["old_code"], r["old_name"], r["new_code"], r["new_name"], b.Successors(from.ID))
		}
	}
	for _, list := range []struct {
		name string
		on   kheo.Date
	}{{"units_before.csv", "2025-06-30"}, {"units_after.csv", "2025-07-01"}} {
		for _, r := range rows(t, list.name) {
			u := code(t, b, r["code"], unit.Level(r["level"]), list.on)
			p, err := b.Unit(u.Parent, list.on)
			if u.Name != r["name_vi"] || u.Short != r["name_short"] || u.Type != r["type"] || r["parent_code"] != "" && (err != nil || p.Code != r["parent_code"]) {
				t.Errorf("%s: %+v under %s, published %v", list.name, u, p.Code, r)
			}
		}
	}
}
