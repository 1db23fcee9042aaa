package web

// SideBySide is what somebody wrote and the version for everybody. What may
// name a person is underlined and counted; an officer decides.
type SideBySide struct {
	Raw    string
	Marks  []Mark // in the raw words
	Public string // "" while there is none
	Note   string // "Lần mở này được ghi lại, người gửi xem được."
	Edit   string // address of the form for the public version; "" for none
}

// A Mark is a piece of a text, in bytes.
type Mark struct{ From, To int }

type piece struct {
	Text   string
	Marked bool
}

// pieces cuts the raw words at the marks; a mark that fits nowhere is left
// out.
func (s SideBySide) pieces() (list []piece, marked int) {
	at := 0
	for _, m := range s.Marks {
		if m.From < at || m.To <= m.From || m.To > len(s.Raw) {
			continue
		}
		list = append(list, piece{s.Raw[at:m.From], false}, piece{s.Raw[m.From:m.To], true})
		at, marked = m.To, marked+1
	}
	return append(list, piece{s.Raw[at:], false}), marked
}

// A Bulk is the bar under a list whose rows can be ticked (RowCheck): one
// action for all of them. Pages give it the form's id and its choices.
type Bulk struct {
	ID      string // of the form, which the rows' boxes name
	Action  string // POST; the ticked values come as "pick"
	Label   string // "Việc làm cùng lúc"
	Choices []Option
	Max     int // rows at once, 0 for no limit said
}

// A TrackBox asks for a code and leads to its matter.
type TrackBox struct {
	Action     string // GET
	Code       string // as typed before
	Error      string // names the likely slip
	Example    string // "CD-7K3M-9"
	Door, Href string // the way for what concerns an official's wrongdoing
}
