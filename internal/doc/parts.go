package doc

import (
	"strconv"
	"strings"
	"time"

	"kheo/lang"
)

const (
	declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	spaces      = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"` +
		` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	word   = "application/vnd.openxmlformats-officedocument.wordprocessingml."
)

const contentTypes = declaration + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
	`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
	`<Default Extension="xml" ContentType="application/xml"/>` +
	`<Override PartName="/word/document.xml" ContentType="` + word + `document.main+xml"/>` +
	`<Override PartName="/word/styles.xml" ContentType="` + word + `styles+xml"/>` +
	`<Override PartName="/word/numbering.xml" ContentType="` + word + `numbering+xml"/>` +
	`<Override PartName="/word/settings.xml" ContentType="` + word + `settings+xml"/>` +
	`<Override PartName="/word/header1.xml" ContentType="` + word + `header+xml"/>` +
	`<Override PartName="/word/header2.xml" ContentType="` + word + `header+xml"/>` +
	`<Override PartName="/word/footer1.xml" ContentType="` + word + `footer+xml"/>` +
	`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` +
	`<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>` +
	`</Types>`

const packageRels = declaration + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
	`<Relationship Id="rId1" Type="` + office + `officeDocument" Target="word/document.xml"/>` +
	`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>` +
	`<Relationship Id="rId3" Type="` + office + `extended-properties" Target="docProps/app.xml"/>` +
	`</Relationships>`

const documentRels = declaration + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
	`<Relationship Id="rId1" Type="` + office + `styles" Target="styles.xml"/>` +
	`<Relationship Id="rId2" Type="` + office + `numbering" Target="numbering.xml"/>` +
	`<Relationship Id="rId3" Type="` + office + `settings" Target="settings.xml"/>` +
	`<Relationship Id="rId4" Type="` + office + `header" Target="header1.xml"/>` +
	`<Relationship Id="rId5" Type="` + office + `header" Target="header2.xml"/>` +
	`<Relationship Id="rId6" Type="` + office + `footer" Target="footer1.xml"/>` +
	`</Relationships>`

const app = declaration + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">` +
	`<Application>Khéo</Application></Properties>`

// section is A4 upright, no number on the first page.
func (s sheet) section() string {
	return `<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:headerReference w:type="first" r:id="rId5"/>` +
		`<w:footerReference w:type="default" r:id="rId6"/><w:footerReference w:type="first" r:id="rId6"/>` +
		`<w:pgSz w:w="11906" w:h="16838"/><w:pgMar` + twips("top", s.top) + twips("right", s.right) + twips("bottom", s.bottom) +
		twips("left", s.left) + ` w:header="567" w:footer="397" w:gutter="0"/><w:cols w:space="708"/><w:titlePg/></w:sectPr>`
}

func twips(name string, n int) string { return ` w:` + name + `="` + strconv.Itoa(n) + `"` }

const pageNumber = declaration + `<w:hdr` + spaces + `><w:p><w:pPr><w:pStyle w:val="Header"/><w:jc w:val="center"/></w:pPr>` +
	`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>` +
	`<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:hdr>`

const noNumber = declaration + `<w:hdr` + spaces + `><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr></w:p></w:hdr>`

// document is word/document.xml; lists is how many numbered lists it has.
func (p Paper) document() (text string, lists int) {
	b := body{width: page().width()}
	b.WriteString(declaration + `<w:document` + spaces + `><w:body>`)
	b.WriteString(p.head())
	b.WriteString(p.kind())
	b.write(p.Body, !p.open)
	b.WriteString(p.end())
	b.WriteString(own("AfterTable").xml("")) // the format wants a paragraph after a table
	for i, a := range p.Annexes {
		b.WriteString(p.annexHead(i))
		b.write(a.Body, false)
	}
	b.WriteString(page().section() + `</w:body></w:document>`)
	return b.String(), b.lists
}

// annexHead starts a page with the annex's ordinal, where there are several,
// what it is about, and which paper it belongs to.
func (p Paper) annexHead(i int) string {
	l, f := lang.Lang(p.Lang), formOf(p.Head.Style)
	word := l.T("doc.annex")
	if len(p.Annexes) > 1 {
		word = l.T("doc.annex-n", "n", i+1)
	}
	var b strings.Builder
	top := own("AnnexTitle")
	top.newPage = true
	b.WriteString(top.xml(run(word, look{})))
	for _, s := range balance(p.Annexes[i].Title, 62) {
		b.WriteString(own("Subtitle").xml(run(s, look{})))
	}
	belongs := l.T("doc.annex-of-day", "dated", p.Head.day(l))
	if p.Head.numbered() {
		belongs = l.T("doc.annex-of", "number", p.Head.plainNumber(f), "dated", p.Head.day(l))
	}
	b.WriteString(para{align: "center", after: 160, keepNext: true}.xml(run(belongs, look{italic: true})))
	return b.String()
}

// footer is the line of the sample and the line of the checkpoint: both stay
// with every page that is printed.
func (p Paper) footer() string {
	var b strings.Builder
	b.WriteString(declaration + `<w:ftr` + spaces + `>`)
	rule := `<w:top w:val="single" w:sz="4" w:space="3" w:color="auto"/>`
	for _, f := range []struct {
		text string
		look look
	}{{p.Sample, look{bold: true}}, {p.Foot, look{}}} {
		for _, s := range lines(f.text) {
			x := own("Footer")
			x.border, rule = rule, ""
			b.WriteString(x.xml(run(s, f.look)))
		}
	}
	if rule != "" {
		b.WriteString(own("Footer").xml(""))
	}
	b.WriteString(`</w:ftr>`)
	return b.String()
}

// core is the file's properties; its dates are the paper's own day, so that
// the same paper gives the same bytes.
func (p Paper) core() string {
	var b strings.Builder
	b.WriteString(declaration + `<cp:coreProperties` +
		` xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"` +
		` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"` +
		` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`)
	b.WriteString(`<dc:title>` + escape(strings.TrimSpace(oneLine(p.Kind)+" "+oneLine(p.Title))) + `</dc:title>`)
	b.WriteString(`<dc:subject>` + escape(oneLine(p.Subject)) + `</dc:subject>`)
	b.WriteString(`<dc:creator>` + escape(strings.TrimSpace(oneLine(p.Head.Issuer)+" "+oneLine(p.Head.Above))) + `</dc:creator>`)
	b.WriteString(`<dc:description>` + escape(oneLine(p.Sample)) + `</dc:description>`)
	b.WriteString(`<dc:language>` + p.locale() + `</dc:language>`)
	if t, err := time.Parse(time.DateOnly, p.Head.Day); err == nil {
		at := t.Format(time.RFC3339)
		b.WriteString(`<dcterms:created xsi:type="dcterms:W3CDTF">` + at + `</dcterms:created>`)
		b.WriteString(`<dcterms:modified xsi:type="dcterms:W3CDTF">` + at + `</dcterms:modified>`)
	}
	b.WriteString(`</cp:coreProperties>`)
	return b.String()
}

func (p Paper) locale() string {
	if lang.Lang(p.Lang) == lang.EN {
		return "en-GB"
	}
	return "vi-VN"
}

// numbering has the dash of all dash lists and, for each numbered list, an
// instance that starts at 1.
func numbering(lists int) string {
	var b strings.Builder
	b.WriteString(declaration + `<w:numbering` + spaces + `>`)
	level := func(id int, format, text string) {
		b.WriteString(`<w:abstractNum w:abstractNumId="` + strconv.Itoa(id) + `"><w:multiLevelType w:val="singleLevel"/>` +
			`<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="` + format + `"/><w:suff w:val="space"/>` +
			`<w:lvlText w:val="` + text + `"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="567"/></w:pPr></w:lvl></w:abstractNum>`)
	}
	level(0, "bullet", "-")
	level(1, "decimal", "%1.")
	b.WriteString(`<w:num w:numId="` + strconv.Itoa(dashList) + `"><w:abstractNumId w:val="0"/></w:num>`)
	for i := range lists {
		b.WriteString(`<w:num w:numId="` + strconv.Itoa(firstList+i) + `"><w:abstractNumId w:val="1"/>` +
			`<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>`)
	}
	b.WriteString(`</w:numbering>`)
	return b.String()
}

func (p Paper) settings() string {
	return declaration + `<w:settings` + spaces + `><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/>` +
		`<w:autoHyphenation w:val="false"/><w:characterSpacingControl w:val="doNotCompress"/>` +
		`<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>` +
		`<w:themeFontLang w:val="` + p.locale() + `"/></w:settings>`
}
