// Package verdict is the word of those a matter is owed to (dân xác nhận): its
// author and all who raised the same, the body that recommended. Nobody else
// settles anything: no administrator, no import, not the one who answered, and
// silence never.
//
// An author says settled or not settled, with a reason from a list. Not settled
// reopens the concern at once, to the same body twice, then one up, with a day
// of its own. It is confirmed when all who raised it find it settled; one who was
// helped is counted apart. While the time runs they may change their mind
// (law/matter.verdict.speak, law/matter.verdict.mind). When nobody speaks the
// matter lapses, and that confirms nothing.
//
// A body confirms what it recommended, or returns it with the reason. The moves
// are matter's, made by matter.Record; the words are kept here, sealed.
package verdict
