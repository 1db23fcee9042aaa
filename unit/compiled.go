package unit

import (
	"crypto/sha256"
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"kheo"
)

// The list stays where the binary holds it: names are slices of it, not copies.
//
//go:generate go run ./build
//go:embed list.txt
var list string

// Compiled is the book of the list inside the binary.
func Compiled() (*Book, error) { return compiled() }

var compiled = sync.OnceValues(func() (*Book, error) {
	d, err := decode(list)
	if err != nil {
		return nil, fmt.Errorf("compiled unit list: %w", err)
	}
	return d.book(), nil
})

// newID makes a territory's id from its key: the same in every installation,
// and never changed once published, whatever is learned about the unit later
// (docs/decision/0006-unit-ids.md). It is a UUIDv8 (RFC 9562, section 5.8).
func newID(level Level, code string, since kheo.Date) kheo.UnitID {
	sum := sha256.Sum256([]byte("kheo/unit/" + string(level) + "/" + code + "/" + string(since)))
	var b [16]byte
	copy(b[:], sum[:])
	b[6] = b[6]&0x0f | 0x80
	b[8] = b[8]&0x3f | 0x80
	return kheo.UnitID(kheo.FormatID(b))
}

// A decoder reads the compact list; see the head of list.txt for its lines.
type decoder struct {
	draft
	bases []string
}

func decode(s string) (*draft, error) {
	d := &decoder{}
	d.entries = make([]entry, 0, strings.Count(s, "\nu\t"))
	n := 0
	for line := range strings.Lines(s) {
		n++
		if line[0] == '#' {
			continue
		}
		kind, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if err := d.line(kind, rest); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
	}
	for i := range d.entries {
		for _, l := range d.entries[i].after {
			if l.other >= 0 && l.kind != Abolish {
				d.joinBefore(l.other, int32(i), l)
			}
		}
	}
	return &d.draft, nil
}

func (d *decoder) line(kind, rest string) error {
	var f [7]string
	for i := range f {
		f[i], rest, _ = strings.Cut(rest, "\t")
	}
	if kind == "b" {
		d.bases = append(d.bases, f[0])
		return nil
	}
	if kind == "u" {
		level, ok := map[string]Level{"p": Province, "d": District, "c": Commune}[f[0]]
		if !ok {
			return fmt.Errorf("level %q", f[0])
		}
		since := kheo.Date(f[2])
		d.entries = append(d.entries, entry{id: newID(level, f[1], since), level: level, code: f[1], since: since})
		return nil
	}
	if len(d.entries) == 0 {
		return fmt.Errorf("%q before any unit", kind)
	}
	e := &d.entries[len(d.entries)-1]
	switch kind {
	case "s":
		return d.state(e, f)
	case "c":
		basis, err := d.basis(f[2])
		t := thread{other: none, kind: f[1], on: kheo.Date(f[0]), basis: basis}
		if t.kind == Add {
			e.before = append(e.before, t)
		} else {
			e.changes = append(e.changes, t)
		}
		return err
	case "l":
		basis, err := d.basis(f[5])
		if err != nil {
			return err
		}
		other, err := number(f[0])
		e.after = append(e.after, thread{other, f[1], f[2], f[3], kheo.Date(f[4]), basis})
		return err
	}
	return fmt.Errorf("kind %q", kind)
}

func (d *decoder) state(e *entry, f [7]string) error {
	parent, err := number(f[3])
	if err != nil {
		return err
	}
	t, ok := typeOf(f[2])
	if !ok {
		return fmt.Errorf("name %q begins with no known type", f[2])
	}
	s := state{Span: kheo.Span{From: kheo.Date(f[0]), To: kheo.Date(f[1])}, code: e.code, full: f[2], typ: t, parent: parent}
	if f[4] != "" {
		if s.lat, err = strconv.ParseFloat(f[4], 64); err != nil {
			return err
		}
		if s.lon, err = strconv.ParseFloat(f[5], 64); err != nil {
			return err
		}
	}
	if f[6] != "" {
		if s.people, err = strconv.ParseInt(f[6], 10, 64); err != nil {
			return err
		}
	}
	e.states = append(e.states, s)
	return nil
}

func (d *decoder) basis(s string) (string, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n >= len(d.bases) {
		return "", fmt.Errorf("basis %q", s)
	}
	return d.bases[n], nil
}

func number(s string) (int32, error) {
	if s == "" {
		return none, nil
	}
	n, err := strconv.ParseInt(s, 10, 32)
	return int32(n), err
}
