// Package report keeps the office's papers (văn bản): self-report (báo cáo tự
// kiểm tra), notice of conclusion (thông báo kết luận), plan, minutes.
//
// A paper is composed elsewhere, from records; here it is frozen with its
// number and date, which come from the office's own registry (minutes may have
// no number), and its SHA-256
// goes into the ledger. It is downloaded again byte for byte. It is private
// until its signer publishes it; then a second, public ledger entry repeats
// number, day and digest, so that anybody can check the copy in his hand.
//
// Life: frozen → (signed scan attached) → published. Nothing is taken back: a
// mistake is mended by another paper. A paper with a mark of secrecy (Mật, Tối
// mật, Tuyệt mật) is refused: it has no place on this machine.
package report
