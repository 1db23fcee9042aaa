// Package inspectionweb is the pages of inspections: the list, the file of one
// as of any day, and the working pages from plan to re-check.
package inspectionweb

import (
	"context"

	"kheo/draft"
	"kheo/internal/blob"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/unit"
)

// Deps are what the site hands in.
type Deps struct {
	Blobs *blob.Store
	Book  func(ctx context.Context, tx *db.Tx) (*unit.Book, error)
	// Foot is the ledger's last checkpoint in one line, for the foot of papers.
	Foot func() string
	Room *draft.Room // who writes in which self-report just now
}

// Routes are the pages and forms. Paths stand in both languages.
func Routes(d Deps) []web.Route {
	return []web.Route{
		{Name: "inspection.list", Method: "GET", VI: "/kiem-tra", EN: "/inspections", Handle: d.list},
		{Name: "inspection.new", Method: "GET", VI: "/kiem-tra/lap", EN: "/inspections/new", Handle: first(d.showNew)},
		{Name: "inspection.plan", Method: "POST", VI: "/kiem-tra/lap", EN: "/inspections/new", Handle: d.plan},
		{Name: "inspection.show", Method: "GET", VI: "/kiem-tra/{code}", EN: "/inspections/{code}", Handle: first(d.showForm)},
		{Name: "inspection.figure", Method: "GET", VI: "/kiem-tra/{code}/so-lieu/{box}", EN: "/inspections/{code}/figures/{box}", Handle: d.figure},
		{Name: "inspection.issue", Method: "GET", VI: "/kiem-tra/{code}/ke-hoach", EN: "/inspections/{code}/plan", Handle: first(d.showIssue)},
		{Name: "inspection.issued", Method: "POST", VI: "/kiem-tra/{code}/ke-hoach", EN: "/inspections/{code}/plan", Handle: d.issue},
		{Name: "inspection.team", Method: "POST", VI: "/kiem-tra/{code}/doan", EN: "/inspections/{code}/team", Handle: d.team},
		{Name: "inspection.days", Method: "POST", VI: "/kiem-tra/{code}/ngay", EN: "/inspections/{code}/days", Handle: d.days},
		{Name: "inspection.outline", Method: "GET", VI: "/kiem-tra/{code}/de-cuong", EN: "/inspections/{code}/outline", Handle: first(d.showOutline)},
		{Name: "inspection.edit", Method: "POST", VI: "/kiem-tra/{code}/de-cuong", EN: "/inspections/{code}/outline", Handle: d.edit},
		{Name: "inspection.send", Method: "POST", VI: "/kiem-tra/{code}/de-cuong/gui", EN: "/inspections/{code}/outline/send", Handle: d.send},
		{Name: "inspection.report", Method: "GET", VI: "/kiem-tra/{code}/tu-kiem-tra", EN: "/inspections/{code}/self-report", Handle: first(d.showReport)},
		{Name: "inspection.submit", Method: "POST", VI: "/kiem-tra/{code}/tu-kiem-tra", EN: "/inspections/{code}/self-report", Handle: d.submit, Upload: evidenceLimit},
		{Name: "inspection.evidence", Method: "GET", VI: "/kiem-tra/{code}/minh-chung/{id}", EN: "/inspections/{code}/evidence/{id}", Handle: d.evidence},
		{Name: "inspection.visit", Method: "GET", VI: "/kiem-tra/{code}/tai-cho", EN: "/inspections/{code}/visit", Handle: first(d.showVisit)},
		{Name: "inspection.mark", Method: "POST", VI: "/kiem-tra/{code}/tai-cho", EN: "/inspections/{code}/visit", Handle: d.mark},
		{Name: "inspection.minutes", Method: "GET", VI: "/kiem-tra/{code}/bien-ban", EN: "/inspections/{code}/minutes", Handle: first(d.showMinutes)},
		{Name: "inspection.sign", Method: "POST", VI: "/kiem-tra/{code}/bien-ban", EN: "/inspections/{code}/minutes", Handle: d.sign},
		{Name: "inspection.conclude", Method: "GET", VI: "/kiem-tra/{code}/ket-luan", EN: "/inspections/{code}/conclusion", Handle: first(d.showConclude)},
		{Name: "inspection.concluded", Method: "POST", VI: "/kiem-tra/{code}/ket-luan", EN: "/inspections/{code}/conclusion", Handle: d.conclude},
		{Name: "inspection.recheck", Method: "GET", VI: "/kiem-tra/{code}/phuc-tra", EN: "/inspections/{code}/recheck", Handle: first(d.showRecheck)},
		{Name: "inspection.rechecked", Method: "POST", VI: "/kiem-tra/{code}/phuc-tra", EN: "/inspections/{code}/recheck", Handle: d.recheck},
		{Name: "inspection.publish", Method: "POST", VI: "/kiem-tra/{code}/cong-bo", EN: "/inspections/{code}/publish", Handle: d.publish},
		{Name: "inspection.scan", Method: "POST", VI: "/kiem-tra/{code}/ban-ky", EN: "/inspections/{code}/scan", Handle: d.scan, Upload: scanLimit},
	}
}
