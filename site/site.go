package site

// A Site is one office, open.
type Site struct {
}
