package web

import (
	"errors"

	"kheo"
	"kheo/internal/photo"
)

// A Photo is a picture as it is kept: JPEG, upright, nothing in it but what it
// shows.
type Photo struct {
	Data []byte
	W, H int
}

// PhotoAccept is what a field for pictures offers: with any picture allowed,
// phones turn their own formats into JPEG by themselves.
const PhotoAccept = "image/*"

// Photos are the pictures of a field, cleaned; more than most, or one that
// cannot be taken, is a fault of the field. They are decoded here, before any
// transaction.
func (a *Ask) Photos(field string, most int) ([]Photo, error) {
	sent := a.files[field]
	if len(sent) > most {
		return nil, kheo.Faults{{Field: field, Key: "web.fault.photo-many", Args: []any{"n", most}}}
	}
	var list []Photo
	for _, u := range sent {
		if u.over {
			return nil, kheo.Faults{{Field: field, Key: "web.fault.file-large", Args: []any{"name", u.name, "n", int(a.route.Upload >> 20)}}}
		}
		p, err := cleaned(field, u)
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, nil
}

// cleaned is the picture of a field as it is kept, or why it cannot be taken.
func cleaned(field string, u upload) (p Photo, err error) {
	if p.Data, p.W, p.H, err = photo.Clean(u.data); err == nil {
		return p, nil
	}
	for _, x := range []struct {
		err error
		key string
	}{
		{photo.ErrHEIC, "web.fault.photo-heic"}, {photo.ErrMoving, "web.fault.photo-moving"}, {photo.ErrTooLarge, "web.fault.photo-large"},
		{photo.ErrBroken, "web.fault.photo-broken"}, {photo.ErrKind, "web.fault.photo-kind"},
	} {
		if errors.Is(err, x.err) {
			return p, kheo.Faults{{Field: field, Key: x.key, Args: []any{"name", u.name}}}
		}
	}
	return p, err
}
