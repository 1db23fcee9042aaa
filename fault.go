package kheo

import (
	"errors"
	"strings"
)

// The kinds of error a visitor can meet; package internal/web maps each to its
// HTTP status. What one may not see is not found.
var (
	ErrNotFound  = errors.New("not found")
	ErrForbidden = errors.New("forbidden")
	ErrConflict  = errors.New("conflict")
)

// A Wrong is a move that the life cycle does not allow from the state the
// thing is in. It is an ErrConflict and says what is possible.
type Wrong struct {
	From     string
	To       string
	Possible []string
}

// Error tells the move and the states possible.
func (w Wrong) Error() string {
	return "from " + w.From + " to " + w.To + ": possible: " + strings.Join(w.Possible, ", ")
}

// Is makes a Wrong an ErrConflict.
func (w Wrong) Is(target error) bool { return target == ErrConflict }

// A Fault is one thing to mend in a form: the field, and the message's key in
// package lang with its parameters, "name", value, "name", value.
type Fault struct {
	Field string
	Key   string
	Args  []any
}

// Faults are all the things to mend in one form. A form is checked whole.
type Faults []Fault

// Error lists field: key, for the log.
func (f Faults) Error() string {
	parts := make([]string, len(f))
	for i, x := range f {
		parts[i] = x.Field + ": " + x.Key
	}
	return strings.Join(parts, "; ")
}

// Need adds a fault unless ok.
func (f *Faults) Need(ok bool, field, key string, args ...any) {
	if !ok {
		*f = append(*f, Fault{Field: field, Key: key, Args: args})
	}
}

// On returns the first fault of a field, if it has one.
func (f Faults) On(field string) (Fault, bool) {
	for _, x := range f {
		if x.Field == field {
			return x, true
		}
	}
	return Fault{}, false
}

// Err is nil when nothing needs mending, else the Faults.
func (f Faults) Err() error {
	if len(f) == 0 {
		return nil
	}
	return f
}
