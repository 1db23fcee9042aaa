package ledger

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// maxPaper is how large a receipt or promise may be, in bytes.
const maxPaper = 64 << 10

// Said is what a verified paper says.
type Said struct {
	Promise bool // a promise: signed at once, not yet proved to be in the log
	Sample  bool
	Origin  string
	Kind    string // empty on a promise
	At      time.Time
	Says    []Line // empty on a promise
	Index   int64  // -1 on a promise
	Size    int64  // entries in the log when the receipt was made
	Leaf    string // hexadecimal of the leaf hash
}

// Verify checks a receipt or a promise against the office's key, the text that
// /ledger/key gives. It needs no network and no database. Any altered byte
// makes it fail; the key must come from somewhere else than the paper.
func Verify(text []byte, key string) (Said, error) {
	verifier, err := note.NewVerifier(strings.TrimSpace(key))
	if err != nil {
		return Said{}, fmt.Errorf("the key cannot be read: %w", err)
	}
	if len(text) > maxPaper {
		return Said{}, errors.New("too long for a receipt")
	}
	switch first, _, _ := strings.Cut(string(text), "\n"); first {
	case receiptHead:
		return verifyReceipt(string(text), verifier)
	case promiseHead:
		return verifyPromise(string(text), verifier)
	}
	return Said{}, errors.New("neither a receipt nor a promise of Khéo")
}

// OpenCheckpoint checks a checkpoint against the office's key and gives what it
// says; others may have signed it as well.
func OpenCheckpoint(text, key string) (Head, error) {
	v, err := note.NewVerifier(strings.TrimSpace(key))
	if err != nil {
		return Head{}, fmt.Errorf("the key cannot be read: %w", err)
	}
	n, err := note.Open([]byte(text), note.VerifierList(v))
	if err != nil {
		return Head{}, errors.New("the signature is not this office's")
	}
	origin, tree, err := parseTree(n.Text)
	if err != nil || origin != v.Name() {
		return Head{}, ErrCheckpoint
	}
	return Head{Origin: origin, Size: tree.N, Root: tree.Hash.String()}, nil
}

func verifyReceipt(text string, v note.Verifier) (Said, error) {
	p, err := parsePaper(text)
	if err != nil {
		return Said{}, err
	}
	body, err := open(p.checkpoint, v)
	if err != nil {
		return Said{}, err
	}
	origin, tree, err := parseTree(body)
	if err != nil || origin != v.Name() || formatTree(origin, tree) != body {
		return Said{}, ErrCheckpoint
	}
	if p.sample != isSample(origin) {
		return Said{}, errors.New("the sample mark does not fit the log")
	}
	salt, err := hex.DecodeString(p.salt)
	if err != nil || hex.EncodeToString(salt) != p.salt {
		return Said{}, errors.New("malformed salt")
	}
	digest := sha256.Sum256(append(salt, p.says...))
	hash := tlog.RecordHash([]byte(leafText(p.kind, p.at, digest)))
	if err := tlog.CheckRecord(p.proof, tree.N, tree.Hash, p.index, hash); err != nil {
		return Said{}, errors.New("the log does not hold what the receipt says")
	}
	return Said{Sample: p.sample, Origin: origin, Kind: p.kind, At: p.at, Says: lines(p.says), Index: p.index,
		Size: tree.N, Leaf: hex.EncodeToString(hash[:])}, nil
}

func verifyPromise(text string, v note.Verifier) (Said, error) {
	body, err := open(text, v)
	if err != nil {
		return Said{}, err
	}
	rest := strings.TrimPrefix(body, promiseHead+"\n")
	rest, sample := strings.CutPrefix(rest, sampleMark+"\n")
	l := lines(rest)
	if len(l) != 3 || l[0].Name != "origin" || l[1].Name != "at" || l[2].Name != "leaf" || l[0].Value != v.Name() {
		return Said{}, errors.New("malformed promise")
	}
	at, err := time.Parse(time.RFC3339, l[1].Value)
	if err != nil {
		return Said{}, errors.New("malformed promise")
	}
	return Said{Promise: true, Sample: sample, Origin: l[0].Value, At: at, Index: -1, Leaf: l[2].Value}, nil
}

// open checks the signature of a note and that it is spelt in the one way this
// office spells it: base64 has several for the same bytes.
func open(text string, v note.Verifier) (string, error) {
	n, err := note.Open([]byte(text), note.VerifierList(v))
	if err != nil {
		return "", errors.New("the signature is not this office's")
	}
	if len(n.UnverifiedSigs) > 0 {
		return "", errors.New("there is a signature nobody asked for")
	}
	for _, s := range n.Sigs {
		if _, err := base64.StdEncoding.Strict().DecodeString(s.Base64); err != nil {
			return "", errors.New("the signature was altered")
		}
	}
	return n.Text, nil
}

var errReceipt = errors.New("malformed receipt")

// parsePaper reads a receipt and refuses one that would be written otherwise.
func parsePaper(text string) (paper, error) {
	parts := strings.SplitN(text, "\n\n", 3)
	if len(parts) != 3 {
		return paper{}, errReceipt
	}
	var p paper
	head, ok := strings.CutPrefix(parts[0], receiptHead+"\n")
	if !ok {
		return paper{}, errReceipt
	}
	head, p.sample = strings.CutPrefix(head, sampleMark+"\n")
	l := lines(head)
	if len(l) < 4 || l[0].Name != "kind" || l[1].Name != "at" || l[len(l)-1].Name != "salt" {
		return paper{}, errReceipt
	}
	p.kind, p.salt = l[0].Value, l[len(l)-1].Value
	at, err := time.Parse(time.RFC3339, l[1].Value)
	if err != nil {
		return paper{}, errReceipt
	}
	p.at = at
	for _, x := range l[2 : len(l)-1] {
		p.says += x.Name + ": " + x.Value + "\n"
	}
	if err := p.parseProof(parts[1]); err != nil {
		return paper{}, err
	}
	p.checkpoint = parts[2]
	if p.String() != text {
		return paper{}, errReceipt
	}
	return p, nil
}

func (p *paper) parseProof(text string) error {
	rows := strings.Split(text, "\n")
	if len(rows) < 2 || len(rows) > 66 || rows[0] != proofHead {
		return errReceipt
	}
	number, ok := strings.CutPrefix(rows[1], "index ")
	index, err := strconv.ParseInt(number, 10, 64)
	if !ok || err != nil || index < 0 {
		return errReceipt
	}
	p.index = index
	for _, r := range rows[2:] {
		h, err := parseHash(r)
		if err != nil {
			return errReceipt
		}
		p.proof = append(p.proof, h)
	}
	return nil
}
