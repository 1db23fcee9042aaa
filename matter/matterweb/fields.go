package matterweb

import (
	"kheo/internal/web"
	"kheo/matter"
)

// page is the value of aria-current.
func page(here bool) string {
	if here {
		return "page"
	}
	return "false"
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

func (p showPage) proofField() web.Field {
	f := web.FieldFor(p.View, p.Form.Faults, "proof", "matterweb.do.answer.proof", "").With(p.T("matterweb.do.answer.proof.help"))
	f.Many, f.Accept = true, proofTypes
	return f.May()
}
