package doc

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image"
	_ "image/jpeg" // what a template's seal or emblem may be
	_ "image/png"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"

	"kheo"
)

// What a template may weigh. An office's form with an emblem is below a tenth.
const (
	MaxTemplate   = 3 << 20 // as it is sent
	maxParts      = 100
	maxPart       = 4 << 20  // unpacked
	maxUnpacked   = 16 << 20 // all of it
	maxImageSides = 6000     // pixels of width, and of height
)

// A file of the package.
type file struct {
	name string
	body []byte
}

// known are the files a form is made of. What is not here is refused by its
// name: a macro, an embedded object, a font, a text to be taken in from elsewhere.
var known = regexp.MustCompile(`^(\[Content_Types\]\.xml|_rels/\.rels|docProps/(core|app|custom)\.xml` +
	`|word/(document|styles|stylesWithEffects|settings|webSettings|fontTable|numbering|footnotes|endnotes|header[0-9]*|footer[0-9]*)\.xml` +
	`|word/theme/theme[0-9]*\.xml|word/_rels/[A-Za-z0-9]+\.xml\.rels|word/media/[A-Za-z0-9_-]+\.(png|jpg|jpeg)` +
	`|customXml/item(Props)?[0-9]+\.xml|customXml/_rels/item[0-9]+\.xml\.rels)$`)

// relations are those a known file may have to another.
var relations = []string{"officeDocument", "core-properties", "extended-properties", "custom-properties", "styles", "stylesWithEffects", "settings",
	"webSettings", "fontTable", "numbering", "theme", "header", "footer", "footnotes", "endnotes", "image", "customXml", "customXmlProps"}

// fields are what Word may compute in a form: where a page stands. Every other
// could fetch something, run something, or change a frozen paper when opened.
var fields = []string{"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES"}

// refuse is a fault of the template that was brought.
func refuse(key string, args ...any) error {
	return kheo.Faults{{Field: "template", Key: "doc.template." + key, Args: args}}
}

// unpack reads the files of a package brought from outside: each once, under a
// known name, within bounds, and nothing that acts by itself.
func unpack(docx []byte) ([]file, error) {
	if len(docx) > MaxTemplate {
		return nil, refuse("big")
	}
	z, err := zip.NewReader(bytes.NewReader(docx), int64(len(docx)))
	if err != nil {
		return nil, refuse("zip")
	}
	if len(z.File) > maxParts {
		return nil, refuse("big")
	}
	var all []file
	seen, left := map[string]bool{}, maxUnpacked
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, "/") && f.UncompressedSize64 == 0 {
			continue // a folder's own entry holds nothing
		}
		if err := named(f.Name); err != nil {
			return nil, err
		}
		if low := strings.ToLower(f.Name); seen[low] {
			return nil, refuse("twice", "name", f.Name)
		} else {
			seen[low] = true
		}
		body, err := unzip(f)
		if err != nil {
			return nil, err
		}
		if left -= len(body); left < 0 {
			return nil, refuse("big")
		}
		all = append(all, file{f.Name, body})
	}
	return all, nil
}

func named(name string) error {
	if known.MatchString(name) {
		return nil
	}
	shown := oneLine(name)
	if r := []rune(shown); len(r) > 80 {
		shown = string(r[:80])
	}
	low := strings.ToLower(name)
	switch {
	case strings.Contains(low, "vba") || strings.Contains(low, "macro"):
		return refuse("macro", "name", shown)
	case strings.Contains(low, "embed") || strings.Contains(low, "activex") || strings.Contains(low, "chunk"):
		return refuse("embedded", "name", shown)
	}
	return refuse("part", "name", shown)
}

func unzip(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, refuse("zip")
	}
	defer r.Close()
	body, err := io.ReadAll(io.LimitReader(r, maxPart+1))
	if err != nil {
		return nil, refuse("zip")
	}
	if len(body) > maxPart {
		return nil, refuse("big")
	}
	return body, nil
}

// inspect reads every file for what a form has no use for, and gives the trees
// of those that are XML.
func inspect(all []file) (map[string]*node, error) {
	trees := map[string]*node{}
	for _, f := range all {
		if strings.HasPrefix(f.name, "word/media/") {
			c, _, err := image.DecodeConfig(bytes.NewReader(f.body))
			if err != nil || c.Width > maxImageSides || c.Height > maxImageSides {
				return nil, refuse("image", "name", path.Base(f.name))
			}
			continue
		}
		n, err := tree(f.body)
		if err != nil {
			return nil, refuse("xml", "name", f.name)
		}
		trees[f.name] = n
	}
	for _, name := range []string{"[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/styles.xml"} {
		if trees[name] == nil {
			return nil, refuse("zip")
		}
	}
	for _, f := range all {
		if n := trees[f.name]; n != nil {
			if err := harmless(f.name, n, trees, all); err != nil {
				return nil, err
			}
		}
	}
	return trees, nil
}

func harmless(name string, n *node, trees map[string]*node, all []file) error {
	switch {
	case name == "[Content_Types].xml":
		return types(n)
	case strings.HasSuffix(name, ".rels"):
		return related(name, n, all)
	}
	if err := still(n); err != nil {
		return err
	}
	return computed(n)
}

// types refuses a document that says it is another kind than a plain one.
func types(n *node) error {
	plain := false
	for _, k := range n.kids {
		kind := k.attr("ContentType")
		if strings.Contains(strings.ToLower(kind), "macro") || strings.Contains(strings.ToLower(kind), "vba") {
			return refuse("macro", "name", kind)
		}
		plain = plain || k.attr("PartName") == "/word/document.xml" && kind == word+"document.main+xml"
	}
	if !plain {
		return refuse("kind")
	}
	return nil
}

// related refuses what leads out of the package, or to nowhere in it.
func related(name string, n *node, all []file) error {
	base := path.Dir(path.Dir(name))
	for _, k := range n.kids {
		target := k.attr("Target")
		if mode := k.attr("TargetMode"); mode != "" && mode != "Internal" {
			return refuse("external", "target", short(target))
		}
		kind := path.Base(k.attr("Type"))
		if !slices.Contains(relations, kind) {
			return refuse("relation", "kind", short(kind))
		}
		to := path.Join(base, target)
		if strings.HasPrefix(target, "/") {
			to = strings.TrimPrefix(path.Clean(target), "/")
		}
		if !slices.ContainsFunc(all, func(f file) bool { return f.name == to }) {
			return refuse("external", "target", short(target))
		}
	}
	return nil
}

// still refuses what acts, what is fetched, and changes nobody has accepted.
func still(n *node) (err error) {
	n.walk(func(n *node) bool {
		switch n.Local {
		case "ins", "del", "moveFrom", "moveTo":
			if n.Space == wordSpace {
				err = refuse("tracked")
			}
		case "object", "control", "altChunk", "subDoc", "mailMerge", "attachedTemplate", "OLEObject":
			err = refuse("embedded", "name", n.Local)
		}
		for _, a := range n.attrs {
			if (a.Name.Local == "src" || a.Name.Local == "href") && a.Value != "" {
				err = refuse("external", "target", short(a.Value))
			}
		}
		return err == nil
	})
	return err
}

// computed refuses every field but those of fields. The words of one may stand
// in several runs, and one in another.
func computed(n *node) (err error) {
	var open []string
	check := func(words string) {
		first, _, _ := strings.Cut(strings.TrimSpace(words), " ")
		if err == nil && !slices.Contains(fields, strings.ToUpper(first)) {
			err = refuse("field", "field", short(first))
		}
	}
	n.walk(func(n *node) bool {
		switch {
		case n.is("fldSimple"):
			check(n.attr("instr"))
		case n.is("instrText") && len(open) == 0:
			check(n.text)
		case n.is("instrText"):
			open[len(open)-1] += n.text
		case n.is("fldChar") && n.attr("fldCharType") == "begin":
			open = append(open, "")
		case n.is("fldChar") && n.attr("fldCharType") == "end" && len(open) > 0:
			check(open[len(open)-1])
			open = open[:len(open)-1]
		}
		return true
	})
	for _, words := range open {
		check(words)
	}
	return err
}

// short is a text for a sentence: its beginning.
func short(s string) string {
	r := []rune(oneLine(s))
	if len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return string(r)
}

// bundle writes the files down again: what was read, in its order, and nothing
// else that the package may have held.
func bundle(all []file) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range all {
		w, err := z.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: epoch})
		if err == nil {
			_, err = w.Write(f.body)
		}
		if err != nil {
			return nil, fmt.Errorf("docx %s: %w", f.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("docx: %w", err)
	}
	return b.Bytes(), nil
}
