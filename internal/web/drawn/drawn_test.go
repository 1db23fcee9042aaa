package drawn

import (
	"errors"
	"testing"
	"time"
)

func TestAPageIsGoodWhileNothingIsWritten(t *testing.T) {
	var s Pages
	now := time.Unix(1000, 0)
	page := New("text/html", []byte("trang"))
	s.Keep("a", page, 7, now)
	for _, c := range []struct {
		name   string
		key    string
		writes int64
		at     time.Time
		want   bool
	}{
		{"at once", "a", 7, now, true},
		{"a little later", "a", 7, now.Add(goodFor / 2), true},
		{"a second later", "a", 7, now.Add(goodFor), false},
		{"after a write", "a", 8, now, false},
		{"another page", "b", 7, now, false},
	} {
		if got, ok := s.Get(c.key, c.writes, c.at); ok != c.want || ok && got != page {
			t.Errorf("%s: %v, want %v", c.name, ok, c.want)
		}
	}
	for i := range 3 * most {
		s.Keep(string(rune('A'+i)), page, 7, now)
	}
	if n := len(s.kept); n > most {
		t.Errorf("%d pages kept, at most %d", n, most)
	}
}

func TestCountingTakesAFiftiethOfTheTime(t *testing.T) {
	var s Counts[int]
	at := time.Unix(1000, 0)
	now := func() time.Time { return at }
	counted := 0
	count := func() (int, error) {
		counted++
		at = at.Add(100 * time.Millisecond)
		return counted, nil
	}
	for writes := range int64(100) { // something is written a hundred times in ten seconds
		if _, err := s.Count("a", writes, now, count); err != nil {
			t.Fatal(err)
		}
		at = at.Add(100 * time.Millisecond)
	}
	if counted < 2 || counted > 3 {
		t.Errorf("counted %d times in ten seconds, each a tenth of a second", counted)
	}
	broken := errors.New("broken")
	if _, err := s.Count("b", 1, now, func() (int, error) { return 0, broken }); !errors.Is(err, broken) {
		t.Errorf("err = %v", err)
	}
	if got, err := s.Count("b", 1, now, func() (int, error) { return 5, nil }); got != 5 || err != nil {
		t.Errorf("after an error: %d, %v", got, err)
	}
}
