//go:build race

package search_test

// raced tells that the race detector watches.
const raced = true
