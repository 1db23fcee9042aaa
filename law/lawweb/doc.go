// Package lawweb shows the rules the office works by: each value, the text it
// comes from, whether somebody confirmed it, and the form that lays the
// office's own value over it.
package lawweb
