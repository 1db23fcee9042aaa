package calendar

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"kheo"
	"kheo/internal/db"
	"kheo/ledger"
)

// An Imported says what an import did.
type Imported struct {
	Rows    int        // good rows in the file
	Changed int        // days that were new or differed
	Skipped []RowFault // bad rows left out, where that was asked for
}

// Import lays a list of holidays over the calendar, in the columns of the
// public list. One bad row refuses the whole file, by name, unless skip says
// to leave bad rows out. The list as a whole is one ledger entry.
func Import(ctx context.Context, tx *db.Tx, who kheo.Caller, file string, body []byte, skip bool) (Imported, error) {
	if err := who.May(MayEdit, ""); err != nil {
		return Imported{}, err
	}
	days, bad, err := ReadCSV(file, bytes.NewReader(body))
	if err != nil {
		return Imported{}, err
	}
	if len(bad) > 0 && !skip {
		return Imported{}, bad[0]
	}
	now, err := Load(ctx, tx)
	if err != nil {
		return Imported{}, err
	}
	done := Imported{Rows: len(days), Skipped: bad}
	for _, d := range days {
		old := now.days[d.Date]
		old.Edited, old.Said, old.at = false, "", 0
		if old == d {
			continue
		}
		if err := put(ctx, tx, who, d); err != nil {
			return Imported{}, err
		}
		done.Changed++
	}
	if done.Changed == 0 {
		return done, nil
	}
	sum := sha256.Sum256(body)
	_, err = ledger.Append(ctx, tx, who, ledger.Entry{
		Kind: "calendar.imported", Subject: "calendar", Public: true,
		Says: []ledger.Line{
			{Name: "sha256", Value: hex.EncodeToString(sum[:])},
			{Name: "from", Value: string(days[0].Date)},
			{Name: "to", Value: string(days[len(days)-1].Date)},
			{Name: "changed", Value: strconv.Itoa(done.Changed)},
		},
	})
	return done, err
}
