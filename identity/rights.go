package identity

import (
	"fmt"
	"slices"
	"strings"

	"kheo"
	"kheo/lang"
)

// The roles.
const (
	Admin       kheo.Role = "admin"        // quản trị
	BoardLead   kheo.Role = "board_lead"   // lãnh đạo ban kiểm tra
	Inspector   kheo.Role = "inspector"    // thành viên đoàn
	HostLead    kheo.Role = "host_lead"    // lãnh đạo đơn vị được kiểm tra
	HostOfficer kheo.Role = "host_officer" // cán bộ dân vận
	Lead        kheo.Role = "lead"         // lãnh đạo cơ quan giữ việc
	Officer     kheo.Role = "officer"      // cán bộ tiếp nhận, giải quyết
	Helper      kheo.Role = "helper"       // người gửi giúp: trưởng ấp, tổ công nghệ số
)

// A Line of the table says what one role may do, in the body it is held in.
type Line struct {
	Role   kheo.Role
	Office bool // held in the office as a whole, not in a body
	Rights []kheo.Right
}

// Table is the one place that says what a role may do. Rights are declared by
// the capability that checks them; a test in site matches the two.
func Table() []Line {
	return []Line{
		{Admin, true, []kheo.Right{MayAdmin, "unit.admin", "law.edit", "calendar.edit", "sorting.edit", "ledger.witness"}},
		{BoardLead, false, []kheo.Right{
			"inspection.plan", "inspection.inspect", "inspection.conclude", "inspection.publish",
			"matter.confirm", "matter.choose",
			"model.see", "model.approve", "model.recognise",
			"scoring.appraise", "scoring.settle", "stationery.keep"}},
		{Inspector, false, []kheo.Right{"inspection.inspect", "matter.confirm", "model.see", "scoring.appraise"}},
		{HostLead, false, []kheo.Right{
			"inspection.fill", "inspection.submit", "inspection.publish",
			"matter.take", "matter.choose", "indicator.record",
			"model.see", "model.register", "model.approve", "model.recognise", "scoring.self", "stationery.keep"}},
		{HostOfficer, false, []kheo.Right{
			"inspection.fill", "matter.take", "indicator.record", "model.see", "model.register", "scoring.self"}},
		{Lead, false, []kheo.Right{
			"matter.sort", "matter.take", "matter.lead", "matter.choose", "concern.read", "concern.publish", "concern.help"}},
		{Officer, false, []kheo.Right{
			"matter.sort", "matter.take", "concern.read", "concern.publish", "concern.help"}},
		{Helper, false, []kheo.Right{"concern.help"}},
	}
}

// RightsOf is what a role may do; nil for an unknown role.
func RightsOf(role kheo.Role) []kheo.Right {
	for _, l := range Table() {
		if l.Role == role {
			return l.Rights
		}
	}
	return nil
}

// Rights is every right some role has, sorted.
func Rights() []kheo.Right {
	var all []kheo.Right
	for _, l := range Table() {
		all = append(all, l.Rights...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Words writes the table for people to read, as Markdown in a language; docs
// hold what it writes.
func Words(l lang.Lang) string {
	var b strings.Builder
	fmt.Fprintf(&b, "| %s | %s | %s |\n|---|---|---|\n", l.T("identity.table.role"), l.T("identity.table.held"), l.T("identity.table.may"))
	for _, line := range Table() {
		held := "identity.table.body"
		if line.Office {
			held = "identity.table.office"
		}
		var may []string
		for _, r := range line.Rights {
			may = append(may, l.T("identity.right."+string(r)))
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", l.T("identity.role."+string(line.Role)), l.T(held), strings.Join(may, "; "))
	}
	return b.String()
}

// officeWide tells a role of the whole office from one held in a body; known
// is false for a role that is not in the table.
func officeWide(role kheo.Role) (wide, known bool) {
	for _, l := range Table() {
		if l.Role == role {
			return l.Office, true
		}
	}
	return false, false
}
