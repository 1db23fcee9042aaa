package api

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"kheo"
)

// A described is openapi.json, read.
type described struct {
	Paths map[string]struct {
		Get struct {
			Parameters []struct {
				Name, In string
				Required bool
			}
			Responses map[string]struct {
				Content map[string]struct{ Schema map[string]any }
			}
		}
	}
	Components struct{ Schemas map[string]map[string]any }
}

func description(t *testing.T) described {
	t.Helper()
	var d described
	if err := json.Unmarshal(openapi, &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// check lists where a value breaks a schema: the part of JSON Schema that the
// description uses, and nothing it does not know.
func (d described) check(at string, v any, schema map[string]any) []string {
	for key := range schema {
		if !slices.Contains([]string{"$ref", "type", "properties", "required", "additionalProperties", "items", "enum", "oneOf", "format", "pattern", "description"}, key) {
			return []string{at + ": the test does not know the word " + key}
		}
	}
	if ref, ok := schema["$ref"].(string); ok {
		s, ok := d.Components.Schemas[strings.TrimPrefix(ref, "#/components/schemas/")]
		if !ok {
			return []string{at + ": no schema " + ref}
		}
		return d.check(at, v, s)
	}
	if any, ok := schema["oneOf"].([]any); ok {
		return d.oneOf(at, v, any)
	}
	if !isType(v, schema["type"]) {
		return []string{fmt.Sprintf("%s: %v is not of type %v", at, v, schema["type"])}
	}
	wrong := checkText(at, v, schema)
	switch v := v.(type) {
	case []any:
		items, _ := schema["items"].(map[string]any)
		for i, x := range v {
			wrong = append(wrong, d.check(fmt.Sprintf("%s[%d]", at, i), x, items)...)
		}
	case map[string]any:
		wrong = append(wrong, d.object(at, v, schema)...)
	}
	return wrong
}

func (d described) oneOf(at string, v any, list []any) []string {
	var last []string
	for _, s := range list {
		if last = d.check(at, v, s.(map[string]any)); len(last) == 0 {
			return nil
		}
	}
	return last
}

func (d described) object(at string, v map[string]any, schema map[string]any) []string {
	var wrong []string
	props, _ := schema["properties"].(map[string]any)
	required, _ := schema["required"].([]any)
	for _, name := range required {
		if _, ok := v[name.(string)]; !ok {
			wrong = append(wrong, at+": lacks "+name.(string))
		}
	}
	for name, x := range v {
		s, ok := props[name].(map[string]any)
		if !ok {
			if schema["additionalProperties"] == false {
				wrong = append(wrong, at+": "+name+" is not described")
			}
			continue
		}
		wrong = append(wrong, d.check(at+"."+name, x, s)...)
	}
	return wrong
}

func isType(v, want any) bool {
	if list, ok := want.([]any); ok {
		return slices.ContainsFunc(list, func(w any) bool { return isType(v, w) })
	}
	switch want {
	case "string":
		return reflect.TypeOf(v) == reflect.TypeFor[string]()
	case "integer":
		n, ok := v.(float64)
		return ok && n == float64(int64(n))
	case "boolean":
		return reflect.TypeOf(v) == reflect.TypeFor[bool]()
	case "object":
		_, ok := v.(map[string]any)
		return ok
	case "array":
		_, ok := v.([]any)
		return ok
	case "null":
		return v == nil
	}
	return false
}

func checkText(at string, v any, schema map[string]any) []string {
	var wrong []string
	if list, ok := schema["enum"].([]any); ok && !slices.Contains(list, v) {
		wrong = append(wrong, fmt.Sprintf("%s: %v is none of %v", at, v, list))
	}
	s, ok := v.(string)
	if !ok {
		return wrong
	}
	good := true
	switch schema["format"] {
	case "date":
		_, err := kheo.ParseDate(s)
		good = err == nil
	case "date-time":
		_, err := time.Parse("2006-01-02T15:04:05Z", s)
		good = err == nil
	case "uuid":
		good = kheo.IsID(s)
	}
	if p, ok := schema["pattern"].(string); ok {
		good = good && regexp.MustCompile(p).MatchString(s)
	}
	if !good {
		wrong = append(wrong, fmt.Sprintf("%s: %q is no %v %v", at, s, schema["format"], schema["pattern"]))
	}
	return wrong
}

func TestEveryRouteIsDescribed(t *testing.T) {
	d := description(t)
	routes := map[string]bool{}
	for _, r := range Routes(nil) {
		if strings.Contains(r.VI, "...") {
			continue
		}
		routes[r.VI] = true
		if _, ok := d.Paths[r.VI]; !ok {
			t.Errorf("%s is not in openapi.json", r.VI)
		}
		if r.EN != "" || r.Method != "GET" {
			t.Errorf("%s: %s %s; want one GET without a language", r.Name, r.Method, r.EN)
		}
	}
	for path := range d.Paths {
		if !routes[path] {
			t.Errorf("openapi.json describes %s, which is no route", path)
		}
	}
}

func TestTheCheckFindsWhatIsWrong(t *testing.T) {
	d := description(t)
	unit := map[string]any{"id": "0191f6a2-5a10-7c3e-8000-000000000001", "code": "806", "name": "Huyện Cần Đước", "level": "district",
		"type": "huyện", "parent": nil, "valid_from": nil, "valid_to": "2025-06-30"}
	if wrong := d.check("unit", unit, d.Components.Schemas["Unit"]); len(wrong) > 0 {
		t.Errorf("a good unit: %v", wrong)
	}
	for name, v := range map[string]any{"id": "806", "level": "huyện", "valid_to": "30/06/2025", "code": nil, "more": 1.0} {
		bad := map[string]any{}
		for k, x := range unit {
			bad[k] = x
		}
		bad[name] = v
		if wrong := d.check("unit", bad, d.Components.Schemas["Unit"]); len(wrong) != 1 {
			t.Errorf("a unit whose %s is %v: %v, want one complaint", name, v, wrong)
		}
	}
}
