package inspection

import (
	"slices"

	"kheo"
	"kheo/matter"
)

// A Stage of an inspection; "" is no stage.
type Stage string

// The stages, in order.
const (
	Planned     Stage = "planned"
	PlanIssued  Stage = "plan_issued"
	OutlineSent Stage = "outline_sent"
	ReportIn    Stage = "self_report_received"
	Visited     Stage = "visited"
	MinutesIn   Stage = "minutes_signed"
	Concluded   Stage = "concluded"
	Remedying   Stage = "remedying"
	Remedied    Stage = "remedied"
	Closed      Stage = "closed"
	nothing     Stage = ""
)

// Stages lists all of them in order.
var Stages = []Stage{Planned, PlanIssued, OutlineSent, ReportIn, Visited, MinutesIn, Concluded, Remedying, Remedied, Closed}

// lifeCycle says where each stage may lead. Nobody moves an inspection to
// remedying or remedied: it stands there when its recommendations do.
var lifeCycle = map[Stage][]Stage{
	nothing:     {Planned},
	Planned:     {PlanIssued},
	PlanIssued:  {OutlineSent},
	OutlineSent: {ReportIn},
	ReportIn:    {Visited},
	Visited:     {MinutesIn},
	MinutesIn:   {Concluded},
	Concluded:   {Remedying, Closed}, // closed when nothing was recommended, or after a re-check
	Remedying:   {Remedied, Closed},  // closed after a re-check: what is open heads the next plan
	Remedied:    {Closed},
	Closed:      {},
}

// Next lists the stages that may follow s.
func Next(s Stage) []Stage { return slices.Clone(lifeCycle[s]) }

func rank(s Stage) int { return slices.Index(Stages, s) }

// allowed is nil, or the Wrong that names the stages possible.
func allowed(from, to Stage) error {
	if slices.Contains(lifeCycle[from], to) {
		return nil
	}
	w := kheo.Wrong{From: string(from), To: string(to)}
	for _, s := range lifeCycle[from] {
		w.Possible = append(w.Possible, string(s))
	}
	return w
}

// need is nil when the inspection stands in one of the stages, else a Wrong
// naming them as where the act is possible.
func need(i Inspection, act string, in ...Stage) error {
	if slices.Contains(in, i.Stage) {
		return nil
	}
	w := kheo.Wrong{From: string(i.Stage), To: act}
	for _, s := range in {
		w.Possible = append(w.Possible, string(s))
	}
	return w
}

// standing reads remedying and remedied off the recommendations: the stage
// recorded last is concluded until the file is closed.
func standing(recorded Stage, recs []Recommendation) Stage {
	if recorded != Concluded || len(recs) == 0 {
		return recorded
	}
	done, begun := 0, false
	for _, r := range recs {
		if r.State == matter.Confirmed {
			done++
		}
		if r.State != matter.Assigned {
			begun = true
		}
	}
	switch {
	case done == len(recs):
		return Remedied
	case begun:
		return Remedying
	}
	return Concluded
}
