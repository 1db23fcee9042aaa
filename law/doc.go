// Package law holds rules as data (quy định): each deadline with its value, the
// days it holds, the text it comes from and whether somebody confirmed it.
//
// The compiled rules stand in rules.txt. The office's own values lie over them:
// each is a row with the day it takes effect and a ledger entry, none is ever
// removed, so that "what was the rule on that day" keeps its answer. Deadlines
// already set do not move when a rule is edited: who set them kept the day.
//
// Code cites a rule where it keeps it, with the word law, a slash and the id;
// a test resolves each citation in the repository.
package law
