package law

import "testing"

// A rule that is read has a name, whatever else the file holds.
func FuzzParse(f *testing.F) {
	f.Add("a.b\t1\t2023-01-01\t\tsource\tyes\n# remark\n")
	f.Fuzz(func(t *testing.T, s string) {
		rules, err := parse(s)
		if err != nil {
			return
		}
		for _, r := range rules {
			if r.ID == "" {
				t.Errorf("%q holds a rule without a name", s)
			}
		}
	})
}
