package scoring

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"kheo"
	"kheo/internal/text"
)

const (
	mostName     = 300
	mostNote     = 1000
	mostCriteria = 120
)

// line cleans one line that must be there or may be empty.
func line(f *kheo.Faults, field, s string, need bool) string {
	clean, err := text.Line(s)
	f.Need(err == nil, field, "scoring.fault.text")
	f.Need(!need || clean != "", field, "scoring.fault.empty")
	f.Need(utf8.RuneCountInString(clean) <= mostName, field, "scoring.fault.long", "n", mostName)
	return clean
}

// checked is a criterion as it may stand in a scheme.
func (s Scheme) checked(c Criterion) (Criterion, error) {
	var f kheo.Faults
	c.Name = line(&f, "name", c.Name, true)
	c.NameEN = line(&f, "name_en", c.NameEN, false)
	f.Need(c.Kind == Group || c.Max > 0 && c.Max <= mostPoints, "max", "scoring.fault.points")
	f.Need(c.Kind != Deduction || c.Each > 0 && c.Each <= c.Max, "each", "scoring.fault.each")
	f.Need(c.Floor >= 0 && c.Floor <= 100 && (c.Floor == 0 || c.Kind != Deduction), "floor", "scoring.fault.floor")
	f.Need(c.Kind != Ratio || stepsStand(c), "steps", "scoring.fault.steps")
	if c.Parent != "" {
		p, ok := s.Criterion(c.Parent)
		f.Need(ok && p.Kind == Group && p.Parent == "" && c.Kind != Group, "parent", "scoring.fault.parent")
	}
	switch c.Kind {
	case Group:
		c.Max, c.Each, c.Steps = 0, 0, nil
	case Ratio:
		c.Each = 0
	case Deduction:
		c.Steps = nil
	case YesNo, Judged:
		c.Each, c.Steps = 0, nil
	default:
		f.Need(false, "kind", "scoring.fault.kind")
	}
	return c, f.Err()
}

// stepsStand tells that steps fall, in what is asked and in what is given.
func stepsStand(c Criterion) bool {
	for i, s := range c.Steps {
		if s.From < 0 || s.From > 10000 || s.Give > c.Max || i > 0 && (s.From >= c.Steps[i-1].From || s.Give > c.Steps[i-1].Give) {
			return false
		}
	}
	return len(c.Steps) > 0
}

// ready tells what a scheme lacks before it may be issued.
func (s Scheme) ready() error {
	var f kheo.Faults
	f.Need(len(s.Leaves()) > 0, "scheme", "scoring.fault.no-criteria")
	of := s.Count(nil).Of
	n := len(s.Bands)
	f.Need(n > 0 && s.Bands[n-1].From == 0 && !s.Bands[n-1].Floors && s.Bands[0].From <= of, "bands", "scoring.fault.bands", "of", of.String())
	return f.Err()
}

// ParseSteps reads the steps of a ratio, a line each: "80 = 1,5" is one and a
// half points from 80 per cent.
func ParseSteps(s string) ([]Step, bool) {
	var list []Step
	for row := range strings.Lines(s) {
		if strings.TrimSpace(row) == "" {
			continue
		}
		from, give, ok := strings.Cut(row, "=")
		percent, ok1 := ParsePoints(from)
		points, ok2 := ParsePoints(give)
		if !ok || !ok1 || !ok2 || len(list) == 20 {
			return nil, false
		}
		list = append(list, Step{int64(percent), points})
	}
	return list, true
}

// FormatSteps writes steps as they are read.
func FormatSteps(list []Step) string {
	var b strings.Builder
	for _, s := range list {
		b.WriteString(Points(s.From).String() + " = " + s.Give.String() + "\n")
	}
	return b.String()
}

// ParseBands reads the bands, a line each, highest first: points, name, name
// in English, and "sàn" where every floor must hold.
func ParseBands(s string) ([]Band, error) {
	var list []Band
	var f kheo.Faults
	n := 0
	for row := range strings.Lines(s) {
		if n++; strings.TrimSpace(row) == "" {
			continue
		}
		cols := strings.Split(row+"|||", "|")
		var b Band
		var ok bool
		b.From, ok = ParsePoints(cols[0])
		b.Name = line(&f, "bands", cols[1], true)
		b.NameEN = line(&f, "bands", cols[2], false)
		b.Floors = strings.TrimSpace(cols[3]) != ""
		falls := len(list) == 0 || b.From < list[len(list)-1].From
		f.Need(ok && falls && len(list) < 12, "bands", "scoring.fault.band-line", "n", strconv.Itoa(n))
		list = append(list, b)
	}
	return list, f.Err()
}

// FormatBands writes bands as they are read.
func FormatBands(list []Band) string {
	var b strings.Builder
	for _, x := range list {
		b.WriteString(x.From.String() + " | " + x.Name + " | " + x.NameEN)
		if x.Floors {
			b.WriteString(" | sàn")
		}
		b.WriteString("\n")
	}
	return b.String()
}
