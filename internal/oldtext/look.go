package oldtext

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// When a text is left alone, asked about, or taken for certain. Measured in
// docs/oldtext.md; the tests hold the figures there.
const (
	fine    = 0.95 // so much of it are syllables as it stands: it is no old text
	more    = 2    // so many more of its words an encoding must make syllables
	asked   = 0.7  // and this share, to be worth a question
	sure    = 0.9  // this share, to be certain
	apart   = 0.15 // and so much more than any other reading
	fewest  = 2    // different syllables, to be worth a question
	certain = 4    // different syllables, to be certain
)

// A Finding is what a text may be: the likely encodings, best first, none for
// a text that needs nothing; Sure where nobody needs to be asked which.
type Finding struct {
	Encodings []Encoding
	Sure      bool
}

// Old tells a text that some old encoding would explain.
func (f Finding) Old() bool { return len(f.Encodings) > 0 }

// Look tells what a text may be. A word alone is never asked about: too many
// words of two encodings are spelt alike.
func Look(s string) Finding {
	s = suspect(s)
	was := measure(s)
	if was.odd == 0 {
		return Finding{}
	}
	type reading struct {
		Encoding
		tally
		text string
	}
	var list []reading
	for _, e := range Encodings() {
		if e == TCVN3Caps {
			continue
		}
		read := Decode(e, s)
		got := measure(read)
		if e == UTF8 && read != s { // its bytes fit together, which chance does not do
			got.valid = got.odd
			got.kinds = max(got.kinds, min(got.odd, certain))
		}
		twin := slices.ContainsFunc(list, func(o reading) bool { return o.text == read })
		if !twin && got.kinds >= fewest && got.share() >= asked && (was.valid == 0 || got.valid >= was.valid+more) {
			list = append(list, reading{e, got, read})
		}
	}
	slices.SortStableFunc(list, func(a, b reading) int {
		switch {
		case a.share() > b.share():
			return -1
		case a.share() < b.share():
			return 1
		}
		return 0
	})
	var f Finding
	for _, r := range list {
		f.Encodings = append(f.Encodings, r.Encoding)
	}
	f.Sure = len(list) > 0 && list[0].share() >= sure && list[0].kinds >= certain &&
		(len(list) == 1 || list[0].share()-list[1].share() >= apart)
	return f
}

// suspect keeps the lines that are not fine as they stand: a paper of which
// half was typed later is judged by its old half.
func suspect(s string) string {
	var b strings.Builder
	for line := range strings.Lines(norm.NFC.String(s)) {
		if t := measure(line); t.odd > 0 && t.share() < fine {
			b.WriteString(line)
		}
		if b.Len() > 64<<10 {
			break
		}
	}
	return b.String()
}

// Read is the text of a file: Unicode in its three spellings as that, anything
// else as the Western letters of its bytes, for Look and Convert.
func Read(b []byte) string {
	switch {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")) && utf8.Valid(b):
		return norm.NFC.String(string(b[3:]))
	case bytes.HasPrefix(b, []byte("\xff\xfe")):
		return wide(b[2:], binary.LittleEndian)
	case bytes.HasPrefix(b, []byte("\xfe\xff")):
		return wide(b[2:], binary.BigEndian)
	case utf8.Valid(b):
		return norm.NFC.String(string(b))
	}
	return Latin(b)
}

func wide(b []byte, order binary.ByteOrder) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = order.Uint16(b[2*i:])
	}
	return norm.NFC.String(string(utf16.Decode(units)))
}
