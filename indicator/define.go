package indicator

import (
	"fmt"
	"slices"

	"kheo"
)

// definitions in the order a report lists them.
var definitions = []Definition{
	{ID: "model.registered"},
	{ID: "model.ran"},
	{ID: "model.recognised"},
	{ID: "model.alive12"},
	{ID: "model.replicated"},
	{ID: "model.collective"},
	{ID: "model.individual"},
	{ID: "model.by_field.economy"},
	{ID: "model.by_field.culture"},
	{ID: "model.by_field.security"},
	{ID: "model.by_field.politics"},
	{ID: "model.by_level.hamlet"},
	{ID: "model.by_level.commune"},
	{ID: "model.by_level.district"},
	{ID: "model.by_level.province"},
	{ID: "model.sites"},
	{ID: "model.groups"},
	{ID: "matter.recommendation.open"},
	{ID: "matter.recommendation.given"},
	{ID: "matter.recommendation.answered"},
	{ID: "matter.recommendation.acted"},
	{ID: "matter.recommendation.confirmed"},
	{ID: "matter.recommendation.overdue"},

	{ID: "people.households", Recorded: true},
	{ID: "people.labour", Recorded: true},
	{ID: "people.land", Recorded: true},
	{ID: "people.cash", Recorded: true},
	{ID: "work.road", Recorded: true, Decimals: 1},
	{ID: "work.projects", Recorded: true},
	{ID: "welfare.houses", Recorded: true},
	{ID: "reception.held", Recorded: true},
	{ID: "reception.visitors", Recorded: true},
	{ID: "dialogue.held", Recorded: true},
	{ID: "dialogue.attended", Recorded: true},
	{ID: "dialogue.opinions", Recorded: true},
	{ID: "dialogue.answered", Recorded: true},
	{ID: "democracy.disclosed", Recorded: true},
	{ID: "democracy.meetings", Recorded: true},
	{ID: "democracy.inspections", Recorded: true},
	{ID: "supervision.held", Recorded: true},
	{ID: "critique.held", Recorded: true},
	{ID: "faith.visits", Recorded: true},
	{ID: "training.held", Recorded: true},
}

// All definitions, in the order a report lists them.
func All() []Definition { return slices.Clone(definitions) }

// Find is the definition, ErrNotFound when there is none.
func Find(id string) (Definition, error) {
	for _, d := range definitions {
		if d.ID == id {
			return d, nil
		}
	}
	return Definition{}, fmt.Errorf("indicator %q: %w", id, kheo.ErrNotFound)
}

// recordedIDs are the indicators that are recorded, not computed.
func recordedIDs() []string {
	var list []string
	for _, d := range definitions {
		if d.Recorded {
			list = append(list, d.ID)
		}
	}
	return list
}
