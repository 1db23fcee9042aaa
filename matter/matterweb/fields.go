package matterweb

import (
	"strings"

	"github.com/a-h/templ"

	"kheo/internal/pii"
	"kheo/internal/web"
	"kheo/matter"
)

// marked is what may name a person in a text, "" when nothing does.
func marked(text string) string { return strings.Join(pii.Said(text), ", ") }

// letter is the key that presses a button, where it has one.
func letter(k string) templ.Attributes {
	if k == "" {
		return nil
	}
	return templ.Attributes{"data-key": k}
}

func (p showPage) verdict() web.Verdict {
	note := web.FieldFor(p.View, p.Form.Faults, "note", "matterweb.do.verdict.note", p.Form.Note).With(p.T("matterweb.do.verdict.note.help")).May()
	note.Rows = 3
	return web.Verdict{Question: p.T("matterweb.do.verdict"), Only: p.T("matterweb.do.verdict.who", "body", p.Owed),
		Action: p.To("matter.judge", p.Code), Field: "verdict", Reason: note,
		Yes:     web.VerdictButton{Value: "yes", Label: p.T("matterweb.do.verdict.yes"), Next: p.T("matterweb.do.verdict.yes.next")},
		No:      web.VerdictButton{Value: "no", Label: p.T("matterweb.do.verdict.no"), Next: p.T("matterweb.do.verdict.no.next")},
		Silence: p.T("matterweb.do.verdict.silence")}
}

func (p showPage) kindField() web.Field {
	f := web.FieldFor(p.View, p.Form.Faults, "kind", "matterweb.do.answer.kind", string(p.Form.Kind))
	for _, k := range []matter.AnswerKind{matter.Acted, matter.Document, matter.Explained} {
		f.Options = append(f.Options, web.Option{Value: string(k), Label: p.T("matter.answer." + string(k)),
			Help: p.T("matterweb.do.answer." + string(k) + ".help")})
	}
	return f
}

func (p showPage) textField() web.Field {
	f := web.FieldFor(p.View, p.Form.Faults, "text", "matterweb.do.answer.text", p.Form.Text).With(p.T("matterweb.do.answer.text.help"))
	f.Rows = 6
	return f
}

func (p showPage) englishField() web.Field {
	return web.FieldFor(p.View, p.Form.Faults, "text_en", "matterweb.do.answer.text_en", p.Form.TextEN).May()
}

func (p showPage) scriptField() web.Field {
	f := web.FieldFor(p.View, p.Form.Faults, "script", "matterweb.say.script", p.Form.Script).With(p.T("matterweb.say.script.help")).May()
	f.Rows = 3
	return f
}

func (p showPage) boardField() web.Field {
	return web.FieldFor(p.View, p.Form.Faults, "board", "matterweb.say.board", p.Form.Board).With(p.T("matterweb.say.board.help")).May()
}

func (p showPage) proofField() web.Field {
	f := web.FieldFor(p.View, p.Form.Faults, "proof", "matterweb.do.answer.proof", "").With(p.T("matterweb.do.answer.proof.help"))
	f.Many, f.Accept = true, proofTypes
	return f.May()
}
