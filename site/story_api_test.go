package site_test

import (
	"io"
	"strings"

	"kheo/internal/openapi"
)

// described holds every JSON answer of a story to the description that the
// office itself serves.
func (p *player) described() {
	path, _, _ := strings.Cut(p.answer.path, "?")
	if !strings.HasPrefix(path, "/api/v1/") {
		return
	}
	r, err := p.client.Get(p.server.URL + "/api/v1/openapi.json")
	if err != nil {
		p.t.Fatalf("%s: %v", p.at, err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		p.t.Fatalf("%s: %v", p.at, err)
	}
	d, err := openapi.Read(body)
	if err != nil {
		p.t.Fatalf("%s: openapi.json: %v", p.at, err)
	}
	for _, wrong := range d.Check(d.Path(path), p.answer.status, p.answer.header.Get("Content-Type"), []byte(p.answer.body)) {
		p.t.Errorf("%s: %s", p.at, wrong)
	}
}
