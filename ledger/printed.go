package ledger

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"kheo"
)

// A Printed is a checkpoint line as it stands at the foot of a printed notice,
// typed off by somebody: every notice board is a witness.
type Printed struct {
	Origin string
	Size   int64
	Root   string
	At     time.Time // to the minute, as it was printed
}

// printedLine is loose about what people do when they type: spaces, a dot or a
// dash between the parts, a root broken over lines.
var printedLine = regexp.MustCompile(`([A-Za-z0-9][A-Za-z0-9.-]*\.[A-Za-z0-9./-]+)\s*[·•*|-]\s*([0-9][0-9 .]*)\s*[·•*|-]\s*((?:[A-Za-z0-9+/]\s*){42,43}=)\s*[·•*|-]\s*([0-3]?[0-9]/[01]?[0-9]/[0-9]{4})\s+([0-2]?[0-9]:[0-5][0-9])`)

// maxPrinted bounds how many lines one text is read for.
const maxPrinted = 10_000

// ParsePrinted finds every checkpoint line in a text. What is no line is passed
// over; a line whose root cannot be one is an error, for it was typed wrong.
func ParsePrinted(text string) ([]Printed, error) {
	var list []Printed
	for _, m := range printedLine.FindAllStringSubmatch(text, maxPrinted) {
		size, err := strconv.ParseInt(strings.NewReplacer(" ", "", ".", "").Replace(m[2]), 10, 64)
		if err != nil || size < 1 {
			return nil, fmt.Errorf("%q is no number of entries", m[2])
		}
		root := strings.Join(strings.Fields(m[3]), "")
		if _, err := parseHash(root); err != nil {
			return nil, fmt.Errorf("%q is no fingerprint: was it typed as printed?", root)
		}
		at, err := time.ParseInLocation("2/1/2006 15:04", m[4]+" "+m[5], kheo.Zone)
		if err != nil {
			return nil, fmt.Errorf("%q is no day", m[4])
		}
		list = append(list, Printed{m[1], size, root, at})
	}
	return list, nil
}

// Contradicts tells whether two lines cannot both be of one log: the same
// number of entries with another fingerprint, or fewer entries later.
func (p Printed) Contradicts(q Printed) bool {
	if p.Origin != q.Origin {
		return false
	}
	if p.Size == q.Size {
		return p.Root != q.Root
	}
	return p.Size < q.Size && p.At.After(q.At) || q.Size < p.Size && q.At.After(p.At)
}
