package search_test

import (
	"fmt"
	"kheo/internal/text"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/search"
)

// manyEnv asks for the long measurement of docs/bench.md: how many documents.
const (
	manyEnv = "KHEO_SEARCH_DOCS"
	manyDSN = "KHEO_SEARCH_DB" // where; a new SQLite file if it is not said
)

// A babbler makes texts of Vietnamese syllables as often as Zipf has them.
type babbler struct {
	rnd   *rand.Rand
	words []string
	zipf  *rand.Zipf
}

func newBabbler(seed uint64) *babbler {
	b := &babbler{rnd: rand.New(rand.NewPCG(seed, 1))}
	heads := strings.Fields("b c ch d đ g gh gi h k kh l m n ng nh p ph qu r s t th tr v x")
	tails := strings.Fields("a ác ài ạm ản ang ánh ào áp át ay ăm ăn ắt âm ận ấp ất e em én ê êm ến ết i ích im ìn ính iu o óc oi om òn ong ót ô ốc ôi ổn ông ốt ơ ời ơn u úc ui um ủn ung út ư ưa ước ương ượt uyên oán oà")
	for _, t := range tails {
		for _, h := range heads {
			b.words = append(b.words, h+t)
		}
	}
	b.rnd.Shuffle(len(b.words), func(i, j int) { b.words[i], b.words[j] = b.words[j], b.words[i] })
	for i := range 20000 { // names, numbers, slips: the long tail
		b.words = append(b.words, b.words[i%1500]+strconv.Itoa(i))
	}
	b.zipf = rand.NewZipf(b.rnd, 1.1, 8, uint64(len(b.words)-1))
	return b
}

func (b *babbler) text(n int) string {
	words := make([]string, n)
	for i := range words {
		words[i] = b.words[b.zipf.Uint64()]
	}
	return strings.Join(words, " ")
}

func (b *babbler) doc(i int) search.Doc {
	kinds := []string{"concern", "answer", "model"}
	return search.Doc{Kind: kinds[i%3], ID: strconv.Itoa(i), Scope: "public", Day: kheo.Date("2023-01-01").Add(i % 1400),
		Title: b.text(6), Body: b.text(34)}
}

// short is a document of few words, where their number is not what is tried.
func (b *babbler) short(i int) search.Doc {
	doc := b.doc(i)
	doc.Title, doc.Body = b.text(2), b.text(8)
	return doc
}

// fill puts n documents in, unless the database holds some already.
func fill(t testing.TB, d *db.DB, n int) {
	if len(find(t, d, search.Query{Words: newBabbler(1).doc(0).Body, Scopes: public})) > 0 {
		return
	}
	b := newBabbler(1)
	for from := 0; from < n; from += 500 {
		var docs []search.Doc
		for i := from; i < min(n, from+500); i++ {
			docs = append(docs, b.doc(i))
		}
		put(t, d, docs...)
	}
}

// asked are queries of one to four words that stand side by side in some
// document.
func asked(n int) (queries []string) {
	b := newBabbler(1)
	pick := rand.New(rand.NewPCG(7, 7))
	for i := range 60 * n {
		words := strings.Fields(b.doc(i).Body)
		if k, at := 1+pick.IntN(4), pick.IntN(28); i%60 == 0 {
			queries = append(queries, strings.Join(words[at:at+k], " "))
		}
	}
	return queries
}

func TestManyDocuments(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv(manyEnv))
	dsn := os.Getenv(manyDSN)
	if n == 0 {
		t.Skipf("the long measurement: set %s=1000000", manyEnv)
	}
	if dsn == "" {
		dsn = "sqlite:" + t.TempDir() + "/kheo.db"
	}
	d, err := db.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if err := db.Migrate(t.Context(), d, []db.Schema{search.Schema()}); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	fill(t, d, n)
	queries := asked(400)
	t.Logf("%d documents put in %.0f s, %s resident", n, time.Since(start).Seconds(), resident())
	for _, how := range []string{"as written", "without diacritics", "one slip"} {
		var took []time.Duration
		hits, slow, slowest := 0, "", time.Duration(0)
		for _, q := range queries {
			switch how {
			case "without diacritics":
				q = text.Fold(q)
			case "one slip":
				r := []rune(q)
				r[len(r)/2] = 'x'
				q = string(r)
			}
			at := time.Now()
			h := find(t, d, search.Query{Words: q, Scopes: public})
			one := time.Since(at)
			took = append(took, one)
			hits += len(h)
			if one > slowest {
				slow, slowest = q, one
			}
		}
		slices.Sort(took)
		t.Logf("%-20s p50 %.1f ms, p90 %.1f, p99 %.1f, max %.1f (%s); %.1f hits a query; %s resident", how, ms(took, 50), ms(took, 90), ms(took, 99), ms(took, 100), slow, float64(hits)/float64(len(took)), resident())
	}
}

func ms(sorted []time.Duration, p int) float64 {
	return float64(sorted[min(len(sorted)-1, len(sorted)*p/100)].Microseconds()) / 1000
}

// resident is what the process keeps in memory, where the system tells it.
func resident() string {
	body, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return "?"
	}
	for line := range strings.Lines(string(body)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, _ := strconv.Atoi(strings.Fields(rest)[0])
			return fmt.Sprintf("%d MB", kb/1024)
		}
	}
	return "?"
}
