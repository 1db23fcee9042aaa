package calendarweb

import (
	"time"

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
	river := calendar.Own{ID: "r", Name: "Lịch các xã ven sông", NameEN: "Riverside communes", Saturday: true, Source: "Quyết định 45/QĐ-UBND"}
	place := follower{"Xã Cần Đước", river.Name, "2026-11-27"}
	told := time.Date(2026, 11, 25, 2, 0, 0, 0, time.UTC)
	return []web.Specimen{
		{Name: "a year of swaps", Page: yearPage{Calendar: c, Year: 2024, MayEdit: true}.page},
		{Name: "this year", Page: yearPage{Calendar: c, Year: 2026}.page},
		{Name: "a year not listed", Page: yearPage{Calendar: c, Year: 2028}.page},
		{Name: "a place's own", Page: yearPage{Calendar: c, Year: 2026, All: []calendar.Own{river}, Own: river, Follow: []follower{place}, MayEdit: true}.page},
		{Name: "calendars of places, none yet", Page: ownPage{Since: "2026-11-27"}.page},
		{Name: "calendars of places", Page: ownPage{All: []calendar.Own{river}, Follow: []follower{place}, Places: []web.Option{{Value: "28108", Label: "Xã Cần Đước"}},
			Since: "2026-11-27"}.page},
		{Name: "calendars of places, refused", Page: ownPage{All: []calendar.Own{river}, Since: "20/11/2026",
			Made:     kheo.Faults{{Field: "name", Key: "calendar.fault.own-twice"}, {Field: "source", Key: "calendar.fault.source"}},
			Followed: kheo.Faults{{Field: "place", Key: "calendar.fault.place"}, {Field: "since", Key: "calendar.fault.since"}}}.page},
		{Name: "change a day of a place's own", Page: editPage{Calendar: "r", All: []calendar.Own{river}, Date: "2026-11-26", Kind: calendar.Closed, Name: "Nghỉ vì ngập"}.page},
		{Name: "change a day", Page: editPage{Date: "2026-11-26", Kind: calendar.Closed, Name: "Nghỉ tránh bão"}.page},
		{Name: "change some days, matters stand across them", Page: editPage{Date: "2026-11-26", To: "2026-11-28", Kind: calendar.Closed,
			Name: "Nghỉ tránh bão", Source: "Công điện 12/CĐ-UBND của Ủy ban nhân dân tỉnh", Moves: 214}.page},
		{Name: "change a day that was spoken of", Page: editPage{Date: "2026-11-26", Kind: calendar.Plain, Said: []calendar.Edition{
			{At: told.Add(time.Hour), Day: calendar.Day{Kind: calendar.Plain, Name: "Bão đổi hướng", Source: "Công điện 13/CĐ-UBND"}},
			{At: told, Day: calendar.Day{Kind: calendar.Closed, Name: "Nghỉ tránh bão", NameEN: "Storm", Source: "Công điện 12/CĐ-UBND"}},
		}}.page},
		{Name: "change a day, refused", Page: editPage{Kind: calendar.SwapWork, Faults: faults}.page},
	}
}
