package doc

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
)

// A node is an element of a part with the places of its bytes, so that what is
// not filled stays byte for byte as the office's program wrote it.
type node struct {
	xml.Name
	attrs         []xml.Attr
	from, to      int // the whole element
	inside, close int // between its tags
	text          string
	kids          []*node
}

// maxNodes bounds what a part may hold; a paper's own form is far below.
const maxNodes = 200_000

var errDTD = errors.New("a DTD or a processing instruction")

// tree reads a part. What an XML bomb is made of is refused, not read.
func tree(src []byte) (*node, error) {
	d := xml.NewDecoder(bytes.NewReader(src))
	top := &node{to: len(src), close: len(src)}
	open := []*node{top}
	count := 0
	for {
		from := int(d.InputOffset())
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			if len(top.kids) != 1 {
				return nil, errors.New("not one element")
			}
			return top.kids[0], nil
		}
		if err != nil {
			return nil, err
		}
		in := open[len(open)-1]
		switch t := t.(type) {
		case xml.StartElement:
			if count++; count > maxNodes || len(open) > maxDepth {
				return nil, errors.New("too many elements, or too deep")
			}
			n := &node{Name: t.Name, attrs: t.Copy().Attr, from: from, inside: int(d.InputOffset())}
			in.kids = append(in.kids, n)
			open = append(open, n)
		case xml.EndElement:
			in.close, in.to = from, int(d.InputOffset())
			open = open[:len(open)-1]
		case xml.CharData:
			in.text += string(t)
		case xml.Directive:
			return nil, errDTD
		case xml.ProcInst:
			if t.Target != "xml" {
				return nil, errDTD
			}
		}
	}
}

// is tells an element of word processing by its name.
func (n *node) is(name string) bool { return n.Space == wordSpace && n.Local == name }

func (n *node) attr(local string) string {
	for _, a := range n.attrs {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// kid is the first child of that name, nil without one.
func (n *node) kid(name string) *node {
	for _, k := range n.kids {
		if k.is(name) {
			return k
		}
	}
	return nil
}

// walk calls f for n and all under it, parents first; f says whether to go on
// below.
func (n *node) walk(f func(n *node) bool) {
	if !f(n) {
		return
	}
	for _, k := range n.kids {
		k.walk(f)
	}
}
