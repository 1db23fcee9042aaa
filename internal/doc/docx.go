package doc

import "time"

// epoch is the time of every file in the package: the first day zip knows.
var epoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// Docx writes the paper. The same paper gives the same bytes.
func Docx(p Paper) ([]byte, error) {
	document, lists := p.document()
	var all []file
	for _, part := range [][2]string{
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
		all = append(all, file{part[0], []byte(part[1])})
	}
	return bundle(all)
}
