package identityweb

import (
	"context"
	"crypto/rand"
	"net/http"
	"strings"

	"kheo"
	"kheo/identity"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/unit"
)

// A peoplePage is everybody who can sign in, and the form to add somebody.
type peoplePage struct {
	People       []identity.Person
	Bodies       bodies
	Demands      []kheo.Role // whose sign-in wants a code
	Login, Title string      // as typed
	Faults       kheo.Faults
}

func (s peoplePage) page(v web.View) web.Page {
	return web.Page{Title: v.T("identityweb.people"), Body: peopleBody(v, s), Private: true}
}

func (p pages) people(w http.ResponseWriter, a *web.Ask) error {
	s, err := readPeople(a)
	if err != nil {
		return err
	}
	return a.Show(w, s.page(a.View))
}

func readPeople(a *web.Ask) (peoplePage, error) {
	var s peoplePage
	if err := admin(a); err != nil {
		return s, err
	}
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		var err error
		if s.People, err = identity.People(ctx, tx); err != nil {
			return err
		}
		if s.Demands, err = identity.Demands(ctx, tx); err != nil {
			return err
		}
		all, err := unit.AllBodies(ctx, tx)
		s.Bodies = byID(all)
		return err
	})
	return s, err
}

// bodies by their id.
type bodies map[kheo.UnitID]unit.Body

func byID(all []unit.Body) bodies {
	m := make(bodies, len(all))
	for _, b := range all {
		m[b.ID] = b
	}
	return m
}

// span is the days a role holds: a body's end ends the roles in it.
func (m bodies) span(h identity.Held) kheo.Span {
	s := h.Span
	if end := m[h.Unit].To; end != "" && (s.To == "" || end < s.To) {
		s.To = end
	}
	return s
}

// add makes the password, too: it is shown once, on the page that answers.
func (p pages) add(w http.ResponseWriter, a *web.Ask) error {
	if err := admin(a); err != nil {
		return err
	}
	n := identity.New{Login: strings.TrimSpace(a.PostFormValue("login")), Title: strings.TrimSpace(a.PostFormValue("title")), Until: p.Now().Add(identity.FirstFor)}
	password := newPassword()
	n.Password = p.Hasher.Hash(password)
	var id kheo.PersonID
	err := a.Write(func(ctx context.Context, tx *db.Tx) error {
		var err error
		id, err = identity.AddPerson(ctx, tx, a.Who, n)
		return err
	})
	if faults, bad := web.Mend(err); bad {
		s, err := readPeople(a)
		if err != nil {
			return err
		}
		s.Login, s.Title, s.Faults = n.Login, n.Title, faults
		return a.ShowStatus(w, http.StatusUnprocessableEntity, s.page(a.View))
	}
	if err != nil {
		return err
	}
	return p.showPerson(w, a, http.StatusOK, personPage{Person: identity.Person{ID: id}, Password: password})
}

// demand keeps for which roles a code is asked.
func (p pages) demand(w http.ResponseWriter, a *web.Ask) error {
	if err := admin(a); err != nil {
		return err
	}
	var roles []kheo.Role
	for _, r := range a.PostForm["role"] {
		roles = append(roles, kheo.Role(r))
	}
	err := a.Write(func(ctx context.Context, tx *db.Tx) error {
		return identity.Demand(ctx, tx, a.Who, roles)
	})
	if err != nil {
		return err
	}
	return a.Go(w, a.To("identity.people"))
}

// newPassword is a hundred bits, in letters one can read out.
func newPassword() string { return rand.Text()[:20] }

// held tells a role in one line: what, where, from when to when.
func held(v web.View, h identity.Held, m bodies) string {
	where := v.T("identityweb.whole-office")
	if h.Unit != "" {
		where = m[h.Unit].Name
	}
	line := v.T("identity.role."+string(h.Role)) + ", " + where
	s := m.span(h)
	if s.To == "" {
		return line + ", " + v.T("identityweb.since", "day", s.From)
	}
	return line + ", " + v.T("identityweb.span", "from", s.From, "to", s.To)
}

// table is a row for each; roles that hold today, one to a line.
func (s peoplePage) table(v web.View) web.Table {
	t := web.Table{Caption: v.T("identityweb.people"), Cols: []web.Col{
		{Name: v.T("identityweb.title"), Main: true}, {Name: v.T("identityweb.login")}, {Name: v.T("identityweb.roles")}}}
	for _, p := range s.People {
		var now []string
		for _, h := range p.Roles {
			if s.Bodies.span(h).Holds(v.Today) {
				now = append(now, held(v, h, s.Bodies))
			}
		}
		if p.Closed {
			now = []string{v.T("identityweb.closed")}
		} else if len(now) == 0 {
			now = []string{v.T("identityweb.no-role")}
		}
		t.Rows = append(t.Rows, web.Row{
			{Text: p.Title, Href: v.To("identity.person", string(p.ID))}, {Text: p.Login}, {Body: lines(now)}})
	}
	return t
}

// rights is what each role may do, from the one table.
func rights(v web.View) web.Table {
	t := web.Table{Caption: v.T("identityweb.rights"), Cols: []web.Col{
		{Name: v.T("identity.table.role"), Main: true}, {Name: v.T("identity.table.held")}, {Name: v.T("identity.table.may")}}}
	for _, l := range identity.Table() {
		where := v.T("identity.table.body")
		if l.Office {
			where = v.T("identity.table.office")
		}
		var may []string
		for _, r := range l.Rights {
			may = append(may, v.T("identity.right."+string(r)))
		}
		t.Rows = append(t.Rows, web.Row{{Text: v.T("identity.role." + string(l.Role))}, {Text: where}, {Text: strings.Join(may, "; ")}})
	}
	return t
}
