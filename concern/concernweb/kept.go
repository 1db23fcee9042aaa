package concernweb

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"strings"

	"kheo/concern"
	"kheo/internal/web"
)

// Photos chosen for a form that comes back are kept under seal for a while, so
// that they need not be chosen again. The form carries their names with the
// office's signature, good for this form alone.
const keptField = "kept_photos"

// kept are the photos that came with an earlier sending of this form and wait
// still; none when the sender dropped them.
func (p *pages) kept(a *web.Ask) []sealedPhoto {
	said, mac, _ := strings.Cut(a.PostFormValue(keptField), "|")
	if said == "" || a.PostFormValue("drop_photos") != "" || !hmac.Equal([]byte(mac), []byte(p.signKept(a.Client(), said))) {
		return nil
	}
	var list []sealedPhoto
	for one := range strings.FieldsSeq(said) {
		var x sealedPhoto
		if _, err := fmt.Sscanf(one, "%64s.%d.%d", &x.SHA256, &x.Width, &x.Height); err != nil {
			return nil
		}
		f, err := p.Waiting.Get(x.SHA256)
		if err != nil { // it waited too long
			continue
		}
		x.bytes, err = io.ReadAll(f)
		f.Close()
		if err == nil {
			x.Thumb = x.SHA256
			list = append(list, x)
		}
	}
	return list
}

// keep lets the photos of this sending wait with those kept before. One that
// cannot be taken is a fault; where there is no room for more, the form says
// that they must be chosen again.
func (p *pages) keep(a *web.Ask, n *newPage) error {
	list := p.kept(a)
	sent, err := p.photos(a, maxPhotos-len(list))
	if faults, ok := web.Mend(err); ok {
		if _, told := n.Form.Faults.On("photo"); !told {
			n.Form.Faults = append(n.Form.Faults, faults...)
		}
	} else if err != nil {
		return err
	}
	for _, x := range sent {
		if _, err := p.Waiting.Put(x.bytes); err != nil {
			n.Form.Lost = true
			continue
		}
		list = append(list, x)
	}
	var parts []string
	for _, x := range list {
		parts = append(parts, fmt.Sprintf("%s.%d.%d", x.SHA256, x.Width, x.Height))
	}
	if n.KeptN = len(list); n.KeptN > 0 {
		said := strings.Join(parts, " ")
		n.Kept = said + "|" + p.signKept(n.Client, said)
	}
	return nil
}

func (p *pages) signKept(client, said string) string {
	m := hmac.New(sha256.New, p.Desk.Vault.Derive("concernweb kept photos", client))
	m.Write([]byte(said))
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil))
}

// all are the photos as they are filed: those kept before, and those sent now.
func (p *pages) all(a *web.Ask) ([]sealedPhoto, []concern.Photo, error) {
	list := p.kept(a)
	sent, err := p.photos(a, maxPhotos-len(list))
	if err != nil {
		return nil, nil, err
	}
	list = append(list, sent...)
	var photos []concern.Photo
	for _, x := range list {
		photos = append(photos, x.Photo)
	}
	return list, photos, nil
}
