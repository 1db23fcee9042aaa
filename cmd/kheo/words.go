package main

import (
	"errors"
	"fmt"
	"strings"

	"kheo"
	"kheo/lang"
	"kheo/model"
	"kheo/unit"
)

// plain is an error in words: faults and bad rows carry keys of package lang.
func plain(err error) string {
	if faults, ok := errors.AsType[kheo.Faults](err); ok {
		list := make([]string, len(faults))
		for i, f := range faults {
			list[i] = f.Field + ": " + lang.EN.T(f.Key, f.Args...)
		}
		return strings.Join(list, "; ")
	}
	if rows, ok := errors.AsType[model.BadRows](err); ok {
		list := make([]string, len(rows))
		for i, r := range rows {
			list[i] = fmt.Sprintf("line %d: %s", r.Line, plain(r.Faults))
		}
		return strings.Join(list, "\n  ")
	}
	if rows, ok := errors.AsType[unit.BadRows](err); ok {
		if len(rows) == 1 {
			return plain(rows[0])
		}
		return fmt.Sprintf("%s (and %d more rows)", plain(rows[0]), len(rows)-1)
	}
	if row, ok := errors.AsType[unit.BadRow](err); ok {
		return fmt.Sprintf("%s line %d, column %s: %s", row.File, row.Line, row.Column, lang.EN.T(row.Key, row.Args...))
	}
	return err.Error()
}
