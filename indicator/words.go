package indicator

import (
	"math"

	"kheo/lang"
)

// Sentence is the key of the words that say the figure, with their parameters:
// "76 mô hình đã thực hiện". A figure not known has words of its own.
func Sentence(f Figure) (key string, args []any) {
	if !f.Known {
		return "indicator.unknown", nil
	}
	return "indicator." + f.Indicator + ".says", []any{"n", f.number()}
}

// Says is the sentence in a language.
func (f Figure) Says(l lang.Lang) string {
	key, args := Sentence(f)
	return l.T(key, args...)
}

// number is the value as words take it: whole, or with its decimals.
func (f Figure) number() any {
	if f.Decimals == 0 {
		return f.Value
	}
	return float64(f.Value) / math.Pow10(f.Decimals)
}
