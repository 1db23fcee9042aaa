package sorting

import "testing"

// BenchmarkSuggest reads one long sentence as residents type it.
func BenchmarkSuggest(b *testing.B) {
	table := TableOf(Compiled(), nil, nil)
	for b.Loop() {
		table.Suggest("den duong ap 3 tat hai tuan nay, toi om, hom qua co nguoi te xe truoc cong nha van hoa", 3)
	}
}
