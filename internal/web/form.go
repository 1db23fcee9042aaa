package web

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"kheo"
)

// The most a form may carry beside its files, and how much of a body is read
// to the end, so that a file too large costs the file and not the form.
const (
	formLimit  = 1 << 20
	drainTimes = 8
)

// A File is what a form carried in a file field. The zero File: none.
type File struct {
	Name string // as the sender called it, without folders
	Type string // the media type that its content shows
	Data []byte
}

// upload is a file as it came in.
type upload struct {
	name string
	data []byte
	over bool // larger than the route takes; data is empty
}

// readForm reads the body of a POST within the route's limits.
func (a *Ask) readForm(w http.ResponseWriter) error {
	kind, _, err := mime.ParseMediaType(a.Header.Get("Content-Type"))
	if a.Header.Get("Content-Type") != "" && (err != nil || kind != "multipart/form-data" && kind != "application/x-www-form-urlencoded") {
		return fmt.Errorf("form: %w", errKind)
	}
	limit := int64(formLimit)
	if a.route.Upload > 0 && kind == "multipart/form-data" {
		limit += drainTimes * a.route.Upload
	}
	a.Body = http.MaxBytesReader(w, a.Body, limit)
	if kind == "multipart/form-data" {
		return a.readParts()
	}
	if err := a.ParseForm(); err != nil {
		return bodyError(err)
	}
	return nil
}

// errBody is a form that cannot be read as one, errKind a body that says it is
// none.
var (
	errBody = errors.New("the body is not a form")
	errKind = errors.New("the body says it is no form")
)

func bodyError(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return err
	}
	return fmt.Errorf("%w: %w", errBody, err)
}

// readParts reads a multipart form part by part: a file too large is read past
// and remembered as such, so that the rest of the form is kept.
func (a *Ask) readParts() error {
	parts, err := a.MultipartReader()
	if err != nil {
		return bodyError(err)
	}
	values := url.Values{}
	a.files = map[string][]upload{}
	left := int64(formLimit)
	for {
		p, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return bodyError(err)
		}
		if p.FileName() != "" {
			err = a.readFile(p)
		} else if p.Header.Get("Content-Type") == "" { // an empty file field has a type and no name
			err = readValue(p, values, &left)
		}
		if err != nil {
			return bodyError(err)
		}
	}
	a.PostForm, a.MultipartForm = values, &multipart.Form{Value: values}
	a.Form = a.URL.Query()
	for name, v := range values {
		a.Form[name] = append(slices.Clone(v), a.Form[name]...)
	}
	return nil
}

func readValue(p *multipart.Part, values url.Values, left *int64) error {
	b, err := io.ReadAll(io.LimitReader(p, *left+1))
	if err != nil {
		return err
	}
	if *left -= int64(len(b)); *left < 0 {
		return &http.MaxBytesError{Limit: formLimit}
	}
	values.Add(p.FormName(), string(b))
	return nil
}

func (a *Ask) readFile(p *multipart.Part) error {
	b, err := io.ReadAll(io.LimitReader(p, a.route.Upload+1))
	if err != nil {
		return err
	}
	u := upload{name: baseName(p.FileName()), data: b}
	if int64(len(b)) > a.route.Upload {
		u.over, u.data = true, nil
		if _, err := io.Copy(io.Discard, p); err != nil {
			return err
		}
	}
	a.files[p.FormName()] = append(a.files[p.FormName()], u)
	return nil
}

// baseName is the file's own name, without folders of either kind of system
// and without control letters.
func baseName(s string) string {
	s = path.Base(strings.ReplaceAll(s, `\`, "/"))
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == utf8.RuneError {
			return -1
		}
		return r
	}, s)
	if len(s) > 200 { // a name is kept, its tail last
		s = strings.ToValidUTF8(s[:150], "") + path.Ext(s)
	}
	return s
}

// File is the one file of a field. A file larger than most bytes, of a type
// not among types, or whose name and content disagree, is a fault of the
// field; no file is the zero File.
func (a *Ask) File(field string, most int64, types ...string) (File, error) {
	all, err := a.Files(field, most, types...)
	if err != nil || len(all) == 0 {
		return File{}, err
	}
	return all[0], nil
}

// Files are all files of a field, under the same rules. A picture is kept as
// Photos keeps it: what it shows, and not where, when or with what it was taken.
func (a *Ask) Files(field string, most int64, types ...string) ([]File, error) {
	var list []File
	for _, u := range a.files[field] {
		most := min(most, a.route.Upload)
		if u.over || int64(len(u.data)) > most {
			return nil, kheo.Faults{{Field: field, Key: "web.fault.file-large", Args: []any{"name", u.name, "n", int(most >> 20)}}}
		}
		if len(u.data) == 0 {
			return nil, kheo.Faults{{Field: field, Key: "web.fault.file-empty", Args: []any{"name", u.name}}}
		}
		kind := Sniff(u.data)
		if !slices.Contains(types, kind) {
			return nil, kheo.Faults{{Field: field, Key: "web.fault.file-type", Args: []any{"name", u.name}}}
		}
		if said := typeOfName(u.name); said != "" && said != kind {
			return nil, kheo.Faults{{Field: field, Key: "web.fault.file-lies", Args: []any{"name", u.name}}}
		}
		f := File{Name: u.name, Type: kind, Data: u.data}
		if strings.HasPrefix(kind, "image/") {
			p, err := cleaned(field, u)
			if err != nil {
				return nil, err
			}
			f = File{Name: strings.TrimSuffix(u.name, path.Ext(u.name)) + ".jpg", Type: JPEG, Data: p.Data}
		}
		list = append(list, f)
	}
	return list, nil
}

// Mend turns an error into the faults of a form, if that is what it is.
func Mend(err error) (kheo.Faults, bool) {
	var f kheo.Faults
	if errors.As(err, &f) {
		return f, true
	}
	return nil, false
}
