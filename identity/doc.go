// Package identity knows who signs in (người đăng nhập), which role (vai trò)
// they hold in which body from a day to a day, and what a role may do.
//
// A role is held in a body, a committee or a board, not in a territory: when
// the body ends, so does what its people may do in its name. Administrators
// (quản trị) hold theirs in the office as a whole and look after people, units,
// rules and the calendar; they never confirm what is owed to somebody else.
//
// Signing in needs no mail server. A password is kept as its argon2id digest,
// a session as the digest of its token. Nothing here enters the ledger under a
// person: what is recorded is the role and the body.
package identity
