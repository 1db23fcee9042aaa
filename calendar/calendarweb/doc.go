// Package calendarweb shows a year of working days (lịch làm việc), month by
// month, with each day off, its name and the text that decided it, and the
// form that lays the office's word over a day.
package calendarweb
