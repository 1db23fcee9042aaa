package kheo

import (
	"fmt"
	"slices"
	"time"
)

// A Role is what somebody is in a unit: inspector, host officer, administrator.
// The roles and what each may do stand in one table, in package identity.
type Role string

// A Right is one thing a role may do, named capability.verb: "inspection.plan".
type Right string

// A Grant is a role somebody holds in a unit today, with the rights it carries.
// Unit is empty for a role held in the office as a whole.
type Grant struct {
	Role   Role
	Unit   UnitID
	Rights []Right
}

// A Caller is who asks, with what rights, and when. The zero Person is a
// visitor who has not signed in.
type Caller struct {
	Person PersonID
	Grants []Grant
	Voices []string // ids of the matters whose secret the caller has shown
	At     time.Time
}

// Speaks tells whether the caller has shown the secret of that very matter: it
// is owed to them.
func (c Caller) Speaks(matter string) bool {
	return matter != "" && slices.Contains(c.Voices, matter)
}

// Today is the civil day of the question, in the office's zone.
func (c Caller) Today() Date { return DateOf(c.At) }

// Can tells whether the caller holds right in unit. A right held in the office
// as a whole holds in every unit of it; one held in a unit holds there alone.
func (c Caller) Can(right Right, unit UnitID) bool {
	for _, g := range c.Grants {
		if g.Unit != "" && g.Unit != unit {
			continue
		}
		for _, r := range g.Rights {
			if r == right {
				return true
			}
		}
	}
	return false
}

// May is Can as an error: nil, or ErrForbidden saying which right is missing.
func (c Caller) May(right Right, unit UnitID) error {
	if c.Can(right, unit) {
		return nil
	}
	return fmt.Errorf("%s in unit %s: %w", right, unit, ErrForbidden)
}

// Units lists where the caller holds right, in the order of the grants; an
// office-wide grant appears as the empty id.
func (c Caller) Units(right Right) []UnitID {
	var units []UnitID
	for _, g := range c.Grants {
		for _, r := range g.Rights {
			if r == right {
				units = append(units, g.Unit)
				break
			}
		}
	}
	return units
}
