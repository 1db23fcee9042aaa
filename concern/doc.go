// Package concern is what only a concern has (phản ánh, kiến nghị của người
// dân): an author who needs no account and no name, words that stay private,
// others who raise the same thing. The life of it is package matter's.
//
// A concern is filed once, however often it is sent: the sender's client id is
// its name at the door. It gets a code anybody may look up, and a secret that
// brings its author back; the secret is never stored. Raw words, contact and
// photos are sealed; every reading of them is logged and shown to the author.
// Others see topic, hamlet, age and state until an officer publishes a version
// without persons.
//
// Who raises the same thing joins: a concern of their own, merged into the
// first, with its own code, secret and verdict; a merge can be undone.
//
// A denunciation is never filed here (DESIGN promise: sealing comes first): the door guides to the lawful
// channels and stores nothing.
package concern
