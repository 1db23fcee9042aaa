package concern

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/pii"
	"kheo/internal/search"
	"kheo/internal/text"
	"kheo/ledger"
	"kheo/matter"
)

const maxTitle = 300

// Kind and scope of a published concern in the search index.
const (
	SearchKind  = "concern"
	SearchScope = "public"
)

// Check puts a version in order and says what is to be mended.
func (v *Version) Check() error {
	var f kheo.Faults
	v.Title = typed(&f, "title", v.Title, maxTitle, text.Line)
	v.TitleEN = typed(&f, "title_en", v.TitleEN, maxTitle, text.Line)
	v.Text = typed(&f, "text", v.Text, maxWords, text.Clean)
	v.TextEN = typed(&f, "text_en", v.TextEN, maxWords, text.Clean)
	f.Need(v.Title != "" || broken(f, "title"), "title", "concern.fault.title")
	f.Need(v.Text != "" || broken(f, "text"), "text", "concern.fault.version")
	f.Need(v.WithoutPersons, "without", "concern.fault.without")
	for _, x := range []struct{ field, text string }{{"title", v.Title}, {"text", v.Text}, {"title_en", v.TitleEN}, {"text_en", v.TextEN}} {
		if said := number(x.text); said != "" {
			f.Need(false, x.field, "concern.fault.number", "found", said)
		}
	}
	f.Need(len(v.Photos) <= maxPhotos, "photos", "concern.fault.photos", "n", maxPhotos)
	for _, p := range v.Photos {
		f.Need(p.whole(), "photos", "concern.fault.photo")
	}
	return f.Err()
}

// number is the first thing in a text that leads to one person or house and can
// be nothing else: a phone number, a plate, an address of mail, a house number.
// A name can be a place's; it is pointed out, and the officer's word is taken.
func number(s string) string {
	for _, m := range pii.Marks(s) {
		if m.Kind != pii.Name {
			return s[m.From:m.To]
		}
	}
	return ""
}

// Publish writes a version without persons; the officer states that it names
// nobody. Search indexes it from then on. What was published before stays, as
// an earlier version.
func (d *Desk) Publish(ctx context.Context, tx *db.Tx, who kheo.Caller, code string, v Version) error {
	m, err := found(ctx, tx, code)
	if err != nil {
		return err
	}
	g, err := inHolder(ctx, tx, who, m, MayPublish)
	if errors.Is(err, kheo.ErrNotFound) { // the concern is there for anybody, the deed is not allowed
		return fmt.Errorf("publish %s: %w", m.Code, kheo.ErrForbidden)
	}
	if err != nil {
		return err
	}
	if err := v.Check(); err != nil {
		return err
	}
	if m.State == matter.Withdrawn {
		return fmt.Errorf("publish %s, which its author took back: %w", m.Code, kheo.ErrConflict)
	}
	last, err := lastVersions(ctx, tx, []string{m.ID})
	if err != nil {
		return err
	}
	v.N = last[m.ID].N + 1
	if err := toFind(ctx, tx, m, v); err != nil { // before the answer, which takes its English title
		return err
	}
	leaf, err := matter.GiveWords(ctx, tx, who, m, g.Unit, v.Title, v.Text, v.says())
	if err != nil {
		return err
	}
	if err := keepVersion(ctx, tx, who, m.ID, g.Unit, v, leaf); err != nil {
		return fmt.Errorf("publish %s: %w", m.Code, err)
	}
	return nil
}

// toFind lets a version be found in both its languages.
func toFind(ctx context.Context, tx *db.Tx, m matter.Matter, v Version) error {
	return search.Put(ctx, tx, search.Doc{Kind: SearchKind, ID: m.Code, Scope: SearchScope, Day: kheo.DateOf(m.Opened),
		Title: v.Title, Body: v.Text, TitleEN: v.TitleEN, BodyEN: v.TextEN})
}

// FindAgain puts the next published concerns after an id into the search anew,
// and answers the last id looked at, "" where there are no more.
func FindAgain(ctx context.Context, tx *db.Tx, after string, limit int) (string, error) {
	ids, err := db.All(ctx, tx, db.Value[string], `select distinct concern from concern_version where concern > $1 order by concern limit $2`, after, limit)
	if err != nil || len(ids) == 0 {
		return "", err
	}
	versions, err := lastVersions(ctx, tx, ids)
	if err != nil {
		return "", err
	}
	codes, err := matter.Codes(ctx, tx, ids)
	if err != nil {
		return "", err
	}
	for _, id := range ids {
		m, err := matter.Find(ctx, tx, codes[id], "")
		if err == nil && m.State != matter.Withdrawn {
			err = toFind(ctx, tx, m, versions[id])
		}
		if err != nil {
			return "", fmt.Errorf("concern %s, to be found: %w", codes[id], err)
		}
	}
	return ids[len(ids)-1], nil
}

// says is what the ledger is told of a version: digests, and no words.
func (v Version) says() []ledger.Line {
	digest := func(title, body string) string {
		sum := sha256.Sum256([]byte(title + "\n" + body))
		return hex.EncodeToString(sum[:])
	}
	says := []ledger.Line{{Name: "version", Value: strconv.Itoa(v.N)}, {Name: "text_sha256", Value: digest(v.Title, v.Text)}}
	if v.TitleEN+v.TextEN != "" {
		says = append(says, ledger.Line{Name: "text_en_sha256", Value: digest(v.TitleEN, v.TextEN)})
	}
	for _, p := range v.Photos {
		says = append(says, ledger.Line{Name: "photo_sha256", Value: p.SHA256})
	}
	return says
}

func keepVersion(ctx context.Context, tx *db.Tx, who kheo.Caller, id string, body kheo.UnitID, v Version, leaf ledger.Leaf) error {
	_, err := tx.Exec(ctx, `
		insert into concern_version (concern, n, title, body, title_en, body_en, at, holder, person, leaf)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		id, v.N, v.Title, v.Text, v.TitleEN, v.TextEN, who.At.UnixMicro(), string(body), string(who.Person), leaf.ID)
	for i, p := range v.Photos {
		if err != nil {
			break
		}
		_, err = tx.Exec(ctx, `
			insert into concern_shown (concern, version, n, sha256, thumb, width, height)
			values ($1, $2, $3, $4, $5, $6, $7)`, id, v.N, i+1, p.SHA256, p.Thumb, p.Width, p.Height)
	}
	return err
}
