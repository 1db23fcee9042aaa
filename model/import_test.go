package model

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/internal/sheet"
	"kheo/unit"
)

// listed is a list of models of a place, with one cell of the row after
// another changed.
func listed(place string, change ...[2]string) []sheet.Row {
	var head []string
	good := map[string]string{"field": "Kinh tế", "kind": "Tập thể", "level": "Ấp, khu phố", "programmes": "Nông thôn mới; ntm_nang_cao",
		"unit": place, "groups": "3", "day": "44956"} // 2023-01-30
	for i, name := range Columns() {
		head = append(head, string(rune('1'+i%9))+". "+strings.ToUpper(columnWords(name)[0]))
		if _, ok := good[name]; !ok && slices.Contains(BoxNames(), name) {
			good[name] = "Đã ghi ô " + name
		}
	}
	rows := []sheet.Row{{Line: 1, Cells: head}}
	for i, c := range change {
		var cells []string
		for _, name := range Columns() {
			switch {
			case name == c[0]:
				cells = append(cells, c[1])
			case name == "name":
				cells = append(cells, "Mô hình "+string(rune('A'+i)))
			default:
				cells = append(cells, good[name])
			}
		}
		rows = append(rows, sheet.Row{Line: i + 3, Cells: cells})
	}
	return rows
}

func TestAListOfModels(t *testing.T) {
	dbtest.Each(t, tables(), func(t *testing.T, d *db.DB) {
		k := open(t, d)
		place := k.communes[0].Name
		who := as(k.host, "2023-02-01", MayRegister)
		load := func(rows []sheet.Row, skip bool) (list []Entry, err error) {
			err = d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				list, err = Import(ctx, tx, k.book, who, rows, skip, nil)
				return err
			})
			return list, err
		}
		rows := listed(place, [2]string{"", ""}, [2]string{"field", "Nông nghiệp"}, [2]string{"aim", ""}, [2]string{"unit", "Xã Không Có"}, [2]string{"day", "30/2/2023"},
			[2]string{"groups", "ba"}, [2]string{"name", "Mô hình A"}, [2]string{"body", "Ban khác"}, [2]string{"name", "a\x00b"}, [2]string{"day", "2030-01-01"}, [2]string{"body", "Ban huyện"})
		keys := []string{"", "model.fault.field", "model.fault.empty.aim", "model.fault.place", "model.fault.day", "model.fault.number", "model.fault.twin-line",
			"model.fault.body", "model.fault.text", "model.fault.future", ""}
		_, err := load(rows, false)
		var bad BadRows
		if !errors.As(err, &bad) || len(bad) != 9 || bad[0].Line != 4 {
			t.Fatalf("with bad rows: %v", err)
		}
		if n := k.count(); n != 0 {
			t.Errorf("%d models kept of a list that was refused", n)
		}
		list, err := load(rows, true)
		if err != nil || len(list) != len(keys) {
			t.Fatalf("%d rows, %v", len(list), err)
		}
		for i, e := range list {
			got := ""
			if len(e.Faults) > 0 {
				got = e.Faults[0].Key
			}
			if got != keys[i] || (e.Code == "") != (keys[i] != "") {
				t.Errorf("line %d: %v %q, want %q", e.Line, e.Faults, e.Code, keys[i])
			}
		}
		if n := k.count(); n != 2 {
			t.Errorf("%d models kept, want 2", n)
		}
		if got := k.entries(list[0].Code); !slices.Equal(got, []string{"model.registered"}) {
			t.Errorf("ledger of %s: %v", list[0].Code, got)
		}
		if n := list[0].New; n.Day != "2023-01-30" || n.Unit != k.communes[0].ID || n.Level != Hamlet || n.Field != Economy || n.Groups != 3 || !slices.Equal(n.Programmes, []string{NTM, NTMPlus}) {
			t.Errorf("read as %+v", n)
		}
		if list, _ := load(rows[:2], true); len(list) != 1 || len(list[0].Faults) != 1 || list[0].Faults[0].Key != "model.fault.twin" {
			t.Errorf("a list sent twice: %+v", list)
		}
		for _, head := range [][]sheet.Row{nil, {{Line: 1, Cells: []string{"Tên mô hình", "Lĩnh vực"}}}} {
			if _, err := load(head, false); !errors.Is(err, ErrHead) {
				t.Errorf("a list without its columns: %v", err)
			}
		}
		who = as(k.host, "2023-02-01")
		if _, err := load(rows, true); !errors.Is(err, kheo.ErrNotFound) {
			t.Errorf("without the right: %v", err)
		}
	})
}

func (k *desk) count() (n int64) {
	read(k.t, k.d, func(ctx context.Context, tx *db.Tx) error {
		var err error
		n, err = db.One(ctx, tx, db.Value[int64], `select count(*) from model_model`)
		return err
	})
	return n
}

// Whatever a table holds, each row is read into a form or has a fault, and no
// row names a place outside the body's own.
func FuzzList(f *testing.F) {
	book, err := unit.Compiled()
	if err != nil {
		f.Fatal(err)
	}
	top, err := book.ByCode("806", unit.District, "2023-12-01")
	if err != nil {
		f.Fatal(err)
	}
	r := reader{book: book, who: as("b", "2023-12-01", MayRegister), bodies: []unit.Body{{ID: "b", Name: "Ban", Territory: top.ID, Span: kheo.Span{From: "2020-01-01"}}}}
	f.Add("xã Long Khê", "1/12/2023", "3", "Ban", "nông thôn mới;x")
	f.Add("", "45261", "-1", "", ",,;")
	f.Fuzz(func(t *testing.T, place, day, groups, body, programmes string) {
		head := map[string]int{"unit": 0, "day": 1, "groups": 2, "body": 3, "programmes": 4, "name": 9}
		e := r.entry(head, sheet.Row{Line: 2, Cells: []string{place, day, groups, body, programmes}})
		if len(e.Faults) == 0 && (!within(book, e.New.Unit, top.ID, e.New.Day) || e.New.Day > "2023-12-01") {
			t.Errorf("%q on %q is read as %s on %s", place, day, e.New.Unit, e.New.Day)
		}
		heading([]string{place, day, groups, body})
	})
}
