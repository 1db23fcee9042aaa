// Withpg runs a command with a private PostgreSQL beside it:
//
//	go run ./internal/dbtest/withpg [-must] go test ./...
//
// The server listens on a socket in a temporary directory, keeps nothing, and
// ends with the command. The command finds its address in KHEO_TEST_POSTGRES;
// where that is set already, it is used as it is. PostgreSQL refuses to run as
// root, so then it runs as the user postgres.
package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/signal"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"

	"kheo/internal/db"
	"kheo/internal/dbtest"
)

func main() {
	args := os.Args[1:]
	must := len(args) > 0 && args[0] == "-must"
	if must {
		args = args[1:]
	}
	if len(args) == 0 {
		fmt.Fprintln(os.Stderr, "withpg: name the command to run")
		os.Exit(2)
	}
	code, err := run(must, args)
	if err != nil {
		fmt.Fprintln(os.Stderr, "withpg:", err)
		os.Exit(1)
	}
	os.Exit(code)
}

var errNone = errors.New("no PostgreSQL found (apt-get install postgresql)")

func run(must bool, args []string) (int, error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	address := os.Getenv(dbtest.PostgresEnv)
	if address == "" {
		server, err := start(ctx)
		if errors.Is(err, errNone) && !must {
			fmt.Fprintln(os.Stderr, "withpg:", err, "- going on with SQLite alone")
			return command(ctx, args, "")
		}
		if err != nil {
			return 0, err
		}
		defer server.stop()
		address = server.address
	}
	return command(ctx, args, address)
}

// command runs args and gives their exit code.
func command(ctx context.Context, args []string, address string) (int, error) {
	c := exec.CommandContext(ctx, args[0], args[1:]...)
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, os.Stdout, os.Stderr
	c.Env = append(os.Environ(), dbtest.PostgresEnv+"="+address)
	c.Cancel = func() error { return c.Process.Signal(syscall.SIGTERM) }
	err := c.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode(), nil
	}
	return 0, err
}

// A server is a running PostgreSQL and the directory it lives in.
type server struct {
	cmd     *exec.Cmd
	dir     string
	address string
}

func start(ctx context.Context) (*server, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	who, err := owner()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "kheo-pg-")
	if err != nil {
		return nil, err
	}
	s := &server{dir: dir}
	if who != nil {
		err = os.Chown(dir, int(who.Credential.Uid), int(who.Credential.Gid))
	}
	if err == nil {
		err = s.boot(ctx, bin, who)
	}
	if err != nil {
		s.stop()
		return nil, err
	}
	return s, nil
}

func (s *server) boot(ctx context.Context, bin string, who *syscall.SysProcAttr) error {
	data := filepath.Join(s.dir, "data")
	init := exec.CommandContext(ctx, filepath.Join(bin, "initdb"), "-D", data, "-U", "postgres",
		"--auth=trust", "--locale=C", "--encoding=UTF8", "--no-sync")
	init.SysProcAttr, init.Dir = who, s.dir
	if out, err := init.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	log, err := os.Create(filepath.Join(s.dir, "log"))
	if err != nil {
		return err
	}
	defer log.Close()
	s.cmd = exec.Command(filepath.Join(bin, "postgres"), "-D", data, "-k", s.dir, "-c", "listen_addresses=",
		"-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off", "-c", "max_connections=400")
	s.cmd.SysProcAttr, s.cmd.Dir, s.cmd.Stdout, s.cmd.Stderr = who, s.dir, log, log
	if err := s.cmd.Start(); err != nil {
		s.cmd = nil
		return err
	}
	s.address = "postgres:///postgres?" + url.Values{"host": {s.dir}, "user": {"postgres"}, "sslmode": {"disable"}}.Encode()
	return s.wait(ctx)
}

// wait until the server answers.
func (s *server) wait(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	for {
		d, err := db.Open(ctx, s.address)
		if err == nil {
			return d.Close()
		}
		select {
		case <-ctx.Done():
			log, _ := os.ReadFile(filepath.Join(s.dir, "log"))
			return fmt.Errorf("PostgreSQL does not answer: %w\n%s", err, log)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func (s *server) stop() {
	if s.cmd != nil {
		s.cmd.Process.Signal(syscall.SIGQUIT) // at once: nothing in it is to be kept
		s.cmd.Wait()
	}
	os.RemoveAll(s.dir)
}

// binaries finds the newest server Debian's packages have laid down, or the
// one on the path.
func binaries() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	slices.SortFunc(found, func(a, b string) int { return version(b) - version(a) })
	if len(found) > 0 {
		return filepath.Dir(found[0]), nil
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	return "", errNone
}

func version(initdb string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(initdb))))
	return n
}

// owner is whom the server runs as: the user postgres when we are root.
func owner() (*syscall.SysProcAttr, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, fmt.Errorf("PostgreSQL does not run as root: %w", err)
	}
	uid, _ := strconv.ParseUint(u.Uid, 10, 32)
	gid, _ := strconv.ParseUint(u.Gid, 10, 32)
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, nil
}
