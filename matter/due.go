package matter

import (
	"kheo"
	"kheo/calendar"
)

// Late tells whether the holder let the day pass. Once answered, the clock no
// longer runs against the holder; returned, it runs again from the same day.
func (m Matter) Late(on kheo.Date) bool {
	return m.State.WithHolder() && m.Due != "" && m.Due < on
}

// DaysLeft until the due day: 0 on it, negative after it.
func (m Matter) DaysLeft(on kheo.Date) int { return m.Due.Sub(on) }

// WorkingDaysLeft counts only the days the office works.
func (m Matter) WorkingDaysLeft(c calendar.Calendar, on kheo.Date) int { return c.Between(on, m.Due) }

// Overdue keeps the late ones of a list, in its order.
func Overdue(list []Matter, on kheo.Date) []Matter {
	var late []Matter
	for _, m := range list {
		if m.Late(on) {
			late = append(late, m)
		}
	}
	return late
}
