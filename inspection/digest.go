package inspection

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// Digest is the SHA-256 of what the boxes say, in reading order: a composed
// paper and a frozen report that agree have the same.
func Digest(i Inspection, values map[string]Frozen) string {
	h := sha256.New()
	for _, s := range i.Sections {
		for _, b := range s.Boxes {
			text, err := json.Marshal(values[b.ID])
			if err != nil {
				panic(err) // numbers and strings always marshal
			}
			h.Write(text)
			h.Write([]byte{'\n'})
		}
		h.Write([]byte(s.ID + "\n" + s.Words + "\n"))
	}
	return hex.EncodeToString(h.Sum(nil))
}
