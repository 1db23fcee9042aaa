package weave

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestMerge(t *testing.T) {
	const base = "Xã có 12 mô hình.\nHộ nghèo còn 48 hộ.\nĐã đối thoại hai lần."
	for name, c := range map[string]struct {
		theirs, mine, want string
		clashes            int
	}{
		"two places":           {strings.Replace(base, "12", "14", 1), strings.Replace(base, "hai", "ba", 1), "Xã có 14 mô hình.\nHộ nghèo còn 48 hộ.\nĐã đối thoại ba lần.", 0},
		"only mine":            {base, base + " Thêm.", base + " Thêm.", 0},
		"only theirs":          {base + " Thêm.", base, base + " Thêm.", 0},
		"the same twice":       {base + " Thêm.", base + " Thêm.", base + " Thêm.", 0},
		"both at the end":      {base + "\nA.", base + "\nB.", base + "\nA.\nB.", 0},
		"both one word":        {strings.Replace(base, "48", "46", 1), strings.Replace(base, "48", "45", 1), "Xã có 12 mô hình.\nHộ nghèo còn 46 45 hộ.\nĐã đối thoại hai lần.", 1},
		"deleted and extended": {"Xã có 12 mô hình.\nĐã đối thoại hai lần.", strings.Replace(base, "48", "48 (theo rà soát)", 1), "Xã có 12 mô hình.\nHộ nghèo còn 48 (theo rà soát) hộ.\nĐã đối thoại hai lần.", 1},
	} {
		got, clashes := Merge(base, c.theirs, c.mine)
		if got != c.want || len(clashes) != c.clashes {
			t.Errorf("%s: %q, %v", name, got, clashes)
		}
	}
	if got, _ := Merge("", "Có mười ấp. Đã đối thoại.", "Có mười ấp. Thêm hai mô hình."); got != "Có mười ấp. Đã đối thoại. Thêm hai mô hình." {
		t.Errorf("two began alike: %q", got)
	}
	if got, _ := Merge("", "một", "hai"); got != "một hai" {
		t.Errorf("two began: %q", got)
	}
}

func TestChanges(t *testing.T) {
	got := Changes("Xã có 12 mô hình.", "Xã có 14 mô hình hay.")
	want := []Piece{{Same, "Xã có "}, {Gone, "12"}, {New, "14"}, {Same, " mô "}, {Gone, "hình."}, {New, "hình hay."}}
	if !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
}

// edited draws a text made from base by deleting and adding words; the words
// it adds are its own.
func edited(t *rapid.T, base []string, own string) []string {
	list := slices.Clone(base)
	for range rapid.IntRange(0, 6).Draw(t, own+" edits") {
		at := rapid.IntRange(0, len(list)).Draw(t, own+" at")
		if rapid.Bool().Draw(t, own+" deletes") && at < len(list) {
			list = slices.Delete(list, at, min(len(list), at+rapid.IntRange(1, 4).Draw(t, own+" n")))
		} else {
			list = slices.Insert(list, at, own+rapid.StringMatching("[a-c]{1,2}").Draw(t, own+" word"))
		}
	}
	return list
}

// No word that anybody added is lost or doubled, no word that both kept is
// lost, and nothing appears that nobody wrote.
func TestNoWordIsLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := rapid.SliceOfN(rapid.SampledFrom([]string{"một", "hai", "ba", "bốn", "năm"}), 0, 12).Draw(t, "base")
		for i := range base {
			base[i] += string(rune('a' + i)) // every word of the base is one of its kind
		}
		theirs, mine := edited(t, base, "T"), edited(t, base, "M")
		text := func(words []string) string { return strings.Join(words, " ") }
		woven, _ := Merge(text(base), text(theirs), text(mine))
		got := strings.Fields(woven)
		count := func(list []string, w string) (n int) {
			for _, x := range list {
				if x == w {
					n++
				}
			}
			return n
		}
		for _, w := range slices.Concat(theirs, mine) {
			if !slices.Contains(base, w) && count(got, w) != count(theirs, w)+count(mine, w) {
				t.Fatalf("%q stands %d times in %q\nbase %q\ntheirs %q\nmine %q", w, count(got, w), got, base, theirs, mine)
			}
		}
		for _, w := range base {
			if slices.Contains(theirs, w) && slices.Contains(mine, w) && count(got, w) == 0 {
				t.Fatalf("%q, which both kept, is lost from %q\nbase %q\ntheirs %q\nmine %q", w, got, base, theirs, mine)
			}
		}
		for _, w := range got {
			if !slices.Contains(slices.Concat(base, theirs, mine), w) {
				t.Fatalf("nobody wrote %q", w)
			}
		}
	})
}

func FuzzMerge(f *testing.F) {
	f.Add("a b c", "a x c", "a y c")
	f.Add("", "\n", " ")
	f.Fuzz(func(t *testing.T, base, theirs, mine string) {
		if got, _ := Merge(base, theirs, base); got != theirs {
			t.Fatalf("mine changed nothing: %q, want %q", got, theirs)
		}
		if got, _ := Merge(base, base, mine); got != mine {
			t.Fatalf("theirs changed nothing: %q, want %q", got, mine)
		}
		Merge(base, theirs, mine)
		was, is := "", ""
		for _, p := range Changes(theirs, mine) {
			if p.Kind != New {
				was += p.Words
			}
			if p.Kind != Gone {
				is += p.Words
			}
		}
		if was != theirs || is != mine {
			t.Fatalf("the changes of %q to %q say %q to %q", theirs, mine, was, is)
		}
	})
}
