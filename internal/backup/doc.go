// Package backup keeps an office in a folder apart, as it stood at one moment
// after the other, and puts it back as it stood at any of them (sao lưu, phục
// hồi). It knows no business.
//
// A point holds every row of every table, read in one transaction while the
// office goes on, and the names of its files. Rows are written in parts, each
// under its SHA-256: what did not change since the last point is not written
// again, and a part that was altered is seen. The parts say the same for both
// engines, so a copy of one is put back into the other.
//
// Keys are never in a copy. Whoever has the copy alone has no raw word, no
// contact and no photo, and cannot sign.
package backup
