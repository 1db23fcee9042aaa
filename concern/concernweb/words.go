package concernweb

import (
	"time"
	"unicode"
	"unicode/utf8"

	"kheo"
	"kheo/internal/web"
	"kheo/matter"
)

// age says how long ago something was raised.
func age(v web.View, at time.Time) string {
	switch n := v.Today.Sub(kheo.DateOf(at)); {
	case n <= 0:
		return v.T("concernweb.age.today")
	default:
		return v.T("concernweb.age", "n", n)
	}
}

// left is "Trễ 2 ngày", "Hôm nay", "Còn 9 ngày".
func left(v web.View, due kheo.Date) string {
	switch n := due.Sub(v.Today); {
	case due == "":
		return ""
	case n < 0:
		return v.T("concernweb.late", "n", -n)
	case n == 0:
		return v.T("concernweb.due-today")
	default:
		return v.T("concernweb.left", "n", n)
	}
}

var stateShapes = map[matter.State]web.Shape{
	matter.Received: web.TagReceived, matter.Accepted: web.TagReceived, matter.Assigned: web.TagReceived,
	matter.InHand: web.TagWorking, matter.Confirmed: web.TagConfirmed, matter.Reopened: web.TagReopened, matter.Lapsed: web.TagLapsed,
}

var answerShapes = map[matter.AnswerKind]web.Shape{
	matter.Explained: web.TagExplained, matter.Document: web.TagDocument, matter.Acted: web.TagActed,
}

// stateTag is where a concern stands in a word with its own shape.
func stateTag(v web.View, s matter.State, k matter.AnswerKind) web.Tag {
	if shape, ok := answerShapes[k]; ok && s == matter.Answered {
		return web.Tag{Shape: shape, Text: v.T("matter.answer." + string(k))}
	}
	shape, ok := stateShapes[s]
	if !ok {
		shape = web.TagDocument
	}
	return web.Tag{Shape: shape, Text: v.T("matter.state." + string(s))}
}

// upper begins a sentence.
func upper(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}
