package site

import (
	"context"

	"kheo"
	"kheo/calendar"
	"kheo/identity"
	"kheo/inspection"
	"kheo/internal/db"
	"kheo/internal/doc"
	"kheo/model"
	"kheo/scoring"
)

// thisYear leaves one inspection under way, so that the whole job can be done
// by hand today: commune Cần Đước, visited on the last working day, its
// self-report not in yet.
func (p *planting) thisYear(ctx context.Context) error {
	today := kheo.DateOf(p.Now())
	if today < twoTiers.Add(90) {
		return nil // the commune was not there yet, or hardly
	}
	var visit kheo.Date
	err := p.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		days, err := calendar.Load(ctx, tx)
		for visit = today; !days.Working(visit); {
			visit = visit.Add(-1)
		}
		return err
	})
	if err != nil {
		return err
	}
	if err := p.write(ctx, func(ctx context.Context, tx *db.Tx) error { return p.freshModels(ctx, tx, visit) }); err != nil {
		return err
	}
	lead := p.as(identity.BoardLead, "btgtn", visit.Add(-49), 9)
	var key string
	err = p.write(ctx, func(ctx context.Context, tx *db.Tx) error {
		i, err := inspection.Plan(ctx, tx, p.Book, lead, inspection.New{
			Year: visit.Year(), Host: p.newer["28108"], Team: p.bodies["btgtn"],
			Period: kheo.Span{From: kheo.YearSpan(visit.Year()).From, To: visit}, Themes: inspection.Themes2023,
			Members: []inspection.Member{{Role: "leader", Title: "Phó Trưởng ban Tuyên giáo và Dân vận Tỉnh ủy"},
				{Role: "secretary", Title: "Phòng Dân vận"}, {Role: "member", Title: "Ủy ban Mặt trận Tổ quốc tỉnh"}},
			Visits: []inspection.Visit{{Day: visit, Place: "Đảng ủy xã Cần Đước"}},
		})
		key = i.Code
		return err
	})
	if err != nil {
		return err
	}
	if err := p.write(ctx, p.scores); err != nil {
		return err
	}
	return p.send(ctx, key, visit)
}

// scores leaves a sample scheme and the sheet that the delegation is to mark.
func (p *planting) scores(ctx context.Context, tx *db.Tx) error {
	who := p.as(identity.BoardLead, "btgtn", kheo.DateOf(p.Now()), 7)
	s, err := p.scheme(ctx, tx, who, "btgtn")
	if err == nil {
		_, err = scoring.Open(ctx, tx, who, s.Code, scoring.Subject{Kind: scoring.Body, Body: p.bodies["bxd28108"]})
	}
	return err
}

func (p *planting) scheme(ctx context.Context, tx *db.Tx, who kheo.Caller, body string) (scoring.Scheme, error) {
	s, err := scoring.Draft(ctx, tx, who, scoring.New{Name: "Bộ tiêu chí Dân vận khéo", NameEN: "Criteria of skilful civic work", Year: who.At.Year(), Level: "commune", Body: p.bodies[body]})
	if err == nil {
		err = scoring.Issue(ctx, tx, who, s.Code, "")
	}
	return s, err
}

// send issues the plan and sends the outline of this year's inspection.
func (p *planting) send(ctx context.Context, key string, visit kheo.Date) error {
	lead := p.as(identity.BoardLead, "btgtn", visit.Add(-42), 9)
	plan := inspection.Paper{Number: "23-KH/BTGDVTU", Day: lead.Today()}
	plan, err := p.paper(ctx, key, lead, plan, func(ctx context.Context, tx *db.Tx, i inspection.Inspection) (doc.Paper, error) {
		return p.press().Plan(ctx, tx, lead, i, plan)
	})
	if err != nil {
		return err
	}
	if err := p.write(ctx, func(ctx context.Context, tx *db.Tx) error { return inspection.IssuePlan(ctx, tx, lead, key, plan) }); err != nil {
		return err
	}
	lead = p.as(identity.BoardLead, "btgtn", visit.Add(-35), 9)
	outline := inspection.Paper{Number: "104-CV/BTGDVTU", Day: lead.Today()}
	outline, err = p.paper(ctx, key, lead, outline, func(ctx context.Context, tx *db.Tx, i inspection.Inspection) (doc.Paper, error) {
		return p.press().Outline(ctx, tx, lead, i, outline)
	})
	if err != nil {
		return err
	}
	return p.write(ctx, func(ctx context.Context, tx *db.Tx) error { return inspection.SendOutline(ctx, tx, lead, key, outline) })
}

// freshModels are three models of the commune as it is now.
func (p *planting) freshModels(ctx context.Context, tx *db.Tx, visit kheo.Date) error {
	themes, err := chapters("themes.txt")
	if err != nil {
		return err
	}
	for _, b := range []blueprint{
		{field: "culture", level: "commune", theme: "road", name: "Mười ấp, mười tuyến đường có đèn"},
		{field: "politics", level: "commune", theme: "office", name: "Một điểm hẹn trả giấy tờ tại xã cũ"},
		{field: "economy", level: "hamlet", theme: "craft", name: "Chiếu Tân Chánh vào chợ trên mạng"},
	} {
		u, err := p.Book.Unit(p.newer["28108"], visit)
		if err != nil {
			return err
		}
		n := model.New{Field: model.Field(b.field), Collective: true, Level: b.level, Unit: u.ID, Body: p.bodies["bxd28108"], Groups: 1}
		boxes(&n, b, themes[b.theme], u)
		lead := func(back int) kheo.Caller { return p.as(identity.HostLead, "bxd28108", visit.Add(-back), 9) }
		m, err := model.Register(ctx, tx, p.Book, lead(250), n)
		if err != nil {
			return err
		}
		if _, err := model.Approve(ctx, tx, lead(240), m.Code, model.Step{}); err != nil {
			return err
		}
		if _, err := model.Start(ctx, tx, lead(230), m.Code, model.Step{}); err != nil {
			return err
		}
		if _, err := model.Publish(ctx, tx, lead(230), m.Code); err != nil {
			return err
		}
	}
	return nil
}
