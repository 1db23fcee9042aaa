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
		key := ""
		p, err := cleaned(u)
		switch {
		case err == nil:
			list = append(list, p)
			continue
		case u.over:
			return nil, kheo.Faults{{Field: field, Key: "web.fault.file-large", Args: []any{"name", u.name, "n", int(a.route.Upload >> 20)}}}
		case errors.Is(err, photo.ErrHEIC):
			key = "web.fault.photo-heic"
		case errors.Is(err, photo.ErrMoving):
			key = "web.fault.photo-moving"
		case errors.Is(err, photo.ErrTooLarge):
			key = "web.fault.photo-large"
		case errors.Is(err, photo.ErrBroken):
			key = "web.fault.photo-broken"
		case errors.Is(err, photo.ErrKind):
			key = "web.fault.photo-kind"
		default:
			return nil, err
		}
		return nil, kheo.Faults{{Field: field, Key: key, Args: []any{"name", u.name}}}
	}
	return list, nil
}

func cleaned(u upload) (p Photo, err error) {
	p.Data, p.W, p.H, err = photo.Clean(u.data)
	return p, err
}
