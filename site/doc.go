// Package site puts the office together: it opens the database, brings the
// tables up to date, mounts every capability's pages and doors on one handler
// and starts the jobs. Everything is handed in; nothing is global. A new
// capability is one line in each of the lists of mount.go.
package site
