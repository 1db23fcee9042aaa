package unit

import (
	"context"

	"kheo"
	"kheo/internal/db"
)

// A Book is every territory through time: the compiled list and what the
// office imported over it. It is immutable; all methods may be called at once.
type Book struct{ *book }

type book struct{}

// Compiled is the book of the list inside the binary.
func Compiled() (*Book, error) { panic("contract") }

// Load is the compiled book with the office's imported lists over it. A server
// asks Books instead, which loads again only when the lists changed.
func Load(ctx context.Context, tx *db.Tx) (*Book, error) { panic("contract") }

// Books keeps the office's book in memory between requests. The zero Books is
// ready; its method may be called by many at once.
type Books struct{ _ int }

// Book is the office's book of now: one small query when no list changed.
func (s *Books) Book(ctx context.Context, tx *db.Tx) (*Book, error) { panic("contract") }

// Unit is the territory as of the day; ErrNotFound when it did not exist then,
// ErrUnknownDay when the lists do not reach that far back.
func (b *Book) Unit(id kheo.UnitID, on kheo.Date) (Unit, error) { panic("contract") }

// Last is the territory as of the day or, where it had ended, as it last was.
func (b *Book) Last(id kheo.UnitID, on kheo.Date) (Unit, error) { panic("contract") }

// States are all the states of a territory, oldest first.
func (b *Book) States(id kheo.UnitID) []Unit { panic("contract") }

// Children of a territory as of the day, in code order.
func (b *Book) Children(id kheo.UnitID, on kheo.Date) []Unit { panic("contract") }

// Ancestors as of the day, nearest first.
func (b *Book) Ancestors(id kheo.UnitID, on kheo.Date) []Unit { panic("contract") }

// Subtree is the territory and all below it as of the day.
func (b *Book) Subtree(id kheo.UnitID, on kheo.Date) []kheo.UnitID { panic("contract") }

// Address is "xã Tân Chánh, huyện Cần Đước, tỉnh Long An" as of the day.
func (b *Book) Address(id kheo.UnitID, on kheo.Date) string { panic("contract") }

// Successors of a territory, part by part. What stayed itself in the
// reorganisation of 2025-07-01 has one link, to its own id.
func (b *Book) Successors(id kheo.UnitID) []Link { panic("contract") }

// Predecessors of a territory, part by part.
func (b *Book) Predecessors(id kheo.UnitID) []Link { panic("contract") }

// Changes are what happened to the territory while it stayed itself, oldest
// first: each began the state of that day.
func (b *Book) Changes(id kheo.UnitID) []Link { panic("contract") }

// ByCode is the territory that had the code on the day, at a level ("" for any).
func (b *Book) ByCode(code string, level Level, on kheo.Date) (Unit, error) { panic("contract") }

// List is the territories of a day, in code order or, for a text, best first.
func (b *Book) List(q Query) (Listing, error) { panic("contract") }

// Find reads a present or former name, code or address. on narrows to that
// day; the empty date searches all days.
func (b *Book) Find(query string, on kheo.Date, limit int) []Hit { panic("contract") }

// Today is where a territory is on the day: itself while it lives, else its
// successors through as many reorganisations as there were. It is empty when a
// list names no successor.
func (b *Book) Today(id kheo.UnitID, on kheo.Date) []Part { panic("contract") }

// Now reads any name or address, present or former, and says what that place is
// called on the day, best first.
func (b *Book) Now(query string, on kheo.Date, limit int) []Present { panic("contract") }
