package text

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Cần Đước":                     "can duoc",
		norm.NFD.String("Nguyễn Điện"): "nguyen dien",
		"ỦY BAN":                       "uy ban",
		"Ðức Hòa":                      "duc hoa", // the Icelandic capital
		"":                             "",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestKeyForgivesPlacementAndKeepsTones(t *testing.T) {
	alike := [][2]string{
		{"hòa", "hoà"}, {"Thúy", "thuý"}, {"ỦY", "uỷ"}, {"khỏe", "khoẻ"}, {"Sông Lũy", "sông luỹ"},
		{"Cẩm Giàng", norm.NFD.String("cẩm giàng")}, {"Ðức", "đức"},
	}
	for _, p := range alike {
		if Key(p[0]) != Key(p[1]) {
			t.Errorf("Key(%q) = %q, Key(%q) = %q: want one key", p[0], Key(p[0]), p[1], Key(p[1]))
		}
	}
	apart := [][2]string{{"Giang", "Giàng"}, {"Thành", "Thạnh"}, {"Ân", "An"}, {"Đa", "Da"}, {"hóa", "hòa"}, {"hòa an", "hoa àn"}}
	for _, p := range apart {
		if Key(p[0]) == Key(p[1]) {
			t.Errorf("Key(%q) = Key(%q) = %q: want two keys", p[0], p[1], Key(p[0]))
		}
	}
}

func TestPlain(t *testing.T) {
	for in, want := range map[string]bool{
		"tan chanh": true, "Long An": true, "P. 5": true, "日本": true, "": true,
		"Tân": false, "duoc à": false, "Đa": false, "đ": false, norm.NFD.String("á"): false,
	} {
		if got := Plain(in); got != want {
			t.Errorf("Plain(%q) = %v, want %v", in, got, want)
		}
	}
}

func TestClean(t *testing.T) {
	if _, err := Clean("a\x00b"); !errors.Is(err, ErrNUL) {
		t.Errorf("NUL: %v", err)
	}
	if _, err := Clean("\xff\xfe"); !errors.Is(err, ErrUTF8) {
		t.Errorf("broken UTF-8: %v", err)
	}
	for in, want := range map[string]string{
		"  một\r\nhai\r ba \x07":           "một\nhai\n ba",
		norm.NFD.String("Tiếng Việt"):      "Tiếng Việt",
		"e" + strings.Repeat("\u0334", 60): "e" + strings.Repeat("\u0334", MaxMarks),
		"abc\u202egpj.exe":                 "abcgpj.exe",
		"\ufeffcode":                       "code",
	} {
		if got, err := Clean(in); got != want || err != nil {
			t.Errorf("Clean(%q) = %q, %v, want %q", in, got, err, want)
		}
	}
}

func TestWords(t *testing.T) {
	for in, want := range map[string][]string{
		"x.tan chanh, can duoc": {"x", "tan", "chanh", "can", "duoc"},
		"ea h'leo":              {"ea", "hleo"},
		"phan rang-thap cham":   {"phan", "rang", "thap", "cham"},
		"  ":                    {},
	} {
		if got := Words(in); !slices.Equal(got, want) {
			t.Errorf("Words(%q) = %q, want %q", in, got, want)
		}
	}
}

// The order of the domain dossier, and of CLDR for the same words.
func TestSortKeyIsTheDictionarysOrder(t *testing.T) {
	words := strings.Fields("an Anh Ảnh Ánh ăn ân da dà dả dã dá dạ dâu Dũng đa đâu Đức Hà hả hã há hạ ga gà nga ngã nghi u ư ưa xã y")
	byKey := slices.Clone(words)
	slices.SortFunc(byKey, func(a, b string) int { return strings.Compare(SortKey(a), SortKey(b)) })
	byCLDR := slices.Clone(words)
	collate.New(language.Vietnamese).SortStrings(byCLDR)
	if !slices.Equal(byKey, byCLDR) {
		t.Errorf("by key  %q\nby CLDR %q", byKey, byCLDR)
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"Xã Tân Chánh", "hoà", "e\u0334\u0334\u0334\u0334\u0334\u0334", "\xff", "a\x00", "Ðð", "ſK", "\u0300\u0301", "İ", "\u059c\x16\u05b4\u059c\u05b4\u059c\u05b4"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := Clean(s)
		if err != nil {
			return
		}
		if !utf8.ValidString(c) || strings.IndexByte(c, 0) >= 0 || !norm.NFC.IsNormalString(c) {
			t.Fatalf("Clean(%q) = %q: not clean", s, c)
		}
		if again, err := Clean(c); again != c || err != nil {
			t.Fatalf("Clean(%q) = %q, cleaned again %q, %v", s, c, again, err)
		}
		if Fold(norm.NFD.String(c)) != Fold(c) || Key(norm.NFD.String(c)) != Key(c) || SortKey(norm.NFD.String(c)) != SortKey(c) {
			t.Fatalf("%q: NFC and NFD fold, key or sort apart", c)
		}
		if Fold(Fold(c)) != Fold(c) {
			t.Fatalf("Fold(%q) = %q folds again to %q", c, Fold(c), Fold(Fold(c)))
		}
	})
}
