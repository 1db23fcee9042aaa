package seal

import "testing"

// A key file is a key of the right size or refused.
func FuzzParseKey(f *testing.F) {
	f.Add(keyHead + "\nAAAA\nx\n")
	f.Fuzz(func(t *testing.T, s string) {
		if key, err := parseKey(s); err == nil && len(key) != keySize {
			t.Errorf("%q is a key of %d bytes", s, len(key))
		}
	})
}
