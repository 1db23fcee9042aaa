package calendarweb

import (
	"kheo"
	"kheo/calendar"
	"kheo/internal/web"
)

// Specimens of every page, in each state.
func Specimens() []web.Specimen {
	c := calendar.Compiled()
	faults := kheo.Faults{
		{Field: "date", Key: "calendar.fault.date"}, {Field: "kind", Key: "calendar.fault.swap_work"},
		{Field: "name", Key: "calendar.fault.name"}, {Field: "source", Key: "calendar.fault.source"},
	}
	return []web.Specimen{
		{Name: "a year of swaps", Page: yearPage{Calendar: c, Year: 2024, MayEdit: true}.page},
		{Name: "this year", Page: yearPage{Calendar: c, Year: 2026}.page},
		{Name: "a year not listed", Page: yearPage{Calendar: c, Year: 2028}.page},
		{Name: "change a day", Page: editPage{Date: "2026-11-26", Kind: calendar.Closed, Name: "Nghỉ tránh bão"}.page},
		{Name: "change a day, refused", Page: editPage{Kind: calendar.SwapWork, Faults: faults}.page},
	}
}
