// Package unit answers, as of any day, what a territory or a body is called,
// where it belongs, and who came before and after it.
//
// A territory (tỉnh, huyện until 30/06/2025, xã, thôn) has states: name, type,
// code and parent held together from a day to a day. Its identity is an id of
// our own, the same in every installation, and never the code, for codes are
// reused: 80 was Long An and is Tây Ninh. A reorganisation (nhập, tách, đổi tên,
// chuyển, giải thể) links old to new with its share and its clause; a split
// stays part by part, and where the list names no successor we say so.
//
// A body (cấp ủy, ban, Mặt trận, đoàn thể, phòng) belongs to a territory or to
// another body, lives from a day to a day and has heirs of its own: it does not
// follow the territory's lineage. Which body owns civic work is set per
// territory. Where a body ended with no heir, or with several, Heir answers
// ErrNoHeir and a named person has to choose.
//
// Units and their mapping: 202/2025/QH15, 72/2025/QH15, the 34 resolutions
// 1654–1687/NQ-UBTVQH15; 30/2026/QH16. Sources of the list: NOTICE.
package unit
