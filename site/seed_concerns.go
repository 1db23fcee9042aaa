package site

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"kheo"
	"kheo/calendar"
	"kheo/concern"
	"kheo/identity"
	"kheo/internal/db"
	"kheo/internal/doc"
	"kheo/matter"
	"kheo/triage"
	"kheo/verdict"
)

// A raised is one concern of the sample: how it came, and what became of it.
type raised struct {
	key, place, hamlet, category string
	at                           string
	helped                       bool
	lat, lon                     float64
	words, contact               string
	version                      concern.Version
	deeds                        []turn
}

// A turn is one thing done about a concern.
type turn struct{ at, by, do, say string }

// readConcerns reads seed/concerns.txt, whose head says how it is written.
func readConcerns() ([]raised, error) {
	text, err := seedTexts.ReadFile("seed/concerns.txt")
	if err != nil {
		return nil, err
	}
	var list []raised
	for n, line := range strings.Split(string(text), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		if line[0] != '=' && len(list) == 0 {
			return nil, fmt.Errorf("seed/concerns.txt line %d: a concern begins with =", n+1)
		}
		if line[0] == '=' {
			list = append(list, raised{})
		}
		if err := list[len(list)-1].read(line); err != nil {
			return nil, fmt.Errorf("seed/concerns.txt line %d: %w", n+1, err)
		}
	}
	return list, nil
}

func (r *raised) read(line string) error {
	parts := strings.Split(strings.TrimLeft(line, "=>@+ "), "|")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	parts = append(parts, make([]string, 8)...)
	switch line[0] {
	case '=':
		r.key, r.place, r.hamlet, r.category, r.at = parts[0], parts[1], parts[2], parts[3], parts[4]
		r.helped = parts[5] == "helper"
		lat, lon, ok := strings.Cut(parts[6], ", ")
		if !ok {
			return nil
		}
		var err error
		if r.lat, err = strconv.ParseFloat(lat, 64); err == nil {
			r.lon, err = strconv.ParseFloat(lon, 64)
		}
		return err
	case '+':
		r.contact = parts[0]
	case '>':
		r.version = concern.Version{Title: parts[0], Text: parts[1], TitleEN: parts[2], TextEN: parts[3], WithoutPersons: true}
	case '@':
		r.deeds = append(r.deeds, turn{parts[0], parts[1], parts[2], strings.TrimSpace(parts[3] + "|" + parts[4])})
	default:
		r.words = line
	}
	return nil
}

// concerns files the sample's concerns and lets them live, each through the
// same doors a resident and an officer use.
func (p *planting) concerns(ctx context.Context) error {
	list, err := readConcerns()
	if err != nil {
		return err
	}
	days := calendar.Compiled()
	codes := map[string]string{}
	for _, r := range list {
		if err := p.raise(ctx, days, r, codes); err != nil {
			return fmt.Errorf("sample concern %s: %w", r.key, err)
		}
	}
	return nil
}

// when reads "-12 20:15", so many days before today, or a day and an hour. What
// an office does falls on a day it works.
func (p *planting) when(days calendar.Calendar, s string, office bool) (time.Time, error) {
	head, clock, _ := strings.Cut(s, " ")
	today := kheo.DateOf(p.Now())
	day := kheo.Date(head)
	if n, err := strconv.Atoi(head); err == nil {
		day = today.Add(n)
	} else if _, err := kheo.ParseDate(head); err != nil {
		return time.Time{}, err
	}
	for office && !days.Working(day) && day < today {
		day = day.Add(1)
	}
	at, err := time.Parse("15:04", clock)
	if err != nil {
		return time.Time{}, err
	}
	t := day.Time().Add(time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute)
	if now := p.Now(); t.After(now) {
		t = now
	}
	return t, nil
}

func (p *planting) raise(ctx context.Context, days calendar.Calendar, r raised, codes map[string]string) error {
	at, err := p.when(days, r.at, false)
	if err != nil {
		return err
	}
	topic := r.category
	if strings.HasPrefix(topic, "/") { // the author chose none, the officer does
		topic, r.category = "", topic[1:]
	}
	n := concern.New{Client: kheo.NewID(at), Words: r.words, Category: topic, Hamlet: r.hamlet, Lat: r.lat, Lon: r.lon,
		Spot: r.lat != 0, Contact: r.contact, Channel: concern.Web, Territory: p.newer[r.place]}
	if _, old, ok := strings.Cut(r.place, "/"); ok {
		n.Territory = p.place[old]
	}
	who := kheo.Caller{At: at}
	if r.helped {
		who = p.as(identity.Helper, "ubn"+r.place, kheo.DateOf(at), 0)
		who.At, n.Channel, n.HelpedBy, n.CallBack = at, concern.Helper, p.bodies["ubn"+r.place], r.contact != ""
	}
	var filed concern.Filed
	err = p.DB.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		plan, err := p.Concerns.Prepare(ctx, tx, who, &n)
		if err == nil {
			filed, err = p.Concerns.File(ctx, tx, who, n, plan)
		}
		return err
	})
	if err != nil {
		return err
	}
	codes[r.key] = filed.Code
	for _, d := range r.deeds {
		if at, err = p.next(days, d, at); err != nil {
			return err
		}
		if err := p.turn(ctx, r, d, at, filed, codes); err != nil {
			return fmt.Errorf("%s %s: %w", d.at, d.do, err)
		}
	}
	return nil
}

// author tells whose turn it is.
func (d turn) author() bool { return d.by == "author" || d.by == "helped" }

// next is when a turn is played: as it says, but never before the one before it.
func (p *planting) next(days calendar.Calendar, d turn, last time.Time) (time.Time, error) {
	at, err := p.when(days, d.at, !d.author())
	if soon := last.Add(10 * time.Minute); at.Before(soon) {
		at = soon
	}
	if now := p.Now(); at.After(now) {
		at = now
	}
	return at, err
}

// turn plays one line of a concern's life.
func (p *planting) turn(ctx context.Context, r raised, d turn, at time.Time, f concern.Filed, codes map[string]string) error {
	who := kheo.Caller{At: at, Voices: []string{f.ID}}
	if !d.author() {
		who = p.officer(d.by, r.place, at)
	}
	do, rest, _ := strings.Cut(d.do, " ")
	body := func(key string) kheo.UnitID { return p.bodies[key+r.place] }
	reason := func() string { return rest[strings.LastIndexByte(rest, ' ')+1:] }
	vi, en, _ := strings.Cut(d.say, "|")
	vi, en = strings.TrimSpace(vi), strings.TrimSpace(en)
	proofs, err := p.shown(do+" "+rest, vi)
	if err != nil {
		return err
	}
	return p.DB.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		table, err := p.Tables.Table(ctx, tx, at)
		if err != nil {
			return err
		}
		reasons := table.Reasons()
		switch do {
		case "accept":
			return triage.Accept(ctx, tx, who, f.Code, triage.Decision{Category: r.category, Title: vi})
		case "take":
			return matter.Take(ctx, tx, who, f.Code)
		case "publish":
			return p.Concerns.Publish(ctx, tx, who, f.Code, r.version)
		case "offer":
			to, _, _ := strings.Cut(rest, " ")
			return matter.Offer(ctx, tx, who, f.Code, body(to), reason(), vi)
		case "take-offer":
			return matter.TakeOffer(ctx, tx, who, f.Code)
		case "pause":
			return matter.Pause(ctx, tx, who, f.Code, reason(), vi)
		case "answer":
			return matter.Answer(ctx, tx, who, f.Code, matter.Reply{Kind: matter.AnswerKind(rest), Text: vi, Proofs: proofs, Saying: matter.Saying{TextEN: en}})
		case "settled", "not-settled":
			return verdict.Speak(ctx, tx, who, f.Code, verdict.Verdict{Settled: do == "settled", Reason: rest, Helped: d.by == "helped"})
		case "refuse":
			return triage.Refuse(ctx, tx, who, f.Code, rest, reasons, vi)
		case "route-out":
			return triage.RouteOut(ctx, tx, who, f.Code, reason(), vi)
		case "merge":
			return triage.Merge(ctx, tx, who, f.Code, codes[rest])
		}
		return fmt.Errorf("nobody does %q", do)
	})
}

// officer is whoever receives and settles in a body of the place at a moment.
func (p *planting) officer(body, place string, at time.Time) kheo.Caller {
	key := body + place
	if _, old, ok := strings.Cut(place, "/"); ok {
		key = body + old
	}
	who := p.as(identity.Officer, key, kheo.DateOf(at), 0)
	who.At = at
	return who
}

// shown is the paper that proves what was done.
func (p *planting) shown(do, say string) ([]matter.Proof, error) {
	if do != "answer acted" && do != "answer document" {
		return nil, nil
	}
	body, err := doc.Docx(doc.Paper{Kind: "BIÊN BẢN", Title: "Việc đã làm kèm câu trả lời (mẫu)", Lang: "vi",
		Head:   doc.Letterhead{Style: "state", Above: "ỦY BAN NHÂN DÂN XÃ CẦN ĐƯỚC", Issuer: "PHÒNG KINH TẾ", Place: "Cần Đước", Day: string(kheo.DateOf(p.Now()))},
		Body:   []doc.Block{{Text: say}},
		Sample: "Dữ liệu mẫu, không phải hồ sơ thật."})
	if err != nil {
		return nil, err
	}
	sum, err := p.Files.Put(body)
	return []matter.Proof{{Name: "Biên bản nghiệm thu (mẫu).docx", SHA256: sum, Size: int64(len(body)),
		Type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}}, err
}
