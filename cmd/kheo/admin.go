package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"kheo/identity"
	"kheo/internal/db"
	"kheo/site"
)

type adminCmd struct {
	Add adminAddCmd `cmd:"" help:"Add an administrator; the first person of an office is made this way."`
}

type adminAddCmd struct {
	where
	Login string `arg:"" help:"What they sign in with: letters, digits, dots."`
	Title string `help:"How pages name them." default:"Quản trị" placeholder:"TEXT"`
	Stdin bool   `name:"password-stdin" help:"Read the password from the standard input, one line, instead of making one."`
}

// Run adds the person and prints the password it made.
func (c *adminAddCmd) Run(e *env) error {
	password := rand.Text()[:20] // a hundred bits
	if c.Stdin {
		line, err := bufio.NewReader(e.in).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		password = strings.TrimRight(line, "\r\n")
	}
	if err := identity.CheckPassword(password); err != nil {
		return err
	}
	kept := identity.NewHasher().Hash(password)
	d, _, err := c.open(e.ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := site.Migrate(e.ctx, d); err != nil {
		return err
	}
	err = d.Write(e.ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := identity.AddAdmin(ctx, tx, time.Now(), identity.New{Login: c.Login, Title: c.Title, Password: kept})
		return err
	})
	if err != nil {
		return err
	}
	if c.Stdin {
		_, err = fmt.Fprintf(e.out, "%s may sign in\n", c.Login)
		return err
	}
	_, err = fmt.Fprintf(e.out, "%s may sign in with this password, shown once: %s\n", c.Login, password)
	return err
}
