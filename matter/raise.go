package matter

import (
	"context"
	"fmt"

	"kheo"
	"kheo/internal/db"
	"kheo/ledger"
)

// A Raised is a concern at the moment it is filed: package concern keeps its
// words, matter its life.
type Raised struct {
	ID, Code  string // made by package concern
	Category  string
	Territory kheo.UnitID
	Hamlet    string
	Spot      bool
	Lat, Lon  float64
	Cell      string
	Holder    kheo.UnitID // by the routing rule
	HolderIs  string      // its name
	Due       kheo.Date
	Rule      string // id of the rule of law the day is counted by
	Route     string // id of the routing rule that fired, "" the category's lead
	Into      string // id of the matter it joins, "" none
	IntoCode  string // and its code
	Helped    bool   // somebody typed for them
}

// Raise opens a concern: received by its holder, or born merged into the one it
// joins; owed to its author. It writes the matter, its first move and the
// ledger entry, and reads nothing: what it needs to know was read beforehand.
func Raise(ctx context.Context, tx *db.Tx, who kheo.Caller, r Raised) (ledger.Leaf, error) {
	m := Matter{ID: r.ID, Code: r.Code, Kind: Concern, State: Received, Holder: r.Holder, Territory: r.Territory}
	if r.Into != "" {
		m.State, m.Was = Merged, Received
	}
	leaf, err := ledger.Append(ctx, tx, who, ledger.Entry{Kind: "matter.raised", Subject: r.Code, Says: r.says(who, m), Public: true})
	if err != nil {
		return ledger.Leaf{}, fmt.Errorf("raise %s: %w", r.Code, err)
	}
	at := who.At.UnixMicro()
	_, err = tx.Exec(ctx, `
		insert into matter_matter (id, code, kind, title, body, owed_to, territory, due, opened, state, holder, moved, moves,
			clock, category, hamlet, spot, lat, lon, cell, rule, counted, route, into_id, was)
		values ($1, $2, $3, '', '', '', $4, $5, $6, $7, $8, $9, 1, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`,
		r.ID, r.Code, string(Concern), string(r.Territory), string(r.Due), at, string(m.State), string(r.Holder), at,
		m.clock(), r.Category, r.Hamlet, r.Spot, r.Lat, r.Lon, r.Cell, r.Rule, string(who.Today()), r.Route, r.Into, string(m.Was))
	if err != nil {
		return ledger.Leaf{}, fmt.Errorf("raise %s: %w", r.Code, err)
	}
	m.State, m.Moves = "", 0
	c := Change{To: Received, Holder: r.Holder}
	if r.Into != "" {
		c.To = Merged
	}
	return leaf, keep(ctx, tx, who, m, c, leaf)
}

// says is what the entry tells: topic, place, holder and day, none of its words.
func (r Raised) says(who kheo.Caller, m Matter) []ledger.Line {
	says := []ledger.Line{
		{Name: "code", Value: r.Code},
		{Name: "to", Value: string(m.State)},
		{Name: "day", Value: string(who.Today())},
		{Name: "category", Value: r.Category},
		{Name: "unit", Value: string(r.Territory)},
		{Name: "holder", Value: string(r.Holder)},
		{Name: "holder_name", Value: r.HolderIs},
		{Name: "due", Value: string(r.Due)},
		{Name: "rule", Value: r.Rule},
	}
	if r.Route != "" {
		says = append(says, ledger.Line{Name: "route", Value: r.Route})
	}
	if r.IntoCode != "" {
		says = append(says, ledger.Line{Name: "into", Value: r.IntoCode})
	}
	if r.Helped {
		says = append(says, ledger.Line{Name: "helped", Value: "yes"})
	}
	return says
}
