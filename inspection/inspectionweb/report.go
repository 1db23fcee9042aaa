package inspectionweb

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"kheo"
	"kheo/calendar"
	"kheo/draft"
	"kheo/identity"
	"kheo/inspection"
	"kheo/inspection/paper"
	"kheo/internal/db"
	"kheo/internal/doc"
	"kheo/internal/web"
)

// evidenceLimit is the largest evidence file, in bytes.
const evidenceLimit = 10 << 20

// evidenceTypes are what evidence and scans may be.
var evidenceTypes = []string{web.PDF, web.JPEG, web.PNG, web.DOCX, web.XLSX}

// A reportPage is the self-report while the host writes it.
type reportPage struct {
	web.View
	Code, Title string
	Form        form
	Sections    []fillSection
	Left        int // boxes still without an answer
	Due         dueView
	DueName     string
	LateBy      int // working days the report is late by now
	Submit      bool
	Paper       paperForm
	Saved       bool
	Here        string // who else writes it just now
}

func (p reportPage) page() web.Page {
	return web.Page{Title: p.T("inspectionweb.report"), Verb: "lam", Body: reportBody(p), Private: true, Crumbs: crumbs(p.View, p.Code)}
}

type fillSection struct {
	ID, Number, Title string
	Depth             int
	Words             string
	Base              string // the version of the words, as the form was drawn
	Comments          int    // that wait
	Woven             bool   // with what somebody else saved
	Boxes             []fillBox
	Files             []fileLink
}

type fillBox struct {
	ID, Title, Unit, Kind string
	Value                 string // what stands there now
	Known                 bool
	Was                   string // what stood there when the form was drawn, with what it rests on
	Evidence              string
	Open                  link
	Why                   bool // a reason is asked for, to correct what is recorded
}

func (d Deps) showReport(w http.ResponseWriter, a *web.Ask, status int, typed form) error {
	return d.draw(w, a, status, onHost, func(ctx context.Context, tx *db.Tx, f facts) (drawn, error) {
		if f.I.Stage != inspection.OutlineSent {
			return nil, kheo.Wrong{From: string(f.I.Stage), To: "self-report", Possible: []string{string(inspection.OutlineSent)}}
		}
		var err error
		if f.Figures, err = inspection.Figures(ctx, tx, f.Book, f.I, a.Today); err != nil {
			return nil, err
		}
		p := f.reportPage(a.View, typed)
		days, err := calendar.Load(ctx, tx)
		if err != nil {
			return nil, err
		}
		p.LateBy = max(0, days.Between(f.I.Due.Day, a.Today))
		p.Saved = a.URL.Query().Has("da-luu")
		if err := d.together(ctx, tx, a, &p); err != nil {
			return nil, err
		}
		p.Paper, err = d.paperForm(ctx, tx, a, f.Side.Host, inspection.SelfReportPaper)
		return p, err
	})
}

func (f facts) reportPage(v web.View, typed form) reportPage {
	p := reportPage{View: v, Code: f.I.Code, Title: f.title(v), Form: typed, Due: f.due(v), DueName: v.DayName(f.I.Due.Day), Submit: f.Side.Submit}
	for _, s := range f.I.Sections {
		e := fillSection{ID: s.ID, Number: s.Number, Title: s.TitleIn(v.Lang), Depth: s.Depth, Words: typed.val("w."+s.ID, s.Words)}
		for _, b := range s.Boxes {
			box := f.fillBox(v, b, typed)
			if !box.Known {
				p.Left++
			}
			e.Boxes = append(e.Boxes, box)
		}
		for _, x := range s.Evidence {
			e.Files = append(e.Files, fileLink{x.Name, v.To("inspection.evidence", f.I.Code, x.ID), v.Lang.Size(x.Size)})
		}
		p.Sections = append(p.Sections, e)
	}
	return p
}

// together is what the others do in the same report: their saves, comments, and
// that they are here.
func (d Deps) together(ctx context.Context, tx *db.Tx, a *web.Ask, p *reportPage) error {
	var parts []string
	for _, s := range p.Sections {
		parts = append(parts, s.ID)
	}
	now, err := draft.Numbers(ctx, tx, parts)
	if err != nil {
		return err
	}
	open, err := draft.Open(ctx, tx, parts)
	if err != nil {
		return err
	}
	for n := range p.Sections {
		s := &p.Sections[n]
		s.Base, s.Comments = p.Form.val("b."+s.ID, strconv.Itoa(now[s.ID])), open[s.ID]
		s.Woven = slices.Contains(a.URL.Query()["ghep"], s.Number)
	}
	me, err := identity.Find(ctx, tx, a.Who.Person)
	p.Here = draft.Here(a.Lang, d.Room.Enter(p.Code, me.ID, me.Title, a.Who.At))
	return err
}

func (f facts) fillBox(v web.View, b inspection.Box, typed form) fillBox {
	now := f.Figures[b.ID]
	box := fillBox{ID: b.ID, Title: b.TitleIn(v.Lang), Kind: b.Kind(), Known: now.Known}
	if measured(b) {
		box.Unit = b.UnitIn(v.Lang)
	}
	if box.Kind == inspection.Computed {
		box.Value = now.Says(v.Lang)
		box.Open = f.openRecords(v, b.ID, now.Records)
		return box
	}
	first := ""
	if now.Known {
		first = now.Says(v.Lang)
	}
	box.Value, box.Evidence, box.Was = typed.val("v."+b.ID, first), typed.val("e."+b.ID, now.Evidence), first+"\n"+now.Evidence
	if !hasFault(typed.Faults, "v."+b.ID) { // one told of what was written meanwhile writes over it
		box.Was = typed.val("o."+b.ID, box.Was)
	}
	box.Why = typed.Faults != nil && hasFault(typed.Faults, "y."+b.ID)
	return box
}

func hasFault(f kheo.Faults, field string) bool {
	_, ok := f.On(field)
	return ok
}

// submit saves what was typed; the second button then hands the report in.
func (d Deps) submit(w http.ResponseWriter, a *web.Ask) error {
	again := func(f kheo.Faults) error {
		return d.showReport(w, a, http.StatusUnprocessableEntity, form{Values: a.PostForm, Faults: f})
	}
	files, err := d.keep(a)
	said := url.Values{"da-luu": {"1"}}
	if err == nil {
		err = a.Write(func(ctx context.Context, tx *db.Tx) error {
			book, err := d.Book(ctx, tx)
			if err == nil {
				said["ghep"], err = inspection.Fill(ctx, tx, book, a.Who, a.PathValue("code"), filled(a, files))
			}
			return err
		})
	}
	if f, ok := web.Mend(err); ok {
		return again(f)
	}
	if err != nil {
		return err
	}
	if a.PostFormValue("do") != "submit" {
		return a.Go(w, a.To("inspection.report", a.PathValue("code"))+"?"+said.Encode())
	}
	err = d.handIn(a)
	if f, ok := web.Mend(err); ok {
		return again(f)
	}
	return done(w, a, err, nil)
}

// handIn composes the paper outside the write and hands it in with the digest
// of its figures.
func (d Deps) handIn(a *web.Ask) error {
	p, faults := readPaper(a)
	if len(faults) > 0 {
		return faults
	}
	figures := ""
	err := d.print(a, func(s inspection.Side) bool { return s.Submit }, inspection.SelfReportPaper, &p,
		func(ctx context.Context, tx *db.Tx, press paper.Press, i inspection.Inspection) (composed doc.Paper, err error) {
			composed, figures, err = press.SelfReport(ctx, tx, a.Who, i, p)
			return composed, err
		})
	if err != nil {
		return err
	}
	return a.Write(func(ctx context.Context, tx *db.Tx) error {
		book, err := d.Book(ctx, tx)
		if err != nil {
			return err
		}
		return inspection.SubmitSelfReport(ctx, tx, book, a.Who, a.PathValue("code"), p, figures)
	})
}

// keep puts the uploaded files into the blob store, by section, before the
// write: a file nobody then names is harmless.
func (d Deps) keep(a *web.Ask) (map[string][]inspection.Evidence, error) {
	var f facts
	err := a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		f, err = d.working(ctx, tx, a, onHost)
		return err
	})
	kept := map[string][]inspection.Evidence{}
	for _, s := range f.I.Sections {
		files, err := a.Files("f."+s.ID, evidenceLimit, evidenceTypes...)
		if err != nil {
			return nil, err
		}
		for _, f := range files {
			sum, err := d.Blobs.Put(f.Data)
			if err != nil {
				return nil, err
			}
			kept[s.ID] = append(kept[s.ID], inspection.Evidence{Name: f.Name, SHA256: sum, Type: f.Type, Size: int64(len(f.Data))})
		}
	}
	return kept, err
}

// filled reads the form.
func filled(a *web.Ask, files map[string][]inspection.Evidence) inspection.Filled {
	in := inspection.Filled{Words: map[string]draft.Typed{}, Boxes: map[string]inspection.Entry{}, Files: files, Lang: a.Lang}
	for name := range a.PostForm {
		kind, id, _ := strings.Cut(name, ".")
		switch kind {
		case "w":
			base, err := strconv.Atoi(line(a, "b."+id))
			if err != nil {
				base = -1 // no version: a conflict, unless nothing was typed
			}
			in.Words[id] = draft.Typed{Words: words(a, name), Base: base}
		case "v":
			e := inspection.Entry{Words: line(a, name), Evidence: line(a, "e."+id), Why: line(a, "y."+id)}
			was, rests, drawn := strings.Cut(strings.ReplaceAll(a.PostFormValue("o."+id), "\r\n", "\n"), "\n")
			if drawn {
				e.Was = &inspection.Entry{Words: was, Evidence: rests}
			}
			in.Boxes[id] = e
		}
	}
	return in
}

// evidence hands a file to the two sides: it may name people.
func (d Deps) evidence(w http.ResponseWriter, a *web.Ask) error {
	var found inspection.Evidence
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		f, err := d.working(ctx, tx, a, func(s inspection.Side) bool { return s.OnTeam() || s.OnHost() })
		if err != nil {
			return err
		}
		if f.Side.OnTeam() && !f.Side.OnHost() && !f.I.Reached(inspection.ReportIn) {
			return kheo.ErrNotFound
		}
		for _, s := range f.I.Sections {
			for _, e := range s.Evidence {
				if e.ID == a.PathValue("id") {
					found = e
				}
			}
		}
		if found.ID == "" {
			return kheo.ErrNotFound
		}
		return nil
	})
	if err != nil {
		return err
	}
	file, err := d.Blobs.Get(found.SHA256)
	if err != nil {
		return err
	}
	defer file.Close()
	return a.Attach(w, file, found.Name, found.Type)
}
