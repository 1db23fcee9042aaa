package inspection

import (
	"embed"
	"time"

	"kheo"
	"kheo/indicator"
	"kheo/internal/db"
	"kheo/matter"
	"kheo/report"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the tables of inspections.
func Schema() db.Schema { return db.Schema{Name: "inspection", Files: files} }

// Rights that inspection checks: the first four in the inspecting body or its
// lawful heir, the last two in the inspected body or its heir. MayPublish is
// checked in the body that signed the paper.
const (
	MayPlan     kheo.Right = "inspection.plan"     // plan, name the team, issue the plan
	MayInspect  kheo.Right = "inspection.inspect"  // outline, marks, samples, findings, minutes, re-check
	MayConclude kheo.Right = "inspection.conclude" // sign the conclusion, close
	MayPublish  kheo.Right = "inspection.publish"  // publish a paper one signed
	MayFill     kheo.Right = "inspection.fill"     // fill the self-report
	MaySubmit   kheo.Right = "inspection.submit"   // sign and submit the self-report
)

// The papers of an inspection, kinds of report.Document.
const (
	PlanPaper       = "plan"
	OutlinePaper    = "outline"
	SelfReportPaper = "self_report"
	MinutesPaper    = "minutes"
	ConclusionPaper = "conclusion"
)

// An Inspection as of a day: only what had been reached by then.
type Inspection struct {
	ID, Code string
	Year     int
	Host     kheo.UnitID // the territory
	HostBody kheo.UnitID // the body that answers for its civic work
	Team     kheo.UnitID // the inspecting body
	Period   kheo.Span   // the days examined
	Stage    Stage
	Planned  time.Time

	Themes  []Theme
	Carried []string // codes of matters still open from earlier inspections, as the plan found them
	Members []Member
	Visits  []Visit
	Due     Due
	Steps   []Step // reached, oldest first

	Sections []Section // the outline in reading order; none before it is sent
	Samples  []Sample
	Findings []Finding

	Conclusion      string
	Recommendations []Recommendation
	Recheck         Recheck
	Documents       []report.Document
	Published       time.Time // zero while private

	recorded Stage // as the row says; Stage may stand further, see standing
}

// Subject is how other capabilities name the inspection.
func (i Inspection) Subject() string { return "inspection/" + i.ID }

// Step is the step into a stage, if it was reached.
func (i Inspection) Step(s Stage) (Step, bool) {
	for _, x := range i.Steps {
		if x.Stage == s {
			return x, true
		}
	}
	return Step{}, false
}

// Reached tells whether the inspection came to the stage or past it.
func (i Inspection) Reached(s Stage) bool { return rank(i.Stage) >= rank(s) }

// VisitDay is the first visit day.
func (i Inspection) VisitDay() kheo.Date {
	if len(i.Visits) == 0 {
		return ""
	}
	return i.Visits[0].Day
}

// Box finds a data box by id.
func (i Inspection) Box(id string) (Box, Section, bool) {
	for _, s := range i.Sections {
		for _, b := range s.Boxes {
			if b.ID == id {
				return b, s, true
			}
		}
	}
	return Box{}, Section{}, false
}

// A Theme is one field the inspection looks into. A theme of the template has
// a name, a key of lang after "inspection.theme."; the office's own has words.
type Theme struct{ Name, Words string }

// A Member is a seat in the team: an office, never a person's name.
type Member struct {
	Role   string // leader, secretary, member
	Title  string // "Ban Dân tộc Mặt trận tỉnh"; may be empty
	Person kheo.PersonID
}

// The roles in a team, in the order a decision lists them.
var MemberRoles = []string{"leader", "secretary", "member"}

// A Visit is one place on one day.
type Visit struct {
	Day   kheo.Date
	Place string
}

// A Due is the day the self-report is due: so many working days before the
// visit. Earlier holds the days it was due before the visit moved.
type Due struct {
	At      time.Time
	Visit   kheo.Date
	Day     kheo.Date
	Days    int64 // working days before the visit
	Why     string
	Earlier []Due
}

// A Step is a stage the inspection entered.
type Step struct {
	Stage    Stage
	At       time.Time
	Body     kheo.UnitID
	Number   string    // of its paper, "" where it has none
	Day      kheo.Date // the paper's date
	Document string    // id in report, "" while there is no file
	Late     int64     // working days past due, for the self-report
}

// On is the day a step is told by: its paper's, else the day it was recorded.
func (s Step) On() kheo.Date {
	if s.Day != "" {
		return s.Day
	}
	return kheo.DateOf(s.At)
}

// A Section of the outline. One of the template keeps its name, a key of lang
// after "inspection.outline.", until it is given another title.
type Section struct {
	ID, Parent string
	Number     string // "III.7"
	Depth      int    // 0 at the top
	Name       string
	Title      string
	Words      string // the host's
	Boxes      []Box
	Evidence   []Evidence
}

// Count is how many things the section holds, for the list beside the page.
func (s Section) Count() int { return len(s.Boxes) + len(s.Evidence) }

// A Box asks for one figure: an indicator's, or one the outline words itself.
type Box struct {
	ID        string
	Section   string
	Indicator string
	Name      string // key after "inspection.box." of a template's label
	Label     string // where there is no indicator
	Typed     string // the host's answer to a label
	Evidence  string // what the answer rests on
	Frozen    *Frozen
	Mark      Mark
}

// A Frozen is a figure as the self-report stated it, with its records: what is
// changed in the records later does not change it.
type Frozen struct {
	Value    int64              `json:"value"`
	Decimals int                `json:"decimals,omitempty"`
	Known    bool               `json:"known"`
	Early    int64              `json:"early,omitempty"` // records it was too early to judge
	Words    string             `json:"words,omitempty"` // for a label
	Evidence string             `json:"evidence,omitempty"`
	Records  []indicator.Record `json:"records,omitempty"`
}

// An Evidence is a file beside a section.
type Evidence struct {
	ID, Section string
	Name        string
	SHA256      string
	Type        string
	Size        int64
	At          time.Time
}

// A Verdict is what the team found of a figure or a sampled model.
type Verdict string

// The verdicts; "" is not looked at yet.
const (
	Verified    Verdict = "verified"
	NotVerified Verdict = "not_verified"
	Differs     Verdict = "differs"
)

// A Mark is the verdict with the value found and why it differs.
type Mark struct {
	Verdict Verdict
	Found   string
	Why     string
	At      time.Time
}

// A Sample is a model the team goes to see.
type Sample struct {
	ID       string
	Model    string // its code
	Name     string
	Reported string // what the report says of it: "12,4 km đường, 17 ấp"
	Mark     Mark
}

// A Finding is a strength or a limitation.
type Finding struct {
	ID      string
	Kind    string // strength, limitation
	Words   string
	Section string // id, "" for the whole
	At      time.Time
}

// The kinds of finding.
const (
	Strength   = "strength"
	Limitation = "limitation"
)

// A Recommendation is the matter with who carries it out and when it was
// settled, as of the day.
type Recommendation struct {
	matter.Matter
	Standing  matter.Standing
	Confirmed kheo.Date // "" while it is not
}

// A Recheck is the day set for the re-check and what it found.
type Recheck struct {
	Day   kheo.Date
	Set   time.Time // when the day was set
	Words string
	At    time.Time // zero until it was done
}
