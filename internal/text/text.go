// Package text cleans, folds, compares and sorts Vietnamese text. It is pure:
// what comes in at a door is NFC from there on, what is compared is folded
// here and never in SQL, and what is shown is never changed.
package text

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// What Clean refuses.
var (
	ErrUTF8 = errors.New("text is not valid UTF-8")
	ErrNUL  = errors.New("text holds a NUL")
)

// MaxMarks is how many combining marks may follow one letter once the text is
// composed. No Vietnamese letter needs any, Khmer and Cham need a few.
const MaxMarks = 4

// Clean is what every door does to text typed by people: it refuses broken
// UTF-8 and NUL, composes to NFC, ends lines with \n, drops other control
// characters and marks heaped on one letter, and trims spaces at both ends.
func Clean(s string) (string, error) {
	if !utf8.ValidString(s) {
		return "", ErrUTF8
	}
	if strings.IndexByte(s, 0) >= 0 {
		return "", ErrNUL
	}
	s = norm.NFC.String(strings.Map(visible, strings.ReplaceAll(s, "\r\n", "\n")))
	var b strings.Builder
	b.Grow(len(s))
	marks := 0
	for _, r := range s {
		if !unicode.Is(unicode.M, r) {
			marks = 0
		} else if marks++; marks > MaxMarks {
			continue
		}
		b.WriteRune(r)
	}
	return norm.NFC.String(strings.TrimSpace(b.String())), nil
}

// visible drops what Clean drops (-1) and makes a lone \r a line's end. It runs
// before composing: a control between two marks hides their order from NFC.
func visible(r rune) rune {
	switch {
	case r == '\r':
		return '\n'
	case r != '\n' && r != '\t' && hidden(r):
		return -1
	}
	return r
}

// hidden tells controls and the marks that turn writing direction, with which
// a text can show other than what it says.
func hidden(r rune) bool {
	return unicode.Is(unicode.Cc, r) || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0xfeff
}

// Line is Clean for a field of one line: every run of white space is one space.
func Line(s string) (string, error) {
	s, err := Clean(s)
	return strings.Join(strings.Fields(s), " "), err
}

// NFC composes text whose origin is trusted.
func NFC(s string) string { return norm.NFC.String(s) }

// Fold is the text without case and diacritics, for searching: "Đước" and
// "duoc" fold alike.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case eth(r):
			b.WriteByte('d')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// eth tells đ and the Icelandic letter people type for it: neither decomposes.
func eth(r rune) bool { return r == 'đ' || r == 'Đ' || r == 'ð' || r == 'Ð' }

// tone numbers the five tone marks as dictionaries order them: huyền, hỏi, ngã,
// sắc, nặng; 0 is no tone mark.
func tone(r rune) int {
	switch r {
	case 0x0300:
		return 1
	case 0x0309:
		return 2
	case 0x0303:
		return 3
	case 0x0301:
		return 4
	case 0x0323:
		return 5
	}
	return 0
}

// Key is the text without case but with its diacritics, each syllable's tone
// moved to its end: "Hòa", "hoà" and their decomposed spellings have one key,
// "Hoa" and "Hóa" have others.
func Key(s string) string {
	var b strings.Builder
	b.Grow(len(s) + 4)
	var held []rune
	flush := func() {
		for _, r := range held {
			b.WriteRune(r)
		}
		held = held[:0]
	}
	for _, r := range norm.NFD.String(s) {
		switch {
		case tone(r) > 0:
			held = append(held, r)
		case unicode.Is(unicode.Mn, r):
			b.WriteRune(r)
		case unicode.IsLetter(r):
			if eth(r) {
				r = 'đ'
			}
			b.WriteRune(unicode.ToLower(r))
		default:
			flush()
			b.WriteRune(r)
		}
	}
	flush()
	return b.String()
}

// Plain tells a text without any diacritic: nobody can say which tones were
// meant.
func Plain(s string) bool {
	for _, r := range s {
		if eth(r) || unicode.Is(unicode.Mn, r) {
			return false
		}
		if r >= utf8.RuneSelf && Fold(string(r)) != string(unicode.ToLower(r)) {
			return false
		}
	}
	return true
}

// Words splits folded or keyed text at everything that is neither letter, mark
// nor digit; an apostrophe inside a word is dropped with the spaces around it
// left alone: "Ea H'Leo" is "ea", "hleo".
func Words(s string) []string {
	s = strings.Map(func(r rune) rune {
		if apostrophe(r) {
			return -1
		}
		return r
	}, s)
	return strings.FieldsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r)
	})
}

func apostrophe(r rune) bool {
	return r == '\'' || r == '’' || r == '‘' || r == 'ʼ' || r == '`' || r == '´'
}
