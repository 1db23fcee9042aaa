package main

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strings"

	"kheo/identity/identityweb"
)

// oidcFlags name where the office keeps its own accounts.
type oidcFlags struct {
	Issuer string `name:"oidc-issuer" help:"Where staff have accounts already (OpenID Connect); they may sign in by them once linked." placeholder:"URL" env:"KHEO_OIDC_ISSUER"`
	Client string `name:"oidc-client" help:"What it calls this office." placeholder:"ID" env:"KHEO_OIDC_CLIENT"`
	Secret string `name:"oidc-secret-file" help:"File with the secret it gave." placeholder:"FILE" env:"KHEO_OIDC_SECRET_FILE"`
	Home   string `name:"oidc-home" help:"This office's address as staff open it; it sends them back to URL/dang-nhap/co-quan/ve." placeholder:"URL" env:"KHEO_OIDC_HOME"`
	Strong string `name:"oidc-acr" help:"The acr by which it says that a second factor was shown, if amr \"mfa\" is not how." placeholder:"VALUE" env:"KHEO_OIDC_ACR"`
}

// provider is what the flags name; nil when they name none.
func (c oidcFlags) provider() (*identityweb.Provider, error) {
	if c == (oidcFlags{}) {
		return nil, nil
	}
	if c.Issuer == "" || c.Client == "" || c.Secret == "" || c.Home == "" {
		return nil, misuse{errors.New("--oidc-issuer, --oidc-client, --oidc-secret-file and --oidc-home go together")}
	}
	for _, address := range []string{c.Issuer, c.Home} {
		u, err := url.Parse(address)
		if err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.Scheme != "https" && !(u.Scheme == "http" && here(u.Hostname())) {
			return nil, misuse{fmt.Errorf("%s: an address of https, or of http on this machine", address)}
		}
	}
	body, err := os.ReadFile(c.Secret)
	if err != nil {
		return nil, fmt.Errorf("--oidc-secret-file: %w", err)
	}
	secret := strings.TrimSpace(string(body))
	if secret == "" {
		return nil, misuse{fmt.Errorf("%s is empty", c.Secret)}
	}
	return &identityweb.Provider{Issuer: c.Issuer, Client: c.Client, Secret: secret, Home: strings.TrimSuffix(c.Home, "/"), Strong: c.Strong}, nil
}

// here tells whether a host is this machine.
func here(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
