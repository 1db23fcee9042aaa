package site

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"kheo"
	"kheo/internal/db"
	"kheo/lang"
)

// A Step is one click of the walk through the main job.
type Step struct {
	Key    string    // what one sees there, in package lang
	Role   string    // the login to step in with; "" for a visitor
	Day    kheo.Date // the day to stand on; "" for today
	VI, EN string    // the page
	Late   bool      // only once the steps before it were done
}

// Walk is the main job in ten clicks, as `kheo dev` prints it and the browser
// pass looks at it: a concern raised and settled, then one inspected year. The
// inspection of 2023 is over and is looked at as of its days; this year's is
// under way and is done by hand.
func (s *Site) Walk() []Step {
	now := fmt.Sprintf("KT-%02d-0001", kheo.DateOf(s.Now()).Year()%100)
	then := "KT-23-0001"
	pair := func(key, role string, day kheo.Date, vi, en string) Step {
		return Step{Key: "site.walk." + key, Role: role, Day: day, VI: vi, EN: "/en" + en}
	}
	late := func(s Step) Step { s.Late = true; return s }
	old := "?q=" + url.QueryEscape("xã Tân Chánh, Cần Đước")
	return []Step{
		pair("home", "", "", "/", "/"),
		pair("former", "", "", "/xa-cu"+old, "/former-communes"+old),
		pair("raise", "", "", "/phan-anh/moi/viet", "/concerns/new/write"),
		pair("list", "", "", "/phan-anh", "/concerns"),
		pair("settle", "kinh-te", "", "/ban-viec", "/desk"),
		pair("inspection", "thanh-vien-doan", "2023-12-01", "/kiem-tra/"+then, "/inspections/"+then),
		pair("waiting", "lanh-dao-ban", "2025-07-01", "/kiem-tra/"+then, "/inspections/"+then),
		pair("report", "lanh-dao-xa", "", "/kiem-tra/"+now+"/tu-kiem-tra", "/inspections/"+now+"/self-report"),
		pair("visit", "thanh-vien-doan", "", "/kiem-tra/"+now+"/tai-cho", "/inspections/"+now+"/visit"),
		late(pair("conclusion", "lanh-dao-ban", "", "/kiem-tra/"+now+"/ket-luan", "/inspections/"+now+"/conclusion")),
	}
}

// Welcome is what `kheo dev` prints once the office is open: the address, who
// one may step in as today, and the walk, in both languages.
func (s *Site) Welcome(ctx context.Context, root string) (string, error) {
	var titles []string
	err := s.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		seats, err := seatsOn(ctx, tx, s.Now())
		for _, p := range seats {
			titles = append(titles, p.Title)
		}
		return err
	})
	var b strings.Builder
	for _, l := range lang.Langs() {
		start := map[lang.Lang]string{lang.VI: "/", lang.EN: "/en/"}[l]
		fmt.Fprintf(&b, "\n  %s\n  %s%s\n\n", l.T("site.welcome.title"), root, start)
		fmt.Fprintf(&b, "  %s\n    %s\n  %s\n", l.T("site.welcome.roles"), strings.Join(titles, "\n    "), l.T("site.welcome.walk"))
		for i, step := range s.Walk() {
			fmt.Fprintf(&b, "  %2d  %s\n      %s%s  (%s)\n", i+1, l.T(step.Key), root, step.path(l), step.where(l))
		}
	}
	return b.String(), err
}

func (s Step) path(l lang.Lang) string {
	if l == lang.EN {
		return s.EN
	}
	return s.VI
}

// where is the day to stand on, and the role.
func (s Step) where(l lang.Lang) string {
	who, day := l.T("site.walk.visitor"), l.T("site.dev.today")
	if s.Role != "" {
		who = l.T("site.walk.role." + s.Role)
	}
	if s.Day != "" {
		day = l.Date(s.Day)
	}
	return day + ", " + who
}
