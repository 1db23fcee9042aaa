// Package web is the machinery of pages: one request as an Ask, one page as a
// typed struct, routes in two languages, forms, errors, assets, and the
// components every page is drawn with. It knows no business.
//
// Every component is a plain struct with a method Show(v): fill it in Go, draw
// it in a template with @web.Rates{…}.Show(v). Words come in finished; the
// components hold only the words that are always the same.
//
// A page works without a script, in both languages, on a slow line. The
// content security policy allows nothing from other hosts and nothing inline:
// no style= and no on…= attribute anywhere; a bar's length is an SVG attribute.
package web
