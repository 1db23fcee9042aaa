// Package seal encrypts what must not lie open at rest: raw words, contacts,
// photos. Each value has a data key of its own (AES-256-GCM), wrapped by the
// office's key, which lives in the keys folder, apart from the data. A value
// opens only where it was sealed for: the name of its place is authenticated.
package seal

import "errors"

// ErrSealed is a value that this office's key does not open at that place.
var ErrSealed = errors.New("sealed for another place or by another key")

// A Vault seals and opens with one office's keys.
type Vault struct{ master []byte }

// Open reads the key in the folder, or makes it when there is none yet.
func Open(keys string) (*Vault, error) { panic("contract") }

// Seal encrypts for a place, "concern_concern/<id>/words"; the result is text.
func (v *Vault) Seal(place, plain string) (string, error) { panic("contract") }

// Unseal decrypts what Seal made for the same place; ErrSealed otherwise.
func (v *Vault) Unseal(place, sealed string) (string, error) { panic("contract") }

// SealBytes and UnsealBytes are the same for files.
func (v *Vault) SealBytes(place string, plain []byte) ([]byte, error)    { panic("contract") }
func (v *Vault) UnsealBytes(place string, sealed []byte) ([]byte, error) { panic("contract") }

// Derive is 32 bytes that only this office can make from the label and data:
// for secrets that are recomputed instead of stored, and for signing cookies.
func (v *Vault) Derive(label, data string) []byte { panic("contract") }
