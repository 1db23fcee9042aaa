package matter_test

import (
	"context"
	"flag"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kheo"
	"kheo/internal/db"
	"kheo/matter"
	"kheo/unit"
)

// A walker tries anything, as anybody, on a matter, while days pass from the
// first inspection to long after the district ended.
type walker struct {
	*world
	m   matter.Matter
	day kheo.Date
}

// Whatever is tried, in whatever order: only the body it is owed to (or its
// heir) confirmed or returned; the holder's moves are the holder's; every open
// state has a way on; and the ledger holds one entry for each move.
func TestWhateverIsTriedThePromisesHold(t *testing.T) {
	fewChecks(t)
	each(t, func(w *world) {
		rapid.Check(w.T, func(rt *rapid.T) {
			k := walker{world: w, m: w.open(), day: "2023-12-11"}
			for range rapid.IntRange(3, 14).Draw(rt, "steps") {
				k.step(rt)
			}
			k.finish(rt)
		})
	})
}

// fewChecks keeps properties short: each check is a life on a real database.
func fewChecks(t *testing.T) {
	t.Helper()
	if err := flag.Set("rapid.checks", "25"); err != nil {
		t.Fatal(err)
	}
}

func (k *walker) bodies() []kheo.UnitID {
	return append([]kheo.UnitID{k.province, k.provinceTG, k.tayNinh, k.board, k.boardTG, k.front, k.elsewhere}, k.communes...)
}

// step tries one thing and looks at what became of it.
func (k *walker) step(rt *rapid.T) {
	k.day = k.day.Add(rapid.SampledFrom([]int{0, 1, 30, 200}).Draw(rt, "days"))
	before := k.find(k.m.Code, "")
	body := rapid.SampledFrom(k.bodies()).Draw(rt, "body")
	try := rapid.SampledFrom([]string{"take", "answer", "confirm", "return", "choose"}).Draw(rt, "try")
	if able, do := k.able(before); able != "" && rapid.Bool().Draw(rt, "sensibly") { // else lives end in a wall of refusals
		body = able
		if do != matter.DoJudge {
			try = string(do)
		}
	}
	who := as(rapid.SampledFrom([]kheo.PersonID{"lead", "officer"}).Draw(rt, "who"), body, k.day,
		matter.MayTake, matter.MayConfirm, matter.MayChoose)
	var err error
	switch try {
	case "take":
		err = k.take(who, k.m.Code)
	case "answer":
		err = k.answer(who, k.m.Code, done)
	case "confirm":
		err = k.confirm(who, k.m.Code)
	case "return":
		err = k.giveBack(who, k.m.Code, "Chưa xong.")
	case "choose":
		err = k.choose(who, k.m.Code, rapid.SampledFrom(k.bodies()).Draw(rt, "to"), "Gần dân nhất.")
	}
	after := k.find(k.m.Code, "")
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
	k.read(func(ctx context.Context, tx *db.Tx) (err error) {
		owed, err = unit.Heir(ctx, tx, before.OwedTo, k.day)
		return err
	})
	s := k.stand(before, k.day)
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
		if !s.Waiting || body != s.Chooser || !slices.Contains(k.communes, after.Holder) {
			rt.Fatalf("chosen by %s for %s, when %+v", body, after.Holder, s)
		}
	}
	if after.Due != before.Due {
		rt.Fatalf("the day moved from %s to %s", before.Due, after.Due)
	}
}

// finish checks what holds at the end of any life.
func (k *walker) finish(rt *rapid.T) {
	m := k.find(k.m.Code, "")
	k.read(func(ctx context.Context, tx *db.Tx) error {
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
	if got := k.leavesOf(m.Code); got != int64(m.Moves) {
		rt.Fatalf("%d ledger entries for %d moves", got, m.Moves)
	}
	if able, _ := k.able(m); m.State.Open() && able == "" {
		rt.Fatalf("nobody can move %+v on %s on", m, k.day)
	}
}

// able is a body that can make the next move, and the move; "" when none can.
func (k *walker) able(m matter.Matter) (kheo.UnitID, matter.Do) {
	for _, body := range k.bodies() {
		who := as("another", body, k.day, matter.MayTake, matter.MayConfirm, matter.MayChoose)
		var do matter.Do
		k.read(func(ctx context.Context, tx *db.Tx) error {
			s, err := matter.Stand(ctx, tx, m, k.day)
			if err != nil {
				return err
			}
			do, err = matter.Asks(ctx, tx, who, m, s)
			return err
		})
		if do != "" && do != matter.DoWatch {
			return body, do
		}
	}
	return "", ""
}
