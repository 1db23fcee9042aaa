package report

import (
	"embed"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"kheo"
	"kheo/internal/db"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the table of documents.
func Schema() db.Schema { return db.Schema{Name: "report", Files: files} }

// A Document is a frozen paper.
type Document struct {
	ID         string
	Kind       string      // "self_report", "conclusion", "plan", "minutes"
	Subject    string      // "inspection/" + id
	Body       kheo.UnitID // who issues it
	Number     string      // "65-TB/BDVTU"; "" of minutes that were given none
	Date       kheo.Date
	Title      string
	SHA256     string // of the .docx
	Size       int64
	Leaf       string // the ledger leaf that froze it
	Frozen     time.Time
	Published  time.Time // zero while it is private
	PublicLeaf string    // the public leaf that published it, "" while it is private
	Scan       string    // SHA-256 of the signed scan, "" without one
	ScanType   string
	ScanSize   int64
	Scanned    time.Time // when the scan was attached
}

// Public tells whether its signer has published it.
func (d Document) Public() bool { return !d.Published.IsZero() }

// A Draft is a document about to be frozen; its bytes are already in the blob
// store under SHA256.
type Draft struct {
	Kind, Subject string
	Body          kheo.UnitID
	Number        string // from the registry
	Unnumbered    bool   // of a kind that may do without a number, as minutes may
	Date          kheo.Date
	Title         string
	Secrecy       string // "", or a mark: anything marked is refused
	SHA256        string
	Size          int64
}

// numberForm is "65-TB/BDVTU" of a Party body, "12/KH-UBND" of the State's,
// "249/MTTQ-BTT" of the Front's; a number put in later carries a letter.
var numberForm = regexp.MustCompile(`^([0-9]{1,5})([a-zđA-ZĐ]?)[-/](\p{Lu}[\p{L}0-9]*(?:[-/&.][\p{L}0-9]+)*)$`)

// Ordinal reads the number in front of the symbol: 65 of "65-TB/BDVTU". It is
// 0 for what is no document number.
func Ordinal(number string) int64 {
	m := numberForm.FindStringSubmatch(number)
	if m == nil {
		return 0
	}
	n, _ := strconv.ParseInt(m[1], 10, 64) // five digits fit
	return n
}

// numberKey is what no other paper of the body, kind and year may have: a
// paper without a number stands under its own id, which no number can be.
func numberKey(number, id string) string {
	m := numberForm.FindStringSubmatch(number)
	if m == nil {
		return "-" + id
	}
	return strconv.FormatInt(Ordinal(number), 10) + strings.ToLower(m[2])
}

var digest = regexp.MustCompile(`^[0-9a-f]{64}$`)

// Check tells everything to mend in a draft.
func (d Draft) Check(today kheo.Date) error {
	var f kheo.Faults
	f.Need(strings.TrimSpace(d.Secrecy) == "", "secrecy", "report.fault.secrecy", "mark", strings.TrimSpace(d.Secrecy))
	if d.Number == "" {
		f.Need(d.Unnumbered, "number", "report.fault.number_empty")
	} else {
		f.Need(utf8.RuneCountInString(d.Number) <= 60 && Ordinal(d.Number) > 0, "number", "report.fault.number_form")
	}
	_, err := kheo.ParseDate(string(d.Date))
	f.Need(err == nil, "date", "report.fault.date")
	f.Need(err != nil || d.Date <= today, "date", "report.fault.date_future")
	n := utf8.RuneCountInString(strings.TrimSpace(d.Title))
	f.Need(n > 0 && n <= 500, "title", "report.fault.title")
	return f.Err()
}
