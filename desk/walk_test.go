package desk_test

import (
	"context"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kheo"
	"kheo/desk"
	"kheo/internal/db"
	"kheo/matter"
	"kheo/matter/mattertest"
	"kheo/unit"
)

// A walker tries anything, as anybody, on a matter, while days pass from the
// first inspection to long after the district ended.
type walker struct {
	*mattertest.World
	m   matter.Matter
	day kheo.Date
}

// Whatever is tried, in whatever order: only the body it is owed to (or its
// heir) confirmed or returned; the holder's moves are the holder's; every open
// state has a way on; and the ledger holds one entry for each move.
func TestWhateverIsTriedThePromisesHold(t *testing.T) {
	mattertest.FewChecks(t)
	mattertest.Each(t, func(w *mattertest.World) {
		rapid.Check(w.T, func(rt *rapid.T) {
			k := walker{World: w, m: w.Open(), day: "2023-12-11"}
			for range rapid.IntRange(3, 14).Draw(rt, "steps") {
				k.step(rt)
			}
			k.finish(rt)
		})
	})
}

func (k *walker) bodies() []kheo.UnitID {
	return append([]kheo.UnitID{k.Province, k.ProvinceTG, k.TayNinh, k.Board, k.BoardTG, k.Front, k.Elsewhere}, k.Communes...)
}

// step tries one thing and looks at what became of it.
func (k *walker) step(rt *rapid.T) {
	k.day = k.day.Add(rapid.SampledFrom([]int{0, 1, 30, 200}).Draw(rt, "days"))
	before := k.Find(k.m.Code, "")
	body := rapid.SampledFrom(k.bodies()).Draw(rt, "body")
	try := rapid.SampledFrom([]string{"take", "answer", "confirm", "return", "choose"}).Draw(rt, "try")
	if able, do := k.able(before); able != "" && rapid.Bool().Draw(rt, "sensibly") { // else lives end in a wall of refusals
		body = able
		if do != desk.DoJudge {
			try = string(do)
		}
	}
	who := mattertest.As(rapid.SampledFrom([]kheo.PersonID{"lead", "officer"}).Draw(rt, "who"), body, k.day,
		matter.MayTake, matter.MayConfirm, matter.MayChoose)
	var err error
	switch try {
	case "take":
		err = k.Take(who, k.m.Code)
	case "answer":
		err = k.Answer(who, k.m.Code, mattertest.Done)
	case "confirm":
		err = k.Confirm(who, k.m.Code)
	case "return":
		err = k.GiveBack(who, k.m.Code, "Chưa xong.")
	case "choose":
		err = k.Choose(who, k.m.Code, rapid.SampledFrom(k.bodies()).Draw(rt, "to"), "Gần dân nhất.")
	}
	after := k.Find(k.m.Code, "")
	if err != nil {
		if after.State != before.State || after.Moves != before.Moves || after.Holder != before.Holder {
			rt.Fatalf("refused (%v), yet it moved: %+v → %+v", err, before, after)
		}
		return
	}
	if !slices.Contains(matter.Next(before.State), after.State) {
		rt.Fatalf("%s → %s is not in the life cycle", before.State, after.State)
	}
	k.judge(rt, before, after, body)
}

// judge looks at who made a move that went through.
func (k *walker) judge(rt *rapid.T, before, after matter.Matter, body kheo.UnitID) {
	var owed unit.Body
	k.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		owed, err = unit.Heir(ctx, tx, before.OwedTo, k.day)
		return err
	})
	s := k.Stand(before, k.day)
	switch after.State {
	case matter.Confirmed, matter.Reopened:
		if body != owed.ID {
			rt.Fatalf("%s by %s, owed to %s", after.State, body, owed.ID)
		}
	case matter.InHand, matter.Answered:
		if body != s.Holder {
			rt.Fatalf("%s by %s, held by %s", after.State, body, s.Holder)
		}
	case matter.Assigned:
		if !s.Waiting || body != s.Chooser || !slices.Contains(k.Communes, after.Holder) {
			rt.Fatalf("chosen by %s for %s, when %+v", body, after.Holder, s)
		}
	}
	if after.Due != before.Due {
		rt.Fatalf("the day moved from %s to %s", before.Due, after.Due)
	}
}

// finish checks what holds at the end of any life.
func (k *walker) finish(rt *rapid.T) {
	m := k.Find(k.m.Code, "")
	k.Read(func(ctx context.Context, tx *db.Tx) error {
		moves, err := matter.Moves(ctx, tx, m.ID, "")
		if err != nil {
			return err
		}
		leaves := map[string]bool{}
		for _, v := range moves {
			leaves[v.Leaf] = true
		}
		if len(leaves) != len(moves) || m.Moves != len(moves) {
			rt.Fatalf("%d moves, %d leaves, counted %d", len(moves), len(leaves), m.Moves)
		}
		return nil
	})
	if got := k.LeavesOf(m.Code); got != int64(m.Moves) {
		rt.Fatalf("%d ledger entries for %d moves", got, m.Moves)
	}
	if able, _ := k.able(m); m.State.Open() && able == "" {
		rt.Fatalf("nobody can move %+v on %s on", m, k.day)
	}
}

// able is a body that can make the next move, and the move; "" when none can.
func (k *walker) able(m matter.Matter) (kheo.UnitID, desk.Do) {
	for _, body := range k.bodies() {
		who := mattertest.As("another", body, k.day, matter.MayTake, matter.MayConfirm, matter.MayChoose)
		var do desk.Do
		k.Read(func(ctx context.Context, tx *db.Tx) error {
			s, err := matter.Stand(ctx, tx, m, k.day)
			if err != nil {
				return err
			}
			do, err = desk.Asks(ctx, tx, who, m, s)
			return err
		})
		if do != "" && do != desk.DoWatch {
			return body, do
		}
	}
	return "", ""
}
