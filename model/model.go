// Package model is the "Dân vận khéo" models: registered, approved, running,
// recognised, replicated, ended.
package model

import (
	"context"
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
	Culture  Field = "culture" // văn hóa – xã hội
	Security Field = "security"
	Politics Field = "politics" // xây dựng hệ thống chính trị
)

// A State of a model; "" is no state.
type State string

// The states. Rejected: registered but not approved, or never carried out.
const (
	Registered State = "registered"
	Approved   State = "approved"
	Running    State = "running"
	Recognised State = "recognised"
	Replicated State = "replicated"
	Ended      State = "ended"
	Rejected   State = "rejected"
)

// Rights that model checks, in the body that registers or recognises.
const (
	MayRegister  kheo.Right = "model.register"
	MayApprove   kheo.Right = "model.approve"
	MayRecognise kheo.Right = "model.recognise"
)

// A Model with the nine boxes of the registration form.
type Model struct {
	ID   string
	Code string // "MH-23-0001"
	// The nine boxes.
	Name      string // 1 tên
	Reason    string // 2 thực trạng, lý do
	Aim       string // 3 mục tiêu, tiêu chí đánh giá
	How       string // 4 nội dung, cách thức
	Where     string // 5 địa bàn, đối tượng
	Forces    string // 6 lực lượng: chủ trì, phối hợp, tham gia
	Resources string // 7 nguồn lực và thời gian
	Output    string // 8 sản phẩm đầu ra kiểm chứng được
	Lasting   string // 9 khả năng duy trì, nhân rộng

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
	Began      kheo.Date // first day running, "" if never
	Stopped    kheo.Date // day it ended, "" while it lives
	Opened     time.Time
	Public     bool
}

// A Filter narrows a list; empty fields do not.
type Filter struct {
	Units   []kheo.UnitID
	Year    int // running on some day of the year
	Field   Field
	Level   string
	Reached State // has reached this state by On
	Public  bool
	On      kheo.Date
	After   string // code to start after, for paging
	Limit   int
}

// List is the models that fit, by code; total counts all that fit.
func List(ctx context.Context, tx *db.Tx, f Filter) (models []Model, total int64, err error) {
	panic("contract")
}

// Find is the model by its code, as of the day ("" for now).
func Find(ctx context.Context, tx *db.Tx, code string, on kheo.Date) (Model, error) {
	panic("contract")
}

// A Funnel is one year's models: each step counts those of the step before it
// that went on.
type Funnel struct {
	Registered, Ran, Recognised, Alive12, Replicated int64
}
