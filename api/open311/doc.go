// Package open311 is the door for other cities' programs: GeoReport v2, all six
// methods, in JSON and XML, over the concerns anybody may know of, and filing
// by key. A service is a category, a service request a concern, its id the
// concern's code.
//
// What the standard lacks stands beside it, under names of its own that plain
// clients pass over: paging without a ceiling, a box on the map, what changed
// since an instant, each step of a request, the reasons to reopen, the states
// between open and closed. docs/open311.md describes them.
package open311
