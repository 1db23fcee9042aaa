// Package openapi holds answers to their OpenAPI description. It is test
// machinery: the part of JSON Schema that our description uses, and a complaint
// about any word it does not know.
package openapi

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"kheo"
)

// A Description is an openapi.json, read.
type Description struct {
	Paths map[string]struct {
		Get Operation
	}
	Components struct{ Schemas map[string]map[string]any }
}

// An Operation is what one address answers.
type Operation struct {
	Parameters []Parameter
	Responses  map[string]struct {
		Content map[string]struct{ Schema map[string]any }
	}
}

// A Parameter of an address, in its query or its path.
type Parameter struct {
	Name, In string
	Required bool
}

// Read reads a description.
func Read(body []byte) (Description, error) {
	var d Description
	err := json.Unmarshal(body, &d)
	return d, err
}

// Path is the described path that a concrete one fits, "/units/{id}" for
// "/units/7"; one without wildcards goes first. It is "" where none fits.
func (d Description) Path(concrete string) string {
	if _, ok := d.Paths[concrete]; ok {
		return concrete
	}
	want := strings.Split(concrete, "/")
	for path := range d.Paths {
		parts := strings.Split(path, "/")
		fits := len(parts) == len(want)
		for i := 0; fits && i < len(parts); i++ {
			fits = parts[i] == want[i] || strings.HasPrefix(parts[i], "{")
		}
		if fits {
			return path
		}
	}
	return ""
}

// Check lists where an answer breaks what its address promises.
func (d Description) Check(path string, status int, kind string, body []byte) []string {
	p, ok := d.Paths[path]
	if !ok {
		return []string{path + " is not described"}
	}
	kind, _, _ = strings.Cut(kind, ";")
	content, ok := p.Get.Responses[fmt.Sprint(status)].Content[kind]
	if !ok {
		return []string{fmt.Sprintf("%s: %d as %s is not described", path, status, kind)}
	}
	var v any
	if err := json.Unmarshal(body, &v); err != nil {
		return []string{path + ": " + err.Error()}
	}
	return d.check(path, v, content.Schema)
}

// CheckAs lists where a value breaks a schema, by the schema's name.
func (d Description) CheckAs(schema string, v any) []string {
	return d.check(schema, v, d.Components.Schemas[schema])
}

// known are the words of JSON Schema that are checked.
var known = []string{"$ref", "type", "properties", "required", "additionalProperties", "items", "enum", "oneOf", "format", "pattern", "description"}

// check lists where a value breaks a schema: the part of JSON Schema that the
// description uses, and nothing it does not know.
func (d Description) check(at string, v any, schema map[string]any) []string {
	for key := range schema {
		if !slices.Contains(known, key) {
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
	if either, ok := schema["oneOf"].([]any); ok {
		return d.oneOf(at, v, either)
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

func (d Description) oneOf(at string, v any, list []any) []string {
	var last []string
	for _, s := range list {
		if last = d.check(at, v, s.(map[string]any)); len(last) == 0 {
			return nil
		}
	}
	return last
}

func (d Description) object(at string, v map[string]any, schema map[string]any) []string {
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
		return is[string](v)
	case "integer":
		n, ok := v.(float64)
		return ok && n == float64(int64(n))
	case "number":
		return is[float64](v)
	case "boolean":
		return is[bool](v)
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

func is[T any](v any) bool {
	_, ok := v.(T)
	return ok
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
