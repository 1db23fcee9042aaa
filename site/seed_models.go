package site

import (
	"context"
	"embed"
	"fmt"
	"strings"

	"kheo"
	"kheo/identity"
	"kheo/internal/db"
	"kheo/model"
	"kheo/unit"
)

//go:embed seed/*.txt
var seedTexts embed.FS

// A blueprint is one model of the sample, a line of seed/models.txt.
type blueprint struct {
	code, field, level, theme string
	collective                bool
	fate, name                string
}

func blueprints() ([]blueprint, error) {
	text, err := seedTexts.ReadFile("seed/models.txt")
	if err != nil {
		return nil, err
	}
	var list []blueprint
	for n, line := range strings.Split(string(text), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "|")
		if len(f) != 7 {
			return nil, fmt.Errorf("seed/models.txt line %d: %d columns, want 7", n+1, len(f))
		}
		list = append(list, blueprint{f[0], f[1], f[2], f[3], f[4] == "t", f[5], f[6]})
	}
	return list, nil
}

// chapters reads a text of [heads] with "key: value" lines below.
func chapters(name string) (map[string]map[string]string, error) {
	text, err := seedTexts.ReadFile("seed/" + name)
	if err != nil {
		return nil, err
	}
	all, head := map[string]map[string]string{}, ""
	for n, line := range strings.Split(string(text), "\n") {
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "["):
			head = strings.Trim(line, "[]")
			all[head] = map[string]string{}
		default:
			key, value, ok := strings.Cut(line, ": ")
			if !ok || head == "" {
				return nil, fmt.Errorf("seed/%s line %d: key: value is expected", name, n+1)
			}
			all[head][key] = value
		}
	}
	return all, nil
}

// form fills the nine boxes of a blueprint from its theme.
func (p *planting) form(b blueprint, theme map[string]string) (model.New, error) {
	n := model.New{Field: model.Field(b.field), Collective: b.collective, Level: b.level, Unit: p.place[b.code],
		Body: p.bodies["kdv"+b.code], Groups: 1}
	if b.code == "806" {
		n.Body, n.Groups = p.bodies["bdvhu"], 5
	}
	u, err := p.Book.Unit(n.Unit, "2023-12-01")
	if err != nil {
		return n, err
	}
	boxes(&n, b, theme, u)
	return n, nil
}

// boxes writes the nine boxes: the name, and the theme's words about the place.
func boxes(n *model.New, b blueprint, theme map[string]string, u unit.Unit) {
	place := strings.ToLower(u.Type) + " " + u.Short
	for _, box := range model.BoxNames() {
		words := theme[box]
		if rest, first := strings.CutPrefix(words, "{xa}"); first {
			words = u.Name + rest
		}
		n.Set(box, strings.ReplaceAll(words, "{xa}", place))
	}
	n.Set("name", b.name)
	for s := range strings.SplitSeq(theme["programmes"], ", ") {
		n.Programmes = append(n.Programmes, s)
	}
}

// grow takes one model of the sample through its life: registered in January
// 2023, running since March, recognised in November before the visit, and what
// became of it in 2024.
func (p *planting) grow(ctx context.Context, tx *db.Tx, b blueprint, theme map[string]string, n int) error {
	form, err := p.form(b, theme)
	if err != nil {
		return err
	}
	lead := func(day kheo.Date) kheo.Caller {
		who := p.as(identity.HostLead, "hu", day, 9)
		who.Grants = append(who.Grants, kheo.Grant{Role: identity.HostLead, Unit: form.Body, Rights: identity.RightsOf(identity.HostLead)})
		return who
	}
	m, err := model.Register(ctx, tx, p.Book, lead(kheo.Date("2023-01-09").Add(n%12)), form)
	if err != nil {
		return err
	}
	step := func(f func(context.Context, *db.Tx, kheo.Caller, string, model.Step) (model.Model, error), day kheo.Date, note string) {
		if err == nil {
			_, err = f(ctx, tx, lead(day), m.Code, model.Step{Note: note})
		}
	}
	step(model.Approve, "2023-02-15", "Danh mục mô hình năm 2023 (mẫu)")
	step(func(ctx context.Context, tx *db.Tx, who kheo.Caller, code string, _ model.Step) (model.Model, error) {
		return model.Publish(ctx, tx, who, code)
	}, "2023-02-20", "")
	if b.fate == "x" {
		step(model.Reject, "2023-06-30", "Không thực hiện: không đủ hộ tham gia khi bắt đầu")
		return err
	}
	step(model.Start, kheo.Date("2023-03-01").Add(n%20), "")
	if b.fate != "n" {
		step(model.Recognise, "2023-11-15", "Quyết định công nhận mô hình năm 2023 (mẫu)")
	}
	if b.fate == "e" {
		step(model.End, kheo.Date("2024-04-01").Add(n), "Tổ tự quản không duy trì được")
	}
	if err == nil && b.fate == "a" {
		to := sixteen(b.code)
		_, err = model.AddSite(ctx, tx, p.Book, lead("2024-05-20"), m.Code, model.Site{Unit: p.place[to], Span: kheo.Span{From: "2024-05-20"}})
	}
	return err
}

// sixteen is the code of another commune, where a replicated model went.
func sixteen(code string) string {
	if code == "28156" {
		return "28141"
	}
	return "28156"
}
