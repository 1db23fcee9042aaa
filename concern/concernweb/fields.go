package concernweb

import "kheo/internal/web"

func (p newPage) action() string {
	if p.Helper {
		return p.To("concern.helped")
	}
	return p.To("concern.write")
}

func (p newPage) words() web.Field {
	f := web.FieldFor(p.View, p.Form.Faults, "words", "concernweb.new.words", p.Form.Words).With(p.T("concernweb.new.words-help"))
	f.Rows, f.First = 4, !p.Step && !p.Helper && p.Form.Words == "" && len(p.Form.Faults) == 0
	return f
}

func (p newPage) hamlet() web.Field {
	return web.FieldFor(p.View, p.Form.Faults, "hamlet", "concernweb.new.hamlet", p.Form.Hamlet).With(p.T("concernweb.new.hamlet-help")).May()
}

func (p newPage) photo() web.Field {
	help := p.T("concernweb.new.photo-help", "n", maxPhotos)
	if p.Form.Lost {
		help = p.T("concernweb.new.photo-again")
	}
	f := web.FieldFor(p.View, p.Form.Faults, "photo", "concernweb.new.photo", "").With(help).May()
	f.Many = true
	return f
}

func (p newPage) contact() web.Field {
	f := web.FieldFor(p.View, p.Form.Faults, "contact", "concernweb.new.contact", p.Form.Contact).With(p.T("concernweb.new.contact-help")).May()
	f.Complete = "tel"
	return f
}

func (p newPage) callBack() web.Field {
	value := ""
	if p.Form.CallBack {
		value = "yes"
	}
	return web.FieldFor(p.View, p.Form.Faults, "callback", "concernweb.help.callback", value).With(p.T("concernweb.help.callback-help")).May()
}

func (p newPage) placeFault() string {
	if x := p.Fault(p.Form.Faults, "place"); x != "" {
		return x
	}
	return p.Fault(p.Form.Faults, "place_id")
}

func (p newPage) which() web.Field {
	return web.Field{Name: "place_id", Label: p.T("concernweb.place.which"), Options: p.Which, Value: p.Form.PlaceID}
}
