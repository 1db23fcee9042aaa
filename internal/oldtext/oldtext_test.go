package oldtext

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// shared is a file of the shared data, or the loud word that it is absent.
func shared(t *testing.T, name string) []byte {
	t.Helper()
	dir := os.Getenv("KHEO_SHARED")
	b, err := os.ReadFile(filepath.Join(dir, "data", "encodings", name))
	if dir == "" || err != nil {
		t.Skipf("NOT RUN: KHEO_SHARED holds no data/encodings/%s; the encodings were not compared with the truth", name)
	}
	return b
}

var truths = []struct {
	Encoding
	old, utf8 string
}{
	{TCVN3, "lines.tcvn3.bin", "lines.tcvn3.utf8.txt"},
	{VNI, "lines.vni.bin", "lines.vni.utf8.txt"},
	{VISCII, "sample.viscii.bin", "sample.utf8.txt"},
	{VISCII, "alphabet.viscii.bin", "alphabet.utf8.txt"},
	{TCVN5712, "sample.tcvn5712.bin", "sample.utf8.txt"},
	{TCVN5712, "alphabet.tcvn5712.bin", "alphabet.utf8.txt"},
	{CP1258, "sample.cp1258.bin", "sample.utf8.txt"},
	{CP1258, "alphabet.cp1258.bin", "alphabet.utf8.txt"},
	{UTF8, "sample.utf8.txt", "sample.utf8.txt"},
}

func TestEveryLetterOfTheTruth(t *testing.T) {
	for _, c := range truths {
		old := strings.Split(Latin(shared(t, c.old)), "\n")
		want := strings.Split(string(shared(t, c.utf8)), "\n")
		for i := range want {
			if got := Decode(c.Encoding, old[i]); got != norm.NFC.String(want[i]) {
				t.Errorf("%s %s:%d: %q, want %q", c.Encoding, c.old, i+1, got, want[i])
			}
		}
	}
}

// counts is how a detector did: how often certain and right, certain and
// wrong, asking with the truth among its readings, asking without, seeing none.
type counts struct{ sure, wrong, asked, astray, unseen int }

func (c counts) all() int { return c.sure + c.wrong + c.asked + c.astray + c.unseen }

func (c *counts) look(old, want string) {
	f := Look(old)
	reads := slices.ContainsFunc(f.Encodings, func(e Encoding) bool { return Convert(e, old) == want })
	switch {
	case f.Sure && Convert(f.Encodings[0], old) == want:
		c.sure++
	case f.Sure:
		c.wrong++
	case reads:
		c.asked++
	case f.Old():
		c.astray++
	default:
		c.unseen++
	}
}

// The figures of docs/oldtext.md: in windows of 2, 3, 5 and 8 words of each
// encoding it is never certain of something wrong, and when it asks, the truth
// is among what it offers.
func TestLookIsMeasured(t *testing.T) {
	least := map[int]float64{2: 0.25, 3: 0.45, 5: 0.8, 8: 0.95} // seen at all
	for _, c := range truths {
		if strings.HasPrefix(c.old, "alphabet") || c.Encoding == UTF8 {
			continue
		}
		old, want := strings.Split(Latin(shared(t, c.old)), "\n"), strings.Split(string(shared(t, c.utf8)), "\n")
		for _, n := range []int{1, 2, 3, 5, 8} {
			var got counts
			for i := range want {
				for o, w := range windows(old[i], want[i], n) {
					got.look(o, w)
				}
			}
			t.Logf("%-9s windows of %d: %4d; sure and right %4d, asked %4d, unseen %4d", c.Encoding, n, got.all(), got.sure, got.asked, got.unseen)
			if got.wrong+got.astray > 0 || n == 1 && got.unseen != got.all() {
				t.Errorf("%s, %d words: sure of something wrong %d times, asking past the truth %d times", c.Encoding, n, got.wrong, got.astray)
			}
			if seen := 1 - float64(got.unseen)/float64(got.all()); n > 1 && seen < least[n] {
				t.Errorf("%s, %d words: seen %.2f, want %.2f", c.Encoding, n, seen, least[n])
			}
		}
	}
}

// windows are runs of n words of a line beside the same in Unicode, those alone
// in which the encoding matters.
func windows(old, want string, n int) map[string]string {
	all := map[string]string{}
	o, w := strings.Split(old, " "), strings.Split(want, " ")
	for j := 0; len(o) == len(w) && j+n <= len(o); j += n {
		a, b := strings.Join(o[j:j+n], " "), norm.NFC.String(strings.Join(w[j:j+n], " "))
		if a != b {
			all[a] = b
		}
	}
	return all
}

// Right text is left alone: 14,000 windows of eight words of articles and news,
// foreign names among them.
func TestRightTextIsLeftAlone(t *testing.T) {
	for _, name := range []string{"sib200_vi.tsv", "xquad_vi_passages.jsonl", "xquad_vi_questions.jsonl"} {
		seen, n := 0, 0
		for line := range strings.SplitSeq(string(shared(t, "../text/"+name)), "\n") {
			for w := range windows(line+" ", " "+line, 8) {
				n++
				if f := Look(w); f.Old() {
					seen++
					t.Errorf("%q taken for %v", w, f)
				}
			}
			if f := Look(norm.NFD.String(line)); f.Old() {
				t.Errorf("%.80q, decomposed, taken for %v", line, f)
			}
		}
		t.Logf("%s: %d windows, %d taken for old text", name, n, seen)
	}
}

func TestOldTextOfOurOwn(t *testing.T) {
	for _, c := range []struct {
		old, want string
		e         Encoding
		sure      bool
	}{
		{"Uû ban nh©n d©n huyÖn CÇn §\u00adíc b¸o c¸o t×nh h×nh", "Uỷ ban nhân dân huyện Cần Đước báo cáo tình hình", TCVN3, true},
		{"Uûy ban nhaân daân huyeän Caàn Ñöôùc baùo caùo tình hình", "Ủy ban nhân dân huyện Cần Đước báo cáo tình hình", VNI, true},
		{"HuyÖn CÇn §\u00adíc", "Huyện Cần Đước", TCVN3, false},
		{"Xã Long Trạch giữ nguyên.\nX· Long Tr¹ch, thÞ trÊn CÇn §\u00adíc s¸p nhËp.", "Xã Long Trạch giữ nguyên.\nXã Long Trạch, thị trấn Cần Đước sáp nhập.", TCVN3, true},
		{"xã Long Hòa, 120 m², giá 5 € – “tốt”", "xã Long Hòa, 120 m², giá 5 € – “tốt”", "", false},
		{"Café crème à la façon de Besançon, naïve", "Café crème à la façon de Besançon, naïve", "", false},
		{"plain words", "plain words", "", false},
		{"", "", "", false},
	} {
		f := Look(c.old)
		if f.Sure != c.sure || f.Old() != (c.e != "") || f.Old() && f.Encodings[0] != c.e {
			t.Errorf("%q: %+v, want %s, sure %v", c.old, f, c.e, c.sure)
		}
		if got := Convert(c.e, c.old); got != c.want {
			t.Errorf("%q in %s: %q, want %q", c.old, c.e, got, c.want)
		}
	}
	if got := Convert(TCVN3Caps, "ñy ban nh©n d©n"); got != "ỦY BAN NHÂN DÂN" {
		t.Errorf("the fonts of capitals: %q", got)
	}
}

// Whatever comes, what leaves is NFC and valid, and reading twice is reading once.
func FuzzLook(f *testing.F) {
	for _, s := range []string{"Uû ban nh©n d©n", "huyeän Caàn Ñöôùc", "\xff\xfe\x00", "a\u0301\u0302", "Ã¡Ã "} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		s := Read(b)
		Look(s)
		for _, e := range Encodings() {
			got := Convert(e, s)
			if !utf8.ValidString(got) || !norm.NFC.IsNormalString(got) {
				t.Fatalf("%q in %s: %q", s, e, got)
			}
		}
	})
}
