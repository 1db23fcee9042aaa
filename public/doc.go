// Package public is the door everybody comes in by: the first page on the
// three verbs nghe, nói, làm, an index of each, and the few pages of plain
// words: which way to go with a complaint, how people with a disability use
// these pages, and the open data.
//
// It keeps nothing and decides nothing. It shows what has been published and
// what is owed; what has no records yet is left out, never made up.
package public
