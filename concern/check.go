package concern

import (
	"encoding/hex"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"kheo"
	"kheo/internal/pii"
	"kheo/internal/text"
)

// Limits of what may be sent. A letter is one after composing; the bytes are
// counted before anything else is done with them, at six a letter: what is
// longer is not worth composing.
const (
	maxWords   = 5000
	maxContact = 200
	maxHamlet  = 100
	maxAnswer  = 1000
	maxExtras  = 20
	maxPhotos  = 5
	perLetter  = 6
)

// check puts what was typed in order, as it was typed, and says what is to be
// mended. It needs no table: what does is checked by Prepare.
func (n *New) check() kheo.Faults {
	var f kheo.Faults
	f.Need(kheo.IsID(n.Client), "client", "concern.fault.client")
	n.Words = typed(&f, "words", n.Words, maxWords, text.Clean)
	n.Hamlet = typed(&f, "hamlet", n.Hamlet, maxHamlet, text.Line)
	f.Need(n.Hamlet == "" || isPlaceName(n.Hamlet), "hamlet", "concern.fault.hamlet")
	n.Contact = typed(&f, "contact", n.Contact, maxContact, text.Line)
	f.Need(n.Words != "" || n.Join != "" || broken(f, "words"), "words", "concern.fault.words")
	f.Need(!n.CallBack || n.Contact != "" || broken(f, "contact"), "contact", "concern.fault.call-back")
	f.Need(n.Territory != "", "territory", "concern.fault.territory")
	f.Need(!n.Spot || onEarth(n.Lat, n.Lon), "spot", "concern.fault.spot")
	f.Need(len(n.Photos) <= maxPhotos, "photos", "concern.fault.photos", "n", maxPhotos)
	for _, p := range n.Photos {
		f.Need(p.whole(), "photos", "concern.fault.photo")
	}
	f.Need(len(n.Extra) <= maxExtras, "extra", "concern.fault.extra")
	for i := range n.Extra[:min(len(n.Extra), maxExtras)] {
		n.Extra[i].Answer = typed(&f, "extra", n.Extra[i].Answer, maxAnswer, text.Clean)
	}
	if !n.Spot {
		n.Lat, n.Lon = 0, 0
	}
	return f
}

// typed cleans one field; what is too long or no text at all comes back empty,
// with its fault.
func typed(f *kheo.Faults, field, s string, most int, clean func(string) (string, error)) string {
	if len(s) > perLetter*most {
		f.Need(false, field, "concern.fault.long", "n", most)
		return ""
	}
	s, err := clean(s)
	if err != nil {
		f.Need(false, field, "concern.fault.text")
		return ""
	}
	if utf8.RuneCountInString(s) > most {
		f.Need(false, field, "concern.fault.long", "n", most)
		return ""
	}
	return s
}

// isPlaceName refuses what is no name of a hamlet: others see the hamlet before
// an officer has read a word, so nothing that leads to a person may stand there.
func isPlaceName(s string) bool {
	odd := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) && !strings.ContainsRune(" -–.,'’/()", r)
	}
	return !strings.ContainsFunc(s, odd) && len(pii.Marks(s)) == 0 && !pii.LongNumber(s)
}

func broken(f kheo.Faults, field string) bool {
	_, ok := f.On(field)
	return ok
}

// onEarth refuses what is no place: not a number, beyond the poles, and 0, 0,
// which devices say when they do not know.
func onEarth(lat, lon float64) bool {
	return math.Abs(lat) <= 90 && math.Abs(lon) <= 180 && (lat != 0 || lon != 0)
}

// ReadSpot reads a point as a form sends it; two empty fields are none, what
// cannot be read is not a number, which a filing refuses.
func ReadSpot(lat, lon string) (float64, float64, bool) {
	y, err1 := strconv.ParseFloat(strings.TrimSpace(lat), 64)
	x, err2 := strconv.ParseFloat(strings.TrimSpace(lon), 64)
	if err1 != nil || err2 != nil {
		y, x = math.NaN(), math.NaN()
	}
	return y, x, strings.TrimSpace(lat+lon) != ""
}

func (p Photo) whole() bool {
	sum, err := hex.DecodeString(p.SHA256)
	thumb, thumbErr := hex.DecodeString(p.Thumb)
	return err == nil && thumbErr == nil && len(sum) == 32 && (len(thumb) == 32 || len(thumb) == 0) &&
		p.Width > 0 && p.Height > 0 && strings.ToLower(p.SHA256+p.Thumb) == p.SHA256+p.Thumb
}
