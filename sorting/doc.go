// Package sorting is where a concern belongs (phân loại): the tree of
// categories with the words people use for them, and the routing rules that
// name the one body which must act.
//
// A category says who leads, by which rule of law its day is counted, what
// more is asked and what must never be asked. Suggestions come from the words
// alone and say which words; a person decides. Routing is an ordered table over
// place, category, kind of matter and time: the first rule that fits fires, and
// the matter keeps which one. A changed rule is run dry over past concerns
// before it is switched on. A refusal needs a reason from the list and a route
// to go: nobody is sent away without a door.
package sorting
