package concern

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"strings"
	"testing"
)

// pairsText is 200 pairs that say the same in other words and 200 that are of
// one place and speak of something else: "same" or "other", tab, one text, tab,
// the other. Somebody wrote them who had not seen this package; they were
// frozen by their digest before the comparison was written.
//
//go:embed testdata/pairs.tsv
var pairsText string

const pairsDigest = "0ec1ce45e725152cb7c78967b35771102d1a624de79322e9cff99040fd1128b5"

func TestThePairsAreFrozen(t *testing.T) {
	sum := sha256.Sum256([]byte(pairsText))
	if got := hex.EncodeToString(sum[:]); got != pairsDigest {
		t.Fatalf("testdata/pairs.tsv changed: %s", got)
	}
	if n := strings.Count(pairsText, "\n"); n != 401 {
		t.Errorf("%d lines, want a head and 400 pairs", n)
	}
}
