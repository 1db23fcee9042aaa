// Package api is the JSON door: public data at /api/v1, readable without a key
// and from any page. It shows only what is published; what is not is not found.
//
// A list is {"items": […], "next": cursor, "total": n}, a problem is RFC 9457,
// names are in snake_case, a day is 2023-12-01, valid_to is the last day it
// held. A parameter we do not know is refused by name, never passed over: a
// misspelt filter must not answer with everything. Every answer of a sample
// office says "sample": true. /api/v1/openapi.json describes it all, and a test
// holds the answers to it.
package api
