package draftweb

import (
	"time"

	"kheo"
	"kheo/draft"
	"kheo/internal/weave"
	"kheo/internal/web"
	"kheo/lang"
)

// Specimens are a part that two people wrote and commented on, and one that
// nobody has touched yet.
func Specimens() []web.Specimen {
	part := draft.Part{ID: "1", Of: "KT-26-0001", Title: func(lang.Lang) string { return "III.7. Dân vận khéo" }}
	at := time.Date(2026, 11, 24, 7, 5, 0, 0, time.UTC)
	draw := func(p page, f kheo.Faults) func(web.View) web.Page {
		return func(v web.View) web.Page {
			p.View, p.Part, p.Back = v, part, v.To("inspection.report", part.Of)
			p.Field = web.FieldFor(v, f, "words", "draftweb.comment", "")
			return p.page()
		}
	}
	return []web.Specimen{
		{Name: "a part untouched", Page: draw(page{}, nil)},
		{Name: "a part two people wrote", Page: draw(page{
			Done: true,
			Comments: []comment{{draft.Comment{ID: "a", At: at, Words: "Cần thêm số hộ của ấp 3."}, "Lãnh đạo Ban Xây dựng Đảng xã"},
				{draft.Comment{ID: "b", At: at, Words: "Đã nêu ở mục II.2.", Settled: true}, ""}},
			Versions: []version{
				{draft.Version{N: 3, At: at}, "Cán bộ dân vận xã", weave.Changes("Xã có 12 mô hình.", "Xã có 14 mô hình, hai mô hình mới.")},
				{draft.Version{N: 2, At: at, Aside: true}, "Cán bộ dân vận xã", weave.Changes("Xã có 12 mô hình.", "Xã có 12 mô hình, hai mô hình mới.")}},
		}, kheo.Faults{{Field: "words", Key: "draft.fault.words"}})},
	}
}
