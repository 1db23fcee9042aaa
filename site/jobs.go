package site

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"kheo"
	"kheo/calendar"
	"kheo/concern"
	"kheo/internal/db"
	"kheo/internal/job"
	"kheo/internal/search"
	"kheo/matter"
	"kheo/model"
	"kheo/verdict"
)

// jobs are what happens by itself.
func (s *Site) jobs() []job.Job {
	return slices.Concat(s.Beside, []job.Job{
		s.Ledger.Job(s.Now),
		s.tidy(),
		{Name: "rising", Every: 15 * time.Minute, Run: func(ctx context.Context) error { return s.raised(ctx, s.Now()) }},
		{Name: "photos", Every: 10 * time.Minute, Run: func(context.Context) error {
			_, err := s.waiting.Tidy(time.Now().Add(-2 * time.Hour)) // the files' own time, whatever day the sample stands on
			return err
		}},
		{Name: "search.rebuild", Every: time.Minute, Run: s.refind},
		{Name: "counts", Every: 5 * time.Second, Run: func(ctx context.Context) error { return s.DB.Read(ctx, s.renew) }},
		{Name: "matter.days", Every: time.Minute, Run: func(ctx context.Context) error { return s.days(ctx, s.Now()) }},
	})
}

// tidy keeps the search index in few pieces, unless nothing was written.
func (s *Site) tidy() job.Job {
	seen := int64(-1)
	return job.Job{Name: "search", Every: time.Minute, Run: func(ctx context.Context) error {
		if s.DB.Writes() == seen {
			return nil
		}
		err := s.DB.Write(ctx, search.Tidy)
		seen = s.DB.Writes()
		return err
	}}
}

// findAgain are those who put their texts into the search anew, in an order
// that does not change: a rebuild that was stopped goes on where it was.
// Concerns come before the answers to them, which take their titles.
var findAgain = []search.Source{concern.FindAgain, matter.FindAgain, model.FindAgain}

// refind puts everything into the search anew where the rules for it have
// changed since that was done last. The office goes on meanwhile: three parts of
// the time are left to those who wait for a page.
func (s *Site) refind(ctx context.Context) error {
	for more := true; more; {
		from := time.Now()
		err := s.DB.Write(db.Patient(ctx), func(ctx context.Context, tx *db.Tx) (err error) {
			more, err = search.Rebuild(ctx, tx, findAgain)
			return err
		})
		if err != nil || !more {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(3 * time.Since(from)):
		}
	}
	return nil
}

// days is what the passing of time does to matters: pauses reach their cap, the
// time to speak ends, those above are told, and a day that the calendar learned
// late moves the days that stand on it.
func (s *Site) days(ctx context.Context, at time.Time) error {
	who := kheo.Caller{At: at}
	if err := s.recount(ctx, who); err != nil {
		return fmt.Errorf("days counted anew: %w", err)
	}
	for _, x := range []struct {
		what string
		do   func(context.Context, *db.Tx, kheo.Caller) (int, error)
	}{{"pauses", matter.ResumeDue}, {"time to speak", verdict.LapseDue}, {"escalation", matter.Escalate}} {
		for n := 1; n > 0; {
			err := s.DB.Write(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
				n, err = x.do(ctx, tx, who)
				return err
			})
			if err != nil {
				return fmt.Errorf("%s: %w", x.what, err)
			}
		}
	}
	return nil
}

// recount counts the days of open matters anew when a calendar was edited, or a
// place began to follow another, since this process last did, or in the week before it started: an edit and
// a stop may have come together.
func (s *Site) recount(ctx context.Context, who kheo.Caller) error {
	var all calendar.Calendars
	var edited time.Time
	var said []calendar.Edition
	if s.counted.IsZero() {
		s.counted = who.At.AddDate(0, 0, -7)
	}
	err := s.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		if edited, err = calendar.Edited(ctx, tx); err != nil {
			return err
		}
		if said, err = calendar.Since(ctx, tx, s.counted); err != nil {
			return err
		}
		all, err = calendar.All(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	if !edited.After(s.counted) {
		return nil
	}
	for after, first := "", true; first || after != ""; first = false {
		err := s.DB.Write(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
			_, after, err = matter.Redue(ctx, tx, who, recounted(all, said), after)
			return err
		})
		if err != nil {
			return err
		}
	}
	s.counted = edited
	return nil
}

// mostNames is how many days a moved day names.
const mostNames = 3

// recounted gives the calendar of a place, and why its days are counted anew: the
// days that were announced on it, by name, each once, the first first; or it
// follows another.
func recounted(all calendar.Calendars, said []calendar.Edition) func(kheo.UnitID) (calendar.Calendar, string, string) {
	return func(place kheo.UnitID) (calendar.Calendar, string, string) {
		c := all.Of(place)
		var names []string
		for _, e := range slices.Backward(said) {
			if c.Follows(e.Calendar) && !slices.Contains(names, e.Name) && len(names) < mostNames {
				names = append(names, e.Name)
			}
		}
		if len(names) == 0 {
			return c, "calendar", ""
		}
		return c, "holiday", strings.Join(names, ", ")
	}
}

// Tick does at once what the jobs do by themselves at that moment.
func (s *Site) Tick(ctx context.Context, at time.Time) error {
	if err := s.days(ctx, at); err != nil {
		return err
	}
	if err := s.raised(ctx, at); err != nil {
		return err
	}
	return s.settle(ctx, at)
}
