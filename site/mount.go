package site

import (
	"net/http"

	"kheo/calendar"
	"kheo/identity"
	"kheo/indicator"
	"kheo/inspection"
	"kheo/internal/db"
	"kheo/internal/job"
	"kheo/law"
	"kheo/ledger"
	"kheo/matter"
	"kheo/model"
	"kheo/report"
	"kheo/unit"
)

// Schemas are the tables of every capability, in the order of the house.
func Schemas() []db.Schema {
	return []db.Schema{
		Schema(),
		job.Schema(),
		ledger.Schema(),
		law.Schema(),
		unit.Schema(),
		identity.Schema(),
		calendar.Schema(),
		matter.Schema(),
		model.Schema(),
		indicator.Schema(),
		report.Schema(),
		inspection.Schema(),
	}
}

// mount puts every page and door on one handler.
func (s *Site) mount() (http.Handler, error) {
	mux := http.NewServeMux()
	meter := newMeter(s.DB.Writes)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) {
		w.Write([]byte("ok\n"))
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if err := s.DB.Ping(r.Context()); err != nil {
			http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
			return
		}
		w.Write([]byte("ok\n"))
	})
	mux.Handle("GET /metrics", meter.handler())
	return meter.around(mux), nil
}
