package inspectionweb

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"kheo"
	"kheo/calendar"
	"kheo/inspection"
	"kheo/internal/db"
	"kheo/internal/doc"
	"kheo/internal/web"
	"kheo/lang"
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
}

func (p reportPage) page() web.Page {
	return web.Page{Title: p.T("inspectionweb.report"), Verb: "lam", Body: reportBody(p), Private: true, Crumbs: crumbs(p.View, p.Code)}
}

type fillSection struct {
	ID, Number, Title string
	Depth             int
	Words             string
	Boxes             []fillBox
	Files             []fileLink
}

type fillBox struct {
	ID, Title, Unit, Kind string
	Value                 string // what stands there now
	Known                 bool
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
		p.Paper, err = d.paperForm(ctx, tx, a.View, f.Side.Host, inspection.SelfReportPaper)
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
			e.Files = append(e.Files, fileLink{x.Name, v.To("inspection.evidence", f.I.Code, x.ID), size(v.Lang, x.Size)})
		}
		p.Sections = append(p.Sections, e)
	}
	return p
}

func (f facts) fillBox(v web.View, b inspection.Box, typed form) fillBox {
	now := f.Figures[b.ID]
	box := fillBox{ID: b.ID, Title: b.TitleIn(v.Lang), Kind: boxKind(b), Known: now.Known}
	if measured(b) {
		box.Unit = b.UnitIn(v.Lang)
	}
	if box.Kind == "computed" {
		box.Value = now.Says(v.Lang)
		box.Open = f.openRecords(v, b.ID, now.Records)
		return box
	}
	first := ""
	if now.Known {
		first = now.Says(v.Lang)
	}
	box.Value, box.Evidence = typed.val("v."+b.ID, first), typed.val("e."+b.ID, now.Evidence)
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
	if err == nil {
		err = a.Write(func(ctx context.Context, tx *db.Tx) error { return d.save(ctx, tx, a, files) })
	}
	if f, ok := web.Mend(err); ok {
		return again(f)
	}
	if err != nil {
		return err
	}
	if a.PostFormValue("do") != "submit" {
		return a.Go(w, a.To("inspection.report", a.PathValue("code"))+"?da-luu=1")
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
	p, faults := paper(a)
	if len(faults) > 0 {
		return faults
	}
	figures := ""
	err := d.print(a, func(s inspection.Side) bool { return s.Submit }, &p,
		func(ctx context.Context, tx *db.Tx, press inspection.Press, i inspection.Inspection) (paper doc.Paper, err error) {
			paper, figures, err = press.SelfReport(ctx, tx, a.Who, i, p)
			return paper, err
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

// save writes what changed: words, boxes, files.
func (d Deps) save(ctx context.Context, tx *db.Tx, a *web.Ask, files map[string][]inspection.Evidence) error {
	f, err := d.working(ctx, tx, a, onHost)
	if err != nil {
		return err
	}
	if f.Figures, err = inspection.Figures(ctx, tx, f.Book, f.I, a.Today); err != nil {
		return err
	}
	var all kheo.Faults
	for _, s := range f.I.Sections {
		if err := f.saveSection(ctx, tx, a, s, files[s.ID], &all); err != nil {
			return err
		}
	}
	return all.Err()
}

func (f facts) saveSection(ctx context.Context, tx *db.Tx, a *web.Ask, s inspection.Section, files []inspection.Evidence, all *kheo.Faults) error {
	if typed := words(a, "w."+s.ID); a.PostForm.Has("w."+s.ID) && typed != s.Words {
		err := inspection.FillSection(ctx, tx, a.Who, f.I.Code, s.ID, typed)
		if err := gathered(err, all, map[string]string{"words": "w." + s.ID}); err != nil {
			return err
		}
	}
	for _, b := range s.Boxes {
		e := inspection.Entry{Words: line(a, "v."+b.ID), Evidence: line(a, "e."+b.ID), Why: line(a, "y."+b.ID)}
		if !f.changed(b, e) {
			continue
		}
		err := inspection.FillBox(ctx, tx, f.Book, a.Who, f.I.Code, b.ID, e)
		fields := map[string]string{"words": "v." + b.ID, "value": "v." + b.ID, "evidence": "e." + b.ID, "why": "y." + b.ID}
		if err := gathered(err, all, fields); err != nil {
			return err
		}
	}
	for _, e := range files {
		err := inspection.AddEvidence(ctx, tx, a.Who, f.I.Code, s.ID, e)
		if err := gathered(err, all, map[string]string{"file": "f." + s.ID}); err != nil {
			return err
		}
	}
	return nil
}

// changed tells whether a box was answered otherwise than it stands.
func (f facts) changed(b inspection.Box, e inspection.Entry) bool {
	kind := boxKind(b)
	now, said := f.Figures[b.ID], ""
	if now.Known {
		said = now.Says(lang.VI)
	}
	switch {
	case kind == "computed":
		return false
	case kind == "recorded" && e.Words == "":
		return false // nothing is recorded by leaving a field empty
	}
	return (e.Words != said && e.Words != now.Says(lang.EN)) || e.Evidence != now.Evidence
}

// gathered keeps faults under the page's own field names and lets other errors
// through.
func gathered(err error, all *kheo.Faults, fields map[string]string) error {
	var f kheo.Faults
	if !errors.As(err, &f) {
		return err
	}
	for _, x := range f {
		if name, ok := fields[x.Field]; ok {
			x.Field = name
		}
		*all = append(*all, x)
	}
	return nil
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
	return d.hand(w, a, found)
}

func (d Deps) hand(w http.ResponseWriter, a *web.Ask, e inspection.Evidence) error {
	file, err := d.Blobs.Get(e.SHA256)
	if err != nil {
		return err
	}
	defer file.Close()
	h := w.Header()
	h.Set("Content-Type", e.Type)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(e.Name))
	h.Set("Cache-Control", "private, no-store")
	http.ServeContent(w, a.Request, "", e.At, file)
	return nil
}
