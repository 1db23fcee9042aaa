package concern

import (
	"context"
	"errors"
	"fmt"

	"kheo"
	"kheo/internal/db"
	"kheo/ledger"
	"kheo/matter"
)

// A CallBack is somebody who asked to be rung with the answer, and has not been
// rung with the last one.
type CallBack struct {
	Concern
	Answer matter.Move // what to read to them
}

// callBacks bounds the list; an office that rings its people has never so many.
const callBacks = 500

// CallBacks are the answered concerns whose authors asked to be rung, the oldest
// first, for officers of the holding body with MayRead. It shows no number: Read
// does, and logs it.
func (d *Desk) CallBacks(ctx context.Context, tx *db.Tx, who kheo.Caller) ([]CallBack, error) {
	if len(who.Units(MayRead)) == 0 {
		return nil, fmt.Errorf("who is to be rung: %w", kheo.ErrForbidden)
	}
	codes, err := db.All(ctx, tx, db.Value[string],
		`select code from concern_concern where call_back order by at limit $1`, callBacks)
	if err != nil {
		return nil, fmt.Errorf("who is to be rung: %w", err)
	}
	var list []CallBack
	for _, code := range codes {
		c, err := d.callBack(ctx, tx, who, code)
		if errors.Is(err, kheo.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, nil
}

// callBack is one of them; kheo.ErrNotFound when there is nothing to ring about,
// or when that is another body's.
func (d *Desk) callBack(ctx context.Context, tx *db.Tx, who kheo.Caller, code string) (CallBack, error) {
	c, err := Find(ctx, tx, who, code)
	if err != nil {
		return CallBack{}, err
	}
	if _, err := inHolder(ctx, tx, who, c.Matter, MayRead); err != nil {
		return CallBack{}, err
	}
	first := c.Matter
	if c.State == matter.Merged {
		if first, err = matter.ByID(ctx, tx, c.Matter.Into); err != nil {
			return CallBack{}, err
		}
	}
	none := fmt.Errorf("ring about %s: %w", code, kheo.ErrNotFound)
	if first.State != matter.Answered {
		return CallBack{}, none
	}
	moves, err := matter.Moves(ctx, tx, first.ID, "")
	if err != nil {
		return CallBack{}, err
	}
	last := moves[len(moves)-1]
	n, err := db.One(ctx, tx, db.Value[int], `select count(*) from concern_rung where concern = $1 and round = $2`, c.ID, last.N)
	if err != nil {
		return CallBack{}, fmt.Errorf("ring about %s: %w", code, err)
	}
	if n > 0 {
		return CallBack{}, none
	}
	return CallBack{c, last}, nil
}

// Rung records that the author was told the last answer by phone.
func (d *Desk) Rung(ctx context.Context, tx *db.Tx, who kheo.Caller, code string) error {
	c, err := d.callBack(ctx, tx, who, code)
	if err != nil {
		return err
	}
	g, err := inHolder(ctx, tx, who, c.Matter, MayRead)
	if err != nil {
		return err
	}
	leaf, err := ledger.Append(ctx, tx, who, ledger.Entry{Kind: "concern.rung", Subject: c.Code, Public: true,
		Says: []ledger.Line{{Name: "code", Value: c.Code}, {Name: "by", Value: string(g.Unit)}, {Name: "day", Value: string(who.Today())}}})
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into concern_rung (concern, round, at, body, person, leaf) values ($1, $2, $3, $4, $5, $6)`,
		c.ID, c.Answer.N, who.At.UnixMicro(), string(g.Unit), string(who.Person), leaf.ID)
	if err != nil {
		return fmt.Errorf("rung about %s: %w", c.Code, err)
	}
	return nil
}
