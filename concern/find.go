package concern

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"kheo"
	"kheo/internal/db"
	"kheo/matter"
)

// found is the matter of a concern's code, as it stands now.
func found(ctx context.Context, tx *db.Tx, code string) (matter.Matter, error) {
	code, err := ParseCode(code)
	if err != nil {
		return matter.Matter{}, err
	}
	m, err := matter.Find(ctx, tx, code, "")
	if err == nil && m.Kind != matter.Concern {
		err = fmt.Errorf("concern %s: %w", code, kheo.ErrNotFound)
	}
	return m, err
}

// inHolder is the grant by which the caller holds the right in the body that
// holds the matter today, or helps it; of one that joined, where the first is.
// The raw words of others are not to be seen: who holds no such grant is told
// that there are none.
func inHolder(ctx context.Context, tx *db.Tx, who kheo.Caller, m matter.Matter, right kheo.Right) (kheo.Grant, error) {
	none := fmt.Errorf("%s for concern %s: %w", right, m.Code, kheo.ErrNotFound)
	if len(who.Units(right)) == 0 {
		return kheo.Grant{}, none
	}
	if m.State == matter.Merged && m.Into != "" {
		first, err := matter.ByID(ctx, tx, m.Into)
		if err != nil {
			return kheo.Grant{}, err
		}
		if m, err = matter.Find(ctx, tx, first.Code, ""); err != nil {
			return kheo.Grant{}, err
		}
	}
	s, err := matter.Stand(ctx, tx, m, who.Today())
	if err != nil {
		return kheo.Grant{}, err
	}
	for _, body := range append([]kheo.UnitID{s.Holder}, m.Assist...) {
		for _, g := range who.Grants {
			if body != "" && g.Unit == body && slices.Contains(g.Rights, right) {
				return g, nil
			}
		}
	}
	return kheo.Grant{}, none
}

// Find is the concern by its code as the caller may see it: topic, hamlet, age
// and state for anybody; the published version where there is one; the working
// title and the spot for its author and those who deal with it.
func Find(ctx context.Context, tx *db.Tx, who kheo.Caller, code string) (Concern, error) {
	m, err := found(ctx, tx, code)
	if err != nil {
		return Concern{}, err
	}
	err = m.May(ctx, tx, who)
	deals := err == nil
	if err != nil && !errors.Is(err, kheo.ErrNotFound) {
		return Concern{}, err
	}
	list, err := details(ctx, tx, []matter.Matter{m})
	if err != nil {
		return Concern{}, err
	}
	if !deals {
		list[0].veil()
	}
	return list[0], nil
}

// veil leaves what anybody may know of a concern nobody published: the working
// title was not written for all, and a spot can be a front door.
func (c *Concern) veil() {
	c.Title, c.Text = "", ""
	c.Spot, c.Lat, c.Lon, c.Cell = false, 0, 0, ""
}

// details adds to matters what only concerns have, in their order.
func details(ctx context.Context, tx *db.Tx, ms []matter.Matter) ([]Concern, error) {
	if len(ms) == 0 {
		return nil, nil
	}
	var ids, into []string
	for _, m := range ms {
		ids = append(ids, m.ID)
		if m.Into != "" {
			into = append(into, m.Into)
		}
	}
	rows, err := kept(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	versions, err := lastVersions(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	joined, err := matter.Joined(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	codes, err := matter.Codes(ctx, tx, into)
	if err != nil {
		return nil, err
	}
	list := make([]Concern, len(ms))
	for i, m := range ms {
		c := rows[m.ID]
		list[i] = Concern{Matter: m, Joined: joined[m.ID], Photos: c.photos, Channel: c.channel, Helped: c.channel == Helper,
			Into: codes[m.Into], Version: versions[m.ID]}
		if m.State == matter.Withdrawn { // the author took it back: what was published is shown to nobody
			list[i].Version = Version{}
			list[i].veil()
		}
	}
	return list, nil
}

// A part is what concern_concern tells of a concern without opening anything.
type part struct {
	id      string
	channel Channel
	photos  int
}

func kept(ctx context.Context, tx *db.Tx, ids []string) (map[string]part, error) {
	rows, err := db.All(ctx, tx, func(p *part) []any { return []any{&p.id, &p.channel, &p.photos} },
		`select id, channel, photos from concern_concern where id in `+db.In(1, len(ids)), db.Args(ids)...)
	if err != nil {
		return nil, fmt.Errorf("concerns: %w", err)
	}
	by := map[string]part{}
	for _, p := range rows {
		by[p.id] = p
	}
	return by, nil
}

// lastVersions are the newest published ones, by concern.
func lastVersions(ctx context.Context, tx *db.Tx, ids []string) (map[string]Version, error) {
	type versionRow struct {
		Version
		id string
		at int64
	}
	rows, err := db.All(ctx, tx, func(v *versionRow) []any {
		return []any{&v.id, &v.N, &v.Title, &v.Text, &v.TitleEN, &v.TextEN, &v.at, &v.Body}
	}, `
		select v.concern, v.n, v.title, v.body, v.title_en, v.body_en, v.at, v.holder
		from concern_version v
		where v.concern in `+db.In(1, len(ids))+`
			and v.n = (select max(l.n) from concern_version l where l.concern = v.concern)`, db.Args(ids)...)
	if err != nil {
		return nil, fmt.Errorf("versions of concerns: %w", err)
	}
	photos, err := shownPhotos(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	by := map[string]Version{}
	for _, r := range rows {
		v := r.Version
		v.At, v.WithoutPersons, v.Photos = time.UnixMicro(r.at), true, photos[shownKey{r.id, v.N}]
		by[r.id] = v
	}
	return by, nil
}

type shownKey struct {
	id string
	n  int
}

// shownPhotos are the photos of versions, by concern and version.
func shownPhotos(ctx context.Context, tx *db.Tx, ids []string) (map[shownKey][]Photo, error) {
	type photoRow struct {
		shownKey
		Photo
	}
	rows, err := db.All(ctx, tx, func(p *photoRow) []any { return append([]any{&p.id, &p.n}, p.fields()...) }, `
		select concern, version, sha256, thumb, width, height from concern_shown
		where concern in `+db.In(1, len(ids))+` order by concern, version, n`, db.Args(ids)...)
	if err != nil {
		return nil, fmt.Errorf("photos of versions: %w", err)
	}
	by := map[shownKey][]Photo{}
	for _, r := range rows {
		by[r.shownKey] = append(by[r.shownKey], r.Photo)
	}
	return by, nil
}
