package pii

import (
	"slices"
	"strings"

	"kheo/internal/text"
)

// A namer looks for persons among the words of a text. shouted is a text in
// capitals throughout, in which they say nothing.
type namer struct {
	all     []piece
	shouted bool
	bare    bool // typed without tones
}

// longestName is in words: family name, two in the middle, given name, one more.
const longestName = 5

// at is where the name begins that is found at word i, and its length in
// words; 0 when none is.
func (g namer) at(i int) (from, n int) {
	if g.title(i) && !g.all[i].ends && i+1 < len(g.all) {
		if n := g.titled(i + 1); n > 0 {
			return i + 1, n
		}
	}
	if g.behindPlace(i) {
		return i, 0
	}
	return i, g.whole(i)
}

// title tells a word that people put before a name, in the tones it needs: "co"
// typed plainly may be "cô", "có" is not.
func (g namer) title(i int) bool { return g.is(g.all[i], titles) }

// titled is the length of a name that stands behind a title.
func (g namer) titled(i int) int {
	p := g.all[i]
	if g.behindPlace(i - 1) {
		return 0
	}
	if p.initial && !g.shouted {
		return 1
	}
	if n := g.whole(i); n > 0 {
		return n
	}
	if g.is(p, offices) {
		return 0
	}
	if p.capital && !g.shouted {
		return g.capitals(i)
	}
	if g.is(p, given) || g.is(p, ordinals) {
		n := 1
		for n < 2 && i+n < len(g.all) && !g.all[i+n-1].ends && g.is(g.all[i+n], given) {
			n++
		}
		if n == 1 && i+1 < len(g.all) && !p.ends && notName[p.folded+" "+g.all[i+1].folded] {
			return 0
		}
		return n
	}
	return 0
}

// capitals is how many words with a capital stand together.
func (g namer) capitals(i int) int {
	n := 0
	for i+n < len(g.all) && n < longestName && g.all[i+n].capital {
		n++
		if g.all[i+n-1].ends {
			break
		}
	}
	return n
}

// whole is the length of a family name with its given names: with capitals, or
// in small letters with a middle name that tells.
func (g namer) whole(i int) int {
	if !g.is(g.all[i], families) || g.all[i].ends || i+1 >= len(g.all) {
		return 0
	}
	if g.all[i].capital && !g.shouted {
		n := g.capitals(i)
		if n >= 2 && (n >= 3 || !g.is(g.all[i+1], offices)) {
			return n
		}
		return 0
	}
	if g.is(g.all[i+1], middles) && !g.all[i+1].ends && i+2 < len(g.all) {
		return 3
	}
	return 0
}

// behindPlace tells a word that stands behind one for a street, a bridge, a
// market: those are called after people.
func (g namer) behindPlace(i int) bool {
	if i > 0 && g.all[i-1].folded[0] <= '9' && !g.all[i-1].ends { // 123 Nguyễn Huệ
		return true
	}
	for k := 1; k <= 3 && i-k >= 0; k++ {
		p := g.all[i-k]
		if p.ends {
			return false
		}
		if i-k > 0 && g.all[i-k-1].key == leads { // trưởng ấp: that is a person
			return false
		}
		if g.is(p, namedPlaces) {
			return k == 1 || p.folded == "truong" || !g.all[i-1].capital && !g.title(i-1)
		}
		if !p.capital && !g.is(p, placeKinds) {
			return false
		}
	}
	return false
}

// is compares a word with the tones that were typed; without any, without.
func (g namer) is(p piece, list map[string][]string) bool {
	keys, ok := list[p.folded]
	return ok && (g.bare || slices.Contains(keys, p.key))
}

// byFold lays a list of words out by their folded form.
func byFold(words string) map[string][]string {
	list := map[string][]string{}
	for w := range strings.FieldsSeq(words) {
		f := text.Fold(w)
		list[f] = append(list[f], text.Key(w))
	}
	return list
}

// What names are made of, and what they stand behind.
var (
	titles = byFold("ông bà anh chị chú cô dì cậu mợ thím bác cụ thầy em bé cháu tên hộ đồng_chí chí tịch thư trưởng " +
		"quán tiệm vựa hàng_xóm chồng vợ đơn loan_đơn gặp")
	// offices are not names, though they may follow a title.
	offices = byFold("chủ bí trưởng phó giám hiệu công cán bác sĩ giáo thầy kế văn ủy uỷ nội ngoại hàng bảo thợ lái nào này đó kia con lớn già trẻ ta ấy")
	// ordinals are what people are called in the South, by their place among brothers and sisters.
	ordinals = byFold("hai ba tư năm sáu bảy bẩy tám chín mười út")
	families = byFold("nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh mai trương đoàn lâm cao tô châu thái " +
		"đào tạ tăng quách trịnh la lương kiều hà tống")
	middles = byFold("văn thị hữu đức ngọc minh thanh quang quốc hoàng thành công xuân kim hồng bảo gia tấn phước")
	given   = byFold("an anh ánh ân bảo bé bích bình bưởi châu chi chiến cúc cường danh diễm diệp diệu dung dũng duy duyên dương đạt đào điệp " +
		"đông đức giang hà hải hạnh hân hảo hằng hậu hiền hiếu hiệp hoa hòa hoài hoàng hoan hồng huệ hùng huy huyền hương khánh khang khoa khôi kiên " +
		"kiệt lan lâm lành lệ liên liễu linh loan lộc lợi long lực lương ly mai mạnh mẫn minh my mỹ nam nga ngân nghĩa ngọc nguyên nguyệt nhàn nhân " +
		"nhi nhung oanh phát phong phú phúc phước phương phượng quân quang quốc quy quyên quyền quý sang sáng sinh sơn tài tâm tân tấn thạch thái " +
		"thảo thắm thắng thanh thành thi thiện thịnh thoa thọ thơ thu thuận thúy thùy thủy thư thương tiên tiến tín toàn trâm trang trí trinh trọng " +
		"trúc trung trường tú tuấn tuyết tùng tường uyên vân vi việt vinh vũ vương vy xuân yến lèo lắm")
	// namedPlaces are called after people; placeKinds stand between them and the name.
	namedPlaces = byFold("đường lộ phố cầu cống chợ trường kênh rạch xã phường ấp thôn xóm khu đình chùa miếu đền bến hẻm công_viên tượng sông " +
		"thcs thpt công_ty ty vàm vịnh đảo huyện tỉnh quận ngã cảng viện nghĩa")
	placeKinds = byFold("tiểu học mầm non mẫu giáo trung cấp cơ sở tế y số văn hóa thcs thpt dân cư công nghiệp tư")
	// notName is a title and a word that only seem to be a person, typed plainly.
	notName = map[string]bool{"ba con": true, "nam nay": true, "nam ngoai": true, "ba thang": true, "hai ben": true, "an ninh": true,
		"thu gom": true, "hoa mau": true, "thanh nien": true, "hai nguoi": true, "chi bo": true}
	leads = text.Key("trưởng") // before a place it is an office
)
