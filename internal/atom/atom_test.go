package atom

import (
	"encoding/xml"
	"strings"
	"testing"
	"time"
)

func TestAFeedReadsBack(t *testing.T) {
	f := Feed{Lang: "vi", ID: "https://kheo.local/tin", Title: "Phản ánh <&> “mới”", Updated: Stamp(time.Unix(0, 0)), Author: "Tỉnh Tây Ninh",
		Links:   []Link{{Rel: "self", Type: Type, Href: "https://kheo.local/tin?unit=1&category=2"}},
		Entries: []Entry{{ID: "tag:kheo,2026:1", Title: "Cống nghẹt", Category: Category{"drainage", "Cống"}}}}
	b, err := f.Encode()
	if err != nil {
		t.Fatal(err)
	}
	var back Feed
	if err := xml.Unmarshal(b, &back); err != nil {
		t.Fatalf("%v in %s", err, b)
	}
	if back.Title != f.Title || back.Author != f.Author || back.Links[0] != f.Links[0] || back.Entries[0] != f.Entries[0] || back.Updated != "1970-01-01T00:00:00Z" {
		t.Errorf("read back %+v", back)
	}
	if !strings.HasPrefix(string(b), xml.Header) {
		t.Errorf("begins %.60s", b)
	}
}
