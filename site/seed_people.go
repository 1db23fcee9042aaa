package site

import (
	"context"
	"fmt"

	"kheo"
	"kheo/identity"
	"kheo/internal/db"
)

// people are the roles one may step into: titles, never names.
func (p *planting) people(ctx context.Context, tx *db.Tx) error {
	type term struct {
		role kheo.Role
		body string
		from kheo.Date
	}
	province := func(r kheo.Role) []term {
		return []term{{r, "bdvla", "2023-01-03"}, {r, "btgla", boardsMerge}, {r, "btgtn", twoTiers}}
	}
	district := func(r kheo.Role) []term {
		return []term{{r, "bdvhu", "2023-01-03"}, {r, "btghu", boardsMerge}}
	}
	seats := map[seat]kheo.PersonID{}
	cast := []struct {
		login, title string
		terms        []term
	}{
		{"lanh-dao-ban", "Lãnh đạo Ban của Tỉnh ủy", province(identity.BoardLead)},
		{"thanh-vien-doan", "Thành viên đoàn kiểm tra", province(identity.Inspector)},
		{"lanh-dao-huyen", "Lãnh đạo Ban của Huyện ủy Cần Đước", district(identity.HostLead)},
		{"can-bo-huyen", "Cán bộ Ban của Huyện ủy Cần Đước", district(identity.HostOfficer)},
		{"mat-tran-huyen", "Cán bộ Mặt trận huyện Cần Đước", []term{{identity.HostOfficer, "mthu", "2023-01-03"}}},
		{"lanh-dao-xa", "Lãnh đạo Ban Xây dựng Đảng xã Cần Đước", []term{{identity.HostLead, "bxd28108", twoTiers}}},
		{"can-bo-xa", "Cán bộ dân vận xã Cần Đước", []term{{identity.HostOfficer, "bxd28108", twoTiers}}},
		{"can-bo-rach-kien", "Cán bộ dân vận xã Rạch Kiến", []term{{identity.HostOfficer, "bxd28114", twoTiers}}},
		{"can-bo-long-cang", "Cán bộ dân vận xã Long Cang", []term{{identity.HostOfficer, "bxd28126", twoTiers}}},
		{"can-bo-my-le", "Cán bộ dân vận xã Mỹ Lệ", []term{{identity.HostOfficer, "bxd28132", twoTiers}}},
		{"can-bo-tan-lan", "Cán bộ dân vận xã Tân Lân", []term{{identity.HostOfficer, "bxd28138", twoTiers}}},
		{"can-bo-long-huu", "Cán bộ dân vận xã Long Hựu", []term{{identity.HostOfficer, "bxd28144", twoTiers}}},
		{"tiep-nhan", "Cán bộ tiếp nhận xã Cần Đước", []term{{identity.Officer, "vp28108", twoTiers}}},
		{"kinh-te", "Cán bộ Phòng Kinh tế xã Cần Đước", []term{{identity.Officer, "kt28108", twoTiers}}},
		{"van-hoa", "Cán bộ Phòng Văn hóa – Xã hội xã Cần Đước", []term{{identity.Officer, "vh28108", twoTiers}}},
		{"hanh-chinh", "Cán bộ Trung tâm Hành chính công xã Cần Đước", []term{{identity.Officer, "hc28108", twoTiers}}},
		{"chu-tich", "Lãnh đạo Ủy ban nhân dân xã Cần Đước", []term{{identity.Lead, "ubn28108", twoTiers}}},
		{"truong-ap", "Trưởng ấp gửi giúp, xã Cần Đước", []term{{identity.Helper, "ubn28108", twoTiers}}},
		{"tan-chanh", "Cán bộ tiếp nhận xã Tân Chánh", []term{{identity.Officer, "ub28156", "2023-01-03"}}},
		{"kinh-te-rach-kien", "Cán bộ Phòng Kinh tế xã Rạch Kiến", []term{{identity.Officer, "kt28114", twoTiers}}},
		{"quan-tri", "Quản trị", []term{{identity.Admin, "", "2023-01-03"}}},
	}
	for _, c := range cast {
		who := p.admin("2023-01-03")
		id, err := identity.AddPerson(ctx, tx, who, identity.New{Login: c.login, Title: c.title})
		if err != nil {
			return fmt.Errorf("sample role %s: %w", c.login, err)
		}
		for _, s := range c.terms {
			err := identity.GiveRole(ctx, tx, p.admin(s.from), id, identity.Held{Role: s.role, Unit: p.bodies[s.body], Span: kheo.Span{From: s.from}})
			if err != nil {
				return fmt.Errorf("sample role %s in %s: %w", c.login, s.body, err)
			}
			seats[seat{s.role, s.body}] = id
		}
	}
	p.seats = seats
	return nil
}
