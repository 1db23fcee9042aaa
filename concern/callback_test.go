package concern_test

import (
	"context"
	"errors"
	"testing"

	"kheo"
	"kheo/internal/db"
)

// Nobody is on the list before there is an answer, and only officers who may
// read the numbers see it.
func TestCallBacksAreForThoseWhoMayReadNumbers(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		n := w.blocked()
		n.Contact, n.CallBack = "0900 000 001", true
		filed := w.file(kheo.Caller{At: at(today, 9)}, n)
		officer := kheo.Caller{Person: "p", At: at(today, 10), Grants: []kheo.Grant{{Role: "officer", Unit: filed.Holder, Rights: []kheo.Right{"concern.read"}}}}
		helper := kheo.Caller{Person: "h", At: at(today, 10), Grants: []kheo.Grant{{Role: "helper", Unit: filed.Holder, Rights: []kheo.Right{"concern.help"}}}}
		w.write(func(ctx context.Context, tx *db.Tx) error {
			list, err := w.desk.CallBacks(ctx, tx, officer)
			if len(list) != 0 || err != nil {
				t.Errorf("before the answer: %v, %v", list, err)
			}
			if _, err := w.desk.CallBacks(ctx, tx, helper); !errors.Is(err, kheo.ErrForbidden) {
				t.Errorf("a helper: %v", err)
			}
			if err := w.desk.Rung(ctx, tx, officer, filed.Code); !errors.Is(err, kheo.ErrNotFound) {
				t.Errorf("rung without an answer: %v", err)
			}
			return nil
		})
	})
}
