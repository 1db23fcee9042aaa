package sorting

import "kheo"

// MayEdit is the right to edit categories and routing rules.
const MayEdit kheo.Right = "sorting.edit"

// A Category is one leaf or branch of the tree. Its rule is one of
// law/concern.answer.emergency, law/concern.answer.on_the_spot,
// law/concern.answer.ordinary and law/concern.answer.long.
type Category struct {
	ID           string // "drainage", for good
	Parent       string // "" at the top
	Name, NameEN string
	Words        []string   // synonyms as people type them; one in brackets says little, see Said
	Lead         Target     // leads when no routing rule fires; see Target
	Rule         string     // id of the rule of law its day is counted by
	Questions    []Question // what more is asked, all optional to answer
	Never        []Question // what must never be asked; no id
	Guide        Question   // said before anything is sent; ID ways: the lawful ways beside it
	Retired      bool
}

// DueRules are the rules of law that a category's day may be counted by.
func DueRules() []string {
	return []string{"concern.answer.emergency", "concern.answer.on_the_spot", "concern.answer.ordinary", "concern.answer.long"}
}

// A Question is one thing more that a category asks.
type Question struct{ ID, Text, TextEN string }

// A Target names a body: "body/<id>", or "short/Phòng Kinh tế": the living
// body of that short name in the commune of the matter.
type Target string

// A Rule is one line of the routing table; empty fields fit everything.
type Rule struct {
	ID       string
	N        int         // its place in the order
	Place    kheo.UnitID // the territory and all within it
	Category string      // the category and all below it
	Kind     string      // kind of matter
	kheo.Span
	Target Target
	Note   string // why the rule is there
}

// A Case asks the table: where does this go?
type Case struct {
	Place    kheo.UnitID
	Category string
	Kind     string
	On       kheo.Date
}

// A Fired is the answer: which rule, and the body it names. Rule is "" when the
// category's own lead decided, and Category too is "" when the body that owns
// civic work in the place takes it.
type Fired struct {
	Rule     string
	N        int
	Category string
	Note     string
	Body     kheo.UnitID
}

// A Suggestion is a category the words may mean, best first, and the words
// that say so, as they were typed.
type Suggestion struct {
	Category string
	Because  []string
	Score    float64
}

// A Reason is one lawful reason to refuse, with the route to go.
type Reason struct {
	ID           string
	Text, TextEN string
	Go, GoEN     string // where to go instead, a sentence
	Note         bool   // the officer's note tells the way: there must be one
}

// Check adds what a refusal for this reason lacks: words and a route in both
// languages, and the note where the route is told there. The zero Reason, one
// that is in no list, lacks all.
func (r Reason) Check(f *kheo.Faults, note string) {
	whole := r.ID != "" && r.Text != "" && r.TextEN != "" && r.Go != "" && r.GoEN != ""
	f.Need(whole, "reason", "matter.fault.listed")
	f.Need(!r.Note || note != "", "note", "sorting.fault.route")
}
