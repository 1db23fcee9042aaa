package sortingweb

import (
	"slices"
	"time"

	"kheo"
	"kheo/internal/web"
	"kheo/law"
	"kheo/sorting"
	"kheo/unit"
)

// Specimens are the pages of sorting in every state, drawn from the compiled
// tree and from bodies that are role titles.
func Specimens() []web.Specimen {
	list := []web.Specimen{{Name: "ways", Page: waysPage{Limits: compiledLimits()}.page}}
	for _, s := range []struct{ name, words string }{
		{"tree", ""}, {"tree: words that say something", "den duong ap 3 tat hai tuan nay, toi om"},
		{"tree: words that say nothing", "xin chào"},
	} {
		list = append(list, web.Specimen{Name: s.name, Page: func(v web.View) web.Page {
			p := treePage{Table: specimenTable(), Limits: compiledLimits(), Words: s.words, Tried: s.words != ""}
			p.Meant = p.Table.Suggest(s.words, 3)
			return p.page(v)
		}})
	}
	list = append(list, web.Specimen{Name: "tree: nothing typed", Page: treePage{Table: specimenTable(), Limits: compiledLimits(),
		Faults: kheo.Faults{{Field: "words", Key: "sortingweb.fault.words", Args: []any{"n", mostWords}}}}.page})
	for _, id := range []string{"streetlight", "manner", "other", "health"} {
		t := specimenTable()
		c, _ := t.Category(id)
		list = append(list, web.Specimen{Name: "topic: " + id, Page: newTopic(t, c, compiledLimits()).page})
	}
	ruled := specimenTable(specimenRules()...)
	light, _ := ruled.Category("tapwater")
	said := newTopic(ruled, light, compiledLimits())
	said.Goes = goes{Asked: true, Table: ruled, On: "2026-11-20", Body: "Trạm cấp nước xã Cần Đước", Due: "2026-11-26", Rule: specimenRules()[0],
		Fired: sorting.Fired{Rule: "r1", N: 1}, Place: web.UnitField{Field: web.Field{Name: "place", Label: "Ở đâu", Value: "xa"}, Query: "can duoc",
			Found: []web.Option{{Value: "xa", Label: "Xã Cần Đước", Help: "tỉnh Tây Ninh"}, {Value: "xb", Label: "Xã Tân Trụ", Help: "tỉnh Tây Ninh"}}}}
	list = append(list, web.Specimen{Name: "topic: from a place", Page: said.page})
	return append(list, tableSpecimens()...)
}

func compiledLimits() map[string]law.Rule {
	by := map[string]law.Rule{}
	for _, r := range law.Compiled() {
		by[r.ID] = r
	}
	return by
}

var specimenDay = time.Date(2026, 11, 20, 3, 0, 0, 0, time.UTC)

// specimenTable is the compiled tree with rules and bodies for a commune.
func specimenTable(rules ...sorting.Rule) *sorting.Table {
	return sorting.TableOf(sorting.Compiled(), rules, []unit.Body{
		{ID: "ub", Name: "Ủy ban nhân dân xã Cần Đước", Short: "UBND xã", Kind: unit.Authority, Territory: "xa"},
		{ID: "kt", Name: "Phòng Kinh tế xã Cần Đước", Short: "Phòng Kinh tế", Kind: unit.Department, Territory: "xa"},
		{ID: "nuoc", Name: "Trạm cấp nước xã Cần Đước", Short: "Trạm cấp nước", Kind: unit.Department, Territory: "xa"},
	})
}

func specimenRules() []sorting.Rule {
	return []sorting.Rule{
		{ID: "r1", N: 1, Category: "tapwater", Kind: "concern", Target: "short/Trạm cấp nước", Note: "Trạm cấp nước của xã trực cả tuần",
			Span: kheo.Span{From: "2026-01-01", To: "2026-12-31"}},
		{ID: "r2", N: 2, Category: "roads", Target: "body/kt", Note: "Đường, cầu do Phòng Kinh tế giữ"},
		{ID: "r3", N: 3, Kind: "concern", Target: "short/Trung tâm Phục vụ hành chính công", Span: kheo.Span{From: "2027-01-01"},
			Note: "Từ năm 2027 mọi phản ánh vào một cửa trước, theo quy chế tiếp nhận và trả kết quả của tỉnh, rồi mới chia về các phòng"},
	}
}

// tableSpecimens are the officers' pages.
func tableSpecimens() []web.Specimen {
	versions := []sorting.Version{
		{N: 3, State: sorting.Draft, Edits: 2, At: specimenDay},
		{N: 2, State: sorting.On, Edits: 4, Cases: 214, Moved: 12, Redated: 5, At: specimenDay, Settled: specimenDay},
		{N: 1, State: sorting.Past, Edits: 1, Cases: 100, At: specimenDay, Settled: specimenDay},
	}
	asked := rulesPage{Table: specimenTable(specimenRules()...), On: "2026-11-20", Versions: versions, MayEdit: true, Asked: true, Kind: "concern", Category: "road"}
	asked.Place = web.UnitField{Field: web.Field{Name: "place", Value: "xa", Label: "Ở đâu"}, Query: "can duoc",
		Found: []web.Option{{Value: "xa", Label: "Xã Cần Đước", Help: "tỉnh Tây Ninh"}}}
	asked.Fired, asked.Lines, _ = asked.Table.Explain(sorting.Case{Place: "xa", Category: "road", Kind: "concern", On: "2026-11-20"})
	asked.Body, _ = asked.Table.Body(asked.Fired.Body)
	nobody := rulesPage{Table: specimenTable(), On: "2026-11-20", Asked: true, Nobody: true, Place: asked.Place}
	list := []web.Specimen{
		{Name: "rules: a case tried", Page: asked.page},
		{Name: "rules: none, nobody there", Page: nobody.page},
	}
	full := specimenTable(specimenRules()...)
	trial := specimenTrial()
	for _, s := range []struct {
		name string
		draftPage
	}{
		{"draft: nothing changed yet", draftPage{Table: specimenTable()}},
		{"draft: changed", draftPage{Table: full, Draft: versions[0]}},
		{"draft: changed after the trial", draftPage{Table: full, Draft: sorting.Version{N: 3, State: sorting.Draft, Edits: 3, Tried: 2}}},
		{"draft: tried", draftPage{Table: full, Draft: sorting.Version{N: 3, State: sorting.Draft, Edits: 2, Tried: 2, Cases: 214, Moved: 2, Redated: 2}, Trial: trial, Since: "2025-11-20"}},
	} {
		s.On = "2026-11-20"
		list = append(list, web.Specimen{Name: s.name, Page: s.page})
	}
	return append(list, formSpecimens(full, asked.Place)...)
}

// specimenTrial found all there is to find.
func specimenTrial() *sorting.Trial {
	by := compiledLimits()
	turn := func(f sorting.Fired, rule string, due kheo.Date) sorting.Turn {
		return sorting.Turn{Fired: f, Limit: by[rule], Due: due}
	}
	gone := func(code, category string) sorting.Gone {
		return sorting.Gone{Code: code, Case: sorting.Case{Place: "xa", Category: category, On: "2026-10-02"}}
	}
	const on, spot, usual = "2026-11-20", "concern.answer.on_the_spot", "concern.answer.ordinary"
	return &sorting.Trial{On: on, Was: specimenTable(specimenRules()[1:]...), Cases: 214, Lost: 3, Retired: 2, Elsewhere: 2, Redated: 2, Shifts: []sorting.Shift{
		{Gone: gone("PA-7K3M-9QX", "tapwater"), From: on, Now: turn(sorting.Fired{Category: "tapwater", Body: "kt"}, spot, "2026-11-26"),
			Then: turn(sorting.Fired{Rule: "r1", N: 1, Body: "nuoc", Note: specimenRules()[0].Note}, spot, "2026-11-26")},
		{Gone: gone("PA-2222-22B", "road"), From: on, Now: turn(sorting.Fired{Rule: "r2", N: 2, Body: "kt", Note: specimenRules()[1].Note}, usual, "2026-12-07"),
			Then: turn(sorting.Fired{Rule: "r2", N: 2, Body: "kt", Note: specimenRules()[1].Note}, spot, "2026-11-26")},
		{Gone: gone("PA-3333-33C", "other"), From: "2027-01-01", Now: turn(sorting.Fired{Body: "ub"}, usual, "2027-01-18"),
			Then: turn(sorting.Fired{Rule: "r3", N: 3, Body: "nuoc", Note: specimenRules()[2].Note}, spot, "2027-01-07")},
	}}
}

func formSpecimens(t *sorting.Table, place web.UnitField) []web.Specimen {
	rule := ruleForm{Rule: specimenRules()[0], Place: place, Table: t, Targets: t.Targets("xa", "2026-11-20"), From: "2026-01-01", To: "2026-12-31"}
	bad := ruleForm{New: true, Table: t, Targets: rule.Targets, From: "31/02/2026",
		Faults: kheo.Faults{{Field: "target", Key: "sorting.fault.target"}, {Field: "note", Key: "sorting.fault.note"}, {Field: "from", Key: "web.fault.day"}}}
	bad.Place = web.UnitField{Field: web.Field{Name: "place", Label: "Ở đâu"}}
	c, _ := t.Category("streetlight")
	asking := c
	asking.Questions = append(slices.Clone(c.Questions), sorting.Question{Text: "Nhà có theo đạo không?"})
	asking.Never = append(slices.Clone(c.Never), sorting.Question{Text: "Tên thợ sửa", TextEN: "Name of the repairer"})
	asking.Guide = sorting.Question{ID: "ways", Text: "Dây đứt thì gọi điện lực trước.", TextEN: "A broken wire: call the power company first."}
	return []web.Specimen{
		{Name: "rule: change", Page: rule.page},
		{Name: "rule: to mend", Page: bad.page},
		{Name: "topic: change", Page: categoryForm{Category: c, Table: t, On: "2026-11-20", Limits: compiledLimits(), Lines: "đèn đường\nđiện đường"}.page},
		{Name: "topic: asks what it may not", Page: categoryForm{Category: asking, Table: t, On: "2026-11-20", Limits: compiledLimits(), Faults: kheo.Faults{
			{Field: "ask_3", Key: "sorting.fault.never.religion", Args: []any{"words", "theo đạo"}}, {Field: "ask_3_en", Key: "sorting.fault.both"}}}.page},
		{Name: "topic: add, to mend", Page: categoryForm{New: true, Table: t, On: "2026-11-20", Limits: compiledLimits(), Faults: kheo.Faults{{Field: "name", Key: "sorting.fault.taken"}}}.page},
		{Name: "topic: retired", Page: categoryForm{Category: sorting.Category{ID: "x", Name: "Nước lợ", NameEN: "Brackish water", Retired: true}, Table: t, On: "2026-11-20", Limits: compiledLimits()}.page},
	}
}
