package web

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"testing"
)

// A picture that is handed in as a file says no more than one handed in as a
// photo.
func TestAPictureAmongFilesSaysNotWhereItWasTaken(t *testing.T) {
	const where = "10.5083N 106.6053E"
	var jpg, pngs bytes.Buffer
	img := image.NewGray(image.Rect(0, 0, 40, 20))
	if err := jpeg.Encode(&jpg, img, nil); err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(&pngs, img); err != nil {
		t.Fatal(err)
	}
	said := append([]byte("Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x00"), where...)
	taken := append([]byte{0xff, 0xd8, 0xff, 0xe1, 0, byte(len(said) + 2)}, said...)
	taken = append(taken, jpg.Bytes()[2:]...)
	pdf := append([]byte("%PDF-1.7\n"), where...)
	for _, c := range []struct {
		name, kept, kind string
		data             []byte
		same             bool
	}{
		{"IMG_1.JPG", "IMG_1.jpg", JPEG, taken, false}, {"a.b.png", "a.b.jpg", JPEG, append(pngs.Bytes(), where...), false}, {"bb.pdf", "bb.pdf", PDF, pdf, true},
	} {
		a := &Ask{files: map[string][]upload{"f": {{name: c.name, data: c.data}}}, route: Route{Upload: 1 << 20}}
		list, err := a.Files("f", 1<<20, JPEG, PNG, PDF)
		if err != nil || len(list) != 1 {
			t.Fatalf("%s: %v, %v", c.name, list, err)
		}
		f := list[0]
		if f.Name != c.kept || f.Type != c.kind || bytes.Contains(f.Data, []byte(where)) != c.same {
			t.Errorf("%s became %s, %s, and tells where: %v", c.name, f.Name, f.Type, bytes.Contains(f.Data, []byte(where)))
		}
	}
	broken := &Ask{files: map[string][]upload{"f": {{name: "x.jpg", data: taken[:60]}}}, route: Route{Upload: 1 << 20}}
	faults, ok := Mend(func() error { _, err := broken.Files("f", 1<<20, JPEG); return err }())
	if !ok || len(faults) != 1 || faults[0].Key != "web.fault.photo-broken" {
		t.Errorf("a broken picture: %v", faults)
	}
}
