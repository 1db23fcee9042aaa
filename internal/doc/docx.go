package doc

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"time"
)

// epoch is the time of every file in the package: the first day zip knows.
var epoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// Docx writes the paper. The same paper gives the same bytes.
func Docx(p Paper) ([]byte, error) {
	document, lists := p.document()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, part := range []struct{ name, text string }{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", packageRels},
		{"docProps/core.xml", p.core()},
		{"docProps/app.xml", app},
		{"word/document.xml", document},
		{"word/_rels/document.xml.rels", documentRels},
		{"word/styles.xml", p.styles()},
		{"word/numbering.xml", numbering(lists)},
		{"word/settings.xml", p.settings()},
		{"word/header1.xml", pageNumber},
		{"word/header2.xml", noNumber},
		{"word/footer1.xml", p.footer()},
	} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate, Modified: epoch})
		if err == nil {
			_, err = io.WriteString(w, part.text)
		}
		if err != nil {
			return nil, fmt.Errorf("docx %s: %w", part.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("docx: %w", err)
	}
	return b.Bytes(), nil
}
