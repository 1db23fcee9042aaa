package calendar

import "testing"

// What is read and written again is read the same; what cannot be read is
// refused.
func FuzzDecode(f *testing.F) {
	f.Add("= nguồn\n2026-01-01 holiday Tết Dương lịch | New Year\n# lời\n\n2026-01-10 swap_work Làm bù | Swap")
	f.Fuzz(func(t *testing.T, text string) {
		days, err := Decode(text)
		if err != nil {
			return
		}
		again, err := Decode(Encode(days))
		if err != nil || len(again) != len(days) {
			t.Fatalf("%d days of %q are %d when written again: %v", len(days), text, len(again), err)
		}
		for i := range days {
			if again[i] != days[i] {
				t.Fatalf("%+v is %+v when written again", days[i], again[i])
			}
		}
	})
}
