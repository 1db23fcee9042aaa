package identityweb

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/url"
	"sync"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"kheo"
	"kheo/identity"
	"kheo/internal/seal"
	"kheo/internal/web"
)

// asksFor is how long what a page asked of a device may be answered.
const asksFor = 10 * time.Minute

const ceremonyPlace = "identity_passkey/ceremony"

var (
	errPasskey = errors.New("passkey")        // no signature, not ours, too late, or a second time
	errCopied  = errors.New("passkey-copied") // it has made fewer signatures than before
)

// A ceremony asks a device to make a passkey or to sign with one: the options a
// script hands to the browser, and what was asked, sealed, to go along with the
// answer.
type ceremony struct {
	Options string
	Sealed  string
}

// asked is what the page keeps sealed.
type asked struct {
	Session webauthn.SessionData
	Until   int64
}

// A holder is somebody as their device is told of them.
type holder struct {
	who  identity.Person
	keys []identity.Passkey
}

func (d holder) WebAuthnID() []byte          { return []byte(d.who.ID) }
func (d holder) WebAuthnName() string        { return d.who.Login }
func (d holder) WebAuthnDisplayName() string { return d.who.Title }
func (d holder) WebAuthnCredentials() []webauthn.Credential {
	list := make([]webauthn.Credential, len(d.keys))
	for i, k := range d.keys {
		list[i] = webauthn.Credential{ID: plain64(k.Credential), PublicKey: plain64(k.Public),
			Flags:         webauthn.CredentialFlags{UserPresent: true, UserVerified: true, BackupEligible: k.Backed},
			Authenticator: webauthn.Authenticator{SignCount: uint32(k.Signs)}}
	}
	return list
}

func plain64(s string) []byte {
	b, _ := base64.RawURLEncoding.DecodeString(s) // "" fits nothing
	return b
}

// devices asks devices for passkeys, by the name this office is reached at. It
// remembers what was answered, so that no answer serves twice.
type devices struct {
	mu    sync.Mutex
	spent map[string]int64 // challenge: until when
}

// here is the office at the name it was reached by; nil where that is no name
// but a number, for which no browser makes passkeys.
func (d *devices) here(a *web.Ask) (*webauthn.WebAuthn, error) {
	u, err := url.Parse(a.Root())
	if err != nil || net.ParseIP(u.Hostname()) != nil || u.Hostname() == "" {
		return nil, nil
	}
	return webauthn.New(&webauthn.Config{RPID: u.Hostname(), RPDisplayName: a.Office.Name, RPOrigins: []string{a.Root()},
		AuthenticatorSelection: protocol.AuthenticatorSelection{ResidentKey: protocol.ResidentKeyRequirementRequired, UserVerification: protocol.VerificationRequired}})
}

func (d *devices) ask(v *seal.Vault, at time.Time, options any, s *webauthn.SessionData) (ceremony, error) {
	plain, err := json.Marshal(asked{*s, at.Add(asksFor).UnixMicro()})
	if err != nil {
		return ceremony{}, err
	}
	shown, err := json.Marshal(options)
	if err != nil {
		return ceremony{}, err
	}
	sealed, err := v.Seal(ceremonyPlace, string(plain))
	return ceremony{string(shown), sealed}, err
}

// forOne asks for a signature of whichever passkey of this office the device has.
func (d *devices) forOne(a *web.Ask, v *seal.Vault, at time.Time) (ceremony, error) {
	here, err := d.here(a)
	if err != nil || here == nil {
		return ceremony{}, err
	}
	options, session, err := here.BeginDiscoverableLogin()
	if err != nil {
		return ceremony{}, fmt.Errorf("passkey: %w", err)
	}
	return d.ask(v, at, options.Response, session)
}

// forNew asks for a new passkey of the person, on a device that has none yet.
func (d *devices) forNew(a *web.Ask, v *seal.Vault, at time.Time, of holder) (ceremony, error) {
	here, err := d.here(a)
	if err != nil || here == nil {
		return ceremony{}, err
	}
	options, session, err := here.BeginRegistration(of, webauthn.WithExclusions(webauthn.Credentials(of.WebAuthnCredentials()).CredentialDescriptors()))
	if err != nil {
		return ceremony{}, fmt.Errorf("passkey: %w", err)
	}
	return d.ask(v, at, options.Response, session)
}

// take opens what was asked, once and in time.
func (d *devices) take(v *seal.Vault, at time.Time, sealed string) (webauthn.SessionData, error) {
	plain, err := v.Unseal(ceremonyPlace, sealed)
	if err != nil {
		return webauthn.SessionData{}, errPasskey
	}
	var x asked
	if err := json.Unmarshal([]byte(plain), &x); err != nil || at.UnixMicro() > x.Until {
		return webauthn.SessionData{}, errPasskey
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for challenge, until := range d.spent {
		if at.UnixMicro() > until {
			delete(d.spent, challenge)
		}
	}
	if _, again := d.spent[x.Session.Challenge]; again {
		return webauthn.SessionData{}, errPasskey
	}
	d.spent[x.Session.Challenge] = x.Until
	return x.Session, nil
}

// made is the passkey a device made for whom it was asked.
func (d *devices) made(a *web.Ask, v *seal.Vault, at time.Time, of holder) (identity.Passkey, error) {
	session, err := d.take(v, at, a.PostFormValue("ask"))
	if err != nil {
		return identity.Passkey{}, err
	}
	here, err := d.here(a)
	if err != nil || here == nil {
		return identity.Passkey{}, errPasskey
	}
	answer, err := protocol.ParseCredentialCreationResponseBytes([]byte(a.PostFormValue("answer")))
	if err != nil {
		return identity.Passkey{}, errPasskey
	}
	c, err := here.CreateCredential(of, session, answer)
	if err != nil {
		return identity.Passkey{}, errPasskey
	}
	return identity.Passkey{Credential: base64.RawURLEncoding.EncodeToString(c.ID), Public: base64.RawURLEncoding.EncodeToString(c.PublicKey),
		Signs: int64(c.Authenticator.SignCount), Backed: c.Flags.BackupEligible}, nil
}

// signed checks a signature by the passkey and its holder that find tells, and
// gives how many the passkey has made.
func (d *devices) signed(a *web.Ask, v *seal.Vault, at time.Time, find func(credential string) (identity.Passkey, identity.Person, error)) (int64, error) {
	session, err := d.take(v, at, a.PostFormValue("ask"))
	if err != nil {
		return 0, err
	}
	here, err := d.here(a)
	if err != nil || here == nil {
		return 0, errPasskey
	}
	answer, err := protocol.ParseCredentialRequestResponseBytes([]byte(a.PostFormValue("answer")))
	if err != nil {
		return 0, errPasskey
	}
	var broken error // of the database, not of the signature
	c, err := here.ValidateDiscoverableLogin(func(raw, handle []byte) (webauthn.User, error) {
		k, who, err := find(base64.RawURLEncoding.EncodeToString(raw))
		if err != nil && !errors.Is(err, kheo.ErrNotFound) {
			broken = err
		}
		if err != nil || !bytes.Equal(handle, []byte(who.ID)) {
			return nil, errPasskey
		}
		return holder{who, []identity.Passkey{k}}, nil
	}, session, answer)
	switch {
	case broken != nil:
		return 0, broken
	case err != nil:
		return 0, errPasskey
	case c.Authenticator.CloneWarning:
		return 0, errCopied
	}
	return int64(c.Authenticator.SignCount), nil
}
