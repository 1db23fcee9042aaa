package web

// A Verdict asks those it is owed to; two buttons of one weight.
type Verdict struct {
	Question, Only string
	Action         string // POST
	Field          string // name of the buttons
	Yes, No        VerdictButton
	Silence        string
	Reason         Field // a text beside, where sending back needs one
}

// A VerdictButton and what happens next.
type VerdictButton struct{ Value, Label, Next string }

// An Answer with proof: what was done has a jade bar, words alone do not.
type Answer struct {
	Tag   Tag
	Acted bool
	Text  string
	By    string
	Files []FileLink
}

// A FileLink says a file's type and size beside its name.
type FileLink struct{ Name, Href, Note string }
