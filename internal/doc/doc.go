// Package doc writes office papers as .docx. It knows headings, paragraphs,
// tables, page numbers and letterheads as data, and no business.
package doc

// A Letterhead is the head of a paper as its body's rules lay it down.
type Letterhead struct {
	Style  string // "party", "state", "front"
	Above  string // the body above the issuer, "TỈNH ỦY LONG AN"
	Issuer string // "BAN DÂN VẬN"
	Number string // "65"; empty prints a gap to write in
	Symbol string // "TB/BDVTU"
	Place  string // "Long An"
	Day    string // civil day 2023-12-11; empty prints a gap
}

// A Paper is a whole document.
type Paper struct {
	Head      Letterhead
	Kind      string // "THÔNG BÁO"
	Title     string // trích yếu
	Body      []Block
	Signer    []string // lines above the signature: "T/L BAN", "TRƯỞNG BAN"
	Receivers []string // nơi nhận
	Foot      string   // the checkpoint line
	Sample    string   // the sentence that says the data is made up; empty for a real one
	Lang      string   // vi, en
	Subject   string   // for the file's properties
}

// A Block is one piece of the body: exactly one field is set.
type Block struct {
	Heading *Heading
	Text    string   // a paragraph
	List    []string // items with a dash
	Table   *Table
}

// A Heading of level 1 to 3.
type Heading struct {
	Level int
	Text  string
}

// A Table with a head row. Right marks columns of numbers.
type Table struct {
	Caption string
	Head    []string
	Rows    [][]string
	Right   []bool
	Widths  []int // in per cent; nil shares evenly
}

// Docx writes the paper. The same paper gives the same bytes.
func Docx(p Paper) ([]byte, error) { panic("contract") }
