// Package sheet reads the first sheet of a table that somebody kept in Excel
// (.xlsx) or as text (.csv with commas, semicolons or tabs), within limits that
// hold before anything large is built: a file of a few kilobytes may claim to
// be gigabytes. Formulas are read as the values they last had, days as numbers
// become days by Date, and every cell of a merged area holds what its first
// one shows. A file that cannot be read is an error of this package, never a
// panic and never half a table.
package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"kheo/internal/oldtext"
)

// What a table may be at most.
const (
	MaxFile = 8 << 20 // bytes as they come
	MaxRows = 5000
	MaxCols = 64
	maxBare = 24 << 20  // bytes unpacked
	maxTags = 1_500_000 // "<" in its XML, which is what takes memory
	maxText = 16 << 20  // bytes of all cells, however often one is repeated
	maxPart = 500       // files in the archive
	maxArea = 500       // merged areas
)

// What a file is refused for.
var (
	ErrKind   = errors.New("the file is neither .xlsx nor text in columns")
	ErrBroken = errors.New("the file is damaged or protected by a password")
	ErrLarge  = errors.New("the file holds more than a table of 5,000 rows and 64 columns should")
)

// A Row that holds something, and the line it has in the file.
type Row struct {
	Line  int
	Cells []string
}

// Read is the first sheet of an .xlsx, or a text in columns. Text that is not
// Unicode comes as the letters it is shown with; package oldtext reads those.
func Read(b []byte) (rows []Row, err error) {
	defer func() {
		if p := recover(); p != nil { // a library's fault at a file is the file's
			rows, err = nil, fmt.Errorf("%w: %v", ErrBroken, p)
		}
	}()
	switch {
	case len(b) > MaxFile:
		return nil, ErrLarge
	case bytes.HasPrefix(b, []byte("PK\x03\x04")):
		return readXLSX(b)
	case bytes.HasPrefix(b, []byte("\xd0\xcf\x11\xe0")): // .xls, and .xlsx under a password
		return nil, ErrBroken
	case bytes.IndexByte(b, 0) >= 0 && !bytes.HasPrefix(b, []byte("\xff\xfe")) && !bytes.HasPrefix(b, []byte("\xfe\xff")):
		return nil, ErrKind
	}
	return readText(oldtext.Read(b))
}

// readText reads what stands in columns, by the sign that its first line has
// most of.
func readText(s string) ([]Row, error) {
	head, _, _ := strings.Cut(s, "\n")
	r := csv.NewReader(strings.NewReader(s))
	r.Comma = ','
	for _, c := range []rune{';', '\t'} {
		if strings.Count(head, string(c)) > strings.Count(head, string(r.Comma)) {
			r.Comma = c
		}
	}
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	t := table{}
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return t.rows, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrBroken, err)
		}
		line, _ := r.FieldPos(0)
		if err := t.add(line, cells); err != nil {
			return nil, err
		}
	}
}

// A table counts what it takes in.
type table struct {
	rows []Row
	text int
}

func (t *table) add(line int, cells []string) error {
	row := Row{Line: line, Cells: make([]string, 0, min(len(cells), MaxCols))}
	last := 0
	for i, s := range cells {
		if t.text += len(s); t.text > maxText || i >= MaxCols && s != "" {
			return ErrLarge
		}
		if i < MaxCols {
			row.Cells = append(row.Cells, strings.TrimSpace(strings.ToValidUTF8(s, "\ufffd")))
			if row.Cells[i] != "" {
				last = i + 1
			}
		}
	}
	if row.Cells = row.Cells[:last]; last == 0 {
		return nil
	}
	if t.rows = append(t.rows, row); len(t.rows) > MaxRows {
		return ErrLarge
	}
	return nil
}

// weigh unpacks the archive into nothing and counts: what a file says of
// itself in its directory is not believed.
func weigh(b []byte) error {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrBroken, err)
	}
	if len(z.File) > maxPart {
		return ErrLarge
	}
	size, tags := 0, 0
	buf := make([]byte, 32<<10)
	for _, part := range z.File {
		r, err := part.Open()
		if err != nil {
			return fmt.Errorf("%w: %w", ErrBroken, err)
		}
		for {
			n, err := r.Read(buf)
			size += n
			tags += bytes.Count(buf[:n], []byte("<"))
			if size > maxBare || tags > maxTags {
				r.Close()
				return ErrLarge
			}
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				r.Close()
				return fmt.Errorf("%w: %w", ErrBroken, err)
			}
		}
		r.Close()
	}
	return nil
}

func readXLSX(b []byte) ([]Row, error) {
	if err := weigh(b); err != nil {
		return nil, err
	}
	f, err := excelize.OpenReader(bytes.NewReader(b), excelize.Options{RawCellValue: true, UnzipSizeLimit: maxBare, UnzipXMLSizeLimit: maxBare})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBroken, err)
	}
	defer f.Close()
	names := f.GetSheetList()
	if len(names) == 0 {
		return nil, ErrBroken
	}
	t, err := cells(f, names[0])
	if err != nil {
		return nil, err
	}
	return t, merged(f, names[0], t)
}

func cells(f *excelize.File, name string) ([]Row, error) {
	rows, err := f.Rows(name)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBroken, err)
	}
	defer rows.Close()
	t := table{}
	for line := 1; rows.Next(); line++ {
		if line > 20*MaxRows { // rows that are not there are counted too
			return nil, ErrLarge
		}
		list, err := rows.Columns()
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrBroken, err)
		}
		if err := t.add(line, list); err != nil {
			return nil, err
		}
	}
	if err := rows.Error(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBroken, err)
	}
	return t.rows, nil
}

// merged writes what the first cell of a merged area shows into the others
// that are rows of the table.
func merged(f *excelize.File, name string, rows []Row) error {
	areas, err := f.GetMergeCells(name, true)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrBroken, err)
	}
	if len(areas) > maxArea {
		return ErrLarge
	}
	text := 0
	for _, a := range areas {
		left, top, err1 := excelize.CellNameToCoordinates(a.GetStartAxis())
		right, bottom, err2 := excelize.CellNameToCoordinates(a.GetEndAxis())
		if err1 != nil || err2 != nil {
			return ErrBroken
		}
		shown := ""
		for i := range rows {
			r := &rows[i]
			if r.Line == top && left <= len(r.Cells) {
				shown = r.Cells[left-1]
			}
			if shown != "" && r.Line >= top && r.Line <= bottom {
				text += r.fill(left, min(right, MaxCols), shown)
			}
			if text > maxText {
				return ErrLarge
			}
		}
	}
	return nil
}

// fill writes a text into the cells from left to right; it tells how much.
func (r *Row) fill(left, right int, shown string) int {
	for len(r.Cells) < right {
		r.Cells = append(r.Cells, "")
	}
	for c := left; c <= right; c++ {
		r.Cells[c-1] = shown
	}
	return len(shown) * max(right-left+1, 0)
}
