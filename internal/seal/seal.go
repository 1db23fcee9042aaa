// Package seal encrypts what must not lie open at rest: raw words, contacts,
// photos. Each value has a data key of its own (AES-256-GCM), wrapped by the
// office's key, which lives in the keys folder, apart from the data. A value
// opens only where it was sealed for: the name of its place is authenticated.
//
// Every value names the key that wraps its data key, so that keys per person
// can come beside the office's without a new format.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
)

// ErrSealed is a value that this office's key does not open at that place.
var ErrSealed = errors.New("sealed for another place or by another key")

// The layout of a sealed value: version, the wrapping key's id, the nonce of
// the wrapping, the wrapped data key, the words under the data key. A data key
// serves once, so the words need no nonce of their own.
const (
	version   = 1
	idSize    = 16 // room for a UUID: the key of a person
	nonceSize = 12
	keySize   = 32
	tagSize   = 16

	headSize = 1 + idSize
	wrapSize = nonceSize + keySize + tagSize
	overhead = headSize + wrapSize + tagSize
)

// A Vault seals and opens with one office's keys. Its methods may be called
// from many goroutines.
type Vault struct {
	id     [idSize]byte
	wrap   cipher.AEAD
	secret []byte // of Derive
}

// newVault makes the keys that do the work out of the office's one key: what
// one use shows of them says nothing of the others.
func newVault(master []byte) (*Vault, error) {
	part := func(label string, n int) []byte {
		// Fails only for more than 255 blocks, and n is 32 at most.
		b, _ := hkdf.Key(sha256.New, master, nil, label, n)
		return b
	}
	wrap, err := newGCM(part("kheo/seal/wrap/v1", keySize))
	if err != nil {
		return nil, err
	}
	v := &Vault{wrap: wrap, secret: part("kheo/seal/derive/v1", keySize)}
	copy(v.id[:], part("kheo/seal/id/v1", idSize))
	return v, nil
}

func newGCM(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// text is base64 without padding and with one spelling for one value.
var text = base64.RawURLEncoding.Strict()

// Seal encrypts for a place, "concern_concern/<id>/words"; the result is text.
func (v *Vault) Seal(place, plain string) (string, error) {
	b, err := v.SealBytes(place, []byte(plain))
	if err != nil {
		return "", err
	}
	return text.EncodeToString(b), nil
}

// Unseal decrypts what Seal made for the same place; ErrSealed otherwise.
func (v *Vault) Unseal(place, sealed string) (string, error) {
	b, err := text.DecodeString(sealed)
	if err != nil {
		return "", ErrSealed
	}
	plain, err := v.UnsealBytes(place, b)
	return string(plain), err
}

// SealBytes is Seal for files.
func (v *Vault) SealBytes(place string, plain []byte) ([]byte, error) {
	var once [nonceSize + keySize]byte
	rand.Read(once[:]) // never fails: crypto/rand, since Go 1.24
	nonce, key := once[:nonceSize], once[nonceSize:]
	out := make([]byte, 0, overhead+len(plain))
	out = append(out, version)
	out = append(out, v.id[:]...)
	with := named(out, place)
	out = append(out, nonce...)
	out = v.wrap.Seal(out, nonce, key, with)
	data, err := newGCM(key)
	if err != nil {
		return nil, fmt.Errorf("seal %s: %w", place, err)
	}
	return data.Seal(out, make([]byte, nonceSize), plain, with), nil
}

// UnsealBytes is Unseal for files.
func (v *Vault) UnsealBytes(place string, sealed []byte) ([]byte, error) {
	if len(sealed) < overhead || sealed[0] != version || string(sealed[1:headSize]) != string(v.id[:]) {
		return nil, ErrSealed
	}
	with := named(sealed[:headSize], place)
	wrapped, body := sealed[headSize:headSize+wrapSize], sealed[headSize+wrapSize:]
	key, err := v.wrap.Open(nil, wrapped[:nonceSize], wrapped[nonceSize:], with)
	if err != nil {
		return nil, ErrSealed
	}
	data, err := newGCM(key)
	if err != nil {
		return nil, fmt.Errorf("unseal %s: %w", place, err)
	}
	plain, err := data.Open(nil, make([]byte, nonceSize), body, with)
	if err != nil {
		return nil, ErrSealed
	}
	return plain, nil
}

// named is what is authenticated beside the bytes: version, key and place.
func named(head []byte, place string) []byte {
	return append(append(make([]byte, 0, len(head)+len(place)), head...), place...)
}

// Derive is 32 bytes that only this office can make from the label and data:
// for secrets that are recomputed instead of stored, and for signing cookies.
func (v *Vault) Derive(label, data string) []byte {
	h := hmac.New(sha256.New, v.secret)
	var n [8]byte
	binary.BigEndian.PutUint64(n[:], uint64(len(label))) // "ab"+"c" is not "a"+"bc"
	h.Write(n[:])
	h.Write([]byte(label))
	h.Write([]byte(data))
	return h.Sum(nil)
}
