// Package draft keeps words that several people of one office write together
// (bản đang viết) until they are handed in: what each saved, what was woven
// when two saved from the same start, and their comments (góp ý). Whoever saves
// later loses no word and sees what the other changed.
//
// A part is one text, named by the id of what it belongs to; the capability
// whose text it is says who may write it, and drops the part once the text is
// handed in: how a paper came about is nobody's record of how its writers work.
// Comments are about the text, never about a person, and none is in the ledger.
// Who is here just now is told to those who write there too, from memory alone.
package draft
