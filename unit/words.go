package unit

import (
	"strings"
	"unicode"

	"kheo/internal/text"
)

// A word of a query: folded, with its tones, and whether tones were typed.
type word struct {
	fold, key string
	plain     bool
	comma     bool // a new part of the address begins here
}

// kinds are the words and abbreviations for what a territory is, folded; the
// longer first where one begins with another.
var kinds = []struct {
	words []string
	typ   string
}{
	{[]string{"to", "dan", "pho"}, "tổ dân phố"},
	{[]string{"thi", "tran"}, "thị trấn"}, {[]string{"thi", "xa"}, "thị xã"}, {[]string{"thanh", "pho"}, "thành phố"},
	{[]string{"dac", "khu"}, "đặc khu"}, {[]string{"khu", "pho"}, "khu phố"},
	{[]string{"xa"}, "xã"}, {[]string{"x"}, "xã"}, {[]string{"phuong"}, "phường"}, {[]string{"p"}, "phường"}, {[]string{"f"}, "phường"},
	{[]string{"tt"}, "thị trấn"}, {[]string{"tx"}, "thị xã"}, {[]string{"tp"}, "thành phố"}, {[]string{"dk"}, "đặc khu"},
	{[]string{"huyen"}, "huyện"}, {[]string{"h"}, "huyện"}, {[]string{"quan"}, "quận"}, {[]string{"q"}, "quận"},
	{[]string{"tinh"}, "tỉnh"}, {[]string{"t"}, "tỉnh"},
	{[]string{"ap"}, "ấp"}, {[]string{"thon"}, "thôn"}, {[]string{"kp"}, "khu phố"}, {[]string{"tdp"}, "tổ dân phố"}, {[]string{"ban"}, "bản"},
	{[]string{"buon"}, "buôn"}, {[]string{"bon"}, "bon"}, {[]string{"lang"}, "làng"}, {[]string{"khom"}, "khóm"}, {[]string{"phum"}, "phum"},
	{[]string{"soc"}, "sóc"}, {[]string{"xom"}, "xóm"}, {[]string{"to"}, "tổ"}, {[]string{"khu"}, "khu"}, {[]string{"plei"}, "plei"},
}

// short are names people write in letters.
var short = map[string]string{
	"hcm": "ho chi minh", "tphcm": "tp ho chi minh", "hn": "ha noi", "tphn": "tp ha noi",
	"brvt": "ba ria vung tau", "tth": "thua thien hue", "sg": "ho chi minh",
}

// glued are abbreviations that people write onto the name.
var glued = []string{"tp", "tt", "tx", "dk", "x", "p", "h", "q", "t"}

// maxQuery is how much of a query is read, in bytes.
const maxQuery = 300

// read splits a query into words, part by part. What no door would accept has
// none.
func read(query string) []word {
	if len(query) > maxQuery {
		query = strings.ToValidUTF8(query[:maxQuery], "")
	}
	query, err := text.Line(query)
	if err != nil {
		return nil
	}
	var all []word
	for part := range strings.FieldsFuncSeq(query, func(r rune) bool { return r == ',' || r == ';' || r == '/' || r == '|' }) {
		first := true
		for _, w := range pieces(part) {
			w.comma, first = first, false
			all = append(all, w)
		}
	}
	return all
}

func pieces(part string) []word {
	var all []word
	for _, raw := range text.Words(part) {
		for _, piece := range unglue(raw) {
			all = append(all, wordsOf(piece)...)
		}
	}
	return all
}

// wordsOf is one word, or the words it is short for; 05 is 5.
func wordsOf(piece string) []word {
	f := text.Fold(piece)
	if long, ok := short[f]; ok {
		var all []word
		for w := range strings.FieldsSeq(long) {
			all = append(all, word{fold: w, key: w, plain: true})
		}
		return all
	}
	w := word{fold: f, key: text.Key(piece), plain: text.Plain(piece)}
	if n := words(f); len(n) == 1 && n[0] != f {
		w.fold, w.key = n[0], n[0]
	}
	return []word{w}
}

// unglue splits "P5". Letters written onto letters are left for a second
// reading: "TPTân" is two words, "H'Ring" is one.
func unglue(raw string) []string {
	for _, g := range glued {
		if len(raw) > len(g) && strings.EqualFold(raw[:len(g)], g) && unicode.IsDigit(rune(raw[len(g)])) {
			return []string{raw[:len(g)], raw[len(g):]}
		}
	}
	return []string{raw}
}

// typeAt tells what the words at i say a territory is, in n words; n is 0 when
// they say nothing.
func typeAt(all []word, i int) []kindHit {
	var hits []kindHit
	for _, k := range kinds {
		if i+len(k.words) >= len(all) { // something must follow
			continue
		}
		ok := true
		for n, w := range k.words {
			ok = ok && all[i+n].fold == w && (n == 0 || !all[i+n].comma)
		}
		if ok {
			hits = append(hits, kindHit{k.typ, len(k.words)})
		}
	}
	return append(hits, kindHit{})
}

// A kindHit is a type that was typed, and in how many words.
type kindHit struct {
	typ string
	n   int
}
