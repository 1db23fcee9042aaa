package identity

import (
	"fmt"
	"testing"
	"time"
)

func TestTriesAreCountedByLoginAndByAddress(t *testing.T) {
	tries := NewTries()
	for n := range loginTries {
		if !tries.Try(at, "lan", fmt.Sprintf("10.0.0.%d", n)) {
			t.Fatalf("try %d for one login was refused", n+1)
		}
	}
	if tries.Try(at, " LAN ", "10.0.1.1") {
		t.Error("the login was tried once too often, spelt otherwise")
	}
	if !tries.Try(at, "minh", "10.0.1.1") {
		t.Error("another login from that address was refused")
	}
	if !tries.Try(at.Add(tryWindow), "lan", "10.0.0.1") {
		t.Error("the window never ends")
	}
}

func TestOneSubscriberCannotTryManyLogins(t *testing.T) {
	tries := NewTries()
	for n := range addressTry {
		if !tries.Try(at, fmt.Sprint("login", n), "2001:db8::/64") {
			t.Fatalf("try %d from one network was refused", n+1)
		}
	}
	if tries.Try(at, "another", "2001:db8::/64") {
		t.Error("a subscriber went round the limit with other logins")
	}
	if !tries.Try(at, "another", "2001:db8:0:1::/64") {
		t.Error("the neighbour was refused")
	}
}

func TestARightPasswordIsForgiven(t *testing.T) {
	tries := NewTries()
	for n := range 3 * addressTry {
		if !tries.Try(at, "lan", "10.0.0.1") {
			t.Fatalf("signing in for the %dth time was refused", n+1)
		}
		tries.Forgive(at, "lan", "10.0.0.1")
	}
}

// A new day has a new key: yesterday's digests say nothing today.
func TestTheKeyIsThrownAwayEveryDay(t *testing.T) {
	tries := NewTries()
	tries.Try(at, "lan", "10.0.0.1")
	before := tries.digest("login", "lan")
	tries.Try(at.Add(24*time.Hour), "lan", "10.0.0.1")
	if tries.digest("login", "lan") == before {
		t.Error("the same digest on two days")
	}
}
