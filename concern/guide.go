package concern

import (
	"context"
	"fmt"
	"slices"

	"kheo"
	"kheo/internal/db"
	"kheo/ledger"
	"kheo/matter"
)

// The channels of their own that the door guides to; package matter lists them.
const (
	Complaint    = "complaint"    // khiếu nại: against a decision or an act
	Denunciation = "denunciation" // tố cáo: of an official's wrongdoing
)

// Guide tells somebody at the door which lawful channel is theirs. Of a
// complaint the ledger keeps the channel, the territory and the day, so that
// they leave with a dated note; no words, no person. Of a denunciation nothing
// is kept at all: the leaf is empty.
func Guide(ctx context.Context, tx *db.Tx, who kheo.Caller, channel string, territory kheo.UnitID) (ledger.Leaf, error) {
	var f kheo.Faults
	f.Need(slices.Contains(matter.Channels(), channel), "channel", "concern.fault.channel")
	f.Need(territory != "" || channel == Denunciation, "territory", "concern.fault.territory")
	if err := f.Err(); err != nil {
		return ledger.Leaf{}, err
	}
	if channel == Denunciation {
		return ledger.Leaf{}, nil
	}
	leaf, err := ledger.Append(ctx, tx, who, ledger.Entry{Kind: "concern.guided", Subject: string(territory), Public: true, Says: []ledger.Line{
		{Name: "channel", Value: channel},
		{Name: "unit", Value: string(territory)},
		{Name: "day", Value: string(who.Today())},
	}})
	if err != nil {
		return leaf, fmt.Errorf("guide to %s: %w", channel, err)
	}
	return leaf, nil
}
