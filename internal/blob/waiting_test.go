package blob

import (
	"errors"
	"testing"
	"time"

	"kheo"
)

func TestWhatWaitsIsBoundedAndTidied(t *testing.T) {
	w, err := OpenWaiting(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	w.files, w.bytes = 2, 100
	first, err := w.Put([]byte("một"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Put(make([]byte, 98)); !errors.Is(err, ErrFull) {
		t.Errorf("more bytes than may wait: %v", err)
	}
	if _, err := w.Put([]byte("hai")); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Put([]byte("ba")); !errors.Is(err, ErrFull) {
		t.Errorf("one more than may wait: %v", err)
	}
	if n, err := w.Tidy(time.Now().Add(-time.Hour)); n != 0 || err != nil {
		t.Errorf("tidied too early: %d, %v", n, err)
	}
	if n, err := w.Tidy(time.Now().Add(time.Hour)); n != 2 || err != nil {
		t.Errorf("tidied %d, %v", n, err)
	}
	if _, err := w.Get(first); !errors.Is(err, kheo.ErrNotFound) {
		t.Errorf("it is there still: %v", err)
	}
	if _, err := w.Put([]byte("ba")); err != nil {
		t.Errorf("room again: %v", err)
	}
}
