// Package risingweb is the page of what is rising: topics and places of the
// last whole week, each with its twelve weeks, who waits for a decision, and
// the same as text for the desk's wall. Nothing below five is drawn or written,
// and nothing here leads to a person.
package risingweb
