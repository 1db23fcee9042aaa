// Package matter is what is owed to people: a concern they raised (phản ánh,
// kiến nghị), a commitment made to them at a dialogue (lời hứa sau đối thoại),
// a recommendation an inspection or a supervision gave (kiến nghị sau kiểm
// tra). One life cycle serves the three; it stands in life.go as one table.
//
// A matter has one holder, never two: the body that carries it out. The holder
// takes it in hand and answers, saying what the answer amounts to: explained,
// a document issued, or acted, with proof. Only those it is owed to say it is
// done: the author, the one who asked, the body that recommended. Nobody else,
// no administrator, no import. Silence is counted apart and confirms nothing.
//
// When the holder ends, the matter passes to its lawful heir. Where the law
// names none, or several, the matter waits, visibly, for a named person of the
// body it is owed to, who chooses one new holder; its day to be done stays as
// it was.
//
// Every move appends a ledger entry in the same transaction: code, states,
// bodies and day, never what anybody wrote and never who.
package matter
