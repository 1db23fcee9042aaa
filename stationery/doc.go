// Package stationery is what a body's papers are written on (mẫu giấy): for
// each kind of paper the letterhead, lines of its head that differ from what is
// composed, and the body's own .docx, if it brought one.
//
// Each change is a version that stays, with who made it, and a ledger entry; the
// newest counts for papers composed from then on. A paper that was frozen is
// what it was. Without a version the Party's letterhead and our own layout
// stand. A template is looked through by internal/doc before it comes here; a
// body's successor begins anew, since its name is on the form.
//
// Which lines, sizes and words a letterhead has is data with its source and a
// mark of certainty, in internal/doc/letterheads.txt.
package stationery
