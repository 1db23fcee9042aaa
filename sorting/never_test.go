package sorting

import (
	"strings"
	"testing"

	"kheo/lang"
)

func TestWhatMustNeverBeAskedIsNoQuestion(t *testing.T) {
	school := []Question{{Text: "Tên học sinh, thầy cô", TextEN: "Names of pupils or teachers"}, {Text: "Số ghế", TextEN: "Number of the seat"}}
	for _, c := range []struct{ question, subject string }{
		{"Ông/bà thuộc dân tộc nào?", "ethnicity"},
		{"Dan toc gi?", "ethnicity"},
		{"DÂN TỘC?", "ethnicity"},
		{"dântộc", "ethnicity"},
		{"D.â.n t-ộ-c gì", "ethnicity"},
		{"Dân tôc nào", "ethnicity"}, // the tone left out
		{"What is your ethnicity?", "ethnicity"},
		{"Có theo đạo không?", "religion"},
		{"Tôn giáo của chủ nhà", "religion"},
		{"Which religion?", "religion"},
		{"Ông/bà nghĩ gì về chủ tịch xã?", "opinion"},
		{"Có đồng ý với chủ trương này không?", "opinion"},
		{"Ông/bà có bức xúc không?", "opinion"},
		{"Do you trust the commune?", "opinion"},
		{"Số căn cước?", "identity"},
		{"Số CCCD", "identity"},
		{"c c c d", "identity"},
		{"Sinh năm bao nhiêu?", "identity"},
		{"Passport number", "identity"},
		{"Thường trú hay tạm trú?", "household"},
		{"Nhà ông bà góp bao nhiêu?", "household"},
		{"Đang mắc bệnh gì?", "health"},
		{"Sức khoẻ của người ấy ra sao?", "health"}, // the other tone placement
		{"Which illness is it?", "health"},
		{"Tên cán bộ tiếp ông bà?", "persons"},
		{"Biển số xe?", "persons"},
		{"Số điện thoại hàng xóm", "persons"},
		{"Whose dog is it?", "persons"},
		{"Thầy cô dạy mấy giờ?", "own"},
		{"thay co", "own"},
		{"Number of the seat", "own"},

		{"", ""},
		{"Đoạn hư dài mấy mét?", ""},
		{"Gần chùa nào?", ""},
		{"Tên bến là gì?", ""},
		{"Cây cầu tên gì?", ""},
		{"Đan tóc mất bao lâu?", ""}, // other tones, other words
		{"Lối cho người khuyết tật còn đi được không?", ""},
		{"Is the ramp for the disabled usable?", ""},
		{"Mấy con heo chết?", ""},
		{"Xe rác có dạo này chạy trễ?", "religion"}, // half without marks: it errs on the safe side
		{"Hội dân tộckhác", ""},                     // only whole words
	} {
		never := school
		if c.subject != "own" {
			never = nil
		}
		if subject, words := forbidden(c.question, never); subject != c.subject {
			t.Errorf("%q asks of %q (%q), want %q", c.question, subject, words, c.subject)
		}
	}
}

// Whatever is in the list is heard, in any dress.
func TestEveryForbiddenWordIsHeard(t *testing.T) {
	for _, x := range taboos() {
		for _, l := range lang.Langs() {
			if !l.Has("sorting.fault.never." + x.subject) {
				t.Errorf("%s: no message in %s", x.subject, l)
			}
		}
		for _, w := range x.words {
			for _, dress := range []string{w.as, strings.ToUpper(w.as), "Xin hỏi " + w.as + ", được không?", strings.ReplaceAll(w.as, " ", "")} {
				if subject, _ := forbidden(dress, nil); subject == "" {
					t.Errorf("%q (%s) may be asked", dress, x.subject)
				}
			}
		}
	}
}

func TestTheCompiledQuestionsMayBeAsked(t *testing.T) {
	for _, c := range Compiled() {
		for _, q := range c.Questions {
			for _, s := range []string{q.Text, q.TextEN} {
				if subject, words := forbidden(s, c.Never); subject != "" {
					t.Errorf("%s asks %q: %s, by %q", c.ID, s, subject, words)
				}
			}
		}
	}
}
