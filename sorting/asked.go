package sorting

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"kheo"
	"kheo/internal/text"
)

// Limits of what the office's own categories ask: filing stays a minute's work.
const (
	MostQuestions = 6
	MostNever     = 6 // of the office's own, beside those that always hold
	mostAsked     = 120
	mostGuide     = 300
)

// neverOf is what a category must never be asked whatever the office says: the
// compiled one's list, for one of the office's own its branch's, else the one
// that holds for all.
func neverOf(id, parent string) []Question {
	all := compiled()
	for _, want := range []string{id, parent} {
		if i := slices.IndexFunc(all, func(c Category) bool { return c.ID == want }); i >= 0 {
			return all[i].Never
		}
	}
	return all[slices.IndexFunc(all, func(c Category) bool { return c.ID == Other })].Never
}

// Always is what a category must never be asked without any word of the office.
func (c Category) Always() []Question { return slices.Clone(neverOf(c.ID, c.Parent)) }

// Own is what the office added to what a category must never be asked.
func (c Category) Own() []Question {
	base := neverOf(c.ID, c.Parent)
	return slices.DeleteFunc(slices.Clone(c.Never), func(q Question) bool { return slices.Contains(base, q) })
}

// formatAsks writes what the office set, a line each. There always is one: the
// guide's.
func (c Category) formatAsks() string {
	var b strings.Builder
	line := func(what string, q Question) {
		b.WriteString(strings.Join([]string{what, q.ID, q.Text, q.TextEN}, "\t") + "\n")
	}
	for _, q := range c.Questions {
		line("ask", q)
	}
	for _, q := range c.Own() {
		line("never", q)
	}
	line("guide", c.Guide)
	return b.String()
}

// readAsks lays what the office set into a category. A question that may not be
// asked is none, whatever the row says: the list may have grown since.
func (c *Category) readAsks(lines string) {
	c.Questions, c.Never, c.Guide = nil, slices.Clone(neverOf(c.ID, c.Parent)), Question{}
	for l := range strings.Lines(lines) {
		f := strings.Split(strings.TrimSuffix(l, "\n"), "\t")
		if len(f) != 4 {
			continue
		}
		q := Question{ID: f[1], Text: f[2], TextEN: f[3]}
		switch f[0] {
		case "ask":
			c.Questions = append(c.Questions, q)
		case "never":
			c.Never = append(c.Never, q)
		case "guide":
			c.Guide = q
		}
	}
	c.Questions = slices.DeleteFunc(c.Questions, func(q Question) bool {
		subject, _ := forbidden(q.Text+". "+q.TextEN, c.Never)
		return subject != ""
	})
}

// checkAsks tells what is to be mended in what a category asks; fields are
// ask_1, ask_1_en, never_1, never_1_en, guide, guide_en. Rows left empty are
// dropped. A question that says what an old one said keeps its id.
func checkAsks(f *kheo.Faults, c *Category, old []Question) {
	var questions, own []Question
	lastOne := len(c.Questions)
	for i, q := range c.Own() {
		if q = pair(f, "never_"+strconv.Itoa(i+1), q, mostAsked); q.Text != "" {
			own = append(own, q)
		}
	}
	f.Need(len(own) <= MostNever, "never_1", "sorting.fault.many", "n", MostNever)
	c.Never = slices.Concat(neverOf(c.ID, c.Parent), own)
	for i, q := range c.Questions {
		field := "ask_" + strconv.Itoa(i+1)
		if q = pair(f, field, q, mostAsked); q.Text == "" {
			continue
		}
		for _, x := range []struct{ field, said string }{{field, q.Text}, {field + "_en", q.TextEN}} {
			if subject, words := forbidden(x.said, c.Never); subject != "" {
				f.Need(false, x.field, "sorting.fault.never."+subject, "words", words)
			}
		}
		if !slices.ContainsFunc(questions, func(x Question) bool { return x.Text == q.Text }) {
			questions = append(questions, q)
		}
	}
	f.Need(len(questions) <= MostQuestions, "ask_"+strconv.Itoa(max(1, min(lastOne, MostQuestions+1))), "sorting.fault.many", "n", MostQuestions)
	c.Questions = named(questions, old)
	c.Guide = pair(f, "guide", c.Guide, mostGuide)
	if c.Guide.Text == "" {
		c.Guide = Question{}
	}
}

// pair cleans a sentence in both languages; one without the other is a fault.
func pair(f *kheo.Faults, field string, q Question, most int) Question {
	said := func(s, field string) string {
		s, err := text.Line(s)
		f.Need(err == nil && utf8.RuneCountInString(s) <= most, field, "sorting.fault.said", "n", most)
		return s
	}
	q.Text, q.TextEN = said(q.Text, field), said(q.TextEN, field+"_en")
	f.Need(q.Text != "" || q.TextEN == "", field, "sorting.fault.both")
	f.Need(q.TextEN != "" || q.Text == "", field+"_en", "sorting.fault.both")
	if q.Text == "" {
		q.TextEN = ""
	}
	return q
}

// named gives each question its id: its old one where it says the same, else
// one made of its words that no other has or had. So an answer never comes to
// stand under another question.
func named(list, old []Question) []Question {
	taken := map[string]bool{}
	for _, q := range old {
		taken[q.ID] = true
	}
	for i := range list {
		q := &list[i]
		if k := slices.IndexFunc(old, func(o Question) bool { return o.Text == q.Text }); k >= 0 {
			q.ID = old[k].ID
			continue
		}
		id := slug(q.Text)
		for n := 2; taken[id]; n++ {
			id = slug(q.Text) + "-" + strconv.Itoa(n)
		}
		q.ID = id
		taken[id] = true
	}
	return list
}

// slug is the first words of a text as an id.
func slug(s string) string {
	words := text.Words(text.Fold(s))
	id := strings.Join(words[:min(len(words), longest)], "-")
	if id == "" {
		return "q"
	}
	return id
}
