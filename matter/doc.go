// Package matter is what is owed to people: a concern they raised (phản ánh,
// kiến nghị), a commitment made to them at a dialogue (lời hứa sau đối thoại),
// a recommendation an inspection or a supervision gave (kiến nghị sau kiểm
// tra). One life cycle serves the three; it stands in life.go as one table.
//
// A matter has one holder, never two: the body that carries it out. The holder
// takes it in hand and answers, saying what the answer amounts to: explained,
// a document issued, or acted, with proof; offers it to another body, and keeps
// the clock until that one takes it; stops the clock for a listed reason, up to a
// cap. What the receiving officer decides stands in package triage, the word of
// those it is owed to in package verdict; both make their moves here, by Record.
//
// When the holder ends, the matter passes to its lawful heir. Where the law
// names none, or several, the matter waits, visibly, for a named person of the
// body it is owed to, who chooses one new holder; its day to be done stays as
// it was.
//
// Every move appends a ledger entry in the same transaction: code, states,
// bodies and day, never what anybody wrote and never who.
package matter
