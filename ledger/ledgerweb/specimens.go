package ledgerweb

import (
	"time"

	"kheo"
	"kheo/internal/web"
	"kheo/ledger"
)

// Specimens are the pages of the log in their states.
func Specimens() []web.Specimen {
	at := time.Date(2023, 12, 11, 8, 40, 0, 0, time.UTC)
	head := ledger.Head{Origin: "sample.kheo.local/tayninh", Size: 18402, Root: "q7XwXTS1DYC6Yw0m5s2pJBPmFXQ7f1cBLQ4mSe4nT1k=", At: at.UnixMicro()}
	entry := ledger.Entered{Index: 17, Kind: "report.published", At: at,
		Hash: "5f2c8a1be09d47733a6cf1b2c7de90ab4e51d0783fa9c26b1d8e4f7059a3b6c2",
		Says: []ledger.Line{{Name: "subject", Value: "0195a1c2-7b1e-7c3d-8e4f-0123456789ab"}, {Name: "kind", Value: "conclusion"},
			{Name: "number", Value: "58-TB/BDVTU"}, {Name: "date", Value: "2023-12-11"},
			{Name: "sha256", Value: "c0ffee8a1be09d47733a6cf1b2c7de90ab4e51d0783fa9c26b1d8e4f7059a3b6"}}}
	seen := []ledger.Witness{{Name: "mttq.example.vn/canh-so", Key: "mttq.example.vn/canh-so+0a1b2c3d+BAIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAh", Size: 18400, At: at},
		{Name: "bao.example.vn/canh-so", Key: "bao.example.vn/canh-so+0a1b2c3d+BAIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAh", Size: 12, At: at}}
	way := ledger.Proof{Index: 17, Size: head.Size, Public: true, Leaf: "X1yKG+Cdl3M6bPGyx96QqzlR0HPPqcJrHY5PcFmjtsI=", Root: head.Root,
		Steps: []ledger.Step{{Left: true, Neighbour: "LMn0Pq3sTuVwXyZ0123456789abcdefghijklmnyWU0=", Both: head.Root}, {Neighbour: head.Root, Both: head.Root}}}
	unknown := entry
	unknown.Kind, unknown.Index = "a.kind.without.words", 0
	full := bookPage{Head: head, Key: "sample.kheo.local/tayninh+0a1b2c3d+AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAh", Next: 17}
	for range 3 {
		full.Entries = append(full.Entries, entry)
	}
	full.Seen = seen
	list := []web.Specimen{}
	for _, s := range []struct {
		name string
		page func(v web.View) web.Page
	}{
		{"entry", entryPage{Entered: entry, Head: head, Proof: way, Witnesses: seen, Root: "https://kheo.example.vn"}.show},
		{"entry of a kind without words", entryPage{Entered: unknown, Head: head, Proof: way, Names: map[string]string{string(kheo.UnitID(entry.Says[0].Value)): "Ban Tuyên giáo và Dân vận Huyện ủy Cần Đước"}}.show},
		{"entry nobody published", entryPage{Entered: ledger.Entered{Index: 3, Kind: "matter.raised", At: at}, Head: head, Proof: ledger.Proof{Index: 3, Leaf: way.Leaf, Root: way.Root}}.show},
		{"book", full.show},
		{"book, empty", bookPage{Key: full.Key}.show},
	} {
		list = append(list, web.Specimen{Name: s.name, Page: s.page})
	}
	return list
}
