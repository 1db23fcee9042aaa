package doc

import (
	"strconv"
	"strings"
)

// A style is one line of styles.xml.
type style struct {
	id, name, base, next string
	paragraph            string // inside w:pPr, in the format's order
	run                  string // inside w:rPr
	quick                bool   // shown among Word's styles
}

const bold = `<w:b/><w:bCs/>`

// The lead of a paragraph is 10 mm; lines stand at least 18 points apart, which
// leaves room for the marks over capitals.
var paragraphStyles = []style{
	{id: "Title", name: "Title", next: "Subtitle", quick: true,
		paragraph: `<w:keepNext/><w:spacing w:before="360" w:after="0"/><w:jc w:val="center"/>`,
		run:       bold + `<w:sz w:val="32"/><w:szCs w:val="32"/>`},
	{id: "Subtitle", name: "Subtitle", next: "BodyText", quick: true,
		paragraph: `<w:keepNext/><w:spacing w:before="0" w:after="0"/><w:jc w:val="center"/>`, run: bold},
	{id: "AnnexTitle", name: "Annex Title", next: "Subtitle",
		paragraph: `<w:keepNext/><w:spacing w:before="0" w:after="0"/><w:jc w:val="center"/><w:outlineLvl w:val="0"/>`, run: bold},
	{id: "BodyText", name: "Body Text", quick: true,
		paragraph: `<w:spacing w:before="0" w:after="120" w:line="360" w:lineRule="atLeast"/><w:ind w:firstLine="567"/><w:jc w:val="both"/>`},
	{id: "Heading1", name: "heading 1", next: "BodyText", quick: true,
		paragraph: `<w:keepNext/><w:keepLines/><w:spacing w:before="180" w:after="120"/><w:ind w:firstLine="567"/><w:outlineLvl w:val="0"/>`, run: bold},
	{id: "Heading2", name: "heading 2", next: "BodyText", quick: true,
		paragraph: `<w:keepNext/><w:keepLines/><w:spacing w:before="120" w:after="120"/><w:ind w:firstLine="567"/><w:outlineLvl w:val="1"/>`, run: bold},
	{id: "Heading3", name: "heading 3", next: "BodyText", quick: true,
		paragraph: `<w:keepNext/><w:keepLines/><w:spacing w:before="120" w:after="60"/><w:ind w:firstLine="567"/><w:outlineLvl w:val="2"/>`, run: bold + `<w:i/><w:iCs/>`},
	{id: "ListBullet", name: "List Bullet", base: "BodyText", quick: true,
		paragraph: `<w:numPr><w:numId w:val="1"/></w:numPr>`},
	{id: "ListNumber", name: "List Number", base: "BodyText", quick: true},
	{id: "Caption", name: "caption", next: "BodyText", quick: true,
		paragraph: `<w:keepNext/><w:spacing w:before="120" w:after="60"/><w:jc w:val="center"/>`, run: bold + `<w:sz w:val="26"/><w:szCs w:val="26"/>`},
	{id: "TableText", name: "Table Text", paragraph: `<w:spacing w:before="40" w:after="40"/>`, run: `<w:sz w:val="26"/><w:szCs w:val="26"/>`},
	{id: "TableHead", name: "Table Head", base: "TableText", paragraph: `<w:keepNext/><w:jc w:val="center"/>`, run: bold},
	{id: "AfterTable", name: "After Table", paragraph: `<w:spacing w:before="0" w:after="0" w:line="160" w:lineRule="exact"/>`, run: `<w:sz w:val="8"/><w:szCs w:val="8"/>`},
	{id: "Rule", name: "Rule", paragraph: `<w:keepNext/><w:spacing w:before="50" w:after="0" w:line="120" w:lineRule="exact"/>`, run: `<w:sz w:val="8"/><w:szCs w:val="8"/>`},
	{id: "Header", name: "header"},
	{id: "Footer", name: "footer", run: `<w:sz w:val="17"/><w:szCs w:val="17"/>`},
}

func (p Paper) styles() string {
	var b strings.Builder
	face, half := escape(page().face), strconv.Itoa(2*page().size)
	b.WriteString(declaration + `<w:styles` + spaces + `><w:docDefaults><w:rPrDefault><w:rPr>` +
		`<w:rFonts w:ascii="` + face + `" w:eastAsia="` + face + `" w:hAnsi="` + face + `" w:cs="` + face + `"/>` +
		`<w:color w:val="000000"/><w:sz w:val="` + half + `"/><w:szCs w:val="` + half + `"/>` +
		`<w:lang w:val="` + p.locale() + `" w:eastAsia="` + p.locale() + `" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>` +
		`<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>`)
	b.WriteString(`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>`)
	b.WriteString(`<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/>` +
		`<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>`)
	for _, s := range paragraphStyles {
		b.WriteString(s.xml())
	}
	b.WriteString(tableGrid() + `</w:styles>`)
	return b.String()
}

// tableGrid is the style of tables with lines.
func tableGrid() string {
	var b strings.Builder
	b.WriteString(`<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>`)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		b.WriteString(`<w:` + side + ` w:val="single" w:sz="4" w:space="0" w:color="auto"/>`)
	}
	b.WriteString(`</w:tblBorders></w:tblPr></w:style>`)
	return b.String()
}

func (s style) xml() string {
	base := s.base
	if base == "" {
		base = "Normal"
	}
	var b strings.Builder
	b.WriteString(`<w:style w:type="paragraph" w:styleId="` + s.id + `"><w:name w:val="` + s.name + `"/><w:basedOn w:val="` + base + `"/>`)
	if s.next != "" {
		b.WriteString(`<w:next w:val="` + s.next + `"/>`)
	}
	if s.quick {
		b.WriteString(`<w:qFormat/>`)
	}
	if s.paragraph != "" {
		b.WriteString(`<w:pPr>` + s.paragraph + `</w:pPr>`)
	}
	if s.run != "" {
		b.WriteString(`<w:rPr>` + s.run + `</w:rPr>`)
	}
	b.WriteString(`</w:style>`)
	return b.String()
}
