// Package tally counts what matters amount to (ba tỷ lệ, ngày để không): the
// three rates of each body, place and topic from one count that is kept for a
// while, with what is counted apart and a sentence that says both terms; and the
// working days a matter lay with a body while nobody had it in hand.
//
// It writes nothing and owns no table. A body's idle days are its own: they
// begin the day after it got the matter, run while it is received, assigned or
// reopened there, also while it is offered to somebody who has not accepted,
// and stand still in a pause. From taking it in hand to the answer is work.
//
// It also explains a due day (vì sao là ngày này), day by day: counted, off, or
// in a pause.
package tally
