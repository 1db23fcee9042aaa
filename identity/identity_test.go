package identity

import (
	"context"
	"encoding/base64"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/dbtest"
	"kheo/lang"
	"kheo/ledger"
	"kheo/unit"
)

var at = time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)

func each(t *testing.T, f func(t *testing.T, d *db.DB, admin kheo.Caller)) {
	t.Helper()
	dbtest.Each(t, []db.Schema{ledger.Schema(), unit.Schema(), Schema()}, func(t *testing.T, d *db.DB) {
		var admin kheo.Caller
		write(t, d, func(ctx context.Context, tx *db.Tx) error {
			id, err := AddAdmin(ctx, tx, at, New{Login: "quantri", Title: "Quản trị"})
			if err != nil {
				return err
			}
			admin, err = CallerOf(ctx, tx, id, at)
			return err
		})
		f(t, d, admin)
	})
}

func write(t *testing.T, d *db.DB, f func(ctx context.Context, tx *db.Tx) error) {
	t.Helper()
	if err := d.Write(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

func add(t *testing.T, d *db.DB, admin kheo.Caller, login string, roles ...Held) kheo.PersonID {
	t.Helper()
	var id kheo.PersonID
	write(t, d, func(ctx context.Context, tx *db.Tx) error {
		var err error
		if id, err = AddPerson(ctx, tx, admin, New{Login: login, Title: "Cán bộ"}); err != nil {
			return err
		}
		for _, h := range roles {
			if err := GiveRole(ctx, tx, admin, id, h); err != nil {
				return err
			}
		}
		return nil
	})
	return id
}

func TestARoleHoldsFromItsDayToItsDay(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, admin kheo.Caller) {
		id := add(t, d, admin, "thu", Held{Role: Admin, Span: kheo.Span{From: "2026-03-02", To: "2026-03-05"}})
		for day, want := range map[kheo.Date]bool{"2026-03-01": false, "2026-03-02": true, "2026-03-05": true, "2026-03-06": false} {
			write(t, d, func(ctx context.Context, tx *db.Tx) error {
				who, err := CallerOf(ctx, tx, id, day.Time().Add(10*time.Hour))
				if got := who.Can(MayAdmin, ""); got != want {
					t.Errorf("on %s: administrator %v, want %v", day, got, want)
				}
				return err
			})
		}
	})
}

func TestOnlyAnAdministratorAddsPeopleAndRoles(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, admin kheo.Caller) {
		id := add(t, d, admin, "khach")
		stranger := kheo.Caller{Person: id, At: at}
		for name, f := range map[string]func(ctx context.Context, tx *db.Tx) error{
			"add": func(ctx context.Context, tx *db.Tx) error {
				_, err := AddPerson(ctx, tx, stranger, New{Login: "x1", Title: "x"})
				return err
			},
			"role": func(ctx context.Context, tx *db.Tx) error {
				return GiveRole(ctx, tx, stranger, id, Held{Role: Admin, Span: kheo.Span{From: "2026-03-02"}})
			},
			"close": func(ctx context.Context, tx *db.Tx) error { return ClosePerson(ctx, tx, stranger, admin.Person) },
			"password": func(ctx context.Context, tx *db.Tx) error {
				return SetPassword(ctx, tx, stranger, admin.Person, "x", time.Time{})
			},
		} {
			if err := d.Write(t.Context(), f); !errors.Is(err, kheo.ErrForbidden) {
				t.Errorf("%s by a stranger: %v, want forbidden", name, err)
			}
		}
	})
}

func TestSessionsEndByTimeByWishAndWithThePerson(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, admin kheo.Caller) {
		id := add(t, d, admin, "lan")
		start := func() string {
			var token string
			write(t, d, func(ctx context.Context, tx *db.Tx) error {
				var err error
				token, _, err = Begin(ctx, tx, Start{Login: "LAN", Device: "firefox/linux"}, at)
				return err
			})
			return token
		}
		alive := func(token string, clock time.Time) bool {
			err := d.Read(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				_, err := FindSession(ctx, tx, token, clock, clock)
				return err
			})
			return err == nil
		}
		token := start()
		if bits, err := base64.RawURLEncoding.DecodeString(token); err != nil || len(bits) != 32 || start() == token {
			t.Errorf("a token of %d bytes, or twice the same", len(bits))
		}
		if !alive(token, at.Add(11*time.Hour)) || alive(token, at.Add(13*time.Hour)) {
			t.Error("a session lasts twelve idle hours")
		}
		for h := 0; h < 7*24; h += 10 {
			write(t, d, func(ctx context.Context, tx *db.Tx) error {
				return Touch(ctx, tx, token, at.Add(time.Duration(h)*time.Hour))
			})
		}
		if alive(token, at.Add(7*24*time.Hour+time.Hour)) {
			t.Error("a session outlived seven days")
		}
		token = start()
		write(t, d, func(ctx context.Context, tx *db.Tx) error { return End(ctx, tx, token) })
		if alive(token, at) {
			t.Error("a session outlived its end")
		}
		token = start()
		write(t, d, func(ctx context.Context, tx *db.Tx) error { return ClosePerson(ctx, tx, admin, id) })
		if alive(token, at) {
			t.Error("a session outlived its person")
		}
		if alive("no-such-token", at) {
			t.Error("an unknown token is a session")
		}
	})
}

func TestLoginsAreFoldedAndUnique(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, admin kheo.Caller) {
		add(t, d, admin, "Minh.Anh")
		for login, key := range map[string]string{"minh.anh": "identity.fault.taken", "a": "identity.fault.login", "có dấu": "identity.fault.login"} {
			err := d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				_, err := AddPerson(ctx, tx, admin, New{Login: login, Title: "x"})
				return err
			})
			var faults kheo.Faults
			if !errors.As(err, &faults) || faults[0].Key != key {
				t.Errorf("%q: %v, want %s", login, err, key)
			}
		}
	})
}

func TestPasswords(t *testing.T) {
	h := NewHasher()
	kept := h.Hash("mười hai chữ cái trở lên")
	for _, c := range []struct {
		name, password, kept string
		want                 bool
	}{
		{"right", "mười hai chữ cái trở lên", kept, true},
		{"right, typed decomposed", "mu\u031bo\u031b\u0300i hai chu\u031b\u0303 ca\u0301i tro\u031b\u0309 le\u0302n", kept, true},
		{"wrong", "mười hai chữ cái", kept, false},
		{"nobody", "mười hai chữ cái trở lên", "", false},
		{"nobody, empty", "", "", false},
		{"damaged", "x", "argon2id$!$!", false},
	} {
		if got := h.Check(c.password, c.kept); got != c.want {
			t.Errorf("%s: Check = %v, want %v", c.name, got, c.want)
		}
	}
	other := h.Hash("mười hai chữ cái trở lên")
	if other == kept || !h.Check("mười hai chữ cái trở lên", other) {
		t.Error("two digests of one password do not differ by their salt")
	}
}

// A new password is long enough and none that everybody tries; of what letters
// it is, is nobody's business.
func TestNewPasswords(t *testing.T) {
	for password, fault := range map[string]string{
		"ngắn":                       "identity.fault.short",
		"            ":               "identity.fault.known",
		strings.Repeat("dài ", 33):   "identity.fault.long",
		"matkhau123456":              "identity.fault.known",
		"Mật khẩu 2026!":             "identity.fault.known",
		"P@ssword1234":               "identity.fault.known",
		"UBND-CanDuoc@2026":          "identity.fault.known",
		"123456789012":               "identity.fault.known",
		"aaaaaaaaaaaaa":              "identity.fault.known",
		"abcxyz abcxyz abcxyz":       "identity.fault.known",
		"qwertyuiop123":              "identity.fault.known",
		"mười hai chữ trở lên":       "",
		"một câu của riêng mình":     "",
		"🐃 trâu lội ngược dòng kênh": "",
		"🐃🌾🛶🎋🥥🌴🐟🦆🪷🍚🌧🔥": "",
		"!?%;-_=+/()[":                           "",
		"correcthorsebatterystaple":              "",
		"7391846205537":                          "",
		strings.Repeat("dài mà khác nhau 7 ", 6): "",
	} {
		var faults kheo.Faults
		if err := CheckPassword(password); fault == "" && err != nil || fault != "" && (!errors.As(err, &faults) || faults[0].Key != fault) {
			t.Errorf("%q: %v, want %q", password, err, fault)
		}
	}
}

func TestNobodyButThoseItIsOwedToConfirms(t *testing.T) {
	for _, l := range Table() {
		confirms := slices.Contains(l.Rights, kheo.Right("matter.confirm"))
		if l.Office && confirms {
			t.Errorf("%s holds its rights in the whole office and may confirm", l.Role)
		}
		if confirms && slices.Contains(l.Rights, kheo.Right("matter.take")) {
			t.Errorf("%s may both answer and confirm", l.Role)
		}
	}
}

func TestARoleOfABodyNeedsABody(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, admin kheo.Caller) {
		id := add(t, d, admin, "lan")
		for _, h := range []Held{
			{Role: HostLead, Span: kheo.Span{From: "2026-03-02"}},
			{Role: Admin, Unit: "some-body", Span: kheo.Span{From: "2026-03-02"}},
			{Role: "king", Span: kheo.Span{From: "2026-03-02"}},
			{Role: Admin},
			{Role: Admin, Span: kheo.Span{From: "2026-03-02", To: "2026-03-01"}},
		} {
			err := d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error { return GiveRole(ctx, tx, admin, id, h) })
			var faults kheo.Faults
			if !errors.As(err, &faults) {
				t.Errorf("%+v: %v, want faults", h, err)
			}
		}
	})
}

// docs/roles.md is the table of rights in words, both languages.
func TestTheDocsHoldTheTableOfRights(t *testing.T) {
	want := "# Vai và quyền · Roles and rights\n\n" +
		"Bảng này do bảng trong `identity/rights.go` viết ra; một phép thử giữ cho hai bên khớp nhau.\n" +
		"This table is written by the one in `identity/rights.go`; a test keeps the two level.\n\n" +
		Words(lang.VI) + "\n" + Words(lang.EN)
	if os.Getenv("KHEO_WRITE") != "" {
		if err := os.WriteFile("../docs/roles.md", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("../docs/roles.md")
	if err != nil || string(got) != want {
		t.Errorf("docs/roles.md is not what the table says (%v): KHEO_WRITE=1 go test ./identity writes it", err)
	}
	if strings.Contains(want, "⟦") {
		t.Errorf("words are missing:\n%s", want)
	}
}
