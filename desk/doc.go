// Package desk is what an officer keeps at the desk (bàn việc) beside the
// matters themselves: answers the body gives again and again (câu trả lời mẫu),
// internal notes on a matter (ghi chú nội bộ), and the filters one comes back
// to (cách xem riêng).
//
// A note is about the matter, never about a person: where it seems to name
// somebody it is refused until it is written anew (DESIGN promise 6). Notes are
// read by the bodies that deal with the matter, and each leaves an entry in the
// ledger, without its words. Templates belong to a body, saved views to one
// officer; neither changes what anybody is owed, so they stand in no ledger.
//
// A template is written, changed and dropped; a note is written and stays; a
// view is saved and dropped.
package desk
