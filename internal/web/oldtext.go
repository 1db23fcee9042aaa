package web

import (
	"maps"
	"slices"

	"kheo/internal/oldtext"
)

// oldField carries the reader's choice: an encoding, or oldKeep.
const (
	oldField = "oldtext"
	oldKeep  = "keep"
)

// An older is a form with text in a font or code page of before Unicode: what
// it was and would become is shown, and nothing is done until a person chose.
type older struct {
	kept
	oldtext.Finding
	words string // those that are old, one field under the other
}

// Error says what the form waits for.
func (older) Error() string { return "the form holds text of an old encoding: waiting for a choice" }

// AskOld asks about old text that a handler has read out of a file into a field:
// what it returns is the handler's error. The file is not asked for again.
func (a *Ask) AskOld(field, file, words string) error {
	a.PostForm.Set(field, words)
	delete(a.files, file)
	return a.readOld()
}

// readOld asks about old text in a page's form, or does what was chosen. Forms
// that carry a secret, and those of programs, are left as they are.
func (a *Ask) readOld() error {
	chosen := a.PostForm.Get(oldField)
	delete(a.PostForm, oldField)
	delete(a.Form, oldField)
	if a.route.EN == "" || chosen == oldKeep || slices.ContainsFunc(slices.Collect(maps.Keys(a.PostForm)), isSecret) {
		return nil
	}
	if e := oldtext.Encoding(chosen); slices.Contains(oldtext.Encodings(), e) {
		oldtext.ConvertForm(e, a.PostForm)
		maps.Copy(a.Form, a.PostForm)
		return nil
	}
	o := older{}
	if o.words, o.Finding = oldtext.LookForm(a.PostForm); !o.Old() {
		return nil
	}
	o.kept = kept{Action: a.URL.RequestURI(), Values: keptValues(a.PostForm), Files: slices.Sorted(maps.Keys(a.files))}
	return o
}

// choice offers each reading by what the text would become; only a certain one
// is chosen from the start.
func (o older) choice(v View) Field {
	f := Field{Name: oldField, Label: v.T("web.old.choose")}
	list := o.Encodings
	if slices.Contains(list, oldtext.TCVN3) {
		list = append(slices.Clone(list), oldtext.TCVN3Caps)
	}
	for _, e := range list {
		f.Options = append(f.Options, Option{Value: string(e), Label: v.T("web.old." + string(e)), Help: oldtext.Excerpt(oldtext.Convert(e, o.words))})
	}
	f.Options = append(f.Options, Option{Value: oldKeep, Label: v.T("web.old.keep"), Help: oldtext.Excerpt(o.words)})
	if o.Sure {
		f.Value = string(o.Encodings[0])
	}
	return f
}

func (o older) page(v View) Page {
	return Page{Title: v.T("web.old.title"), Body: o.body(v), Private: true}
}

// OldTextPage is the question about a form's old text, for specimens.
func OldTextPage(v View, words string) Page {
	o := older{words: words, Finding: oldtext.Look(words), kept: kept{Action: "/", Values: []keptValue{{"words", words}}, Files: []string{"photo"}}}
	return o.page(v)
}
