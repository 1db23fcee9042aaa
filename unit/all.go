package unit

import (
	"context"
	"fmt"

	"kheo"
	"kheo/internal/db"
)

// AllHeirs are the lawful successors of every body, by the body that ended.
func AllHeirs(ctx context.Context, tx *db.Tx) (map[kheo.UnitID][]HeirLink, error) {
	type row struct {
		from kheo.UnitID
		HeirLink
	}
	all, err := db.All(ctx, tx, func(r *row) []any { return append([]any{&r.from}, r.HeirLink.fields()...) }, `
		select h.body, b.id, b.name, b.name_en, b.short, b.kind, b.territory, b.parent, b.from_day, b.to_day, h.on_day, h.basis
		from unit_body_heir h join unit_body b on b.id = h.heir
		order by h.body, h.on_day, b.id`)
	if err != nil {
		return nil, fmt.Errorf("heirs of bodies: %w", err)
	}
	by := map[kheo.UnitID][]HeirLink{}
	for _, r := range all {
		by[r.from] = append(by[r.from], r.HeirLink)
	}
	return by, nil
}

// An Owner is a body that owns civic work in a territory for a while.
type Owner struct {
	Territory, Body kheo.UnitID
	kheo.Span
}

// AllOwners are who owns civic work where, by territory, newest first.
func AllOwners(ctx context.Context, tx *db.Tx) (map[kheo.UnitID][]Owner, error) {
	all, err := db.All(ctx, tx, func(o *Owner) []any { return []any{&o.Territory, &o.Body, &o.From, &o.To} }, `
		select territory, body, from_day, to_day from unit_civic order by territory, from_day desc`)
	if err != nil {
		return nil, fmt.Errorf("owners of civic work: %w", err)
	}
	by := map[kheo.UnitID][]Owner{}
	for _, o := range all {
		by[o.Territory] = append(by[o.Territory], o)
	}
	return by, nil
}
