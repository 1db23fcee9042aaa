package doc

import "testing"

// BenchmarkSixtyPages writes a paper of sixty-two pages: docs/bench.md.
func BenchmarkSixtyPages(b *testing.B) {
	p := long()
	body := p.Body
	for range 22 {
		p.Body = append(p.Body, body...)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Docx(p); err != nil {
			b.Fatal(err)
		}
	}
}
