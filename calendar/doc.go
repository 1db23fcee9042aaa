// Package calendar knows the office's working days (lịch làm việc): holidays,
// days off in lieu (nghỉ bù), swapped days off and the working Saturdays that
// pay for them (hoán đổi).
//
// They are decided each year by notice, so they are data and never computed:
// the list for 2020–2027 is compiled in from holidays.txt, the office's edits
// and imported lists lie over it, each with a ledger entry. In a year whose
// Tết is not listed only the weekends are known, and Known says so.
//
// A commune that is flooded, or works on Saturdays, follows a calendar of its own
// (Own) from a day on: the office's with days of its own over it. What is counted
// for a place is counted by Of, whoever holds the matter.
//
// A Calendar is read once per request and then needs no database. Deadlines
// are counted with Add, Between, Due and Before; whether a rule counts days or
// working days stands in package law.
package calendar
