package sorting_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/sorting"
)

// category of a version's table.
func (o *office) category(version int64, id string) (c sorting.Category) {
	o.Helper()
	o.write(func(ctx context.Context, tx *db.Tx) error {
		t, err := o.tables.Version(ctx, tx, version)
		if err == nil {
			c, _ = t.Category(id)
		}
		return err
	})
	return c
}

func (o *office) change(c sorting.Category) error {
	return o.try(func(ctx context.Context, tx *db.Tx) error { return sorting.ChangeCategory(ctx, tx, admin, c) })
}

func (o *office) switchOn(edits int64) {
	o.Helper()
	o.write(func(ctx context.Context, tx *db.Tx) error {
		if _, err := o.tables.Try(ctx, tx, admin, nil, today); err != nil {
			return err
		}
		return sorting.SwitchOn(ctx, tx, admin, edits)
	})
	o.tables.Forget()
}

func TestTheOfficeSaysWhatACategoryAsks(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		o := newOffice(t, d)
		road := o.category(0, "road")
		always := len(road.Never)
		if len(road.Questions) != 2 || road.Questions[0].ID != "length" {
			t.Fatalf("compiled: %+v", road.Questions)
		}
		kept := road.Questions[1]
		road.Questions = []sorting.Question{kept, {}, {Text: "Đoạn hư dài  mấy mét?", TextEN: "How many metres?"}, {Text: "Bao lâu rồi?", TextEN: "For how long?"}}
		road.Never = append(slices.Clone(road.Never[:1]), sorting.Question{Text: "Tên đội thi công", TextEN: "Name of the building crew"})
		road.Guide = sorting.Question{Text: "Hố sâu thì báo công an xã trước.", TextEN: "A deep hole: tell the commune police first."}
		if err := o.change(road); err != nil {
			t.Fatal(err)
		}
		if got := o.category(0, "road"); len(got.Questions) != 2 || got.Guide.Text != "" {
			t.Errorf("the table that is on changed: %+v", got)
		}
		o.switchOn(1)
		got := o.category(1, "road")
		want := []sorting.Question{kept, {ID: "doan-hu-dai-may-met", Text: "Đoạn hư dài mấy mét?", TextEN: "How many metres?"},
			{ID: "bao-lau-roi", Text: "Bao lâu rồi?", TextEN: "For how long?"}}
		if !slices.Equal(got.Questions, want) || got.Guide != road.Guide {
			t.Errorf("it asks %+v, says %+v", got.Questions, got.Guide)
		}
		if len(got.Never) != always+1 || len(got.Own()) != 1 || got.Never[always].Text != "Tên đội thi công" {
			t.Errorf("what is never asked: %+v", got.Never)
		}
		if other := o.category(1, "bridge"); len(other.Own()) != 0 || len(other.Questions) != 1 {
			t.Errorf("another category changed: %+v", other)
		}

		// A later version that asks nothing, and adds nothing: what holds for all stays.
		got.Questions, got.Never, got.Guide = nil, nil, sorting.Question{}
		if err := o.change(got); err != nil {
			t.Fatal(err)
		}
		o.switchOn(1)
		if got = o.category(2, "road"); len(got.Questions) != 0 || len(got.Never) != always || got.Guide.Text != "" {
			t.Errorf("emptied: %+v", got)
		}
		if got = o.category(1, "road"); !slices.Equal(got.Questions, want) {
			t.Errorf("the version before asks %+v now", got.Questions)
		}
	})
}

// An answer never comes to stand under another question: other words, another id.
func TestAnotherQuestionHasAnotherID(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		o := newOffice(t, d)
		road := o.category(0, "road")
		road.Questions = []sorting.Question{{ID: "length", Text: "Length: mấy tấc?", TextEN: "How many hands?"}, {ID: "length", Text: "Mấy tấc?", TextEN: "Hands?"}}
		if err := o.change(road); err != nil {
			t.Fatal(err)
		}
		for i, q := range o.category(1, "road").Questions {
			if q.ID == "length" || q.ID == "" {
				t.Errorf("question %d has the id of another: %+v", i, q)
			}
		}
	})
}

func TestQuestionsToMend(t *testing.T) {
	ask := func(list ...sorting.Question) func(*sorting.Category) {
		return func(c *sorting.Category) { c.Questions = list }
	}
	var many []sorting.Question
	for i := range sorting.MostQuestions + 1 {
		many = append(many, sorting.Question{Text: "Câu " + strings.Repeat("một ", i+1), TextEN: "One"})
	}
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		o := newOffice(t, d)
		for _, c := range []struct {
			name, field string
			edit        func(*sorting.Category)
		}{
			{"ethnicity", "ask_1", ask(sorting.Question{Text: "Dân tộc gì?", TextEN: "Which?"})},
			{"in English", "ask_2_en", ask(sorting.Question{}, sorting.Question{Text: "Là gì?", TextEN: "Your religion?"})},
			{"what the office added", "ask_1", func(c *sorting.Category) {
				c.Never = []sorting.Question{{Text: "Đội thi công", TextEN: "The crew"}}
				c.Questions = []sorting.Question{{Text: "Doi thi cong lam may ngay?", TextEN: "How long?"}}
			}},
			{"one language", "ask_1_en", ask(sorting.Question{Text: "Mấy mét?"})},
			{"the other alone", "ask_1", ask(sorting.Question{TextEN: "How long?"})},
			{"too long", "ask_1", ask(sorting.Question{Text: strings.Repeat("m", 121), TextEN: "How long?"})},
			{"too many", "ask_7", ask(many...)},
			{"guide", "guide_en", func(c *sorting.Category) { c.Guide.Text = "Gọi trước." }},
			{"never", "never_1_en", func(c *sorting.Category) { c.Never = []sorting.Question{{Text: "Tên đội"}} }},
		} {
			road := o.category(0, "road")
			c.edit(&road)
			var faults kheo.Faults
			if err := o.change(road); !errors.As(err, &faults) || len(faults) != 1 || faults[0].Field != c.field {
				t.Errorf("%s: %v, want a fault of %s alone", c.name, err, c.field)
			}
		}
		if n := o.leaves(); n != 0 {
			t.Errorf("%d entries of what was refused", n)
		}
	})
}
