// Package unit answers, as of any day, what a territory or a body is called,
// where it belongs and who came before and after it.
package unit

import (
	"context"
	"embed"
	"errors"

	"kheo"
	"kheo/internal/db"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the tables of bodies and of imported lists.
func Schema() db.Schema { return db.Schema{Name: "unit", Files: files} }

// A Level is a rung of the territory: province, district (until 2025-06-30),
// commune, hamlet.
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

// A Link is one thread of lineage between territories.
type Link struct {
	Unit  kheo.UnitID // the other end
	Kind  string      // merge, split, rename, unchanged, abolish, remove …
	Share string      // full, part, or "" when the list does not say
	On    kheo.Date   // first day of the new state
	Basis string      // "1682/NQ-UBTVQH15 Điều 1 khoản 43"
}

// A Book is every territory through time: the compiled list and what the
// office imported over it. It is immutable; all methods may be called at once.
type Book struct{ *book }

type book struct{}

// Compiled is the book of the list inside the binary.
func Compiled() (*Book, error) { panic("contract") }

// Load is the compiled book with the office's imported lists over it.
func Load(ctx context.Context, tx *db.Tx) (*Book, error) { panic("contract") }

// Unit is the territory as of the day; ErrNotFound when it did not exist then,
// or when that far back is not known.
func (b *Book) Unit(id kheo.UnitID, on kheo.Date) (Unit, error) { panic("contract") }

// Last is the territory as of the day or, where it had ended, as it last was.
func (b *Book) Last(id kheo.UnitID, on kheo.Date) (Unit, error) { panic("contract") }

// Children of a territory as of the day, in code order.
func (b *Book) Children(id kheo.UnitID, on kheo.Date) []Unit { panic("contract") }

// Ancestors as of the day, nearest first.
func (b *Book) Ancestors(id kheo.UnitID, on kheo.Date) []Unit { panic("contract") }

// Subtree is the territory and all below it as of the day.
func (b *Book) Subtree(id kheo.UnitID, on kheo.Date) []kheo.UnitID { panic("contract") }

// Address is "xã Tân Chánh, huyện Cần Đước, tỉnh Long An" as of the day.
func (b *Book) Address(id kheo.UnitID, on kheo.Date) string { panic("contract") }

// Successors and Predecessors of a territory, part by part.
func (b *Book) Successors(id kheo.UnitID) []Link   { panic("contract") }
func (b *Book) Predecessors(id kheo.UnitID) []Link { panic("contract") }

// ByCode is the territory that had the code on the day, at a level ("" for any).
func (b *Book) ByCode(code string, level Level, on kheo.Date) (Unit, error) { panic("contract") }

// A Hit is one territory a query may mean, best first.
type Hit struct {
	Unit  Unit // in the state that matched
	Exact bool // the tones were typed, and match
	Score float64
}

// Find reads a present or former name, code or address. on narrows to that
// day; the empty date searches all days.
func (b *Book) Find(query string, on kheo.Date, limit int) []Hit { panic("contract") }

// A BodyKind is what a body is: committee, board, authority, front,
// association, department.
type BodyKind string

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

// FindBody is the body by id, whatever day it lived.
func FindBody(ctx context.Context, tx *db.Tx, id kheo.UnitID) (Body, error) { panic("contract") }

// Bodies of a territory that lived on the day, by name.
func Bodies(ctx context.Context, tx *db.Tx, territory kheo.UnitID, on kheo.Date) ([]Body, error) {
	panic("contract")
}

// ErrNoHeir says that the law names no successor of a body, or several.
var ErrNoHeir = errors.New("no lawful heir")

// Heir is the lawful successor of a body as of the day, followed through as
// many reorganisations as there were: the body itself while it lives;
// ErrNoHeir when it ended without one, or with several.
func Heir(ctx context.Context, tx *db.Tx, id kheo.UnitID, on kheo.Date) (Body, error) {
	panic("contract")
}

// CivicWork is the body that owns civic work in a territory on the day.
func CivicWork(ctx context.Context, tx *db.Tx, territory kheo.UnitID, on kheo.Date) (Body, error) {
	panic("contract")
}
