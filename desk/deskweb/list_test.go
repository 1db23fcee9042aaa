package deskweb

import (
	"strings"
	"testing"

	"kheo"
	"kheo/desk"
	"kheo/internal/web"
	"kheo/lang"
)

func TestDeskCountsAndFilters(t *testing.T) {
	v := web.NewView(lang.VI, kheo.Office{}, "2025-07-01", nil, web.Chrome{})
	data := deskSpecimenData(v)
	p := data.page(v, "", "")
	counts := []int{5, 1, 2, 1, 1}
	for i, tab := range p.Tabs {
		if tab.N != counts[i] {
			t.Errorf("tab %s counts %d, want %d", tab.Label, tab.N, counts[i])
		}
	}
	if p := data.page(v, late, ""); len(p.Groups) != 1 || len(p.Groups[0].Rows) != 1 || p.Tabs[0].N != 5 {
		t.Errorf("late only: %+v", p.Groups)
	}
	data.Tasks = data.Tasks[1:2]
	data.Counts = map[desk.Tab]int{desk.TabLate: 1, desk.TabToday: 1, desk.TabNew: 2}
	if p := data.page(v, "", "kn-23-0003"); len(p.Groups) != 1 || len(p.Groups[0].Rows) != 1 || !strings.Contains(p.Found, "trong 5") || !strings.Contains(p.Groups[0].Rows[0].Href, "q=kn-23-0003") {
		t.Errorf("found by code: %q, %+v", p.Found, p.Groups)
	}
	if p := data.page(v, "", "tu kiem tra"); len(p.Groups) != 1 || len(p.Groups[0].Rows) != 2 {
		t.Errorf("what is due beside the matters is searched, too: %+v", p.Groups)
	}
	data = deskSpecimenData(v)
	if p := data.page(v, "no such tab", ""); len(p.Groups) != 4 || !p.Tabs[0].Current {
		t.Errorf("an unknown tab shows all: %d groups", len(p.Groups))
	}
}
