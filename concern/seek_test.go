package concern_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"kheo"
	"kheo/concern"
	"kheo/internal/db"
)

func (w *world) seek(who kheo.Caller, words string) (s concern.Sought, err error) {
	w.Helper()
	err = w.d.Write(context.Background(), func(ctx context.Context, tx *db.Tx) error {
		s, err = w.desk.Seek(ctx, tx, who, words)
		return err
	})
	return s, err
}

func TestRawWordsAreFoundByTheirHolderAlone(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		n := w.blocked() // “Cống trước nhà bị nghẹt …”, of the economy's
		f := w.file(somebody(0), n)
		for _, typed := range []string{"cống nghẹt", "cong nghet", "CỐNG", "cong nghẻt", "conng nghet"} {
			s, err := w.seek(officer(w.economy, time.Hour), typed)
			if err != nil || len(s.Concerns) != 1 || s.Concerns[0].Code != f.Code || s.Through != 1 || s.More {
				t.Errorf("%q: %+v, %v", typed, s, err)
			}
		}
		before := w.count("concern_reading")
		if before != 5 {
			t.Errorf("five findings are %d readings", before)
		}
		for _, typed := range []string{"đèn đường", "cống karaoke"} {
			if s, err := w.seek(officer(w.economy, time.Hour), typed); err != nil || len(s.Concerns) != 0 {
				t.Errorf("%q: %+v, %v", typed, s, err)
			}
		}
		if s, err := w.seek(officer(w.office, time.Hour), "cống"); err != nil || len(s.Concerns) != 0 || s.Through != 0 {
			t.Errorf("another body finds %+v, %v", s, err)
		}
		whole := kheo.Caller{Person: "p", At: at(today, 10), Grants: []kheo.Grant{{Role: "admin", Rights: []kheo.Right{concern.MayRead}}}}
		for name, who := range map[string]kheo.Caller{"a visitor": somebody(time.Hour), "the office whole": whole} {
			if _, err := w.seek(who, "cống"); !errors.Is(err, kheo.ErrForbidden) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if n := w.count("concern_reading"); n != before {
			t.Errorf("%d readings of what was not found", n-before)
		}
	})
}

func TestNobodyIsSoughtByNameOrNumber(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.file(somebody(0), w.blocked())
		for typed, key := range map[string]string{
			"0912 345 678": "concern.fault.seek-person", "080 123 456 789": "concern.fault.seek-person",
			"ông Nguyễn Văn Ba": "concern.fault.seek-person", "nguyễn văn ba": "concern.fault.seek-person",
			"nguyen thi hoa": "concern.fault.seek-person", "62A-123.45": "concern.fault.seek-person",
			"số nhà 12/4": "concern.fault.seek-person", "an": "concern.fault.seek-short", "ăn": "concern.fault.seek-short", " ": "concern.fault.seek-short",
		} {
			_, err := w.seek(officer(w.economy, time.Hour), typed)
			var f kheo.Faults
			if !errors.As(err, &f) || !slices.ContainsFunc(f, func(f kheo.Fault) bool { return f.Key == key }) {
				t.Errorf("%q: %v", typed, err)
			}
		}
		for _, typed := range []string{"cống nghẹt", "lề đường", "ho ga bi be", "cấp nước", "mai táng phí", "trần nhà văn hóa"} {
			if _, err := w.seek(officer(w.economy, time.Hour), typed); err != nil {
				t.Errorf("%q: %v", typed, err)
			}
		}
	})
}
