// Package mattertest is the world that tests of matters are told in: the bodies
// of the story, the district that ended in 2025 and the communes it became, a
// commune's hall with its offices, and one short call for each thing that is
// done there: raised, accepted, taken, answered, offered, paused, spoken on. It
// is for tests alone.
package mattertest
