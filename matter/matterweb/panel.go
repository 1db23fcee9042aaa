package matterweb

import (
	"context"

	"github.com/a-h/templ"

	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/matter/look"
)

// A panel is a matter as it lies open on the desk.
type panel struct {
	Page    showPage
	State   web.Tag // "Đang làm, Ban Dân vận Huyện ủy giữ"
	Clock   string
	Until   string
	Warn    bool
	Href    string // the matter's own page
	Product string
}

// Panel draws a matter for the desk, beside its list.
func (d Deps) Panel(ctx context.Context, tx *db.Tx, a *web.Ask, code string) (templ.Component, error) {
	f, err := d.read(ctx, tx, a, code, a.Today)
	if err != nil {
		return nil, err
	}
	return panelBody(f.panel(a.View)), nil
}

func (f facts) panel(v web.View) panel {
	u := f.until(v)
	clock := look.Left(v, f.M.Due, f.On)
	if !f.M.State.WithHolder() {
		clock = v.T("matter.state." + string(f.M.State))
	}
	state := look.StateTag(v, f.M.State, f.M.Answer)
	switch {
	case f.S.Waiting:
		state.Text = v.T("matterweb.panel.state.nobody", "state", state.Text)
	case f.S.Holder != "":
		state.Text = v.T("matterweb.panel.state", "state", state.Text, "body", f.Bodies.Short(v, f.S.Holder))
	}
	return panel{Page: f.page(v, form{}), State: state, Clock: clock, Until: u.Value, Warn: u.Warn, Href: v.To("matter.show", f.M.Code), Product: f.M.Product}
}
