// Package sortingweb shows everybody the tree of categories: who leads, until
// when, what is asked and what never is; shows officers the routing table, why
// a rule fires and what a changed table would do; and at the door names the
// lawful ways of complaints and denunciations, which this office neither takes
// nor keeps.
package sortingweb
