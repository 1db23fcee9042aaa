// Package oldtext reads Vietnamese text that was typed before Unicode: the
// fonts TCVN3 (ABC: .VnTime) and VNI (VNI-Times), and the code pages VISCII,
// TCVN 5712 and windows-1258. Pasted from an old Word or Excel file, such text
// arrives as the Western letters at the same places ("Uû ban nh©n d©n"), and
// its font, which alone said what it was, is gone.
//
// Look tells what a text may be by trying each and counting what becomes
// Vietnamese syllables; where that does not settle it, a person is asked.
// Convert changes only the lines that gain by it, so that a paper of which half
// was typed later stays whole. Everything that leaves here is NFC.
package oldtext

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// An Encoding is a way in which Vietnamese was written down; "" is none.
type Encoding string

// The encodings. TCVN3Caps is TCVN3 in the fonts whose name ends in H, which
// draw a capital for every letter: nothing in the text tells it from TCVN3, so
// only a person chooses it.
const (
	TCVN3     Encoding = "tcvn3"
	TCVN3Caps Encoding = "tcvn3caps"
	VNI       Encoding = "vni"
	VISCII    Encoding = "viscii"
	TCVN5712  Encoding = "tcvn5712"
	CP1258    Encoding = "cp1258"
	UTF8      Encoding = "utf8" // Unicode that a program took for Western letters
)

// Encodings are all there are, the most usual first.
func Encodings() []Encoding {
	return []Encoding{TCVN3, VNI, UTF8, CP1258, VISCII, TCVN5712, TCVN3Caps}
}

// Latin is how a program of our day shows old bytes: as windows-1252, its five
// holes as the controls of Latin-1.
func Latin(b []byte) string {
	var s strings.Builder
	s.Grow(len(b) * 2)
	for _, c := range b {
		r := charmap.Windows1252.DecodeByte(c)
		if r == utf8.RuneError {
			r = rune(c)
		}
		s.WriteRune(r)
	}
	return s.String()
}

// byteOf is the old byte behind a letter shown, if there is one.
func byteOf(r rune) (byte, bool) {
	if r < 0xa0 {
		return byte(r), true
	}
	return charmap.Windows1252.EncodeRune(r)
}

// Decode is the text read in the encoding, whether or not that makes sense.
// Letters that no old byte stands for stay as they are.
func Decode(e Encoding, s string) string {
	switch e {
	case VNI:
		return norm.NFC.String(decodeVNI(s))
	case UTF8:
		return decodeUTF8(s)
	case TCVN3Caps:
		return strings.ToUpper(Decode(TCVN3, s))
	}
	table := tables[e]
	if table == nil {
		return norm.NFC.String(s)
	}
	var b strings.Builder
	b.Grow(len(s) * 2)
	for _, r := range s {
		if c, ok := byteOf(r); ok && table[c] != 0 {
			r = table[c]
		}
		b.WriteRune(r)
	}
	return norm.NFC.String(b.String())
}

// decodeVNI reads a letter with the mark behind it, and the letters that have
// a byte of their own.
func decodeVNI(s string) string {
	var b strings.Builder
	b.Grow(len(s) * 2)
	last := rune(0)
	for _, r := range s {
		switch {
		case vniAfter[r] != "" && takesMark(last):
			b.WriteString(vniAfter[r])
		case vniAlone[r] != 0:
			b.WriteRune(vniAlone[r])
		default:
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

func takesMark(r rune) bool { return strings.ContainsRune("aeouyAEOUYôöÔÖ", r) }

// decodeUTF8 puts the bytes of Unicode together again; what was none stays.
func decodeUTF8(s string) string {
	b := make([]byte, 0, len(s))
	for _, r := range s {
		c, ok := byteOf(r)
		if !ok {
			return norm.NFC.String(s)
		}
		b = append(b, c)
	}
	if !utf8.Valid(b) {
		return norm.NFC.String(s)
	}
	return norm.NFC.String(string(b))
}

// Convert is the text with every line that gains by it read in the encoding.
func Convert(e Encoding, s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		was := measure(line)
		if was.odd == 0 || was.share() >= fine {
			continue
		}
		read := Decode(e, line)
		if got := measure(read); got.valid > was.valid || was.valid == 0 {
			lines[i] = read
		}
	}
	return norm.NFC.String(strings.Join(lines, "\n"))
}
