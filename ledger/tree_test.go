package ledger

import "testing"

// A checkpoint's text is read with the name of its log, or not at all.
func FuzzParseTree(f *testing.F) {
	f.Add("sample.kheo.local/tayninh\n5\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")
	f.Fuzz(func(t *testing.T, s string) {
		origin, tree, err := parseTree(s)
		if err == nil && (origin == "" || tree.N < 0) {
			t.Errorf("%q is read as a tree of %q with %d leaves", s, origin, tree.N)
		}
	})
}
