package unitweb

import (
	"context"
	"html"
	"regexp"
	"strings"
	"testing"

	"kheo"
	"kheo/internal/web"
	"kheo/lang"
)

func view(l lang.Lang) web.View {
	return web.NewView(l, kheo.Office{Name: "Tỉnh Tây Ninh", Sample: true}, "2026-11-22", Routes(Deps{}), web.Chrome{})
}

var tags = regexp.MustCompile(`<[^>]*>`)

// draw is the visible text of a page's body, in one line.
func draw(t *testing.T, p web.Page) string {
	t.Helper()
	var b strings.Builder
	if err := p.Body.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "⟦") {
		t.Errorf("%s: a word is missing: %s", p.Title, b.String()[strings.Index(b.String(), "⟦"):][:60])
	}
	return strings.Join(strings.Fields(html.UnescapeString(tags.ReplaceAllString(b.String(), " "))), " ")
}

func TestSpecimensDrawInBothLanguages(t *testing.T) {
	for _, l := range lang.Langs() {
		for _, s := range Specimens() {
			if p := s.Page(view(l)); p.Title == "" || draw(t, p) == "" {
				t.Errorf("%s in %s: empty", s.Name, l)
			}
		}
	}
}

// What the page says, question by question.
func TestFormerSays(t *testing.T) {
	for _, c := range []struct {
		lang  lang.Lang
		query string
		says  []string
	}{
		{lang.VI, "xa tan chanh can duoc", []string{"Xã Tân Chánh , huyện Cần Đước, tỉnh Long An", "nay thuộc Xã Cần Đước", "tỉnh Tây Ninh", "01/07/2025", "Toàn bộ xã", "Khoản 43, Điều 1", "Nghị quyết 1682/NQ-UBTVQH15", "Không còn cấp huyện: huyện Cần Đước kết thúc ngày 30/06/2025. 17 xã, thị trấn của nơi ấy nay là 6 xã của tỉnh Tây Ninh.", "Phường Tân Chánh Hiệp, quận 12, thành phố Hồ Chí Minh", "nay thuộc phường Trung Mỹ Tây, thành phố Hồ Chí Minh"}},
		{lang.EN, "xa tan chanh can duoc", []string{"is now in Xã Cần Đước", "1 Jul 2025", "The whole commune", "Its 17 communes, towns are now 6 communes of tỉnh Tây Ninh.", "Resolution 1682/NQ-UBTVQH15"}},
		{lang.VI, "xã Kỳ Lợi, Kỳ Anh", []string{"nay thuộc ba nơi", "Phường Vũng Áng", "Phường Sông Trí", "Phường Hoành Sơn", "Nghị quyết 1665/NQ-UBTVQH15"}},
		{lang.VI, "phường Nguyễn Trung Trực, Ba Đình", []string{"Chưa rõ, danh sách gốc không ghi", "không đoán"}},
		{lang.VI, "xã Cần Đước", []string{"vẫn là Xã Cần Đước"}},
		{lang.VI, "xã Lộc Ninh, Đồng Nai", []string{"nay là Phường Lộc Ninh", "30/04/2026", "Đổi loại"}},
		{lang.VI, "phường 1", []string{"nơi cùng tên này"}},
		{lang.VI, "xyzzy", []string{"Chưa tìm thấy “xyzzy”"}},
		{lang.VI, "huyện Cần Đước", []string{"nay thuộc sáu nơi", "Xã Long Hựu"}},
	} {
		v := view(c.lang)
		got := strings.ReplaceAll(draw(t, search(v, compiled(), c.query, "", v.Today).page(v)), "\u00a0", " ")
		for _, s := range c.says {
			if !strings.Contains(got, s) {
				t.Errorf("%q in %s does not say %q:\n%s", c.query, c.lang, s, got)
			}
		}
	}
}
