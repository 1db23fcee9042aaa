package web

import (
	"strings"

	"github.com/a-h/templ"

	"kheo"
)

// A Field is one question of a form: label above, help under it, the error
// between help and field. Optional is written, required is not.
type Field struct {
	Name     string
	ID       string // "" for f-NAME; another where two forms of a page ask the same
	Label    string
	Help     string
	Value    string
	Error    string // v.Fault(faults, name)
	Optional bool
	Rows     int      // of an area; 0 is 5
	Type     string   // of a text: "text" when empty, "password", "number" …
	Complete string   // autocomplete
	Keys     string   // the keys a telephone shows: "decimal"
	Options  []Option // of Select, Radio, Checks
	Accept   []string // of a file: media types
	Many     bool     // more than one file
	Small    bool     // a short field: a code, a number
	First    bool     // what the page is for: it has the focus from the start
}

// An Option of a choice.
type Option struct {
	Value, Label, Help string
	Chosen             bool
}

// FieldFor fills what a form already knows: the words by key, the value typed
// and the fault of the field.
func FieldFor(v View, f kheo.Faults, name, labelKey, value string) Field {
	return Field{Name: name, Label: v.T(labelKey), Value: value, Error: v.Fault(f, name)}
}

// With returns the field with its help.
func (f Field) With(help string) Field {
	f.Help = help
	return f
}

// May returns the field as optional.
func (f Field) May() Field {
	f.Optional = true
	return f
}

func (f Field) id() string {
	if f.ID != "" {
		return f.ID
	}
	return "f-" + f.Name
}

func (f Field) kind() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

func (f Field) rows() string { return itoa(max(f.Rows, 2) + 3*b2i(f.Rows == 0)) }

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// attrs tie help and error to the field.
func (f Field) attrs() templ.Attributes {
	a := templ.Attributes{"id": f.id(), "name": f.Name}
	var by []string
	if f.Help != "" {
		by = append(by, f.id()+"-help")
	}
	if f.Error != "" {
		by = append(by, f.id()+"-error")
		a["aria-invalid"] = "true"
	}
	if len(by) > 0 {
		a["aria-describedby"] = strings.Join(by, " ")
	}
	if f.Keys != "" {
		a["inputmode"] = f.Keys
	}
	if f.Complete != "" {
		a["autocomplete"] = f.Complete
	}
	if !f.Optional && f.Type != "search" {
		a["aria-required"] = "true"
	}
	if f.Many {
		a["multiple"] = true
	}
	if f.First {
		a["autofocus"] = true
	}
	if len(f.Accept) > 0 {
		a["accept"] = strings.Join(f.Accept, ",")
	}
	return a
}

// A UnitField asks for a territory by any name it has or had. After a search
// it offers what was found; the chosen id travels in Name, the words in
// Name+"_q".
type UnitField struct {
	Field
	Query string
	Found []Option // Value is the id, Help the rest of the address
}
