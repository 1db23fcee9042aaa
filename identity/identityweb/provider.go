package identityweb

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"kheo"
	"kheo/identity"
	"kheo/internal/seal"
)

// back is where the provider sends people back to, in one language: the whole
// address is registered there, and none but it is sent.
const back = "/dang-nhap/co-quan/ve"

// How long one may stay at the provider, and how long it may take to answer.
const (
	awayFor = 10 * time.Minute
	askFor  = 5 * time.Second
)

// Why somebody who comes back is not let in, in the log's one word.
var (
	errDown  = errors.New("office-down")  // the provider does not answer
	errState = errors.New("office-state") // this browser did not leave from here just now
	errCode  = errors.New("office-code")  // the provider does not take its code
	errToken = errors.New("office-token") // what it says is not true, or not for here
)

// A Provider keeps the office's own accounts and tells by OpenID Connect who
// somebody is there. Who that is here was said beforehand: see identity.Link.
type Provider struct {
	Issuer, Client, Secret string
	Home                   string // "https://kheo.tayninh.example": this office, as staff open it
	Strong                 string // the acr that says a second factor was shown, if the provider uses one

	mu    sync.Mutex
	found *oidc.Provider
}

// discover asks the provider what it is until it was answered once.
func (o *Provider) discover(ctx context.Context) (*oidc.Provider, error) {
	o.mu.Lock()
	found := o.found
	o.mu.Unlock()
	if found != nil {
		return found, nil
	}
	found, err := oidc.NewProvider(o.asking(ctx), o.Issuer)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errDown, err)
	}
	o.mu.Lock()
	o.found = found
	o.mu.Unlock()
	return found, nil
}

func (o *Provider) asking(ctx context.Context) context.Context {
	return oidc.ClientContext(ctx, &http.Client{Timeout: askFor})
}

func (o *Provider) config(found *oidc.Provider) oauth2.Config {
	return oauth2.Config{ClientID: o.Client, ClientSecret: o.Secret, Endpoint: found.Endpoint(), RedirectURL: o.Home + back, Scopes: []string{oidc.ScopeOpenID}}
}

// An away is what a browser keeps, sealed, while its holder is at the provider.
type away struct {
	State, Nonce, Verifier string
	Next                   string
	English                bool
	For                    kheo.PersonID // who ties their account; "" signs in
	Until                  int64
}

const awayPlace = "identity_link/away"

// leave is the address at the provider to go to, and what to keep meanwhile.
func (o *Provider) leave(ctx context.Context, v *seal.Vault, at time.Time, w away) (address, sealed string, err error) {
	found, err := o.discover(ctx)
	if err != nil {
		return "", "", err
	}
	w.State, w.Nonce, w.Verifier, w.Until = rand.Text(), rand.Text(), oauth2.GenerateVerifier(), at.Add(awayFor).UnixMicro()
	plain, err := json.Marshal(w)
	if err != nil {
		return "", "", err
	}
	config, more := o.config(found), []oauth2.AuthCodeOption{oidc.Nonce(w.Nonce), oauth2.S256ChallengeOption(w.Verifier)}
	if o.Strong != "" {
		more = append(more, oauth2.SetAuthURLParam("acr_values", o.Strong))
	}
	sealed, err = v.Seal(awayPlace, string(plain))
	return config.AuthCodeURL(w.State, more...), sealed, err
}

// returned opens what the browser kept, if it is of this leave and not too old.
func returned(v *seal.Vault, at time.Time, sealed, state string) (away, error) {
	plain, err := v.Unseal(awayPlace, sealed)
	if err != nil {
		return away{}, errState
	}
	var w away
	if err := json.Unmarshal([]byte(plain), &w); err != nil {
		return away{}, errState
	}
	if at.UnixMicro() > w.Until || subtle.ConstantTimeCompare([]byte(w.State), []byte(state)) != 1 {
		return w, errState
	}
	return w, nil
}

// account takes the code to the provider and reads who came with it; strong
// tells that a second factor was shown there.
func (o *Provider) account(ctx context.Context, at func() time.Time, w away, code string) (a identity.Account, strong bool, err error) {
	found, err := o.discover(ctx)
	if err != nil {
		return a, false, err
	}
	config := o.config(found)
	token, err := config.Exchange(o.asking(ctx), code, oauth2.VerifierOption(w.Verifier))
	if refused, ok := errors.AsType[*oauth2.RetrieveError](err); ok && refused.Response.StatusCode < http.StatusInternalServerError {
		return a, false, errCode
	}
	if err != nil {
		return a, false, fmt.Errorf("%w: %w", errDown, err)
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := found.VerifierContext(o.asking(ctx), &oidc.Config{ClientID: o.Client, Now: at}).Verify(ctx, raw)
	if err != nil {
		return a, false, fmt.Errorf("%w: %w", errToken, err)
	}
	var says struct {
		AZP string   `json:"azp"`
		ACR string   `json:"acr"`
		AMR []string `json:"amr"`
	}
	if err := id.Claims(&says); err != nil {
		return a, false, fmt.Errorf("%w: %w", errToken, err)
	}
	foreign := says.AZP != "" && says.AZP != o.Client || len(id.Audience) > 1 && says.AZP == ""
	if foreign || id.Subject == "" || subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(w.Nonce)) != 1 {
		return a, false, errToken
	}
	strong = slices.Contains(says.AMR, "mfa") || o.Strong != "" && says.ACR == o.Strong
	return identity.Account{Issuer: id.Issuer, Subject: id.Subject}, strong, nil
}
