// Kheo runs an office: the pages, the doors, the ledger, and the papers.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
)

// Exit codes.
const (
	done   = 0
	failed = 1
	usage  = 2
)

type commands struct {
	Dev     devCmd     `cmd:"" help:"Run a seeded sample office on throw-away data, with one-click sign-in."`
	Serve   serveCmd   `cmd:"" help:"Serve an office."`
	Migrate migrateCmd `cmd:"" help:"Bring an office's tables up to date."`
	Admin   adminCmd   `cmd:"" help:"Look after who may sign in."`
	Key     keyCmd     `cmd:"" help:"Give another program a key to file concerns with, or take it back."`
	Import  importCmd  `cmd:"" help:"Load lists of units, of events or of holidays over the compiled ones."`
	Report  reportCmd  `cmd:"" help:"Write a signed paper to a file, byte for byte."`
	Verify  verifyCmd  `cmd:"" help:"Check receipts offline against the key of an office, and printed lines against its log."`
	Witness witnessCmd `cmd:"" help:"Say whose co-signatures under the ledger count."`
	Backup  backupCmd  `cmd:"" help:"Keep a copy of an office as it stands now, while it is served; the keys are kept apart."`
	Restore restoreCmd `cmd:"" help:"Put an office back as it stood at a moment, into an empty directory."`
	Bench   benchCmd   `cmd:"" help:"Measure this machine: durable writes, filings, pages."`
}

// where names an office's data.
type where struct {
	Data string `help:"Directory with the office's settings, files and keys." default:"kheo-data" placeholder:"DIR" env:"KHEO_DATA"`
	DB   string `name:"db" help:"Database, sqlite:PATH or postgres://…; without it, kheo.db in the data directory." placeholder:"ADDRESS" env:"KHEO_DB"`
}

// An env is what a command may touch of the world outside.
type env struct {
	ctx      context.Context
	in       io.Reader
	out, err io.Writer
}

// A misuse is an error of the one who typed the command.
type misuse struct{ error }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(&env{ctx, os.Stdin, os.Stdout, os.Stderr}, os.Args[1:])
	stop()
	os.Exit(code)
}

func run(e *env, args []string) int {
	exited := -1
	parser, err := kong.New(&commands{},
		kong.Name("kheo"),
		kong.Description("Nghe dân nói · nói dân hiểu · làm dân tin."),
		kong.Writers(e.out, e.err),
		kong.Exit(func(code int) { exited = code }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
	if err != nil {
		return say(e, err)
	}
	command, err := parser.Parse(args)
	if exited >= 0 { // --help
		return exited
	}
	if err != nil {
		return say(e, misuse{fmt.Errorf("%w (kheo --help lists what there is)", err)})
	}
	return say(e, command.Run(e))
}

// say writes an error as one line, telling what to mend, and gives the code.
func say(e *env, err error) int {
	if err == nil {
		return done
	}
	fmt.Fprintln(e.err, "kheo:", strings.Join(strings.Fields(plain(err)), " "))
	if _, ok := errors.AsType[misuse](err); ok {
		return usage
	}
	return failed
}
