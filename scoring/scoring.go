package scoring

import (
	"embed"
	"strconv"
	"strings"

	"kheo"
	"kheo/internal/db"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the tables of schemes, sheets and marks.
func Schema() db.Schema { return db.Schema{Name: "scoring", Files: files} }

// Rights that scoring checks: the first in the body that is marked, the others
// in the body that keeps the scheme.
const (
	MaySelf     kheo.Right = "scoring.self"     // mark one's own sheet
	MayAppraise kheo.Right = "scoring.appraise" // open a sheet, mark it on the spot
	MaySettle   kheo.Right = "scoring.settle"   // write and issue schemes, settle and publish sheets
)

// Points are hundredths of a point.
type Points int64

// String writes points as they are said: "7,5".
func (p Points) String() string {
	sign := ""
	if p < 0 {
		sign, p = "−", -p
	}
	s := sign + strconv.FormatInt(int64(p/100), 10)
	if rest := int64(p % 100); rest != 0 {
		s += "," + strings.TrimRight(string([]byte{byte('0' + rest/10), byte('0' + rest%10)}), "0")
	}
	return s
}

// mostPoints keeps every sum far inside an int64.
const mostPoints Points = 1_000_000

// ParsePoints reads "7", "7,5" or "7.25".
func ParsePoints(s string) (Points, bool) {
	whole, rest, cut := strings.Cut(strings.ReplaceAll(strings.TrimSpace(s), ",", "."), ".")
	n, err := strconv.ParseUint(whole, 10, 16)
	if err != nil || cut && (rest == "" || len(rest) > 2) {
		return 0, false
	}
	hundredths, err := strconv.ParseUint((rest + "00")[:2], 10, 8)
	p := Points(n)*100 + Points(hundredths)
	return p, err == nil && p <= mostPoints
}

// A Kind says how a criterion is marked.
type Kind string

// The kinds.
const (
	Group     Kind = "group"     // the sum of those under it
	YesNo     Kind = "yesno"     // all or nothing
	Ratio     Kind = "ratio"     // two terms, read off a table of steps
	Judged    Kind = "judged"    // from nought to the most, with a note
	Deduction Kind = "deduction" // so much off for each, up to the most
)

// Kinds in the order of the form.
func Kinds() []Kind { return []Kind{Group, YesNo, Ratio, Judged, Deduction} }

// A Criterion is one line of a scheme.
type Criterion struct {
	ID, Parent   string
	Ordinal      int
	Name, NameEN string
	Kind         Kind
	Max          Points // the most it gives; of a deduction, the most it takes
	Each         Points // of a deduction: off for each
	Floor        int64  // per cent of Max, 0 for none
	Steps        []Step // of a ratio, highest first
}

// A Step of a ratio: from so many hundredths of a per cent, so many points.
type Step struct {
	From int64
	Give Points
}

// A Band is a result with a name, reached from so many points.
type Band struct {
	Name, NameEN string
	From         Points
	Floors       bool // every floor must hold
}

// A Scheme is one version of a tree of criteria with its bands, highest first.
type Scheme struct {
	ID, Code     string
	Version      int
	Copied       string // the code of the version it copies
	Name, NameEN string
	Basis        string // the decision it rests on; "" is a sample
	Year         int
	Level        string
	Body         kheo.UnitID // keeps it and appraises by it
	Issued       bool
	Criteria     []Criterion
	Bands        []Band
}

// Sample tells a scheme that no decision stands behind.
func (s Scheme) Sample() bool { return s.Basis == "" }

// Criterion finds one line by id.
func (s Scheme) Criterion(id string) (Criterion, bool) {
	for _, c := range s.Criteria {
		if c.ID == id {
			return c, true
		}
	}
	return Criterion{}, false
}

// Leaves are the criteria that are marked, in the order of the tree.
func (s Scheme) Leaves() []Criterion {
	var list []Criterion
	for _, l := range s.walk("", 0) {
		if l.Kind != Group {
			list = append(list, l.Criterion)
		}
	}
	return list
}

// A Branch is a criterion in its place in the tree.
type Branch struct {
	Criterion
	Depth int
}

// Tree is every criterion in the order it is read.
func (s Scheme) Tree() []Branch { return s.walk("", 0) }

func (s Scheme) walk(parent string, depth int) []Branch {
	var list []Branch
	for _, c := range s.Criteria {
		if c.Parent == parent && depth < 4 {
			list = append(list, Branch{c, depth})
			list = append(list, s.walk(c.ID, depth+1)...)
		}
	}
	return list
}
