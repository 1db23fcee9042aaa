package reportweb

import (
	"strings"

	"kheo/internal/doc"
	"kheo/internal/web"
)

// Specimens are a paper to be printed: private, published, with the longest
// words.
func Specimens() []web.Specimen {
	page := func(name, title string, private bool) web.Specimen {
		return web.Specimen{Name: name, Page: func(v web.View) web.Page {
			return printPage{View: v, Number: "65-TB/BDVTU", Title: title, File: v.To("report.file", "1"), Paper: specimen(title), Private: private,
				Of: v.T("reportweb.print.of", "day", v.Date("2023-12-11"), "sha256", strings.Repeat("0a", 32))}.page()
		}}
	}
	return []web.Specimen{
		page("paper", "kết luận kiểm tra công tác dân vận năm 2023", false),
		page("paper, not published", "biên bản kiểm tra", true),
		page("paper, longest title", strings.Repeat("nghiêng ", 40), false),
	}
}

func specimen(title string) doc.Written {
	para := func(style, text string) doc.Piece { return doc.Piece{Style: style, Spans: []doc.Span{{Text: text}}} }
	cell := func(text string) []doc.Piece { return []doc.Piece{para("TableText", text)} }
	bold := doc.Piece{Align: "center", Spans: []doc.Span{{Text: "BAN DÂN VẬN", Bold: true}}}
	return doc.Written{
		Body: []doc.Piece{
			{Rows: []doc.Row{{Cells: [][]doc.Piece{{bold, {Style: "Rule"}}, {bold}}}}},
			para("Title", "THÔNG BÁO"), para("Subtitle", title),
			para("Heading1", "I. Kết quả"), para("Heading2", "1. Phong trào"), para("Heading3", "a) Ưu điểm"), para("BodyText", title),
			{Style: "ListNumber", Mark: "1.", Spans: []doc.Span{{Text: "Tham mưu cho cấp ủy."}}},
			{Ruled: true, Rows: []doc.Row{{Head: true, Cells: [][]doc.Piece{cell("Nội dung"), cell("Số liệu")}}, {Cells: [][]doc.Piece{cell(title), cell("1.180")}}}},
			{Style: "AnnexTitle", NewPage: true, Spans: []doc.Span{{Text: "PHỤ LỤC"}}},
		},
		Foot: []doc.Piece{para("Footer", "Sổ cái · 1204 mục")},
	}
}
