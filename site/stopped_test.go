package site_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/search"
	"kheo/site"
)

// asks sends a request to the office and gives status and body.
func asks(s *site.Site, method, path string, form url.Values) (int, string) {
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

// sownIn is a sample office in a directory, closed again.
func sownIn(t *testing.T, dir string) {
	t.Helper()
	s := mustReopen(t, dir, "")
	if err := site.Seed(t.Context(), s, func(int, int, string) {}); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.Planted(t.Context()), s.Settle(t.Context()), s.Close()); err != nil {
		t.Fatal(err)
	}
}

var pothole = url.Values{"words": {"Duong truoc truong mau giao lo ga sau lam"}, "place": {"xa tan chanh can duoc"}, "hamlet": {"Ấp Đình"},
	"category": {"road"}, "seen": {"yes"}, "client": {"0197be86-84d1-755f-b08d-db16cf733d57"}}

// On a small disk that fills up, what cannot be kept is refused in words, with
// what was typed still in the page; pages go on being read; and what is there
// is whole.
func TestAFullDisk(t *testing.T) {
	t.Parallel()
	disk := smallDisk(t, "24m")
	sownIn(t, disk)
	s := mustReopen(t, disk, "")
	defer s.Close()
	if err := os.WriteFile(filepath.Join(disk, "fill"), make([]byte, 64<<20), 0o600); !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("the disk did not fill up: %v", err)
	}
	var refused string
	kept := 0
	for n := 0; refused == "" && n < 5000; n++ {
		form := url.Values{}
		for k, v := range pothole {
			form[k] = v
		}
		form.Set("client", kheo.NewID(time.Now()))
		status, body := asks(s, "POST", "/phan-anh/moi/viet", form)
		switch status {
		case http.StatusSeeOther, http.StatusOK:
			kept++
		case http.StatusServiceUnavailable:
			refused = body
		default:
			t.Fatalf("filing on a full disk: %d\n%s", status, body)
		}
	}
	if refused == "" {
		t.Fatalf("%d were kept on a full disk", kept)
	}

	for _, want := range []string{"Lúc này nơi nhận chưa ghi được", "Chưa có gì được ghi", "Duong truoc truong mau giao"} {
		if !strings.Contains(refused, want) {
			t.Errorf("the refusal does not say %q", want)
		}
	}
	for _, path := range []string{"/", "/phan-anh", "/viec-no-dan", "/xa-cu?q=tan+chanh", "/healthz"} {
		if status, _ := asks(s, "GET", path, nil); status != http.StatusOK {
			t.Errorf("reading %s on a full disk: %d", path, status)
		}
	}
	if err := os.Remove(filepath.Join(disk, "fill")); err != nil {
		t.Fatal(err)
	}
	if status, body := asks(s, "POST", "/phan-anh/moi/viet", pothole); status != http.StatusOK && status != http.StatusSeeOther {
		t.Errorf("with room again: %d\n%s", status, body)
	}
	wholeOffice(t, s)
}

// wholeOffice asks the engine whether its file is whole, and holds the tables
// and the ledger against each other.
func wholeOffice(t *testing.T, s *site.Site) {
	t.Helper()
	if err := s.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	err := s.DB.Read(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		said, err := db.All(ctx, tx, db.Value[string], `pragma integrity_check`)
		if err != nil || strings.Join(said, " ") != "ok" {
			t.Errorf("the file: %v %v", said, err)
		}
		for _, text := range torn {
			if n, err := db.One(ctx, tx, db.Value[int64], text); err != nil || n > 0 {
				t.Errorf("%d halves: %s (%v)", n, text, err)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	wholeLedger(t, s.DB, s.Ledger, nil)
}

// smallDisk mounts a disk of its own; where that is not allowed the test says
// so and is skipped.
func smallDisk(t *testing.T, size string) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size="+size); err != nil {
		t.Skipf("NOT TRIED: a disk of its own cannot be mounted here (%v); run as root", err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, syscall.MNT_DETACH) })
	return dir
}

// An office on a disk that is read only does not start, and says why.
func TestADiskThatIsReadOnly(t *testing.T) {
	t.Parallel()
	disk := smallDisk(t, "48m")
	sownIn(t, disk)
	if err := syscall.Mount("tmpfs", disk, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	s, err := reopen(t.Context(), disk, "")
	if err == nil {
		defer s.Close()
		status, body := asks(s, "POST", "/phan-anh/moi/viet", pothole)
		if status != http.StatusServiceUnavailable || !strings.Contains(body, "Lúc này nơi nhận chưa ghi được") {
			t.Errorf("filing on a read-only disk: %d", status)
		}
		return
	}
	if !errors.Is(err, db.ErrStopped) {
		t.Errorf("started on a read-only disk: %v", err)
	}
}

// One page of the file is overwritten. What needs it is refused in words and
// told to the log; all else is read and written; and the copy of the day before
// is what mends it.
func TestADamagedPage(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	sownIn(t, dir)
	scribble(t, filepath.Join(dir, "kheo.db"), "model_model")
	folder, err := site.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	s, err := site.New(t.Context(), site.Options{Folder: folder, Dev: true, Now: time.Now, Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatalf("one damaged page keeps the office shut: %v", err)
	}
	defer s.Close()
	status, body := asks(s, "GET", "/mo-hinh", nil)
	if status != http.StatusInternalServerError || !strings.Contains(body, "Một phần sổ bị hỏng trên ổ đĩa") {
		t.Errorf("the page that needs it: %d\n%s", status, body)
	}
	if !strings.Contains(log.String(), db.ErrDamaged.Error()) {
		t.Errorf("the log says %s", log.String())
	}
	for _, path := range []string{"/phan-anh", "/viec-no-dan", "/kiem-tra", "/so-chung/dong"} {
		if status, _ := asks(s, "GET", path, nil); status != http.StatusOK {
			t.Errorf("reading %s beside a damaged page: %d", path, status)
		}
	}
	if status, _ := asks(s, "POST", "/phan-anh/moi/viet", pothole); status != http.StatusOK && status != http.StatusSeeOther {
		t.Errorf("filing beside a damaged page: %d", status)
	}
	var hits []search.Hit
	err = s.DB.Read(t.Context(), func(ctx context.Context, tx *db.Tx) (err error) {
		hits, err = search.Find(ctx, tx, search.Query{Words: "cống", Scopes: []string{search.Public}})
		return err
	})
	if err != nil || len(hits) == 0 {
		t.Errorf("searching beside a damaged page: %d hits, %v", len(hits), err)
	}
}

// scribble overwrites the first page of a table.
func scribble(t *testing.T, file, table string) {
	t.Helper()
	d, err := sql.Open("sqlite", "file:"+file)
	if err != nil {
		t.Fatal(err)
	}
	var page, size int64
	err = errors.Join(
		d.QueryRow(`select rootpage from sqlite_master where name = $1`, table).Scan(&page),
		d.QueryRow(`pragma page_size`).Scan(&size), d.Close())
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.WriteAt(bytes.Repeat([]byte{0xa5}, int(size)), (page-1)*size)
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
}

// A clock that jumps back an hour or forward a year and back: what is written
// keeps its order, the ledger never goes back, and nobody's day is lost.
func TestAClockThatJumps(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	sownIn(t, dir)
	now := time.Now()
	folder, err := site.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	s, err := site.New(t.Context(), site.Options{Folder: folder, Dev: true, Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	size := int64(0)
	for _, jump := range []time.Duration{0, -time.Hour, 365 * 24 * time.Hour, -366 * 24 * time.Hour, 25 * time.Hour} {
		now = now.Add(jump)
		form := url.Values{}
		for k, v := range pothole {
			form[k] = v
		}
		form.Set("client", kheo.NewID(now))
		form.Set("words", fmt.Sprintf("Cau go ap 5 gay lan can, lan thu %d", size))
		status, body := asks(s, "POST", "/phan-anh/moi/viet", form)
		if status != http.StatusOK && status != http.StatusSeeOther {
			t.Fatalf("filing after a jump of %s: %d\n%s", jump, status, body)
		}
		wholeOffice(t, s)
		head := int64(0)
		err := s.DB.Read(t.Context(), func(ctx context.Context, tx *db.Tx) (err error) {
			head, err = db.One(ctx, tx, db.Value[int64], `select size from ledger_head`)
			return err
		})
		if err != nil || head <= size {
			t.Errorf("after a jump of %s the ledger has %d entries, before %d (%v)", jump, head, size, err)
		}
		size = head
		if status, _ := asks(s, "GET", "/ban-viec", nil); status >= 500 {
			t.Errorf("the desk after a jump of %s: %d", jump, status)
		}
	}
}
