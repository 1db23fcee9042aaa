package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"kheo"
	"kheo/internal/db"
)

// An office is a server in a process of its own, and a client to ask it with.
type office struct {
	base   string
	pid    string
	client *http.Client
	stop   func()
}

// serve starts this program as `kheo dev` on what dir holds and waits until it
// answers.
func (c *benchCmd) serve(e *env, dir string) (*office, error) {
	me, err := os.Executable()
	if err != nil {
		return nil, err
	}
	door, err := listen("127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	addr := door.Addr().String()
	door.Close()
	args := []string{"dev", "--keep", dir, "--addr", addr}
	if !strings.HasPrefix(c.DB, "sqlite:") && c.DB != "" {
		args = append(args, "--db", c.DB)
	}
	child := exec.Command(me, args...)
	child.Stderr = e.err
	if err := child.Start(); err != nil {
		return nil, err
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	o := &office{base: "http://" + addr, pid: strconv.Itoa(child.Process.Pid), client: &http.Client{Jar: jar, Transport: &http.Transport{
		MaxIdleConnsPerHost: 4096, MaxIdleConns: 4096, DisableCompression: true, MaxConnsPerHost: 4096}}}
	o.stop = func() {
		child.Process.Signal(os.Interrupt)
		child.Wait()
	}
	for range 600 {
		if err = o.get("/")(e.ctx); err == nil {
			return o, nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	o.stop()
	return nil, fmt.Errorf("the server did not answer: %w", err)
}

// post files by the key that has no limit in the sample.
func (o *office) post(ctx context.Context, place kheo.UnitID) error {
	return o.send(ctx, "/open311/v2/requests.json", url.Values{"api_key": {"dev"}, "service_code": {"drainage"}, "address_id": {string(place)},
		"description": {benchWords}, "client_id": {kheo.NewID(time.Now())}})
}

func (o *office) send(ctx context.Context, path string, form url.Values) error {
	r, err := http.NewRequestWithContext(ctx, "POST", o.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return o.do(r)
}

func (o *office) get(path string) func(context.Context) error {
	return func(ctx context.Context) error {
		r, err := http.NewRequestWithContext(ctx, "GET", o.base+path, nil)
		if err != nil {
			return err
		}
		return o.do(r)
	}
}

func (o *office) do(r *http.Request) error {
	w, err := o.client.Do(r)
	if err != nil {
		return err
	}
	defer w.Body.Close()
	body, err := io.ReadAll(w.Body)
	switch {
	case err != nil:
		return err
	case w.StatusCode == http.StatusServiceUnavailable && w.Header.Get("Retry-After") != "":
		return db.ErrBusy
	case w.StatusCode >= 300:
		return fmt.Errorf("status %d: %.200s", w.StatusCode, body)
	}
	return nil
}
