package concern

import (
	"crypto/rand"
	"slices"
	"strings"
	"unicode"

	"kheo"
)

// The codes of concerns: PA- and six symbols drawn by chance and one that
// checks them, "PA-7K3M-9QX". The alphabet has no vowel, so that no code spells
// a word, and neither 0, 1 nor their likes; it has 29 symbols, a prime: the
// weighted sum of a code is 0 modulo 29, and no single slip and no swap of two
// symbols leaves it so.
const (
	alphabet = "23456789BCDFGHJKLMNPQRSTVWXYZ"
	prime    = len(alphabet)
	symbols  = 7 // the check symbol is the last
)

// A BadCode is a code that cannot be one: what was read, where it is wrong when
// that can be told, and the codes it was likely meant to be. It is a
// kheo.ErrNotFound.
type BadCode struct {
	Read    string   // as understood, in capitals
	At      int      // the symbol that no code has, from 1; 0 when none
	Perhaps []string // codes that one likely slip away would be right
}

// Error says that it is not a code; the code itself stays out of logs.
func (b BadCode) Error() string { return "not the code of a concern" }

// Is makes a BadCode a kheo.ErrNotFound.
func (b BadCode) Is(target error) bool { return target == kheo.ErrNotFound }

// ParseCode reads a code as people write it: small letters, spaces or dashes
// anywhere or nowhere, with PA or without. A code that cannot be one comes back
// as a BadCode, which names the likely slip.
func ParseCode(s string) (string, error) {
	read, ok := squeeze(s)
	if !ok {
		return "", BadCode{Read: format(read)}
	}
	for i := range len(read) {
		if value(read[i]) < 0 {
			return "", BadCode{Read: format(read), At: i + 1, Perhaps: mend(read)}
		}
	}
	if sum(read) != 0 {
		return "", BadCode{Read: format(read), Perhaps: mend(read)}
	}
	return format(read), nil
}

// longest is how much of a code is looked at: more is no code, and is not read.
const longest = 40

// squeeze leaves the symbols of a code; ok is false when there are not seven.
func squeeze(s string) (string, bool) {
	if len(s) > longest {
		return "", false
	}
	var b strings.Builder
	for _, r := range s {
		switch r = unicode.ToUpper(r); {
		case r == '1' || r == 'I' || r == '|':
			b.WriteByte('L')
		case r >= '0' && r <= '9' || r >= 'A' && r <= 'Z':
			b.WriteRune(r)
		case unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || r == '.' || r == '_':
		default:
			return b.String(), false
		}
	}
	// No code has an A, so PA can only be the letters before it.
	read := strings.TrimPrefix(b.String(), "PA")
	return read, len(read) == symbols
}

// format writes symbols as a code is printed.
func format(read string) string {
	if len(read) != symbols {
		return read
	}
	return "PA-" + read[:4] + "-" + read[4:]
}

func value(c byte) int { return strings.IndexByte(alphabet, c) }

// sum weighs the symbols 7, 6 … 1; no two weights are alike modulo the prime.
func sum(read string) int {
	n := 0
	for i := range len(read) {
		n += (symbols - i) * value(read[i])
	}
	return n % prime
}

// checked puts the check symbol behind six others.
func checked(six string) string {
	return six + string(alphabet[(prime-sum(six))%prime])
}

// newCode draws a code by chance: not counted, so that many filings at once do
// not wait for one row.
func newCode() string {
	var six strings.Builder
	var b [32]byte
	for six.Len() < symbols-1 {
		rand.Read(b[:]) // never fails: crypto/rand, since Go 1.24
		for _, x := range b {
			if x < byte(256/prime*prime) && six.Len() < symbols-1 { // no symbol is likelier
				six.WriteByte(alphabet[int(x)%prime])
			}
		}
	}
	return format(checked(six.String()))
}

// alikes are symbols that are taken for each other, by eye, ear or key. The
// ones that no code has stand there, too: what was meant by them.
var alikes = []string{"8B", "5S", "2Z", "VWY", "MN", "PBDT", "CGQ", "6G", "7T", "KX", "LJ", "HN", "9GQ", "3B", "4Y",
	"0QDC", "OQDC", "UVJH", "EB3F", "A4"}

// mend lists the codes one likely slip away: two neighbours swapped, or a
// symbol taken for one it is like. Likeliest first, at most three.
func mend(read string) []string {
	var codes []string
	try := func(s string) {
		whole := !strings.ContainsFunc(s, func(r rune) bool { return value(byte(r)) < 0 })
		if whole && sum(s) == 0 && !slices.Contains(codes, format(s)) {
			codes = append(codes, format(s))
		}
	}
	for i := range symbols - 1 {
		try(read[:i] + string(read[i+1]) + string(read[i]) + read[i+2:])
	}
	for i := range symbols {
		for _, like := range alikes {
			if strings.IndexByte(like, read[i]) < 0 {
				continue
			}
			for _, c := range like {
				try(read[:i] + string(c) + read[i+1:])
			}
		}
	}
	return codes[:min(len(codes), 3)]
}
