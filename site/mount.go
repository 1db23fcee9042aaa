package site

import (
	"context"
	"net/http"
	"slices"
	"time"

	"kheo/api"
	"kheo/api/open311"
	"kheo/calendar"
	"kheo/calendar/calendarweb"
	"kheo/concern"
	"kheo/concern/concernweb"
	"kheo/desk"
	"kheo/desk/deskweb"
	"kheo/draft"
	"kheo/draft/draftweb"
	"kheo/identity"
	"kheo/identity/identityweb"
	"kheo/indicator"
	"kheo/inspection"
	"kheo/inspection/inspectionweb"
	"kheo/internal/db"
	"kheo/internal/job"
	"kheo/internal/search"
	"kheo/internal/web"
	"kheo/internal/web/drawn"
	"kheo/internal/web/shelf"
	"kheo/law"
	"kheo/law/lawweb"
	"kheo/ledger"
	"kheo/ledger/ledgerweb"
	"kheo/matter"
	"kheo/matter/matterweb"
	"kheo/model"
	"kheo/model/modelweb"
	"kheo/public"
	"kheo/report"
	"kheo/report/reportweb"
	"kheo/rising"
	"kheo/rising/risingweb"
	"kheo/scoring"
	"kheo/scoring/scoringweb"
	"kheo/sorting"
	"kheo/sorting/sortingweb"
	"kheo/stationery"
	"kheo/stationery/stationeryweb"
	"kheo/tally"
	"kheo/tally/tallyweb"
	"kheo/unit"
	"kheo/unit/unitweb"
	"kheo/verdict"
)

// Schemas are the tables of every capability, in the order of the house.
func Schemas() []db.Schema {
	return []db.Schema{
		Schema(), job.Schema(), search.Schema(),
		ledger.Schema(),
		law.Schema(),
		unit.Schema(),
		identity.Schema(),
		calendar.Schema(),
		draft.Schema(),
		scoring.Schema(),
		sorting.Schema(),
		matter.Schema(),
		verdict.Schema(),
		concern.Schema(),
		desk.Schema(),
		rising.Schema(),
		model.Schema(),
		indicator.Schema(),
		stationery.Schema(),
		report.Schema(),
		inspection.Schema(),
	}
}

// routes are every page and door, in the order of the house.
func (s *Site) routes() []web.Route {
	all := slices.Concat(
		ledgerweb.Routes(s.Ledger),
		lawweb.Routes(),
		unitweb.Routes(unitweb.Deps{Book: s.Books.Book, Owes: s.owedByUnits}),
		identityweb.Routes(s.door()),
		calendarweb.Routes(calendarweb.Deps{Across: tally.Across, Book: s.Books.Book}),
		scoringweb.Routes(scoringweb.Deps{Files: s.Files, Books: &s.Books, Foot: s.checkpoint}),
		sortingweb.Routes(sortingweb.Deps{Tables: &s.Tables, Gone: gone}),
		matterweb.Routes(s.matters()),
		concernweb.Routes(s.concerns()),
		deskweb.Routes(deskweb.Deps{Books: &s.Books, Tables: &s.Tables, Concerns: &s.Concerns, Panel: s.panel, Due: s.due, Week: s.risen}),
		tallyweb.Routes(tallyweb.Deps{Books: &s.Books, Tables: &s.Tables, Count: s.count, Idle: s.idle}),
		modelweb.Routes(&s.Books),
		stationeryweb.Routes(s.Files),
		reportweb.Routes(s.Files, inspection.MayRead),
		inspectionweb.Routes(s.inspections()),
		draftweb.Routes(s.drafts()),
		risingweb.Routes(s.rising()),
		public.Routes(public.Deps{Book: s.Books.Book, Where: where, Now: s.Now, Count: s.count, Topic: s.topic, Drawn: &drawn.Pages{}, Writes: s.DB.Writes}),
		api.Routes(api.Deps{Books: &s.Books, Tables: &s.Tables, Count: s.count}),
		open311.Routes(open311.Deps{Desk: &s.Concerns, Open: s.Dev}),
	)
	if s.Dev {
		all = append(all, s.devRoutes()...)
	}
	return all
}

// specimens are the pages drawn at /dev/pages, by package.
func specimens() map[string][]web.Specimen {
	return map[string][]web.Specimen{
		"web":           shelf.Specimens(),
		"ledgerweb":     ledgerweb.Specimens(),
		"lawweb":        lawweb.Specimens(),
		"unitweb":       unitweb.Specimens(),
		"identityweb":   identityweb.Specimens(),
		"calendarweb":   calendarweb.Specimens(),
		"draftweb":      draftweb.Specimens(),
		"scoringweb":    scoringweb.Specimens(),
		"sortingweb":    sortingweb.Specimens(),
		"matterweb":     matterweb.Specimens(),
		"concernweb":    concernweb.Specimens(),
		"deskweb":       deskweb.Specimens(),
		"tallyweb":      tallyweb.Specimens(),
		"modelweb":      modelweb.Specimens(),
		"stationeryweb": stationeryweb.Specimens(),
		"reportweb":     reportweb.Specimens(),
		"risingweb":     risingweb.Specimens(),
		"inspectionweb": inspectionweb.Specimens(),
		"public":        public.Specimens(),
	}
}

// mount puts every page and door on one handler, and beside them the doors
// that operators knock at.
func (s *Site) mount() (http.Handler, error) {
	pages, err := web.New(web.Config{
		DB: s.DB, Office: s.Office, Routes: web.Bounded(s.routes(), web.MostPosts), Chrome: public.Chrome(),
		Identify: s.identify, Now: s.clock, Checkpoint: s.checkpoint,
		Dev: s.Dev, Specimens: specimens, DevBar: s.devBar, Log: s.Log,
	})
	if err != nil {
		return nil, err
	}
	s.pages = pages
	mux := http.NewServeMux()
	meter := newMeter(s.DB.Writes)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) { w.Write([]byte("ok\n")) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if err := s.DB.Ping(r.Context()); err != nil {
			http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
			return
		}
		w.Write([]byte("ok\n"))
	})
	mux.Handle("GET /metrics", meter.handler())
	mux.Handle("/", pages)
	return meter.around(bare(mux)), nil
}

// bare keeps what operators' doors answer from being taken for a page; the pages
// say more of themselves.
func bare(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		next.ServeHTTP(w, r)
	})
}

// checkpoint is the line at the foot of every page.
func (s *Site) checkpoint() string {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	var line string
	err := s.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		head, err := ledger.LastHead(ctx, tx)
		line = head.Short()
		return err
	})
	if err != nil {
		s.Log.Warn("checkpoint for the foot", "err", err)
		return ""
	}
	return line
}
