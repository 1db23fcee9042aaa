package photo_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"kheo/internal/photo"
)

// corners paints a picture whose four quarters tell which way it stands.
func corners(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, quarter(x*2 >= w, y*2 >= h))
		}
	}
	return img
}

func quarter(right, low bool) color.RGBA {
	switch {
	case right && low:
		return color.RGBA{A: 255} // black
	case right:
		return color.RGBA{G: 200, A: 255}
	case low:
		return color.RGBA{B: 220, A: 255}
	}
	return color.RGBA{R: 230, A: 255}
}

// name tells a colour after JPEG has had its way with it.
func name(c color.Color) string {
	r, g, b, _ := c.RGBA()
	switch {
	case r > 0xc000 && g > 0xc000 && b > 0xc000:
		return "white"
	case r < 0x5000 && g < 0x5000 && b < 0x5000:
		return "black"
	case r > g && r > b:
		return "red"
	case g > b:
		return "green"
	}
	return "blue"
}

func quarters(img image.Image) [4]string {
	b := img.Bounds()
	x1, x2, y1, y2 := b.Dx()/4, b.Dx()*3/4, b.Dy()/4, b.Dy()*3/4
	return [4]string{name(img.At(x1, y1)), name(img.At(x2, y1)), name(img.At(x1, y2)), name(img.At(x2, y2))}
}

func encoded(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// exif is what a camera writes: the orientation, and where it was.
func exif(o int, order binary.AppendByteOrder, mark string) []byte {
	b := []byte(mark)
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 2)
	for _, tag := range [][2]uint16{{0x0100, 7}, {0x0112, uint16(o)}} {
		b = order.AppendUint16(b, tag[0])
		b = order.AppendUint16(b, 3)
		b = order.AppendUint32(b, 1)
		b = order.AppendUint16(b, tag[1])
		b = order.AppendUint16(b, 0)
	}
	return append(b, "10.5083N 106.6053E"...)
}

// withExif puts it behind a JPEG's first marker.
func withExif(jpg, exif []byte) []byte {
	body := append([]byte("Exif\x00\x00"), exif...)
	out := append([]byte{0xff, 0xd8, 0xff, 0xe1}, binary.BigEndian.AppendUint16(nil, uint16(len(body)+2))...)
	return append(append(out, body...), jpg[2:]...)
}

func open(t *testing.T, b []byte) image.Image {
	t.Helper()
	img, err := jpeg.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatalf("what came out is no JPEG: %v", err)
	}
	return img
}

func TestAPictureStandsUprightAndSaysNothing(t *testing.T) {
	jpg := encoded(t, corners(80, 40))
	want := map[int][4]string{ // as one sees it: upper left, upper right, lower left, lower right
		1: {"red", "green", "blue", "black"}, 2: {"green", "red", "black", "blue"}, 3: {"black", "blue", "green", "red"}, 4: {"blue", "black", "red", "green"},
		5: {"red", "blue", "green", "black"}, 6: {"blue", "red", "black", "green"}, 7: {"black", "green", "blue", "red"}, 8: {"green", "black", "red", "blue"},
	}
	for o, seen := range want {
		for _, data := range [][]byte{
			withExif(jpg, exif(o, binary.BigEndian, "MM\x00*")), withExif(jpg, exif(o, binary.LittleEndian, "II*\x00")),
		} {
			out, w, h, err := photo.Clean(data)
			if err != nil {
				t.Fatalf("orientation %d: %v", o, err)
			}
			if got := quarters(open(t, out)); got != seen {
				t.Errorf("orientation %d: %v, want %v", o, got, seen)
			}
			if lying := o < 5; lying != (w == 80 && h == 40) || lying == (w == 40 && h == 80) {
				t.Errorf("orientation %d: %d×%d", o, w, h)
			}
			if bytes.Contains(out, []byte("Exif")) || bytes.Contains(out, []byte("106.6")) {
				t.Errorf("orientation %d: where it was taken is still in it", o)
			}
		}
	}
}

// png chunks and WebP chunks may carry the same words.
func TestOrientationOfPNG(t *testing.T) {
	var b bytes.Buffer
	if err := png.Encode(&b, corners(80, 40)); err != nil {
		t.Fatal(err)
	}
	body := append([]byte("eXIf"), exif(6, binary.BigEndian, "MM\x00*")...)
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(body)-4))
	chunk = binary.BigEndian.AppendUint32(append(chunk, body...), crc32.ChecksumIEEE(body))
	data := append(append(bytes.Clone(b.Bytes()[:33]), chunk...), b.Bytes()[33:]...)
	out, w, h, err := photo.Clean(data)
	if err != nil || w != 40 || h != 80 || quarters(open(t, out))[0] != "blue" {
		t.Errorf("%d×%d, %v: not turned", w, h, err)
	}
}

func TestFormats(t *testing.T) {
	for file, want := range map[string]struct {
		w, h int
		err  error
	}{
		"small.webp": {64, 48, nil}, "alpha.webp": {40, 30, nil}, "inter.png": {64, 48, nil}, "progressive.jpg": {64, 48, nil},
		"cmyk.jpg": {64, 48, nil}, "moving.webp": {0, 0, photo.ErrMoving}, "small.heic": {0, 0, photo.ErrHEIC}, "small.avif": {0, 0, photo.ErrKind},
	} {
		data, err := os.ReadFile(filepath.Join("testdata", file))
		if err != nil {
			t.Fatal(err)
		}
		out, w, h, err := photo.Clean(data)
		if !errors.Is(err, want.err) || w != want.w || h != want.h {
			t.Errorf("%s: %d×%d, %v, want %d×%d, %v", file, w, h, err, want.w, want.h, want.err)
		}
		if file == "cmyk.jpg" {
			if got := name(open(t, out).At(30, 15)); got != "red" {
				t.Errorf("red in four inks became %s", got)
			}
		}
		if file == "alpha.webp" {
			if got := name(open(t, out).At(30, 15)); got != "white" {
				t.Errorf("what is transparent became %s, want white", got)
			}
		}
	}
	for _, text := range []string{"", "x", "GIF89a", "<svg/>", "\x00\x00\x00\x01ftypheic", "%PDF-1.7", "RIFF\x00\x00\x00\x00WAVE"} {
		if _, _, _, err := photo.Clean([]byte(text)); !errors.Is(err, photo.ErrKind) {
			t.Errorf("%q: %v, want %v", text, err, photo.ErrKind)
		}
	}
}

func TestLargeBecomesSmall(t *testing.T) {
	for _, c := range []struct{ w, h, outW, outH int }{
		{5000, 3000, 2048, 1228}, {2100, 100, 2048, 97}, {2048, 2048, 2048, 2048}, {300, 5000, 122, 2048}, {9000, 3, 2048, 1}, {4096, 4096, 2048, 2048},
	} {
		out, w, h, err := photo.Clean(encoded(t, corners(c.w, c.h)))
		if err != nil || w != c.outW || h != c.outH {
			t.Errorf("%d×%d: %d×%d, %v, want %d×%d", c.w, c.h, w, h, err, c.outW, c.outH)
			continue
		}
		if got := open(t, out).Bounds(); got.Dx() != w || got.Dy() != h {
			t.Errorf("%d×%d: said %d×%d, is %v", c.w, c.h, w, h, got)
		}
		thumb, err := photo.Thumb(out)
		if err != nil {
			t.Fatal(err)
		}
		if b := open(t, thumb).Bounds(); max(b.Dx(), b.Dy()) > photo.ThumbEdge {
			t.Errorf("a small picture of %v", b)
		}
	}
}

// header is a PNG that claims a size and holds nothing.
func header(w, h uint32, depth, colour, interlace byte) []byte {
	body := binary.BigEndian.AppendUint32([]byte("IHDR"), w)
	body = append(binary.BigEndian.AppendUint32(body, h), depth, colour, 0, 0, interlace)
	b := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), body...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(body))
}

func TestTooLargeIsRefusedBeforeDecoding(t *testing.T) {
	for _, c := range []struct {
		what string
		data []byte
		want error
	}{
		{"a claim of a billion pixels", header(32000, 32000, 8, 2, 0), photo.ErrTooLarge},
		{"wider than any number", header(1<<31-1, 1<<31-1, 8, 2, 0), photo.ErrBroken},
		{"49 million in sixteen bits", header(7000, 7000, 16, 6, 1), photo.ErrTooLarge},
		{"49 million of grey, but nothing there", header(7000, 7000, 8, 0, 0), photo.ErrBroken},
		{"nothing wide", header(0, 100, 8, 2, 0), photo.ErrBroken},
	} {
		allocated := testing.AllocsPerRun(1, func() {
			if _, _, _, err := photo.Clean(c.data); !errors.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", c.what, err, c.want)
			}
		})
		if allocated > 1000 {
			t.Errorf("%s: %v allocations", c.what, allocated)
		}
	}
}

func TestATruncatedPictureIsBroken(t *testing.T) {
	whole := encoded(t, corners(400, 300))
	for n := 4; n < len(whole)-2; n += 97 {
		if _, _, _, err := photo.Clean(whole[:n]); !errors.Is(err, photo.ErrBroken) {
			t.Errorf("%d of %d bytes: %v, want %v", n, len(whole), err, photo.ErrBroken)
		}
	}
}

func TestManyAtOnce(t *testing.T) {
	data := encoded(t, corners(600, 400))
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			if _, _, _, err := photo.Clean(data); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

// Whatever is sent, the answer is a picture within the size or one of the
// errors.
func FuzzClean(f *testing.F) {
	files, err := filepath.Glob("testdata/*.*")
	if err != nil || len(files) == 0 {
		f.Fatal("no pictures to begin with")
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add(withExif(encoded(f, corners(20, 10)), exif(6, binary.LittleEndian, "II*\x00")))
	f.Fuzz(func(t *testing.T, data []byte) {
		out, w, h, err := photo.Clean(data)
		if err != nil {
			for _, known := range []error{photo.ErrKind, photo.ErrHEIC, photo.ErrTooLarge, photo.ErrMoving, photo.ErrBroken} {
				if errors.Is(err, known) {
					return
				}
			}
			t.Fatalf("an error of no kind: %v", err)
		}
		if b := open(t, out).Bounds(); b.Dx() != w || b.Dy() != h || w > photo.MaxEdge || h > photo.MaxEdge || w < 1 || h < 1 {
			t.Fatalf("%v, said %d×%d", b, w, h)
		}
	})
}
