package identity

import (
	"context"
	"errors"
	"strings"
	"testing"

	"kheo"
	"kheo/internal/db"
)

func TestAnAccountOpensOnePersonAndNoOther(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, admin kheo.Caller) {
		lan, minh := add(t, d, admin, "lan"), add(t, d, admin, "minh")
		own := func(id kheo.PersonID) kheo.Caller { return kheo.Caller{Person: id, At: at} }
		one := Account{"https://a.example", "17"}
		try := func(f func(ctx context.Context, tx *db.Tx) error) error {
			return d.Write(t.Context(), f)
		}
		link := func(who kheo.Caller, id kheo.PersonID, a Account) error {
			return try(func(ctx context.Context, tx *db.Tx) error { return Link(ctx, tx, who, id, a) })
		}
		for _, c := range []struct {
			what string
			err  error
			want error
		}{
			{"another's", link(own(minh), lan, one), kheo.ErrForbidden},
			{"nobody's", link(admin, "x", one), kheo.ErrNotFound},
			{"one's own", link(own(lan), lan, one), nil},
			{"a second", link(own(lan), lan, Account{"https://a.example", "18"}), kheo.ErrConflict},
		} {
			if !errors.Is(c.err, c.want) {
				t.Errorf("%s: %v, want %v", c.what, c.err, c.want)
			}
		}
		for _, a := range []Account{one, {"https://a.example", ""}, {"", "1"}, {"https://a.example", strings.Repeat("1", 256)}} {
			var faults kheo.Faults
			if err := link(admin, minh, a); !errors.As(err, &faults) {
				t.Errorf("%.40v: %v", a, err)
			}
		}
		opens := func(a Account) (id kheo.PersonID) {
			err := d.Read(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				p, err := FindByAccount(ctx, tx, a)
				id = p.ID
				return err
			})
			if err != nil && !errors.Is(err, kheo.ErrNotFound) {
				t.Fatal(err)
			}
			return id
		}
		if got := opens(one); got != lan {
			t.Errorf("it opens %q", got)
		}
		for _, other := range []Account{{"https://b.example", "17"}, {"https://a.example", "18"}, {"https://a.example\n1", "7"}} {
			if got := opens(other); got != "" {
				t.Errorf("%v opens %q", other, got)
			}
		}
		if err := try(func(ctx context.Context, tx *db.Tx) error { return Unlink(ctx, tx, own(minh), lan) }); !errors.Is(err, kheo.ErrForbidden) {
			t.Errorf("another unties: %v", err)
		}
		write(t, d, func(ctx context.Context, tx *db.Tx) error { return ClosePerson(ctx, tx, admin, lan) })
		if got := opens(one); got != "" {
			t.Errorf("closed, and it opens %q", got)
		}
		if err := link(admin, minh, one); err != nil {
			t.Errorf("the account of one who left: %v", err)
		}
	})
}

// A session says when its holder had last signed in, whatever ended since.
func TestWhenOneHadLastSignedIn(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, admin kheo.Caller) {
		add(t, d, admin, "lan")
		begun := at
		for n := range 4 {
			write(t, d, func(ctx context.Context, tx *db.Tx) error {
				token, _, err := Begin(ctx, tx, Start{Login: "lan"}, begun)
				if err != nil {
					return err
				}
				s, err := FindSession(ctx, tx, token, begun, begun)
				if err != nil {
					return err
				}
				if n == 0 && !s.Before.IsZero() || n > 0 && !s.Before.Equal(begun.Add(-idleFor*2)) {
					t.Errorf("sign-in %d: before %v", n, s.Before)
				}
				return End(ctx, tx, token)
			})
			begun = begun.Add(idleFor * 2)
		}
	})
}
