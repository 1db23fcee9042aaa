package site

import (
	"context"
	"fmt"
	"strings"
	"time"

	"kheo"
	"kheo/identity"
	"kheo/internal/db"
	"kheo/unit"
)

// The days the sample turns on.
const (
	founded     kheo.Date = "2020-11-01" // when the sample's bodies began
	boardsMerge kheo.Date = "2025-02-20" // boards of civic work become boards of information and civic work
	twoTiers    kheo.Date = "2025-07-01" // districts end, Long An becomes part of Tây Ninh
)

// A planting is the sample office while it is being filled.
type planting struct {
	*Site
	place  map[string]kheo.UnitID // territories by their code on the inspected day
	newer  map[string]kheo.UnitID // territories by their code since twoTiers
	bodies map[string]kheo.UnitID // bodies by the short names used here
	seats  map[seat]kheo.PersonID // who sits where
	foot   string                 // the ledger's line for the foot of the next paper
}

// A seat is a role in a body.
type seat struct {
	role kheo.Role
	body string
}

// as is whoever sits in a role of a body, on a day at an hour.
func (p *planting) as(role kheo.Role, body string, day kheo.Date, hour int) kheo.Caller {
	return kheo.Caller{
		Person: p.seats[seat{role, body}],
		At:     day.Time().Add(time.Duration(hour) * time.Hour),
		Grants: []kheo.Grant{{Role: role, Unit: p.bodies[body], Rights: identity.RightsOf(role)}},
	}
}

func (p *planting) admin(day kheo.Date) kheo.Caller { return p.as(identity.Admin, "", day, 8) }

// territories finds the places of the sample by their codes of the day.
func (p *planting) territories() error {
	p.place, p.newer = map[string]kheo.UnitID{}, map[string]kheo.UnitID{}
	const day kheo.Date = "2023-12-01"
	for _, c := range []struct {
		code  string
		level unit.Level
	}{{"80", unit.Province}, {"806", unit.District}} {
		u, err := p.Book.ByCode(c.code, c.level, day)
		if err != nil {
			return fmt.Errorf("sample place %s: %w", c.code, err)
		}
		p.place[c.code] = u.ID
	}
	for _, u := range p.Book.Children(p.place["806"], day) {
		p.place[u.Code] = u.ID
	}
	u, err := p.Book.ByCode("80", unit.Province, twoTiers)
	if err != nil {
		return fmt.Errorf("sample province: %w", err)
	}
	p.newer["80"] = u.ID
	for _, code := range sixCommunes {
		u, err := p.Book.ByCode(code, unit.Commune, twoTiers)
		if err != nil {
			return fmt.Errorf("sample commune %s: %w", code, err)
		}
		p.newer[code] = u.ID
	}
	return nil
}

// sixCommunes are the codes of the communes Cần Đước became.
var sixCommunes = []string{"28108", "28114", "28126", "28132", "28138", "28144"}

// A part in the cast: a body, how long it lived, and what came of it.
type part struct {
	key, name, nameEN, short string
	kind                     unit.BodyKind
	territory                kheo.UnitID
	parent                   string
	kheo.Span
}

// seat adds the bodies of the sample, each with its days.
func (p *planting) seat(ctx context.Context, tx *db.Tx) error {
	p.bodies = map[string]kheo.UnitID{"": ""}
	parts := p.boards()
	parts = append(parts, p.oldCommunes()...)
	parts = append(parts, p.newCommunes()...)
	for _, x := range parts {
		id, err := unit.AddBody(ctx, tx, p.admin("2023-01-03"), unit.Body{Name: x.name, NameEN: x.nameEN, Short: x.short,
			Kind: x.kind, Territory: x.territory, Parent: p.bodies[x.parent], Span: x.Span})
		if err != nil {
			return fmt.Errorf("sample body %s: %w", x.name, err)
		}
		p.bodies[x.key] = id
	}
	if err := p.heirs(ctx, tx); err != nil {
		return err
	}
	return p.civic(ctx, tx)
}

func (p *planting) boards() []part {
	before := kheo.Span{From: founded, To: boardsMerge.Add(-1)}
	between := kheo.Span{From: boardsMerge, To: twoTiers.Add(-1)}
	long := kheo.Span{From: founded, To: twoTiers.Add(-1)}
	after := kheo.Span{From: twoTiers}
	la, cd, tn := p.place["80"], p.place["806"], p.newer["80"]
	return []part{
		{"tula", "Tỉnh ủy Long An", "Long An Provincial Party Committee", "Tỉnh ủy", "committee", la, "", long},
		{"bdvla", "Ban Dân vận Tỉnh ủy Long An", "Long An Provincial Civic Work Board", "Ban Dân vận Tỉnh ủy", "board", la, "tula", before},
		{"btgla", "Ban Tuyên giáo và Dân vận Tỉnh ủy Long An", "Long An Provincial Board for Information and Civic Work", "Ban Tuyên giáo và Dân vận Tỉnh ủy", "board", la, "tula", between},
		{"tutn", "Tỉnh ủy Tây Ninh", "Tây Ninh Provincial Party Committee", "Tỉnh ủy", "committee", tn, "", after},
		{"btgtn", "Ban Tuyên giáo và Dân vận Tỉnh ủy Tây Ninh", "Tây Ninh Provincial Board for Information and Civic Work", "Ban Tuyên giáo và Dân vận Tỉnh ủy", "board", tn, "tutn", after},
		{"hu", "Huyện ủy Cần Đước", "Cần Đước District Party Committee", "Huyện ủy", "committee", cd, "tula", long},
		{"bdvhu", "Ban Dân vận Huyện ủy Cần Đước", "Cần Đước District Civic Work Board", "Ban Dân vận Huyện ủy", "board", cd, "hu", before},
		{"btghu", "Ban Tuyên giáo và Dân vận Huyện ủy Cần Đước", "Cần Đước District Board for Information and Civic Work", "Ban Tuyên giáo và Dân vận Huyện ủy", "board", cd, "hu", between},
		{"mthu", "Ủy ban Mặt trận Tổ quốc Việt Nam huyện Cần Đước", "Cần Đước District Fatherland Front Committee", "Ủy ban Mặt trận huyện", "front", cd, "", long},
		{"ubhu", "Ủy ban nhân dân huyện Cần Đước", "Cần Đước District People’s Committee", "Ủy ban nhân dân huyện", "authority", cd, "", long},
	}
}

// oldCommunes are the committees and civic work groups of the seventeen.
func (p *planting) oldCommunes() []part {
	var list []part
	long := kheo.Span{From: founded, To: twoTiers.Add(-1)}
	for _, u := range p.Book.Children(p.place["806"], "2023-12-01") {
		place := strings.ToLower(u.Type) + " " + u.Short
		list = append(list,
			part{"du" + u.Code, "Đảng ủy " + place, u.Short + " Party Committee", "Đảng ủy", "committee", u.ID, "hu", long},
			part{"kdv" + u.Code, "Khối Dân vận " + place, u.Short + " Civic Work Group", "Khối Dân vận", "board", u.ID, "du" + u.Code, long},
			part{"ub" + u.Code, "Ủy ban nhân dân " + place, u.Short + " People’s Committee", "Ủy ban nhân dân", "authority", u.ID, "ubhu", long})
	}
	return list
}

// newCommunes are the bodies of the six since twoTiers.
func (p *planting) newCommunes() []part {
	var list []part
	after := kheo.Span{From: twoTiers}
	for _, code := range sixCommunes {
		id := p.newer[code]
		u, err := p.Book.Unit(id, twoTiers)
		if err != nil {
			continue // territories found it a moment ago
		}
		list = append(list,
			part{"dun" + code, "Đảng ủy xã " + u.Short, u.Short + " Commune Party Committee", "Đảng ủy", "committee", id, "tutn", after},
			part{"bxd" + code, "Ban Xây dựng Đảng Đảng ủy xã " + u.Short, u.Short + " Commune Party-building Board", "Ban Xây dựng Đảng", "board", id, "dun" + code, after},
			part{"mtn" + code, "Ủy ban Mặt trận Tổ quốc Việt Nam xã " + u.Short, u.Short + " Commune Fatherland Front Committee", "Ủy ban Mặt trận xã", "front", id, "", after},
			part{"ubn" + code, "Ủy ban nhân dân xã " + u.Short, u.Short + " Commune People’s Committee", "Ủy ban nhân dân xã", "authority", id, "", after},
			part{"vp" + code, "Văn phòng HĐND và UBND xã " + u.Short, u.Short + " Commune Council and People’s Committee Office", "Văn phòng", "department", id, "ubn" + code, after},
			part{"kt" + code, "Phòng Kinh tế xã " + u.Short, u.Short + " Commune Economic Division", "Phòng Kinh tế", "department", id, "ubn" + code, after},
			part{"vh" + code, "Phòng Văn hóa – Xã hội xã " + u.Short, u.Short + " Commune Culture and Social Affairs Division", "Phòng Văn hóa – Xã hội", "department", id, "ubn" + code, after},
			part{"hc" + code, "Trung tâm Phục vụ hành chính công xã " + u.Short, u.Short + " Commune Public Administration Service Centre", "Trung tâm Hành chính công", "department", id, "ubn" + code, after})
	}
	return list
}

// heirs: the boards merged lawfully; the district's had no successor when the
// district ended.
func (p *planting) heirs(ctx context.Context, tx *db.Tx) error {
	const merged, moved = "Quyết định hợp nhất ban (mẫu)", "Nghị quyết 202/2025/QH15; quyết định của Tỉnh ủy (mẫu)"
	const handed = "Nghị quyết 1682/NQ-UBTVQH15 Điều 1; biên bản bàn giao (mẫu)"
	for _, x := range []struct {
		from, to string
		on       kheo.Date
		basis    string
	}{
		{"bdvla", "btgla", boardsMerge, merged},
		{"bdvhu", "btghu", boardsMerge, merged},
		{"tula", "tutn", twoTiers, moved},
		{"btgla", "btgtn", twoTiers, moved},
		{"ub28111", "ubn28114", twoTiers, handed}, // of the seventeen, the one whose papers name who took over
	} {
		if err := unit.SetHeir(ctx, tx, p.admin(x.on), p.bodies[x.from], p.bodies[x.to], x.on, x.basis); err != nil {
			return fmt.Errorf("sample heir of %s: %w", x.from, err)
		}
	}
	return nil
}

// civic says which body owns civic work in each territory, and when.
func (p *planting) civic(ctx context.Context, tx *db.Tx) error {
	type own struct {
		place kheo.UnitID
		body  string
		kheo.Span
	}
	before, between := kheo.Span{From: founded, To: boardsMerge.Add(-1)}, kheo.Span{From: boardsMerge, To: twoTiers.Add(-1)}
	list := []own{
		{p.place["80"], "bdvla", before}, {p.place["80"], "btgla", between}, {p.newer["80"], "btgtn", kheo.Span{From: twoTiers}},
		{p.place["806"], "bdvhu", before}, {p.place["806"], "btghu", between},
	}
	for _, u := range p.Book.Children(p.place["806"], "2023-12-01") {
		list = append(list, own{u.ID, "kdv" + u.Code, kheo.Span{From: founded, To: twoTiers.Add(-1)}})
	}
	for _, code := range sixCommunes {
		list = append(list, own{p.newer[code], "bxd" + code, kheo.Span{From: twoTiers}})
	}
	for _, o := range list {
		if err := unit.SetCivicWork(ctx, tx, p.admin("2023-01-03"), o.place, p.bodies[o.body], o.Span); err != nil {
			return fmt.Errorf("sample civic work in %s: %w", o.place, err)
		}
	}
	return nil
}
