// Package desk is the officer's desk (bàn việc): one list of what is late, due
// today, new or waiting for others in the bodies one serves, what each matter
// asks of whom, and how much there is that stands on other desks. What the list
// leaves out is counted with its reason, never silently filtered.
//
// Beside the matters it keeps answers the body gives again and again (câu trả
// lời mẫu), internal notes on a matter (ghi chú nội bộ), and the filters one
// comes back to (cách xem riêng).
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
