// Package look is how a matter is shown wherever it is shown: its state as a tag
// with a shape of its own, how long is left, the bodies and the topic in the
// visitor's language, the title of a concern nobody has written one for. Pages
// never import pages; what several of them say of a matter is said here, once.
package look
