package identity

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/seal"
	"kheo/ledger"
)

// recoveries is how many codes on paper come with a code app.
const recoveries = 10

type code struct {
	sealed       string
	since, spent int64
}

func (c *code) fields() []any { return []any{&c.sealed, &c.since, &c.spent} }

func findCode(ctx context.Context, tx *db.Tx, id kheo.PersonID) (code, error) {
	return db.One(ctx, tx, (*code).fields, `select sealed, since, spent from identity_code where person = $1`, string(id))
}

// placeOf is where the secret was sealed for: it opens for nobody else.
func placeOf(id kheo.PersonID) string { return "identity_code/" + string(id) + "/secret" }

// HasCode tells whether somebody's code app was proved.
func HasCode(ctx context.Context, tx *db.Tx, id kheo.PersonID) (bool, error) {
	c, err := findCode(ctx, tx, id)
	if errors.Is(err, kheo.ErrNotFound) {
		return false, nil
	}
	return c.since != 0, err
}

// AnyCode tells whether anybody's secret lies sealed.
func AnyCode(ctx context.Context, tx *db.Tx) (bool, error) {
	n, err := db.One(ctx, tx, db.Value[int64], `select count(*) from identity_code`)
	return n > 0, err
}

// OfferCode keeps a secret for the caller's code app until a first code proves
// it. One that is proved is not written over: it is taken away first.
func OfferCode(ctx context.Context, tx *db.Tx, who kheo.Caller, v *seal.Vault, secret string) error {
	has, err := HasCode(ctx, tx, who.Person)
	if err != nil {
		return err
	}
	if has {
		return fmt.Errorf("offer code: %w", kheo.ErrConflict)
	}
	sealed, err := v.Seal(placeOf(who.Person), secret)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `delete from identity_code where person = $1`, string(who.Person)); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into identity_code (person, sealed) values ($1, $2)`, string(who.Person), sealed)
	return err
}

// ProveCode takes the first code of the caller's app: from now on one is asked
// at every sign-in. It returns the codes to keep on paper; only their digests
// stay. ErrNotFound when no secret waits.
func ProveCode(ctx context.Context, tx *db.Tx, who kheo.Caller, v *seal.Vault, typed string, clock time.Time) ([]string, error) {
	c, err := findCode(ctx, tx, who.Person)
	if err == nil && c.since != 0 {
		err = kheo.ErrConflict
	}
	if err != nil {
		return nil, fmt.Errorf("prove code: %w", err)
	}
	step, err := stepTyped(v, who.Person, c, typed, clock)
	if err != nil {
		return nil, err
	}
	var f kheo.Faults
	f.Need(step != 0, "code", "identity.fault.code")
	if err := f.Err(); err != nil {
		return nil, err
	}
	err = tx.Move(ctx, `update identity_code set since = $1, spent = $2 where person = $3 and since = 0`,
		clock.UnixMicro(), step, string(who.Person))
	if err != nil {
		return nil, err
	}
	var papers []string
	for range recoveries {
		paper := rand.Text()[:16]
		_, err := tx.Exec(ctx, `insert into identity_recovery (digest, person) values ($1, $2)`, keptPaper(rand.Text(), paper), string(who.Person))
		if err != nil {
			return nil, err
		}
		papers = append(papers, paper[:4]+"-"+paper[4:8]+"-"+paper[8:12]+"-"+paper[12:])
	}
	if err := revokeAll(ctx, tx, who.Person); err != nil {
		return nil, err
	}
	_, err = ledger.Append(ctx, tx, who, ledger.Entry{Kind: "identity.code_set", Subject: "person"})
	return papers, err
}

func stepTyped(v *seal.Vault, id kheo.PersonID, c code, typed string, clock time.Time) (int64, error) {
	secret, err := v.Unseal(placeOf(id), c.sealed)
	if err != nil {
		return 0, fmt.Errorf("code's secret: %w", err)
	}
	return stepOf(secret, plainCode(typed), clock, c.spent)
}

// ErrSpent is a right code of an app that served already.
var ErrSpent = errors.New("the code was used already")

// TakeCode takes a code of somebody's app, or one of their codes on paper, and
// spends it; false for any other, with ErrSpent for one that served already.
func TakeCode(ctx context.Context, tx *db.Tx, v *seal.Vault, id kheo.PersonID, typed string, clock time.Time) (bool, error) {
	c, err := findCode(ctx, tx, id)
	if err != nil || c.since == 0 {
		return false, err
	}
	step, err := stepTyped(v, id, c, typed, clock)
	if err != nil {
		return false, err
	}
	if step == 0 {
		if ok, err := takePaper(ctx, tx, id, plainCode(typed)); ok || err != nil {
			return ok, err
		}
		c.spent = 0
		if step, err = stepTyped(v, id, c, typed, clock); err == nil && step != 0 {
			err = ErrSpent
		}
		return false, err
	}
	return true, tx.Move(ctx, `update identity_code set spent = $1 where person = $2 and spent = $3`, step, string(id), c.spent)
}

// keptPaper is what stays of a code on paper: a salt of its own, and the digest
// of both.
func keptPaper(salt, paper string) string { return salt + "$" + kept(salt+paper) }

// takePaper spends one of somebody's codes on paper; false for any other. The
// digest of a paper from before papers were salted holds its person instead.
func takePaper(ctx context.Context, tx *db.Tx, id kheo.PersonID, typed string) (bool, error) {
	digests, err := db.All(ctx, tx, db.Value[string], `select digest from identity_recovery where person = $1 order by digest`, string(id))
	if err != nil {
		return false, err
	}
	for _, digest := range digests {
		own := kept(string(id) + typed)
		if salt, _, salted := strings.Cut(digest, "$"); salted {
			own = keptPaper(salt, typed)
		}
		if own == digest {
			n, err := tx.Exec(ctx, `delete from identity_recovery where digest = $1`, digest)
			return n == 1, err
		}
	}
	return false, nil
}

// PapersLeft counts somebody's own codes on paper.
func PapersLeft(ctx context.Context, tx *db.Tx, who kheo.Caller) (int64, error) {
	return db.One(ctx, tx, db.Value[int64], `select count(*) from identity_recovery where person = $1`, string(who.Person))
}

// DropCode takes somebody's code app and codes on paper away and ends their
// sessions. People drop their own; an administrator anybody's, after a phone was
// lost with the paper.
func DropCode(ctx context.Context, tx *db.Tx, who kheo.Caller, id kheo.PersonID) error {
	if who.Person != id {
		if err := who.May(MayAdmin, ""); err != nil {
			return err
		}
	}
	n, err := tx.Exec(ctx, `delete from identity_code where person = $1`, string(id))
	if err != nil {
		return err
	}
	if n == 0 {
		return fmt.Errorf("drop code: %w", kheo.ErrNotFound)
	}
	if _, err := tx.Exec(ctx, `delete from identity_recovery where person = $1`, string(id)); err != nil {
		return err
	}
	if err := revokeAll(ctx, tx, id); err != nil {
		return err
	}
	_, err = ledger.Append(ctx, tx, who, ledger.Entry{Kind: "identity.code_dropped", Subject: "person"})
	return err
}

// Demands are the roles that nobody may use without a second factor.
func Demands(ctx context.Context, tx *db.Tx) ([]kheo.Role, error) {
	names, err := db.All(ctx, tx, db.Value[string], `select role from identity_demand order by role`)
	roles := make([]kheo.Role, len(names))
	for i, name := range names {
		roles[i] = kheo.Role(name)
	}
	return roles, err
}

// Demand says for which roles, and no others, a second factor is wanted from
// now on. Who holds one and has no factor keeps the session and loses what the
// role gives until there is one.
func Demand(ctx context.Context, tx *db.Tx, who kheo.Caller, roles []kheo.Role) error {
	if err := who.May(MayAdmin, ""); err != nil {
		return err
	}
	was, err := Demands(ctx, tx)
	if err != nil {
		return err
	}
	var f kheo.Faults
	for _, r := range roles {
		_, known := officeWide(r)
		f.Need(known, "role", "identity.fault.role")
	}
	if err := f.Err(); err != nil {
		return err
	}
	for _, l := range Table() {
		had, wanted := slices.Contains(was, l.Role), slices.Contains(roles, l.Role)
		if had == wanted {
			continue
		}
		kind, text, args := "identity.code_demanded", `insert into identity_demand (role, since) values ($1, $2)`, []any{string(l.Role), who.At.UnixMicro()}
		if had {
			kind, text, args = "identity.code_freed", `delete from identity_demand where role = $1`, args[:1]
		}
		if _, err := tx.Exec(ctx, text, args...); err != nil {
			return err
		}
		if _, err := ledger.Append(ctx, tx, who, ledger.Entry{Kind: kind, Subject: string(l.Role)}); err != nil {
			return err
		}
	}
	return nil
}

// withhold takes from the caller what roles give that want a second factor,
// when they have none, and tells whether it took anything.
func withhold(ctx context.Context, tx *db.Tx, who *kheo.Caller) (bool, error) {
	roles, err := Demands(ctx, tx)
	if err != nil || len(roles) == 0 {
		return false, err
	}
	has, err := HasCode(ctx, tx, who.Person)
	if err != nil || has {
		return false, err
	}
	n := len(who.Grants)
	who.Grants = slices.DeleteFunc(who.Grants, func(g kheo.Grant) bool { return slices.Contains(roles, g.Role) })
	return len(who.Grants) < n, nil
}
