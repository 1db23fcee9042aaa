package identity

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/seal"
)

// RFC 6238, appendix B, the six last digits.
func TestCodesAreThoseOfEveryCodeApp(t *testing.T) {
	secret := base32Text.EncodeToString([]byte("12345678901234567890"))
	for at, want := range map[int64]string{59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130"} {
		if got, err := codeAt(secret, at/codeStep); got != want || err != nil {
			t.Errorf("at %d: %s, %v, want %s", at, got, err, want)
		}
	}
}

func TestACodeServesOnceAndNearItsTime(t *testing.T) {
	secret := NewSecret()
	now := at.Unix() / codeStep
	for _, c := range []struct {
		off, spent int64
		want       bool
	}{{0, 0, true}, {1, 0, true}, {-1, 0, true}, {2, 0, false}, {-2, 0, false}, {0, now, false}, {-1, now, false}, {0, now - 1, true}, {1, now, true}} {
		code, err := codeAt(secret, now+c.off)
		if err != nil {
			t.Fatal(err)
		}
		if step, err := stepOf(secret, code, at, c.spent); (step == now+c.off) != c.want || err != nil {
			t.Errorf("%+v: step %d, %v", c, step, err)
		}
	}
}

// coded is somebody with a code app, and what it shows at a time.
func coded(t *testing.T, d *db.DB, v *seal.Vault, id kheo.PersonID) (show func(time.Time) string, papers []string) {
	t.Helper()
	secret := NewSecret()
	show = func(at time.Time) string {
		code, err := codeAt(secret, at.Unix()/codeStep)
		if err != nil {
			t.Fatal(err)
		}
		return code
	}
	write(t, d, func(ctx context.Context, tx *db.Tx) error {
		who := kheo.Caller{Person: id, At: at}
		if err := OfferCode(ctx, tx, who, v, secret); err != nil {
			return err
		}
		if has, err := HasCode(ctx, tx, id); has || err != nil {
			t.Errorf("a secret that nobody proved is asked for: %v", err)
		}
		var faults kheo.Faults
		if _, err := ProveCode(ctx, tx, who, v, show(at.Add(time.Hour)), at); !errors.As(err, &faults) {
			t.Errorf("another time's code proved the app: %v", err)
		}
		var err error
		papers, err = ProveCode(ctx, tx, who, v, show(at), at)
		return err
	})
	return show, papers
}

func vault(t *testing.T) *seal.Vault {
	t.Helper()
	v, err := seal.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestASecondFactorIsTakenOnceAndSealed(t *testing.T) {
	v := vault(t)
	each(t, func(t *testing.T, d *db.DB, admin kheo.Caller) {
		lan, minh := add(t, d, admin, "lan"), add(t, d, admin, "minh")
		show, papers := coded(t, d, v, lan)
		spent := false // the last one taken had served already
		take := func(id kheo.PersonID, typed string, clock time.Time) bool {
			t.Helper()
			var ok bool
			spent = false
			write(t, d, func(ctx context.Context, tx *db.Tx) (err error) {
				ok, err = TakeCode(ctx, tx, v, id, typed, clock)
				if again := errors.Is(err, ErrSpent); again || errors.Is(err, kheo.ErrNotFound) {
					spent, err = again, nil
				}
				return err
			})
			return ok
		}
		write(t, d, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `insert into identity_recovery (digest, person) values ($1, $2)`, kept(string(lan)+"ABCDEFGHJKLMNPQR"), string(lan))
			return err
		})
		later := at.Add(2 * time.Minute)
		for _, c := range []struct {
			what, typed string
			person      kheo.PersonID
			want        bool
		}{
			{"the code that proved the app", show(at), lan, false},
			{"nothing", "", lan, false},
			{"a code", show(later)[:3] + " " + show(later)[3:], lan, true},
			{"it again", show(later), lan, false},
			{"an older one", show(later.Add(-30 * time.Second)), lan, false},
			{"somebody else's paper", papers[0], minh, false},
			{"a paper", papers[0], lan, true},
			{"that paper again", papers[0], lan, false},
			{"another paper, in small letters", " " + papers[1], lan, true},
			{"a paper from before they were salted", "ABCD-EFGH-JKLM-NPQR", lan, true},
			{"that, again", "ABCD-EFGH-JKLM-NPQR", lan, false},
		} {
			if got := take(c.person, c.typed, later); got != c.want {
				t.Errorf("%s: taken %v, want %v", c.what, got, c.want)
			}
			if want := c.what == "it again" || c.what == "an older one"; spent != want {
				t.Errorf("%s: had served already: %v", c.what, spent)
			}
		}
		write(t, d, func(ctx context.Context, tx *db.Tx) error {
			c, err := findCode(ctx, tx, lan)
			if err != nil {
				return err
			}
			if _, err := v.Unseal(placeOf(minh), c.sealed); !errors.Is(err, seal.ErrSealed) {
				t.Errorf("the secret opens for another person: %v", err)
			}
			kept, err := db.All(ctx, tx, db.Value[string], `select digest from identity_recovery`)
			salts := map[string]bool{}
			for _, digest := range kept {
				salt, _, _ := strings.Cut(digest, "$")
				salts[salt] = true
			}
			if strings.Contains(strings.Join(kept, " "), plainCode(papers[2])) || len(kept) != recoveries-2 || len(salts) != len(kept) {
				t.Errorf("%d papers kept with %d salts, or one readable", len(kept), len(salts))
			}
			return err
		})
		err := d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			return OfferCode(ctx, tx, kheo.Caller{Person: lan, At: at}, v, NewSecret())
		})
		if !errors.Is(err, kheo.ErrConflict) {
			t.Errorf("a proved app was written over: %v", err)
		}
	})
}

func TestHalfASessionIsGoodForNothingButTheCode(t *testing.T) {
	v := vault(t)
	each(t, func(t *testing.T, d *db.DB, admin kheo.Caller) {
		lan := add(t, d, admin, "lan")
		coded(t, d, v, lan)
		write(t, d, func(ctx context.Context, tx *db.Tx) error {
			token, half, err := Begin(ctx, tx, Start{Login: "lan"}, at)
			if err != nil || !half {
				t.Fatalf("half %v, %v", half, err)
			}
			if _, err := FindSession(ctx, tx, token, at, at); !errors.Is(err, kheo.ErrNotFound) {
				t.Errorf("the password alone opened: %v", err)
			}
			if p, err := HalfIn(ctx, tx, token, at); p.ID != lan || err != nil {
				t.Errorf("who owes the code: %q, %v", p.ID, err)
			}
			if _, err := HalfIn(ctx, tx, token, at.Add(halfFor)); !errors.Is(err, kheo.ErrNotFound) {
				t.Errorf("half a session never ends: %v", err)
			}
			token, half, err = Begin(ctx, tx, Start{Login: "lan", Proved: true}, at)
			if _, gone := HalfIn(ctx, tx, token, at); half || !errors.Is(gone, kheo.ErrNotFound) {
				t.Errorf("a whole session is half: %v", gone)
			}
			return err
		})
	})
}

func TestARoleThatWantsACodeGivesNothingWithoutOne(t *testing.T) {
	v := vault(t)
	each(t, func(t *testing.T, d *db.DB, admin kheo.Caller) {
		lan := add(t, d, admin, "lan", Held{Role: Admin, Span: kheo.Span{From: "2026-03-02"}})
		stranger := kheo.Caller{Person: lan, At: at}
		if err := d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error { return Demand(ctx, tx, stranger, nil) }); !errors.Is(err, kheo.ErrForbidden) {
			t.Errorf("a stranger says who needs a code: %v", err)
		}
		can := func() (can, lacks bool) {
			write(t, d, func(ctx context.Context, tx *db.Tx) error {
				token, _, err := Begin(ctx, tx, Start{Login: "lan", Proved: true}, at)
				if err != nil {
					return err
				}
				s, err := FindSession(ctx, tx, token, at, at)
				can, lacks = s.Caller.Can(MayAdmin, ""), s.Lacks
				return err
			})
			return can, lacks
		}
		demand := func(roles ...kheo.Role) {
			write(t, d, func(ctx context.Context, tx *db.Tx) error { return Demand(ctx, tx, admin, roles) })
		}
		demand(Admin, Lead)
		if can, lacks := can(); can || !lacks {
			t.Errorf("without a code: can %v, told %v", can, lacks)
		}
		coded(t, d, v, lan)
		if can, lacks := can(); !can || lacks {
			t.Errorf("with a code: can %v, lacks %v", can, lacks)
		}
		write(t, d, func(ctx context.Context, tx *db.Tx) error { return DropCode(ctx, tx, admin, lan) })
		if can, _ := can(); can {
			t.Error("a code that was dropped still counts")
		}
		demand(Lead)
		if can, lacks := can(); !can || lacks {
			t.Errorf("no longer wanted: can %v, lacks %v", can, lacks)
		}
	})
}

func TestOneSeesAndEndsOnesOwnSessionsAlone(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, admin kheo.Caller) {
		lan, minh := kheo.Caller{Person: add(t, d, admin, "lan"), At: at}, kheo.Caller{Person: add(t, d, admin, "minh"), At: at}
		var here, there string
		write(t, d, func(ctx context.Context, tx *db.Tx) (err error) {
			if here, _, err = Begin(ctx, tx, Start{Login: "lan", Device: "Chrome/Android"}, at); err == nil {
				there, _, err = Begin(ctx, tx, Start{Login: "lan", Device: "Firefox/Linux"}, at.Add(time.Minute))
			}
			return err
		})
		list := func(who kheo.Caller, clock time.Time) (open []Open) {
			write(t, d, func(ctx context.Context, tx *db.Tx) (err error) {
				open, err = Sessions(ctx, tx, who, here, clock)
				return err
			})
			return open
		}
		open := list(lan, at.Add(time.Hour))
		if len(open) != 2 || open[0].Device != "Firefox/Linux" || open[0].Here || !open[1].Here || len(list(minh, at)) != 0 || len(list(lan, at.Add(13*time.Hour))) != 0 {
			t.Fatalf("sessions: %+v", open)
		}
		err := d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error { return EndOne(ctx, tx, minh, open[0].ID) })
		if !errors.Is(err, kheo.ErrNotFound) {
			t.Errorf("another's session ended: %v", err)
		}
		err = d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error { return EndAll(ctx, tx, minh, lan.Person) })
		if !errors.Is(err, kheo.ErrForbidden) {
			t.Errorf("anybody ends all: %v", err)
		}
		write(t, d, func(ctx context.Context, tx *db.Tx) error { return EndOne(ctx, tx, lan, open[0].ID) })
		if left := list(lan, at); len(left) != 1 || !left[0].Here {
			t.Errorf("left: %+v", left)
		}
		write(t, d, func(ctx context.Context, tx *db.Tx) error { return EndAll(ctx, tx, admin, lan.Person) })
		if left := list(lan, at); len(left) != 0 || there == "" {
			t.Errorf("left after all ended: %+v", left)
		}
	})
}
