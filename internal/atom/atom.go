// Package atom writes feeds, RFC 4287, for readers of news.
package atom

import (
	"bytes"
	"encoding/xml"
	"time"
)

// Type is the media type of a feed.
const Type = "application/atom+xml"

// A Feed is news, newest first. Its address is its id.
type Feed struct {
	XMLName  xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	Lang     string   `xml:"xml:lang,attr"`
	ID       string   `xml:"id"`
	Title    string   `xml:"title"`
	Subtitle string   `xml:"subtitle,omitempty"`
	Updated  string   `xml:"updated"`
	Author   string   `xml:"author>name"`
	Links    []Link   `xml:"link"`
	Entries  []Entry  `xml:"entry"`
}

// A Link leads to the feed itself, or to the page it is the news of.
type Link struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

// An Entry is one piece of news.
type Entry struct {
	ID        string   `xml:"id"`
	Title     string   `xml:"title"`
	Published string   `xml:"published"`
	Updated   string   `xml:"updated"`
	Category  Category `xml:"category"`
	Link      Link     `xml:"link"`
	Summary   string   `xml:"summary"`
}

// A Category of an entry: its id, and its name in words.
type Category struct {
	Term  string `xml:"term,attr"`
	Label string `xml:"label,attr"`
}

// Stamp writes an instant as feeds do.
func Stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// Encode writes the feed.
func (f Feed) Encode() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	err := xml.NewEncoder(&b).Encode(f)
	return b.Bytes(), err
}
