package draft

import (
	"kheo/lang"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"kheo"
)

// stay is how long somebody counts as here after they last saved or looked.
const stay = 2 * time.Minute

// A Room knows who writes in which paper just now. It lives in memory for two
// minutes and is told only to those who write there too: never stored, logged
// or counted, so that nobody can tell from it when somebody worked.
type Room struct {
	mu   sync.Mutex
	seen map[string]map[kheo.PersonID]sign
}

type sign struct {
	title string
	at    time.Time
}

// Enter says that somebody is in a paper and tells the titles of the others.
func (r *Room) Enter(paper string, who kheo.PersonID, title string, now time.Time) []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.seen == nil {
		r.seen = map[string]map[kheo.PersonID]sign{}
	}
	for name, people := range r.seen {
		maps.DeleteFunc(people, func(_ kheo.PersonID, s sign) bool { return now.Sub(s.at).Abs() > stay })
		if len(people) == 0 {
			delete(r.seen, name)
		}
	}
	if r.seen[paper] == nil {
		r.seen[paper] = map[kheo.PersonID]sign{}
	}
	r.seen[paper][who] = sign{title, now}
	var others []string
	for id, s := range r.seen[paper] {
		if id != who {
			others = append(others, s.title)
		}
	}
	slices.Sort(others)
	return others
}

// Here is who else writes in a paper just now, in one sentence; "" for nobody.
func Here(l lang.Lang, others []string) string {
	if len(others) == 0 {
		return ""
	}
	return l.T("draft.here", "who", strings.Join(others, ", "))
}
