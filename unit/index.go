package unit

import (
	"slices"
	"strings"

	"kheo/internal/text"
)

// A name is a short name in words: folded, for finding, and with its tones.
type name struct {
	fold, key []string
}

// An index finds states by the words of their short names.
type index struct {
	names  []name
	refs   [][]ref            // by name
	byFold map[string][]int32 // "tan chanh" → its names, told apart by tones
	folds  []string           // the keys of byFold, sorted
	long   int                // words of the longest name
}

func newIndex(entries []entry) *index {
	x := &index{byFold: make(map[string][]int32, 8192)}
	byShort := make(map[string]int32, 8192)
	for i := range entries {
		for n := range entries[i].states {
			s := &entries[i].states[n]
			at, ok := byShort[s.short()]
			if !ok {
				at = x.add(s.short())
				byShort[s.short()] = at
			}
			s.name = at
			x.refs[at] = append(x.refs[at], ref{int32(i), int32(n)})
		}
	}
	x.folds = make([]string, 0, len(x.byFold))
	for f := range x.byFold {
		x.folds = append(x.folds, f)
	}
	slices.Sort(x.folds)
	return x
}

func (x *index) add(short string) int32 {
	n := name{fold: words(text.Fold(short)), key: words(text.Key(short))}
	x.long = max(x.long, len(n.fold))
	joined := strings.Join(n.fold, " ")
	at := int32(len(x.names))
	x.names = append(x.names, n)
	x.refs = append(x.refs, nil)
	x.byFold[joined] = append(x.byFold[joined], at)
	return at
}

// words are text.Words with numbers as people say them: "01" is "1".
func words(s string) []string {
	all := text.Words(s)
	for i, w := range all {
		if n := strings.TrimLeft(w, "0"); n != w && n != "" && strings.Trim(n, "0123456789") == "" {
			all[i] = n
		}
	}
	return all
}

// beginning are the names whose folded words begin with s, at most most.
func (x *index) beginning(s string, most int) []int32 {
	at, _ := slices.BinarySearch(x.folds, s)
	var all []int32
	for _, f := range x.folds[at:] {
		if !strings.HasPrefix(f, s) || len(all) >= most {
			break
		}
		if f != s {
			all = append(all, x.byFold[f]...)
		}
	}
	return all
}

// close are the names one slip of a key away from s.
func (x *index) close(s string) []int32 {
	var all []int32
	if len(s) < 4 {
		return nil
	}
	for _, f := range x.folds {
		if text.OneSlip(s, f) {
			all = append(all, x.byFold[f]...)
		}
	}
	return all
}
