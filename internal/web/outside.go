package web

// outside is what the frame around a page needs beyond the page itself.
type outside struct {
	View
	Signed     Signed
	Elsewhere  string // this page in the other language
	Checkpoint string
	Path       string // this page's path, for the way back after signing in
	Dev        DevBar
}

// DevBar is the day and the one-click sign-in of `kheo dev`, above the head.
type DevBar struct {
	Days  []DevChoice // POST to Day with day=…
	Roles []DevChoice // POST to SignIn with role=…
	Day   string      // address of the form
	Sign  string
}

// A DevChoice is one button of the bar.
type DevChoice struct {
	Value, Label string
	Now          bool
}

func (a *Ask) outside(p Page) outside {
	o := outside{View: a.View, Signed: a.Signed, Elsewhere: a.Elsewhere(), Path: a.URL.Path}
	if a.server.config.Checkpoint != nil {
		o.Checkpoint = a.server.config.Checkpoint()
	}
	if a.server.config.Dev && a.server.config.DevBar != nil {
		o.Dev = a.server.config.DevBar(a)
	}
	return o
}

// desk is where the one signed in works.
func (o outside) desk() Place {
	if o.Signed.Desk != (Place{}) {
		return o.Signed.Desk
	}
	return Place{Key: "web.desk", Route: o.house.chrome.Desk}
}

// has tells whether a route of the chrome is there to link to.
func (o outside) has(route string) bool {
	return route != "" && (o.house.loose || o.house.routes.has(route))
}

// Frame is a page whole, outside a request: for specimens and tests.
func Frame(v View, p Page) Drawing { return Drawing{v, p} }
