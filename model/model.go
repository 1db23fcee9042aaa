package model

import (
	"embed"
	"time"

	"kheo"
	"kheo/internal/db"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the tables of models, their sites and their moves.
func Schema() db.Schema { return db.Schema{Name: "model", Files: files} }

// A Field of work a model stands in.
type Field string

// The four fields.
const (
	Economy  Field = "economy"
	Culture  Field = "culture"  // văn hóa – xã hội
	Security Field = "security" // quốc phòng – an ninh
	Politics Field = "politics" // xây dựng hệ thống chính trị
)

// Fields are the four, in the order of the form.
func Fields() []Field { return []Field{Economy, Culture, Security, Politics} }

// The levels a model is carried out at. Between the people and the district
// stands the commune; the district ended with 30 June 2025.
const (
	Hamlet   = "hamlet"
	Commune  = "commune"
	District = "district"
	Province = "province"
)

// Levels from the ground up.
func Levels() []string { return []string{Hamlet, Commune, District, Province} }

// The programmes a model may be tied to.
const (
	NTM      = "ntm"             // nông thôn mới
	NTMPlus  = "ntm_nang_cao"    // nông thôn mới nâng cao
	Civilise = "do_thi_van_minh" // đô thị văn minh
)

// Programmes in the order of the form.
func Programmes() []string { return []string{NTM, NTMPlus, Civilise} }

// Rights that model checks, in the body that registered or one above it.
const (
	MayRegister  kheo.Right = "model.register"  // register, start, add a site, end
	MayApprove   kheo.Right = "model.approve"   // approve, reject, publish
	MayRecognise kheo.Right = "model.recognise" // recognise
	MaySee       kheo.Right = "model.see"       // read what is not published
)

// Boxes are the nine of the registration form, all of them required.
type Boxes struct {
	Name      string // 1 tên
	Reason    string // 2 thực trạng, lý do
	Aim       string // 3 mục tiêu, tiêu chí đánh giá
	How       string // 4 nội dung, cách thức
	Where     string // 5 địa bàn, đối tượng
	Forces    string // 6 lực lượng: chủ trì, phối hợp, tham gia
	Resources string // 7 nguồn lực và thời gian
	Output    string // 8 sản phẩm đầu ra kiểm chứng được
	Lasting   string // 9 khả năng duy trì, nhân rộng
}

// A Model as of a day.
type Model struct {
	ID   string
	Code string // "MH-23-0001"
	Boxes
	Field      Field
	Collective bool        // else an individual's
	Level      string      // hamlet, commune, district, province
	Programmes []string    // ntm, ntm_nang_cao, do_thi_van_minh
	Unit       kheo.UnitID // the territory
	Body       kheo.UnitID // who registered it
	Year       int         // of registration
	Sites      int         // points where it is applied, counted apart from models
	Groups     int         // self-managed groups in it
	State      State
	Days       Days
	Began      kheo.Date // first day running, "" if never
	Stopped    kheo.Date // day it ended, "" while it lives
	Opened     time.Time
	Public     bool
}

// Open lists the boxes that everybody may read of a published model: all nine,
// but of one person's model the name alone, for the rest may tell who it is.
func (m Model) Open() []string {
	if m.Collective {
		return BoxNames()
	}
	return BoxNames()[:1]
}

// Days are those on which a model reached each state, "" where it has not.
// Nothing in the life cycle comes back, so a state is reached once.
type Days struct {
	Registered, Approved, Running, Recognised, Replicated, Ended, Rejected kheo.Date
}

// A Site is one point where a model is applied.
type Site struct {
	ID    string
	Unit  kheo.UnitID
	Place string // hamlet, road, school: free text below the commune
	kheo.Span
}

// A Move is one step of a model's life.
type Move struct {
	At       time.Time
	Day      kheo.Date // it happened
	From, To State
	Body     kheo.UnitID // in which the mover acted
	Note     string
}
