package stationery

import (
	"context"
	"fmt"
	"strconv"

	"kheo"
	"kheo/internal/db"
	"kheo/ledger"
	"kheo/unit"
)

// Choose sets the letterhead of a kind of paper. Seen is the version the form
// showed: what somebody else set since is not lost.
func Choose(ctx context.Context, tx *db.Tx, who kheo.Caller, body kheo.UnitID, kind string, seen int64, h Head) error {
	if err := h.Check(); err != nil {
		return err
	}
	return keep(ctx, tx, who, body, kind, "stationery.chosen", func(v *Version) error {
		if v.Version != seen {
			return fmt.Errorf("version %d was seen, %d stands: %w", seen, v.Version, kheo.ErrConflict)
		}
		v.Head = h
		return nil
	})
}

// Bring makes a template, whose bytes were looked through and lie in the blob
// store, what the kind of paper is written on.
func Bring(ctx context.Context, tx *db.Tx, who kheo.Caller, body kheo.UnitID, kind, sum string, size int64) error {
	return keep(ctx, tx, who, body, kind, "stationery.brought", func(v *Version) error {
		v.Template, v.Size = sum, size
		return nil
	})
}

// PutAway goes back to our own layout; the template stays among the versions.
func PutAway(ctx context.Context, tx *db.Tx, who kheo.Caller, body kheo.UnitID, kind string) error {
	return keep(ctx, tx, who, body, kind, "stationery.put_away", func(v *Version) error {
		if v.Template == "" {
			return kheo.Wrong{From: "own layout", To: "own layout"}
		}
		v.Template, v.Size = "", 0
		return nil
	})
}

// keep adds a version that differs from the last by what f changes.
func keep(ctx context.Context, tx *db.Tx, who kheo.Caller, body kheo.UnitID, kind, did string, f func(*Version) error) error {
	if _, ok := KindOf(kind); !ok {
		return fmt.Errorf("paper of kind %q: %w", kind, kheo.ErrNotFound)
	}
	if _, err := unit.FindBody(ctx, tx, body); err != nil {
		return err
	}
	if err := who.May(MayKeep, body); err != nil {
		return err
	}
	v, err := Of(ctx, tx, body, kind)
	if err != nil {
		return err
	}
	if err := f(&v); err != nil {
		return fmt.Errorf("stationery of %s, %s: %w", body, kind, err)
	}
	v.Version++
	says := []ledger.Line{{Name: "body", Value: string(body)}, {Name: "kind", Value: kind},
		{Name: "version", Value: strconv.FormatInt(v.Version, 10)}, {Name: "letterhead", Value: v.Style}}
	if v.Template != "" {
		says = append(says, ledger.Line{Name: "template_sha256", Value: v.Template})
	}
	if _, err := ledger.Append(ctx, tx, who, ledger.Entry{Kind: did, Subject: string(body) + "/" + kind, Says: says}); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		insert into stationery_version (body, kind, version, style, above, issuer, place, signer, template, size, person, at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		string(body), kind, v.Version, v.Style, v.Above, v.Issuer, v.Place, v.Signer, v.Template, v.Size, string(who.Person), who.At.UnixMicro())
	return err
}
