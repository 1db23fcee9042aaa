package stationeryweb

import (
	"strings"
	"time"

	"kheo"
	"kheo/internal/doc"
	"kheo/internal/web"
	"kheo/stationery"
	"kheo/unit"
)

// Specimens are the pages in each state: nothing chosen, a template brought,
// a template refused.
func Specimens() []web.Specimen {
	body := unit.Body{ID: "btg", Name: "Ban Tuyên giáo và Dân vận Tỉnh ủy Tây Ninh"}
	own := stationery.Version{Version: 2, Template: strings.Repeat("0a", 32), Size: 24_000, Person: "p", At: time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC),
		Head: stationery.Head{Style: doc.State, Above: "ỦY BAN NHÂN DÂN\nTỈNH TÂY NINH", Place: "Cần Đước", Signer: "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH"}}
	first := stationery.Version{Version: 1, Head: own.Head, Person: "p", At: own.At}
	ours := stationery.Version{Head: stationery.Head{Style: doc.Party}}
	papers := map[string]stationery.Version{}
	for _, k := range stationery.Kinds() {
		papers[k.ID] = ours
	}
	papers["plan"] = own
	list := []web.Specimen{{Name: "list", Page: listPage{[]bodyPapers{{body, papers}}}.page}}
	for _, k := range stationery.Kinds() {
		list = append(list, web.Specimen{Name: k.ID + ": as composed", Page: paperPage{Body: body, Kind: k, Now: ours}.page})
	}
	k, _ := stationery.KindOf("conclusion")
	names := map[kheo.PersonID]string{"p": "Trưởng ban"}
	return append(list,
		web.Specimen{Name: "a template of one's own", Page: paperPage{Body: body, Kind: k, Now: own, History: []stationery.Version{own, first}, Names: names}.page},
		web.Specimen{Name: "refused", Page: paperPage{Body: body, Kind: k, Now: ours, Typed: &stationery.Head{Style: "x", Above: "{{so}}"}, Faults: kheo.Faults{
			{Field: "style", Key: "stationery.fault.style"}, {Field: "above", Key: "stationery.fault.braces"},
			{Field: "template", Key: "doc.template.unknown", Args: []any{"name", "{{so_hieuu}}", "n", 3, "text", "Số {{so_hieuu}}/TB"}}}}.page})
}
