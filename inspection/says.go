package inspection

import (
	"fmt"

	"kheo/lang"
)

// Says writes a figure in a language: a number, words, or that nobody knows.
func (f Frozen) Says(l lang.Lang) string {
	switch {
	case f.Words != "":
		return f.Words
	case !f.Known:
		return l.T("inspection.figure.unknown")
	case f.Decimals == 0:
		return l.Num(f.Value)
	}
	return decimal(l, f.Value, f.Decimals)
}

func decimal(l lang.Lang, v int64, decimals int) string {
	base := int64(1)
	for range decimals {
		base *= 10
	}
	point := ","
	if l == lang.EN {
		point = "."
	}
	return fmt.Sprintf("%s%s%0*d", l.Num(v/base), point, decimals, v%base)
}

// UnitIn is what a figure counts: "mô hình", "km".
func (b Box) UnitIn(l lang.Lang) string {
	if b.Indicator == "" {
		return ""
	}
	return l.T("indicator." + b.Indicator + ".unit")
}
