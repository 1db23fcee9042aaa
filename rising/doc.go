// Package rising is catching things in time (phát hiện sớm): which topic is
// raised in which place more than its own past, the weekday and the season
// give reason to expect, how long people waited from the first mention to a
// decision, and for the how-manieth time the same thing comes up again.
//
// It knows topics, places, days and numbers, and nothing else: no words, no
// authors, nothing to open below a number. What is below five is nowhere shown,
// not in a table, not in a picture, not in a sentence.
//
// It decides nothing. A desk that reads “rising” looks at the concerns
// themselves, which have their own clock. What it says comes with its price: a
// false alarm for about every thousand series watched for a week.
package rising
