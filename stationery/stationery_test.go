package stationery_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"kheo"
	"kheo/identity"
	"kheo/internal/blob"
	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/internal/doc"
	"kheo/internal/search"
	"kheo/law"
	"kheo/ledger"
	"kheo/stationery"
	"kheo/unit"
)

var at = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

func each(t *testing.T, f func(t *testing.T, write func(func(ctx context.Context, tx *db.Tx) error) error, body kheo.UnitID, keeper kheo.Caller)) {
	t.Helper()
	schemas := []db.Schema{search.Schema(), ledger.Schema(), law.Schema(), unit.Schema(), identity.Schema(), stationery.Schema()}
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		write := func(g func(ctx context.Context, tx *db.Tx) error) error { return d.Write(t.Context(), g) }
		book, err := unit.Compiled()
		if err != nil {
			t.Fatal(err)
		}
		land, err := book.ByCode("28108", unit.Commune, "2026-01-01")
		if err != nil {
			t.Fatal(err)
		}
		admin := kheo.Caller{Person: "admin", At: at.AddDate(-1, 0, 0), Grants: []kheo.Grant{{Role: identity.Admin, Rights: identity.RightsOf(identity.Admin)}}}
		var body kheo.UnitID
		err = write(func(ctx context.Context, tx *db.Tx) (err error) {
			body, err = unit.AddBody(ctx, tx, admin, unit.Body{Name: "Ban Xây dựng Đảng", NameEN: "Board", Short: "Ban Xây dựng Đảng", Kind: unit.Board,
				Territory: land.ID, Span: kheo.Span{From: "2025-07-01"}})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		keeper := kheo.Caller{Person: "lead", At: at, Grants: []kheo.Grant{{Unit: body, Rights: []kheo.Right{stationery.MayKeep}}}}
		f(t, write, body, keeper)
	})
}

// A choice is a version with its ledger entry; a template brought after keeps
// it, and putting the template away keeps both versions.
func TestVersions(t *testing.T) {
	each(t, func(t *testing.T, write func(func(ctx context.Context, tx *db.Tx) error) error, body kheo.UnitID, keeper kheo.Caller) {
		head := stationery.Head{Style: doc.State, Above: "ỦY BAN NHÂN DÂN\nTỈNH TÂY NINH", Signer: "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH"}
		sum := strings.Repeat("ab", 32)
		for n, step := range []func(ctx context.Context, tx *db.Tx) error{
			func(ctx context.Context, tx *db.Tx) error {
				return stationery.Choose(ctx, tx, keeper, body, "plan", 0, head)
			},
			func(ctx context.Context, tx *db.Tx) error {
				return stationery.Bring(ctx, tx, keeper, body, "plan", sum, 7)
			},
			func(ctx context.Context, tx *db.Tx) error { return stationery.PutAway(ctx, tx, keeper, body, "plan") },
		} {
			var before, after int64
			err := write(func(ctx context.Context, tx *db.Tx) (err error) {
				if before, err = db.One(ctx, tx, db.Value[int64], `select count(*) from ledger_leaf`); err != nil {
					return err
				}
				if err := step(ctx, tx); err != nil {
					return err
				}
				after, err = db.One(ctx, tx, db.Value[int64], `select count(*) from ledger_leaf`)
				return err
			})
			if err != nil || after != before+1 {
				t.Fatalf("step %d: %d entries more, %v", n, after-before, err)
			}
		}
		err := write(func(ctx context.Context, tx *db.Tx) error {
			all, err := stationery.History(ctx, tx, body, "plan")
			if err != nil {
				return err
			}
			if len(all) != 3 || all[0].Template != "" || all[1].Template != sum || all[1].Head != head || all[0].Head != head || all[0].Person != "lead" || !all[0].At.Equal(at) {
				t.Errorf("%+v", all)
			}
			other, err := stationery.Of(ctx, tx, body, "minutes")
			if other.Version != 0 || other.Style != doc.Party {
				t.Errorf("another kind of paper: %+v", other)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestWhatIsRefused(t *testing.T) {
	each(t, func(t *testing.T, write func(func(ctx context.Context, tx *db.Tx) error) error, body kheo.UnitID, keeper kheo.Caller) {
		head := stationery.Head{Style: doc.Front}
		choose := func(who kheo.Caller, body kheo.UnitID, kind string, seen int64, h stationery.Head) error {
			return write(func(ctx context.Context, tx *db.Tx) error {
				return stationery.Choose(ctx, tx, who, body, kind, seen, h)
			})
		}
		stranger := keeper
		stranger.Grants = []kheo.Grant{{Unit: "other", Rights: []kheo.Right{stationery.MayKeep}}}
		for name, c := range map[string]struct{ got, want error }{
			"another body's keeper":    {choose(stranger, body, "plan", 0, head), kheo.ErrForbidden},
			"a kind there is not":      {choose(keeper, body, "love_letter", 0, head), kheo.ErrNotFound},
			"a body there is not":      {choose(keeper, "nobody", "plan", 0, head), kheo.ErrNotFound},
			"what somebody else chose": {choose(keeper, body, "plan", 4, head), kheo.ErrConflict},
			"nothing to put away": {write(func(ctx context.Context, tx *db.Tx) error { return stationery.PutAway(ctx, tx, keeper, body, "plan") }),
				kheo.ErrConflict},
		} {
			if !errors.Is(c.got, c.want) {
				t.Errorf("%s: %v, want %v", name, c.got, c.want)
			}
		}
		for field, h := range map[string]stationery.Head{
			"style":  {Style: "army"},
			"above":  {Style: doc.Party, Above: "a\nb\nc\nd"},
			"issuer": {Style: doc.Party, Issuer: "{{so}}"},
			"place":  {Style: doc.Party, Place: strings.Repeat("x", 201)},
			"signer": {Style: doc.Party, Signer: "a\nb\nc\nd\ne"},
		} {
			var faults kheo.Faults
			if err := choose(keeper, body, "plan", 0, h); !errors.As(err, &faults) || len(faults) != 1 || faults[0].Field != field {
				t.Errorf("a wrong %s: %v", field, err)
			}
		}
	})
}

// A paper is written on the template its body brought, and on our layout where
// there is none; its head is what was chosen.
func TestAPaperIsWrittenOnItsStationery(t *testing.T) {
	blobs, err := blob.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	sample, err := doc.SampleTemplate(doc.State, false)
	if err != nil {
		t.Fatal(err)
	}
	template := slices.Clone(sample)
	sum, err := blobs.Put(template)
	if err != nil {
		t.Fatal(err)
	}
	v := stationery.Version{Head: stationery.Head{Style: doc.State, Issuer: "XÃ CẦN ĐƯỚC", Signer: "TM. ỦY BAN\nCHỦ TỊCH"}}
	for _, digest := range []string{"", sum} {
		p := doc.Paper{Head: doc.Letterhead{Above: "TỈNH TÂY NINH", Issuer: "BAN", Number: "12", Symbol: "KH-UBND"}, Kind: "KẾ HOẠCH", Title: "năm 2026",
			Body: []doc.Block{{Text: "Điều một."}}, Signer: []string{"TRƯỞNG BAN"}, Lang: "vi"}
		v.Template = digest
		v.On(&p)
		b, err := stationery.Write(blobs, p)
		if err != nil {
			t.Fatal(err)
		}
		text, err := doc.Text(b)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"TỈNH TÂY NINH", "XÃ CẦN ĐƯỚC", "Số: 12/KH-UBND", "Điều một./.", "TM. ỦY BAN", "CHỦ TỊCH"} {
			if !strings.Contains(text, want) {
				t.Errorf("on %q: %q is missing in\n%s", digest, want, text)
			}
		}
	}
}
