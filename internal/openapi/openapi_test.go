package openapi

import (
	"encoding/json"
	"testing"
)

func TestPath(t *testing.T) {
	d, err := Read([]byte(`{"paths": {"/units": {}, "/units/now": {}, "/units/{id}": {}, "/units/{id}/children": {}}}`))
	if err != nil {
		t.Fatal(err)
	}
	for concrete, want := range map[string]string{
		"/units": "/units", "/units/now": "/units/now", "/units/7": "/units/{id}", "/units/7/children": "/units/{id}/children",
		"/units/7/parents": "", "/unit": "",
	} {
		if got := d.Path(concrete); got != want {
			t.Errorf("%s: %q, want %q", concrete, got, want)
		}
	}
}

const small = `{"paths": {"/x": {"get": {"responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Unit"}}}}}}}},
"components": {"schemas": {"Unit": {"type": "object", "required": ["id", "level"], "additionalProperties": false, "properties": {
	"id": {"type": "string", "format": "uuid"}, "level": {"type": "string", "enum": ["commune"]},
	"valid_to": {"type": ["string", "null"], "format": "date"}, "n": {"type": "integer"}}}}}}`

func TestCheckFindsWhatIsWrong(t *testing.T) {
	d, err := Read([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	const id = `"id": "0191f6a2-5a10-7c3e-8000-000000000001"`
	for body, want := range map[string]int{
		`{` + id + `, "level": "commune", "valid_to": "2025-06-30", "n": 3}`: 0,
		`{` + id + `, "level": "commune", "valid_to": null}`:                 0,
		`{` + id + `, "level": "xã"}`:                                        1,
		`{` + id + `}`:                                                       1,
		`{` + id + `, "level": "commune", "more": 1}`:                        1,
		`{` + id + `, "level": "commune", "valid_to": "30/06/2025"}`:         1,
		`{` + id + `, "level": "commune", "n": 1.5}`:                         1,
		`{"id": "806", "level": "commune"}`:                                  1,
		`[]`:                                                                 1,
	} {
		if got := d.Check("/x", 200, "application/json; charset=utf-8", []byte(body)); len(got) != want {
			t.Errorf("%s: %v, want %d complaints", body, got, want)
		}
	}
	if got := d.Check("/x", 500, "application/json", []byte(`{}`)); len(got) != 1 {
		t.Errorf("a status nobody described: %v", got)
	}
	var v any
	if err := json.Unmarshal([]byte(`{"level": "commune"}`), &v); err != nil || len(d.CheckAs("Unit", v)) != 1 {
		t.Errorf("a unit without its id: %v, %v", err, d.CheckAs("Unit", v))
	}
}
