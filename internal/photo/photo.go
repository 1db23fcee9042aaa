// Package photo takes the pictures people send and keeps only what they show:
// JPEG, PNG and WebP come in, a JPEG of at most 2,048 pixels goes out, upright
// and without a word about where, when and with what it was taken. What is too
// large is refused before it is decoded, and two are decoded at once at most.
package photo

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/webp"
)

// What can be wrong with a picture.
var (
	ErrKind     = errors.New("not a JPEG, PNG or WebP picture")
	ErrHEIC     = errors.New("a HEIC picture, which only its phone can turn into JPEG")
	ErrTooLarge = errors.New("the picture has too many pixels")
	ErrMoving   = errors.New("a moving picture, of which no one frame is the picture")
	ErrBroken   = errors.New("the picture is broken or arrived in part")
)

const (
	// MaxEdge is the longest edge of what is kept; the script on phones scales
	// to it before sending.
	MaxEdge = 2048
	// ThumbEdge is the longest edge of a small picture for lists.
	ThumbEdge = 480

	maxPixels = 50_000_000
	maxMemory = 160 << 20 // of one decoded picture, as its decoder will hold it
	quality   = 82
)

// slots bound the memory: whoever holds one decodes, the others wait.
var slots = make(chan struct{}, 2)

// Clean turns a picture as it was sent into the one that is kept, and tells
// its size. The error is one of those above.
func Clean(data []byte) (out []byte, w, h int, err error) {
	return keep(data, MaxEdge)
}

// Thumb is a picture made small.
func Thumb(data []byte) ([]byte, error) {
	out, _, _, err := keep(data, ThumbEdge)
	return out, err
}

func keep(data []byte, edge int) ([]byte, int, int, error) {
	kind, err := sniff(data)
	if err != nil {
		return nil, 0, 0, err
	}
	if err := kind.fits(data); err != nil {
		return nil, 0, 0, err
	}
	slots <- struct{}{}
	defer func() { <-slots }()
	img, err := kind.open(data)
	if err != nil {
		return nil, 0, 0, err
	}
	small := turn(shrink(img, edge), orientation(kind.exif(data)))
	var b bytes.Buffer
	if err := jpeg.Encode(&b, small, &jpeg.Options{Quality: quality}); err != nil {
		return nil, 0, 0, fmt.Errorf("encode: %w", err)
	}
	return b.Bytes(), small.Rect.Dx(), small.Rect.Dy(), nil
}

// A kind is a format that is taken.
type kind struct {
	config func([]byte) (image.Config, error)
	decode func([]byte) (image.Image, error)
	memory func(data []byte, pixels int) int // what its decoder holds
	exif   func([]byte) []byte
}

var kinds = map[string]kind{
	"jpeg": {
		func(b []byte) (image.Config, error) { return jpeg.DecodeConfig(bytes.NewReader(b)) },
		func(b []byte) (image.Image, error) { return jpeg.Decode(bytes.NewReader(b)) },
		jpegMemory, jpegExif,
	},
	"png": {
		func(b []byte) (image.Config, error) { return png.DecodeConfig(bytes.NewReader(b)) },
		func(b []byte) (image.Image, error) { return png.Decode(bytes.NewReader(b)) },
		pngMemory, pngExif,
	},
	"webp": {
		func(b []byte) (image.Config, error) { return webp.DecodeConfig(bytes.NewReader(b)) },
		func(b []byte) (image.Image, error) { return webp.Decode(bytes.NewReader(b)) },
		func(_ []byte, pixels int) int { return 6 * pixels }, webpExif,
	},
}

// sniff tells the format by the first bytes alone, whatever the file is called.
func sniff(b []byte) (kind, error) {
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xd8\xff")):
		return kinds["jpeg"], nil
	case bytes.HasPrefix(b, []byte("\x89PNG\r\n\x1a\n")):
		return kinds["png"], nil
	case len(b) >= 12 && string(b[:4]) == "RIFF" && string(b[8:12]) == "WEBP":
		if len(b) > 20 && string(b[12:16]) == "VP8X" && b[20]&2 != 0 {
			return kind{}, ErrMoving
		}
		return kinds["webp"], nil
	case isHEIC(b):
		return kind{}, ErrHEIC
	}
	return kind{}, ErrKind
}

// isHEIC tells a picture as iPhones take it, by the brands in its first box.
func isHEIC(b []byte) bool {
	if len(b) < 16 || string(b[4:8]) != "ftyp" {
		return false
	}
	brands := b[8:max(8, min(len(b), int(binary.BigEndian.Uint32(b)), 64))]
	for ; len(brands) >= 4; brands = brands[4:] {
		if c := string(brands[:3]); c == "hei" || c == "hev" {
			return true
		}
	}
	return false
}

// fits refuses before a single pixel is decoded.
func (k kind) fits(data []byte) (err error) {
	defer broken(&err)
	c, err := k.config(data)
	switch {
	case err != nil:
		return fmt.Errorf("%w: %w", ErrBroken, err)
	case c.Width <= 0 || c.Height <= 0:
		return ErrBroken
	case c.Width > maxPixels/c.Height:
		return ErrTooLarge
	case k.memory(data, c.Width*c.Height) > maxMemory:
		return ErrTooLarge
	}
	return nil
}

func (k kind) open(data []byte) (img image.Image, err error) {
	defer broken(&err)
	if img, err = k.decode(data); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBroken, err)
	}
	return img, nil
}

// broken turns a decoder's panic into a broken picture: what others sent must
// not end a request of ours as a fault of the house.
func broken(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("%w: %v", ErrBroken, p)
	}
}

// jpegMemory: a progressive picture keeps every coefficient, four bytes each,
// until its end; colours are often coarser than light.
func jpegMemory(data []byte, pixels int) int {
	for marker, body := range jpegSegments(data) {
		if marker < 0xc0 || marker > 0xc2 || len(body) < 6 {
			continue
		}
		each := 1
		if marker == 0xc2 {
			each = 5
		}
		area, most := 0, 1
		for c := body[6:]; len(c) >= 3; c = c[3:] {
			n := max(1, int(c[1]>>4)*int(c[1]&15))
			area, most = area+n, max(most, n)
		}
		return pixels * each * max(area, 1) / most
	}
	return 3 * pixels
}

// pngMemory reads depth, colours and interlacing from the first chunk.
func pngMemory(data []byte, pixels int) int {
	if len(data) < 29 {
		return pixels
	}
	depth, colour, interlaced := int(data[24]), data[25], data[28] != 0
	each := max(depth, 8) / 8
	if colour != 0 && colour != 3 { // neither grey nor a palette
		each *= 4
	}
	if interlaced {
		each *= 2
	}
	return pixels * each
}
