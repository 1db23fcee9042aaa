package ledger

import (
	"context"
	"encoding/binary"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"kheo"
	"kheo/internal/db"
)

// tileHeight is what C2SP tlog-tiles lays down: 256 hashes a tile.
const tileHeight = 8

// Tile is the bytes of a tile by its C2SP path below "tile/": "0/x001/234",
// "1/000.p/7", "entries/000". A tile the log does not have yet is ErrNotFound;
// one that it has never changes.
func Tile(ctx context.Context, tx *db.Tx, path string) ([]byte, error) {
	rest, entries := strings.CutPrefix(path, "entries/")
	if entries {
		path = "0/" + rest
	}
	t, err := tlog.ParseTilePath(fmt.Sprintf("tile/%d/%s", tileHeight, path))
	if err != nil || t.L < 0 {
		return nil, fmt.Errorf("ledger tile: %w", kheo.ErrNotFound)
	}
	h, err := findHead(ctx, tx)
	if err != nil {
		return nil, err
	}
	if !within(t, h.size) {
		return nil, fmt.Errorf("ledger tile: %w", kheo.ErrNotFound)
	}
	if entries {
		return bundle(ctx, tx, t)
	}
	return tlog.ReadTileData(t, newEdge(ctx, tx))
}

// within tells whether a log of that size has the tile.
func within(t tlog.Tile, size int64) bool {
	at := size >> (tileHeight * t.L) // complete hashes at the tile's level
	return t.N<<tileHeight+int64(t.W) <= at
}

// bundle is a tile's entries, each behind its length in two bytes.
func bundle(ctx context.Context, tx *db.Tx, t tlog.Tile) ([]byte, error) {
	first := t.N << tileHeight
	leaves, err := db.All(ctx, tx, db.Value[string],
		`select leaf from ledger_leaf where idx >= $1 and idx < $2 order by idx`, first, first+int64(t.W))
	if err != nil {
		return nil, err
	}
	if len(leaves) != t.W {
		return nil, fmt.Errorf("ledger tile: %d of %d entries are missing", t.W-len(leaves), t.W)
	}
	var b []byte
	for _, l := range leaves {
		b = binary.BigEndian.AppendUint16(b, uint16(len(l)))
		b = append(b, l...)
	}
	return b, nil
}
