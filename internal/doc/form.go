package doc

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed letterheads.txt
var letterheads string

// A Fact is one line of the letterheads as data: what the rules of a family of
// bodies lay down, where it was read, and whether it was confirmed.
type Fact struct {
	Letterhead, Name, Value, Source string
	Confirmed                       bool
}

// What is the key of the words that say what the fact is about.
func (f Fact) What() string { return "doc.fact." + f.Name }

// common is what all letterheads have in common.
const common = "all"

// Facts are the lines a letterhead stands on, those of all papers first.
func Facts(style string) []Fact {
	all, err := compiled()
	if err != nil {
		panic(err) // letterheads.txt is part of the program
	}
	return slices.DeleteFunc(slices.Clone(all.facts), func(f Fact) bool { return f.Letterhead != common && f.Letterhead != style })
}

// Styles are the letterheads there are.
func Styles() []string { return []string{Party, State, Front} }

// A form is what the rules of one family of bodies lay down.
type form struct {
	left, right int    // widths of the head's two columns in twips
	title       string // key: what stands top right
	titleLook   look
	motto       string // key: the line under it; "" has none
	number      string // key
	join        string // between number and symbol
	symbol      string // "{kind}/{body}"
	above       look   // of the body above
	issuer      look
	underIssuer string // "*", or "" for a short rule
	underTitle  string // "-----", or "" for a short rule
	kindSize    int
	receivers   look // of the words "Nơi nhận:"
	receiver    int  // size of each receiver
	signerBold  bool // all of the signer's lines; else the first only
}

// A sheet is what the paper of all bodies has in common.
type sheet struct {
	top, right, bottom, left int // margins in twips
	face                     string
	size                     int
}

// width is A4 less the margins, in twips.
func (s sheet) width() int { return a4 - s.left - s.right }

const a4 = 11906

type forms struct {
	facts []Fact
	sheet sheet
	of    map[string]*form
}

// compiled is read once; a test keeps letterheads.txt readable.
var compiled = sync.OnceValues(func() (forms, error) { return parse(letterheads) })

func formOf(style string) form {
	all, err := compiled()
	if err != nil {
		panic(err) // letterheads.txt is part of the program
	}
	if f, ok := all.of[style]; ok {
		return *f
	}
	return *all.of[State]
}

func page() sheet {
	all, err := compiled()
	if err != nil {
		panic(err) // letterheads.txt is part of the program
	}
	return all.sheet
}

// read has a reader for each fact of a letterhead; one that is missing in the
// file is an error as much as one that is not here.
var read = map[string]func(f *form, value string) error{
	"columns": func(f *form, v string) error {
		n, err := numbers(v, 2)
		if err == nil {
			f.left, f.right = n[0], n[1]
		}
		return err
	},
	"title":      func(f *form, v string) error { f.title = "doc.title." + v; return nil },
	"title-look": func(f *form, v string) (err error) { f.titleLook, err = readLook(v); return err },
	"motto": func(f *form, v string) error {
		if v != "-" {
			f.motto = "doc.motto." + v
		}
		return nil
	},
	"number":       func(f *form, v string) error { f.number = "doc.number." + v; return nil },
	"join":         func(f *form, v string) error { f.join = v; return nil },
	"symbol":       func(f *form, v string) error { f.symbol = v; return need(v, "{kind}", "{body}") },
	"above":        func(f *form, v string) (err error) { f.above, err = readLook(v); return err },
	"issuer":       func(f *form, v string) (err error) { f.issuer, err = readLook(v); return err },
	"under-issuer": func(f *form, v string) error { f.underIssuer = strings.TrimPrefix(v, "rule"); return nil },
	"under-title":  func(f *form, v string) error { f.underTitle = strings.TrimPrefix(v, "rule"); return nil },
	"kind-size":    func(f *form, v string) (err error) { f.kindSize, err = size(v); return err },
	"receivers":    func(f *form, v string) (err error) { f.receivers, err = readLook(v); return err },
	"receiver":     func(f *form, v string) (err error) { f.receiver, err = size(v); return err },
	"signer": func(f *form, v string) error {
		f.signerBold = v == "all"
		if v != "all" && v != "first" {
			return fmt.Errorf("%q: want all or first", v)
		}
		return nil
	},
}

var readSheet = map[string]func(s *sheet, value string) error{
	"margins": func(s *sheet, v string) error {
		n, err := numbers(v, 4)
		if err == nil {
			s.top, s.right, s.bottom, s.left = n[0], n[1], n[2], n[3]
		}
		return err
	},
	"face": func(s *sheet, v string) error { s.face = v; return nil },
	"size": func(s *sheet, v string) (err error) { s.size, err = size(v); return err },
}

func parse(text string) (forms, error) {
	all := forms{of: map[string]*form{Party: {}, State: {}, Front: {}}}
	seen := map[string]bool{}
	n := 0
	for line := range strings.Lines(text) {
		n++
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f, err := parseFact(line)
		if err == nil && seen[f.Letterhead+" "+f.Name] {
			err = errors.New("it stands twice")
		}
		if err == nil {
			err = all.take(f)
		}
		if err != nil {
			return forms{}, fmt.Errorf("letterheads.txt line %d: %w", n, err)
		}
		seen[f.Letterhead+" "+f.Name] = true
		all.facts = append(all.facts, f)
	}
	if want := len(readSheet) + len(all.of)*len(read); len(all.facts) != want {
		return forms{}, fmt.Errorf("letterheads.txt: %d facts, want %d", len(all.facts), want)
	}
	return all, nil
}

func parseFact(line string) (Fact, error) {
	col := strings.Split(line, "|")
	if len(col) != 5 {
		return Fact{}, fmt.Errorf("%d columns, want 5", len(col))
	}
	for i := range col {
		if col[i] = strings.TrimSpace(col[i]); col[i] == "" {
			return Fact{}, fmt.Errorf("column %d is empty", i+1)
		}
	}
	if col[4] != "yes" && col[4] != "no" {
		return Fact{}, fmt.Errorf("confirmed is %q, want yes or no", col[4])
	}
	return Fact{Letterhead: col[0], Name: col[1], Value: col[2], Source: col[3], Confirmed: col[4] == "yes"}, nil
}

// take sets what the fact says.
func (all *forms) take(f Fact) error {
	if f.Letterhead == common {
		if set, ok := readSheet[f.Name]; ok {
			return set(&all.sheet, f.Value)
		}
		return fmt.Errorf("no fact %q of all letterheads", f.Name)
	}
	set, ok := read[f.Name]
	to := all.of[f.Letterhead]
	if !ok || to == nil {
		return fmt.Errorf("no fact %q of a letterhead %q", f.Name, f.Letterhead)
	}
	return set(to, f.Value)
}

// readLook reads "bold underline 15".
func readLook(s string) (l look, err error) {
	for word := range strings.FieldsSeq(s) {
		switch word {
		case "bold":
			l.bold = true
		case "italic":
			l.italic = true
		case "underline":
			l.underline = true
		default:
			if l.size, err = size(word); err != nil {
				return l, err
			}
		}
	}
	return l, nil
}

func size(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 8 || n > 30 {
		return 0, fmt.Errorf("%q is no size in points", s)
	}
	return n, nil
}

func numbers(s string, count int) ([]int, error) {
	var list []int
	for word := range strings.FieldsSeq(s) {
		n, err := strconv.Atoi(word)
		if err != nil || n < 0 || n > a4 {
			return nil, fmt.Errorf("%q is no length in twips", word)
		}
		list = append(list, n)
	}
	if len(list) != count {
		return nil, fmt.Errorf("%d lengths, want %d", len(list), count)
	}
	return list, nil
}

func need(s string, words ...string) error {
	for _, w := range words {
		if !strings.Contains(s, w) {
			return fmt.Errorf("%q lacks %s", s, w)
		}
	}
	return nil
}

// Number writes a number as the letterhead's rules write it: 65-TB/BDVTU of
// the Party's, 12/KH-UBND of the State's.
func Number(style string, n int64, kind, body string) string {
	f := formOf(style)
	return strconv.FormatInt(n, 10) + f.join + strings.NewReplacer("{kind}", kind, "{body}", body).Replace(f.symbol)
}

// SplitNumber parts a number at its first hyphen or slash: 65, "-" and TB/BDVTU;
// 12, "/" and KH-UBND.
func SplitNumber(number string) (n, join, symbol string) {
	if i := strings.IndexAny(number, "-/"); i >= 0 {
		return number[:i], number[i : i+1], number[i+1:]
	}
	return number, "", ""
}
