package site

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"kheo"
	"kheo/concern"
	"kheo/draft"
	"kheo/identity"
	"kheo/identity/identityweb"
	"kheo/internal/blob"
	"kheo/internal/db"
	"kheo/internal/job"
	"kheo/internal/seal"
	"kheo/internal/web"
	"kheo/internal/web/drawn"
	"kheo/ledger"
	"kheo/rising"
	"kheo/sorting"
	"kheo/tally"
	"kheo/unit"
)

// Options are what an office is opened with.
type Options struct {
	Folder   *Folder // settings, files, keys
	DB       string  // address of the database; "" for the SQLite file in Folder
	Dev      bool    // the sample office: one-click sign-in, a date control
	Now      func() time.Time
	Log      *slog.Logger
	Accounts *identityweb.Provider // the office's own, by which staff may sign in; nil: none
}

// A Site is one office, open.
type Site struct {
	Office  kheo.Office
	DB      *db.DB
	Book    *unit.Book // as of the start; pages ask Books
	Books   unit.Books
	Files   *blob.Store
	waiting *blob.Waiting
	Ledger  *ledger.Log
	Vault   *seal.Vault

	Tables   sorting.Tables // categories, routing, bodies
	Concerns concern.Desk
	Fresh    bool // the tables were made by this start
	Dev      bool
	Now      func() time.Time
	Log      *slog.Logger
	Beside   []job.Job // what else is done while it serves

	counts   drawn.Counts[tally.Tally]
	idles    drawn.Counts[map[kheo.UnitID]tally.Idle]
	raisedIn drawn.Counts[[]kheo.UnitID]
	weeks    drawn.Counts[rising.Digest]
	seats    seating    // of the sample's bar
	writing  draft.Room // who writes in which paper just now
	counted  time.Time  // the calendar's edit that open days were last counted after
	accounts *identityweb.Provider
	pages    *web.Server
	handler  http.Handler
}

// New opens the office: its database, brought up to date, its units, its
// files, and every page mounted on one handler. Close ends it.
func New(ctx context.Context, o Options) (*Site, error) {
	if o.DB == "" {
		o.DB = o.Folder.Database()
	}
	d, err := db.Open(ctx, o.DB)
	if err != nil {
		return nil, err
	}
	s := &Site{DB: d, Dev: o.Dev, Now: o.Now, Log: o.Log, accounts: o.Accounts}
	if err := s.open(ctx, o); err != nil {
		d.Close()
		return nil, err
	}
	return s, nil
}

func (s *Site) open(ctx context.Context, o Options) error {
	kind := genuine
	if o.Dev {
		kind = sample
	}
	if err := fitting(ctx, s.DB, kind); err != nil {
		return err
	}
	if err := Migrate(ctx, s.DB); err != nil {
		return err
	}
	if o.Dev {
		kind = growing // until Planted
	}
	fresh, err := setMark(ctx, s.DB, kind)
	if err != nil {
		return err
	}
	s.Fresh = fresh
	err = s.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		s.Book, err = s.Books.Book(ctx, tx)
		return err
	})
	if err != nil {
		return fmt.Errorf("units: %w", err)
	}
	if err := s.unseal(ctx, o.Folder.Keys()); err != nil {
		return err
	}
	if s.waiting, err = blob.OpenWaiting(o.Folder.Waiting()); err != nil {
		return err
	}
	if s.Files, err = blob.Open(o.Folder.Files()); err != nil {
		return err
	}
	if s.Office, err = s.office(o); err != nil {
		return err
	}
	if s.Ledger, err = ledger.OpenLog(s.DB, o.Folder.Keys(), s.Office.Origin); err != nil {
		return err
	}
	if err := s.Ledger.Own(ctx); err != nil {
		return err
	}
	s.Tables.Books = &s.Books
	s.Concerns.Vault, s.Concerns.Tables, s.Concerns.Office = s.Vault, &s.Tables, s.Office.Unit
	s.handler, err = s.mount()
	return err
}

// unseal opens the vault. A new key beside words sealed by an old one would
// lose them without a word: the start is refused instead.
func (s *Site) unseal(ctx context.Context, keys string) error {
	has, err := seal.Has(keys)
	if err != nil {
		return err
	}
	sealed := false
	if !has {
		err = s.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
			if sealed, err = concern.Any(ctx, tx); err != nil || sealed {
				return err
			}
			sealed, err = identity.AnyCode(ctx, tx)
			return err
		})
	}
	if err != nil {
		return err
	}
	if sealed {
		return fmt.Errorf("%s holds no seal.key, and the database holds words or secrets sealed with one: put back the copy from the keys' own backup", keys)
	}
	s.Vault, err = seal.Open(keys)
	return err
}

// Migrate brings the tables of an office, sample or real, up to date.
func Migrate(ctx context.Context, d *db.DB) error { return db.Migrate(ctx, d, Schemas()) }

// office is who the office is: as its settings say, or the sample.
func (s *Site) office(o Options) (kheo.Office, error) {
	set, err := o.Folder.Settings()
	if err != nil {
		return kheo.Office{}, err
	}
	if o.Dev {
		return sampleOffice(s.Book, kheo.DateOf(o.Now()), set.Origin)
	}
	office := kheo.Office{Name: set.Name, NameEN: set.NameEN, Note: set.Note, NoteEN: set.NoteEN, Origin: set.Origin}
	if set.Place == "" {
		return office, nil
	}
	place, err := s.Book.ByCode(set.Place, "", kheo.DateOf(o.Now()))
	if errors.Is(err, kheo.ErrNotFound) {
		return office, fmt.Errorf("office.json: no territory has the code %q today", set.Place)
	}
	office.Unit = place.ID
	return office, err
}

// sampleOffice is the office of `kheo dev`: Tây Ninh, with what was Long An. A
// restored one has another ledger.
func sampleOffice(b *unit.Book, today kheo.Date, origin string) (kheo.Office, error) {
	place, err := b.ByCode("80", unit.Province, today)
	if err != nil {
		return kheo.Office{}, fmt.Errorf("the sample's province: %w", err)
	}
	if !strings.HasPrefix(origin, "sample.") {
		origin = "sample.kheo.local/tayninh"
	}
	return kheo.Office{
		Name:   "Tỉnh Tây Ninh",
		NameEN: "Tây Ninh Province",
		Note:   "gồm Long An trước 01/07/2025",
		NoteEN: "with Long An since 1 July 2025",
		Unit:   place.ID,
		Origin: origin,
		Sample: true,
	}, nil
}

// Settle numbers and signs what was recorded so far: what the ledger's job does
// by itself while the office is served.
func (s *Site) Settle(ctx context.Context) error { return s.settle(ctx, s.Now()) }

func (s *Site) settle(ctx context.Context, at time.Time) error {
	for {
		n, err := s.Ledger.Sequence(ctx, at)
		if err != nil || n == 0 {
			return err
		}
	}
}

// ServeHTTP answers one request.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Close closes the database.
func (s *Site) Close() error { return s.DB.Close() }
