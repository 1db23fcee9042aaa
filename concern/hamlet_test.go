package concern

import (
	"testing"

	"kheo/internal/pii"
)

// Everybody sees the hamlet before anybody has read a word.
func TestAHamletIsNoPerson(t *testing.T) {
	for _, s := range []string{"Ấp Đình", "Ấp Lăng", "ấp 3", "Ấp 1A", "Khu phố Nguyễn Văn Trỗi", "KP 3", "Thôn Phú Lộc", "Ap Dong Trung", "Ấp Đông Trung", "Tổ 5, ấp Lăng",
		"Bình Hòa", "Long Bình", "Phước Lâm", "Tân An", "ấp Xóm Mới (gần chợ)", "Khu 2/3", "Buôn Ma Thuột", "Tổ dân phố số 7", "Bến Kè – Cầu Nổi", "Ấp Nguyễn Huệ", "Ấp Võ Công Tồn", "Xóm Chùa", "Hòa Thuận 2"} {
		if !isPlaceName(s) {
			t.Errorf("%q is refused: %v", s, pii.Marks(s))
		}
	}
	for _, s := range []string{"<b>ấp</b>", "0900000001", "090 000 0001", "nhà bà Nguyễn Thị Lan", "ông Ba Tèo", "số nhà 12/3", "lan@example.com", "62H1-123.45", "ấp 1; drop table"} {
		if isPlaceName(s) {
			t.Errorf("%q is taken", s)
		}
	}
}
