package photo

import (
	"image"
	"image/color"

	"golang.org/x/image/draw"
)

// shrink draws the picture on white so that its longest edge is at most edge.
// Whole squares of pixels are averaged first: a picture of fifty million
// pixels then needs no second copy of itself.
func shrink(src image.Image, edge int) *image.RGBA {
	b := src.Bounds()
	longest := max(b.Dx(), b.Dy())
	w, h := b.Dx(), b.Dy()
	if longest > edge {
		w, h = max(1, w*edge/longest), max(1, h*edge/longest)
	}
	if k := longest / edge; k > 1 {
		src = average(src, k)
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(out, out.Rect, src, src.Bounds(), draw.Over, nil)
	return out
}

// average makes one pixel of each square of k by k.
func average(src image.Image, k int) *image.RGBA {
	b := src.Bounds()
	at := reader(src)
	kx, ky := min(k, b.Dx()), min(k, b.Dy())
	out := image.NewRGBA(image.Rect(0, 0, b.Dx()/kx, b.Dy()/ky))
	n := uint32(kx * ky)
	for i := range len(out.Pix) / 4 {
		x0, y0 := b.Min.X+i%out.Rect.Dx()*kx, b.Min.Y+i/out.Rect.Dx()*ky
		var red, green, blue uint32
		for y := y0; y < y0+ky; y++ {
			for x := x0; x < x0+kx; x++ {
				r, g, b := at(x, y)
				red, green, blue = red+uint32(r), green+uint32(g), blue+uint32(b)
			}
		}
		copy(out.Pix[4*i:], []byte{byte(red / n), byte(green / n), byte(blue / n), 0xff})
	}
	return out
}

// reader reads pixels laid on white.
func reader(src image.Image) func(x, y int) (r, g, b uint8) {
	switch src := src.(type) {
	case *image.YCbCr: // what cameras make
		return func(x, y int) (uint8, uint8, uint8) {
			i, c := src.YOffset(x, y), src.COffset(x, y)
			return color.YCbCrToRGB(src.Y[i], src.Cb[c], src.Cr[c])
		}
	case image.RGBA64Image:
		return func(x, y int) (uint8, uint8, uint8) {
			c := src.RGBA64At(x, y)
			white := 0xffff - c.A
			return uint8((c.R + white) >> 8), uint8((c.G + white) >> 8), uint8((c.B + white) >> 8)
		}
	}
	return func(x, y int) (uint8, uint8, uint8) {
		r, g, b, a := src.At(x, y).RGBA()
		white := 0xffff - a
		return uint8((r + white) >> 8), uint8((g + white) >> 8), uint8((b + white) >> 8)
	}
}

// turn sets a picture upright, from an orientation as cameras write it: where
// its first row and first column are in what one sees.
func turn(src *image.RGBA, o int) *image.RGBA {
	if o <= 1 {
		return src
	}
	w, h := src.Rect.Dx(), src.Rect.Dy()
	dw, dh := w, h
	if o >= 5 {
		dw, dh = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, dw, dh))
	for y := range dh {
		for x := range dw {
			sx, sy := x, y
			switch o {
			case 2:
				sx = w - 1 - x
			case 3:
				sx, sy = w-1-x, h-1-y
			case 4:
				sy = h - 1 - y
			case 5:
				sx, sy = y, x
			case 6:
				sx, sy = y, h-1-x
			case 7:
				sx, sy = w-1-y, h-1-x
			case 8:
				sx, sy = w-1-y, x
			}
			copy(out.Pix[out.PixOffset(x, y):][:4], src.Pix[src.PixOffset(sx, sy):][:4])
		}
	}
	return out
}
