package paper

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"kheo"
	"kheo/inspection"
	"kheo/internal/db"
	"kheo/internal/doc"
	"kheo/lang"
	"kheo/matter"
	"kheo/stationery"
	"kheo/unit"
)

// Remedy is the kind of the remedy report, beside those of inspection.
const Remedy = "remedy"

// vi is the language of papers.
const vi = lang.VI

// RemedyReport composes what became of each recommendation by the day: who
// holds it, what was answered, and whether the body that asked confirmed it.
// Its number and day are left to be written in.
func RemedyReport(ctx context.Context, tx *db.Tx, press Press, i inspection.Inspection, on kheo.Date) (doc.Paper, error) {
	body, err := unit.Heir(ctx, tx, i.HostBody, on)
	ended := errors.Is(err, unit.ErrNoHeir)
	if ended { // nobody may sign it; it still says what the records say
		body, err = unit.FindBody(ctx, tx, i.HostBody)
	}
	if err != nil {
		return doc.Paper{}, err
	}
	team, err := unit.FindBody(ctx, tx, i.Team)
	if err != nil {
		return doc.Paper{}, err
	}
	host, err := press.Book.Last(i.Host, i.VisitDay())
	if err != nil {
		return doc.Paper{}, err
	}
	written, err := stationery.Of(ctx, tx, body.ID, Remedy)
	if err != nil {
		return doc.Paper{}, err
	}
	number := strings.TrimLeft(Numbering(written.Style, 0, inspection.SelfReportPaper, body), "0")
	paper, err := press.Head(ctx, tx, body, inspection.Paper{Number: number, Day: on}, Remedy,
		vi.T("inspection.paper.title.remedy", "year", strconv.Itoa(i.Year), "host", host.Title()))
	if err != nil {
		return doc.Paper{}, err
	}
	paper.Head.Day = ""
	concluded, _ := i.Step(inspection.Concluded)
	paper.Body = []doc.Block{{Text: vi.T("inspection.paper.intro.remedy", "number", concluded.Number, "day", vi.Date(concluded.On()), "team", team.Name,
		"body", body.Name, "on", vi.Date(on))}, rates(i)}
	if ended {
		paper.Body = append(paper.Body, doc.Block{Text: vi.T("inspection.paper.remedy.ended", "body", body.Name)})
	}
	for n, r := range i.Recommendations {
		blocks, err := remedied(ctx, tx, n+1, r, on)
		if err != nil {
			return doc.Paper{}, err
		}
		paper.Body = append(paper.Body, blocks...)
	}
	paper.Body = append(paper.Body, doc.Block{Text: vi.T("inspection.paper.remedy.last", "team", team.Name)})
	paper.Receivers = []string{team.Name, vi.T("inspection.paper.to.file")}
	return paper, nil
}

// rates are the three rates, each with its two terms: answered, acted and
// confirmed are never one number.
func rates(i inspection.Inspection) doc.Block {
	answered, acted := 0, 0
	for _, r := range i.Recommendations {
		if r.Answer != "" {
			answered++
		}
		if r.Answer == matter.Acted {
			acted++
		}
	}
	all := len(i.Recommendations)
	return doc.Block{Runs: []doc.Run{{Text: vi.T("inspection.paper.remedy.rates", "answered", answered, "acted", acted, "confirmed", i.Done(), "all", all), Bold: true}}}
}

// remedied is one recommendation: what was asked, who holds it, what each
// answer said, how it stands.
func remedied(ctx context.Context, tx *db.Tx, n int, r inspection.Recommendation, on kheo.Date) ([]doc.Block, error) {
	list := []doc.Block{{Heading: &doc.Heading{Level: 1, Text: strconv.Itoa(n) + ". " + r.Title}}}
	holder, err := heldBy(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	items := []string{vi.T("inspection.paper.remedy.asked", "product", strings.TrimRight(r.Product, ". "), "due", vi.Date(r.Due), "code", r.Code), holder}
	moves, err := matter.Moves(ctx, tx, r.ID, on)
	if err != nil {
		return nil, err
	}
	for _, m := range moves {
		if m.To == matter.Answered && m.Answer != "" {
			items = append(items, vi.T("inspection.paper.remedy.answer", "day", vi.Date(kheo.DateOf(m.At)), "kind", vi.T("matter.answer."+string(m.Answer)), "proofs", len(m.Proofs)))
		}
	}
	state := vi.T("matter.state." + string(r.State))
	if r.Confirmed != "" {
		state = vi.T("inspection.paper.remedy.confirmed", "day", vi.Date(r.Confirmed))
	}
	items = append(items, vi.T("inspection.paper.remedy.state", "state", state))
	return append(list, doc.Block{List: items}), nil
}

func heldBy(ctx context.Context, tx *db.Tx, r inspection.Recommendation) (string, error) {
	if r.Standing.Holder == "" {
		return vi.T("inspection.paper.remedy.nobody"), nil
	}
	b, err := unit.FindBody(ctx, tx, r.Standing.Holder)
	return vi.T("inspection.paper.remedy.holder", "body", b.Name), err
}
