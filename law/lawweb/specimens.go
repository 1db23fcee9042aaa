package lawweb

import (
	"kheo"
	"kheo/internal/web"
	"kheo/law"
)

// Specimens of every page, in each state.
func Specimens() []web.Specimen {
	own := law.Compiled()[0]
	own.Value, own.From, own.Confirmed, own.Edited = 7, "2024-01-01", true, true
	own.Source = "Quy chế làm việc của đoàn kiểm tra, ban hành kèm theo Quyết định 12-QĐ/BTGDVTU, khoản 3 Điều 7"
	rules := law.Compiled()
	rules[0] = own
	show := func(name string, page func(v web.View) web.Page) web.Specimen {
		return web.Specimen{Name: name, Page: page}
	}
	faults := kheo.Faults{
		{Field: "value", Key: "law.fault.value"}, {Field: "unit", Key: "law.fault.unit"},
		{Field: "from", Key: "law.fault.from"}, {Field: "source", Key: "law.fault.source"},
	}
	return []web.Specimen{
		show("rules as they came", listPage{Rules: law.Compiled(), On: "2026-11-22"}.page),
		show("rules, one set by the office", listPage{Rules: rules, On: "2026-11-22", MayEdit: true}.page),
		show("change a rule", editPage{Rule: rules[0], History: []law.Rule{own}, Value: "7", Unit: law.WorkingDay, From: "2026-11-22"}.page),
		show("change a rule, refused", editPage{Rule: rules[1], Value: "-1", Faults: faults}.page),
	}
}
