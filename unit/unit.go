package unit

import (
	"embed"
	"errors"
	"fmt"

	"kheo"
	"kheo/internal/db"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the tables of bodies and of imported lists.
func Schema() db.Schema { return db.Schema{Name: "unit", Files: files} }

// MayAdmin is the right to load lists and to keep the bodies: who they are,
// when they ended and who took over.
const MayAdmin kheo.Right = "unit.admin"

// FirstDay is the first day the compiled lists know. Before it every question
// as of a day is answered ErrUnknownDay.
const FirstDay kheo.Date = "2022-04-10"

// ErrUnknownDay says that the lists do not reach that far back. It is an
// ErrNotFound, with its own words for the visitor.
var ErrUnknownDay = fmt.Errorf("not known before %s: %w", FirstDay, kheo.ErrNotFound)

// ErrNoHeir says that a body ended without a lawful successor, or with several:
// somebody with a name has to choose.
var ErrNoHeir = errors.New("no lawful successor")

// A Level is a rung of the territory: province, district (until 2025-06-30),
// commune, hamlet. A territory keeps its level for good.
type Level string

// The levels.
const (
	Province Level = "province"
	District Level = "district"
	Commune  Level = "commune"
	Hamlet   Level = "hamlet"
)

// A Unit is a territory in one state: its name, type, code and parent held
// together through Span. The same ID has another state before and after.
type Unit struct {
	ID        kheo.UnitID
	Code      string // as listed; codes are reused, never an identity
	Name      string // "Xã Tân Chánh"
	Short     string // "Tân Chánh"
	Level     Level
	Type      string // the Vietnamese word: xã, phường, thị trấn, huyện, tỉnh …
	Parent    kheo.UnitID
	kheo.Span         // days this state held; From empty: not known
	Lat, Lon  float64 // centre, 0 when not known
	People    int64   // 0 when not known
}

// The kinds of a Link.
const (
	Merge     = "merge"     // the whole of it went into one new territory
	Split     = "split"     // a part of it went into a new territory
	Unchanged = "unchanged" // the same territory, listed anew: both ends are one ID
	Rename    = "rename"    // the same with another name; a district that became a special zone
	Retype    = "retype"    // the same with another type, xã → phường
	Respell   = "respell"   // the same, spelt otherwise
	Move      = "move"      // the same under another parent
	Abolish   = "abolish"   // a district: its successors are its communes' successors
	Remove    = "remove"    // gone from the list, successor not named: Unit is empty
	Add       = "add"       // new in the list, predecessor not named: Unit is empty
)

// A Link is one thread of lineage between territories.
type Link struct {
	Unit  kheo.UnitID // the other end; empty where the list does not name it
	Kind  string      // merge, split, rename, unchanged, abolish, remove …
	Share string      // full, part, or "" when the list does not say
	Text  string      // what the resolution says of a part: whole, part, remainder; "" not said
	On    kheo.Date   // first day of the new state
	Basis string      // "1682/NQ-UBTVQH15 Điều 1 khoản 43"
}

// A Part is a territory that another one is in today, wholly or in part.
type Part struct {
	Unit  Unit
	Share string // full or part
}

// A Present says what a place is called now.
type Present struct {
	Was   Unit // in the state that the query named
	Exact bool // the tones were typed, and match
	Score float64
	Now   []Part // Was itself while it lives; empty when no list names a successor
}

// A Query narrows a listing of the territories of one day.
type Query struct {
	On     kheo.Date
	Level  Level       // "" any
	Parent kheo.UnitID // "" any
	Text   string      // a name or address; best first instead of in code order
	Code   string
	Cursor string // Listing.Next of the page before
	Limit  int
}

// A Listing is one page of territories.
type Listing struct {
	Units []Unit
	Next  string // "" on the last page
	Total int
}

// A Hit is one territory a query may mean, best first.
type Hit struct {
	Unit  Unit // in the state that matched
	Exact bool // the tones were typed, and match
	Full  bool // every word of the query was understood
	Score float64
}

// A BodyKind is what a body is.
type BodyKind string

// The kinds of body.
const (
	Committee   BodyKind = "committee"   // cấp ủy
	Board       BodyKind = "board"       // ban của cấp ủy
	Authority   BodyKind = "authority"   // chính quyền
	Front       BodyKind = "front"       // Mặt trận Tổ quốc
	Association BodyKind = "association" // đoàn thể, hội
	Department  BodyKind = "department"  // sở, phòng
)

// A Body is an organisation that belongs to a territory or to another body.
// It does not follow the territory's lineage by itself.
type Body struct {
	ID        kheo.UnitID
	Name      string // "Ban Dân vận Huyện ủy Cần Đước"
	NameEN    string
	Short     string // "Ban Dân vận Huyện ủy"
	Kind      BodyKind
	Territory kheo.UnitID
	Parent    kheo.UnitID // the body above it, or ""
	kheo.Span
}
