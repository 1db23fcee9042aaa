package kheo

import (
	"crypto/rand"
	"encoding/hex"
	"time"
)

// NewID makes a UUIDv7 (RFC 9562, section 5.7) as lower-case text: it sorts by
// the millisecond of at and is unguessable in its last 74 bits.
func NewID(at time.Time) string {
	var b [16]byte
	rand.Read(b[:]) // never fails: crypto/rand, since Go 1.24
	ms := uint64(at.UnixMilli())
	for i := range 6 {
		b[i] = byte(ms >> (40 - 8*i))
	}
	b[6] = b[6]&0x0f | 0x70
	b[8] = b[8]&0x3f | 0x80
	return FormatID(b)
}

// FormatID writes sixteen bytes as 8-4-4-4-12 hexadecimal digits.
func FormatID(b [16]byte) string {
	var s [36]byte
	hex.Encode(s[0:8], b[0:4])
	hex.Encode(s[9:13], b[4:6])
	hex.Encode(s[14:18], b[6:8])
	hex.Encode(s[19:23], b[8:10])
	hex.Encode(s[24:36], b[10:16])
	s[8], s[13], s[18], s[23] = '-', '-', '-', '-'
	return string(s[:])
}

// IsID tells whether s has the form of an id: it may still name nothing.
func IsID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if c != '-' {
				return false
			}
		} else if !(c >= '0' && c <= '9' || c >= 'a' && c <= 'f') {
			return false
		}
	}
	return true
}
