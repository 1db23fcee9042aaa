package text

// Says weighs how well a text says every one of the typed words: as typed is
// better than with other tones, and that than with a slip in a word of four
// letters or more. 0: one of them is not there.
func Says(said, typed string) int {
	have := Words(Key(said))
	sum := 0
	for _, w := range Words(Key(typed)) {
		best := 0
		plain := Fold(w)
		for _, s := range have {
			switch folded := Fold(s); {
			case s == w:
				best = 3
			case folded == plain:
				best = max(best, 2)
			case len(plain) >= 4 && OneSlip(folded, plain):
				best = max(best, 1)
			}
		}
		if best == 0 {
			return 0
		}
		sum += best
	}
	return sum
}

// OneSlip tells whether one letter left out, put in, changed or swapped with
// its neighbour makes b of a.
func OneSlip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	if i == len(a) {
		return false
	}
	return a[i+1:] == b[i+1:] || i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

// Roman writes a small number as offices number the parts of a paper.
func Roman(n int) string {
	s := ""
	for _, d := range []struct {
		n int
		s string
	}{{50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= d.n; n -= d.n {
			s += d.s
		}
	}
	return s
}
