package reportweb

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"kheo/report"
)

// fileName is the paper's number and title in letters that every disk and
// every header holds: "65-TB-BDVTU-ket-luan-kiem-tra".
func fileName(d report.Document) string {
	name := plain(d.Number) + "-" + strings.ToLower(plain(d.Title))
	if len(name) > 90 {
		name = name[:90]
		if i := strings.LastIndexByte(name, '-'); i > 40 {
			name = name[:i] // a whole word, not a piece of one
		}
	}
	return strings.Trim(name, "-")
}

// plain leaves ASCII letters and digits, and one hyphen for all between them.
func plain(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		switch {
		case r == 'đ':
			r = 'd'
		case r == 'Đ':
			r = 'D'
		case r >= 0x300 && r <= 0x36f: // a mark over or under the letter before
			continue
		}
		if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			b.WriteRune(r)
		} else if n := b.Len(); n > 0 && b.String()[n-1] != '-' {
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}
