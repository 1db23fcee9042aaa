package look

import (
	"context"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"kheo"
	"kheo/concern"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/law"
	"kheo/matter"
	"kheo/sorting"
	"kheo/tally"
	"kheo/unit"
)

// Bodies are names of bodies in the visitor's language.
type Bodies map[kheo.UnitID]unit.Body

// Name of a body, "" of one that was not read.
func (b Bodies) Name(v web.View, id kheo.UnitID) string { return Body(v, b[id]) }

// Body is a body's name.
func Body(v web.View, b unit.Body) string {
	if v.English() && b.NameEN != "" {
		return b.NameEN
	}
	return b.Name
}

// Short is the name as lists have room for it.
func (b Bodies) Short(v web.View, id kheo.UnitID) string {
	if x := b[id]; !v.English() && x.Short != "" {
		return x.Short
	}
	return b.Name(v, id)
}

// Add reads the bodies not yet known.
func (b Bodies) Add(ctx context.Context, tx *db.Tx, ids ...kheo.UnitID) error {
	for _, id := range ids {
		if _, ok := b[id]; ok || id == "" {
			continue
		}
		x, err := unit.FindBody(ctx, tx, id)
		if err != nil {
			return fmt.Errorf("body %s: %w", id, err)
		}
		b[id] = x
	}
	return nil
}

// Left is "Trễ 2 ngày", "Hôm nay", "Còn 91 ngày"; "" without a day.
func Left(v web.View, due, on kheo.Date) string {
	switch n := due.Sub(on); {
	case due == "":
		return ""
	case n < 0:
		return v.T("look.late", "n", -n)
	case n == 0:
		return v.T("look.today")
	default:
		return v.T("look.left", "n", n)
	}
}

// Tag is how a matter stands in a word, with its own shape: late before all.
func Tag(v web.View, m matter.Matter, on kheo.Date) web.Tag {
	if m.Late(on) {
		return web.Tag{Shape: web.TagLate, Text: Left(v, m.Due, on)}
	}
	return StateTag(v, m.State, m.Answer)
}

// StateTag is the state, or what its answer amounts to where that is known.
func StateTag(v web.View, s matter.State, k matter.AnswerKind) web.Tag {
	if s == matter.Answered && k != "" {
		return AnswerTag(v, k)
	}
	shape, ok := map[matter.State]web.Shape{matter.Received: web.TagReceived, matter.Accepted: web.TagReceived,
		matter.Assigned: web.TagReceived, matter.InHand: web.TagWorking, matter.Confirmed: web.TagConfirmed,
		matter.Reopened: web.TagReopened, matter.Lapsed: web.TagLapsed}[s]
	if !ok {
		shape = web.TagDocument
	}
	return web.Tag{Shape: shape, Text: v.T("matter.state." + string(s))}
}

// AnswerTag is what an answer amounts to.
func AnswerTag(v web.View, k matter.AnswerKind) web.Tag {
	shape := map[matter.AnswerKind]web.Shape{matter.Explained: web.TagExplained, matter.Document: web.TagDocument, matter.Acted: web.TagActed}[k]
	return web.Tag{Shape: shape, Text: v.T("matter.answer." + string(k))}
}

// Topic is a category's name, "" without a table.
func Topic(v web.View, t *sorting.Table, id string) string {
	if t == nil {
		return ""
	}
	c, _ := t.Category(id)
	if v.English() && c.NameEN != "" {
		return c.NameEN
	}
	return c.Name
}

// Title names a concern for which nobody has written a title: topic and hamlet.
func Title(v web.View, topic, hamlet string) string {
	if topic == "" {
		topic = v.T("look.untitled")
	}
	if hamlet == "" {
		return topic
	}
	return topic + ", " + hamlet
}

// Raised is the hamlet and how many raise the same.
func Raised(v web.View, hamlet string, joined int) string {
	var said []string
	if hamlet != "" {
		said = append(said, hamlet)
	}
	if joined > 0 {
		said = append(said, v.T("look.raised", "n", joined+1))
	}
	return strings.Join(said, " · ")
}

// Place is a territory's name as it was when the matter was opened.
func Place(book *unit.Book, m matter.Matter) string {
	u, err := book.Last(m.Territory, kheo.DateOf(m.Opened))
	if err != nil {
		return ""
	}
	return u.Name
}

// Code is a code as it is kept: a concern's read leniently, others' in capitals.
func Code(s string) string {
	if c, err := concern.ParseCode(s); err == nil {
		return c
	}
	return strings.ToUpper(strings.TrimSpace(s))
}

// Reasons are the options of a list of reasons whose words stand at key.ID.
func Reasons(v web.View, key string, ids []string) []web.Option {
	var list []web.Option
	for _, id := range ids {
		list = append(list, web.Option{Value: id, Label: v.T(key + "." + id)})
	}
	return list
}

// Upper begins a sentence.
func Upper(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// Counting tells by which calendar the working days of a due day were counted;
// "" where days of every kind count.
func Counting(v web.View, y tally.Why) string {
	switch {
	case y.Rule.Unit != law.WorkingDay:
		return ""
	case len(y.Own) == 0:
		return " " + v.T("calendar.why.office")
	}
	var names []string
	for _, o := range y.Own {
		if v.English() {
			o.Name = o.NameEN
		}
		names = append(names, o.Name)
	}
	return " " + v.T("calendar.why.own", "name", strings.Join(names, ", "))
}
