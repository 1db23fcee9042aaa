// Package doc writes office papers as .docx and reads their words back. It
// knows headings, paragraphs, lists, tables, page numbers and letterheads as
// data, and no business.
//
// The layout is the one offices are held to: A4, margins 20/20/30/15 mm, Times
// New Roman 14, page numbers centred at the top from page 2 (State: NĐ
// 30/2020/NĐ-CP; Party: HD 36-HD/VPTW of 2018). A Party paper has no quốc hiệu,
// its title stands top right, a star under the issuer, no colon after Số. The
// same paper gives the same bytes, so that its digest can stand in a ledger.
package doc

// The styles of a letterhead.
const (
	Party = "party" // committees of the Party and their boards
	State = "state" // people's committees and their offices
	Front = "front" // the Front and the associations: laid out as the State's
)

// A Letterhead is the head of a paper as its body's rules lay it down.
type Letterhead struct {
	Style  string // Party, State, Front
	Above  string // the body above the issuer, "TỈNH ỦY LONG AN"
	Issuer string // "BAN DÂN VẬN"
	Number string // "65"; empty prints a gap to write in
	Symbol string // "TB/BDVTU"; the State's "KH-UBND"; empty with the number: the paper has none
	Join   string // between the two, as the registry wrote it; empty is as the letterhead has it
	Place  string // "Long An"
	Day    string // civil day 2023-12-11; empty prints a gap
}

// A Paper is a whole document.
type Paper struct {
	Head      Letterhead
	Kind      string   // "THÔNG BÁO"; "" for a letter, whose subject stands under its number
	Title     string   // trích yếu; a line break starts a new line
	To        []string // kính gửi, for papers addressed to somebody
	Body      []Block
	Annexes   []Annex
	Signer    []string  // lines above the signature: "T/L BAN", "TRƯỞNG BAN"
	Receivers []string  // nơi nhận, without dash and semicolon
	Foot      string    // the checkpoint line
	Sample    string    // the sentence that says the data is made up; empty for a real one
	Lang      string    // vi, en
	Subject   string    // for the file's properties
	Template  string    // digest of the office's own form it is written on; "" is our layout
	Records   []Records // what a template may repeat; our own layout has it in the body
	open      bool      // a template: the placeholders stand where words will
}

// A Block is one piece of the body: exactly one field is set.
type Block struct {
	Heading  *Heading
	Text     string   // a paragraph; each line of it is one
	Runs     []Run    // a paragraph with some words bold
	List     []string // items with a dash
	Numbered []string // items 1., 2., 3.; each list starts anew
	Table    *Table
}

// An Annex follows the signature on a page of its own: long tables have their
// place there.
type Annex struct {
	Title string
	Body  []Block
}

// A Run is a piece of a paragraph.
type Run struct {
	Text string
	Bold bool
}

// A Heading of level 1 to 3.
type Heading struct {
	Level int
	Text  string
}

// A Table with a head row, as wide as the text. Right marks columns of
// numbers, Center those of ordinals and short marks.
type Table struct {
	Caption string
	Head    []string
	Rows    [][]string
	Right   []bool
	Center  []bool
	Widths  []int // in per cent; nil shares evenly
}
