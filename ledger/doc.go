// Package ledger is the append-only log of everything that counts (sổ chung).
//
// What is not in it did not happen: a use case appends its entry in the same
// transaction as the change itself. A job numbers the entries, builds the
// Merkle tree (RFC 6962, with golang.org/x/mod/sumdb/tlog) and signs a
// checkpoint (mốc sổ). The one who acts gets a promise (giấy hứa) at once, and
// a receipt (biên nhận) as soon as the entry has its number; anybody can check
// either offline with the office's key. The tree holds salted digests, never
// what they were made from, so it still verifies when personal data is erased.
//
// The log is served as C2SP tlog-tiles and tlog-checkpoint, so that other
// people's tools follow it. A log restored from an older copy refuses to sign.
package ledger
