package photo

import (
	"bytes"
	"encoding/binary"
	"iter"
)

// jpegSegments walks the markers before the picture's own data.
func jpegSegments(b []byte) iter.Seq2[byte, []byte] {
	return func(yield func(byte, []byte) bool) {
		for i := 2; i+4 <= len(b); {
			if b[i] != 0xff {
				return
			}
			marker := b[i+1]
			if marker == 0xff { // filling
				i++
				continue
			}
			if marker == 0xda || marker == 0xd9 {
				return
			}
			n := int(binary.BigEndian.Uint16(b[i+2:]))
			if n < 2 || i+2+n > len(b) {
				return
			}
			if !yield(marker, b[i+4:i+2+n]) {
				return
			}
			i += 2 + n
		}
	}
}

func jpegExif(b []byte) []byte {
	for marker, body := range jpegSegments(b) {
		if rest, ok := bytes.CutPrefix(body, []byte("Exif\x00\x00")); ok && marker == 0xe1 {
			return rest
		}
	}
	return nil
}

func pngExif(b []byte) []byte {
	for i := 8; i+8 <= len(b); {
		n := int(binary.BigEndian.Uint32(b[i:]))
		if n < 0 || n > len(b)-i-8 {
			return nil
		}
		if string(b[i+4:i+8]) == "eXIf" {
			return b[i+8 : i+8+n]
		}
		i += 12 + n
	}
	return nil
}

func webpExif(b []byte) []byte {
	for i := 12; i+8 <= len(b); {
		n := int(binary.LittleEndian.Uint32(b[i+4:]))
		if n < 0 || n > len(b)-i-8 {
			return nil
		}
		if string(b[i:i+4]) == "EXIF" {
			return bytes.TrimPrefix(b[i+8:i+8+n], []byte("Exif\x00\x00"))
		}
		i += 8 + n + n&1
	}
	return nil
}

// orientation is how the picture must be turned to stand upright, 1 to 8 as
// cameras write it; 1, upright, when they say nothing.
func orientation(exif []byte) int {
	if len(exif) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.LittleEndian
	switch string(exif[:4]) {
	case "II*\x00":
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return 1
	}
	at := uint64(order.Uint32(exif[4:]))
	if at+2 > uint64(len(exif)) {
		return 1
	}
	list := exif[at+2:]
	for range order.Uint16(exif[at:]) {
		if len(list) < 12 {
			break
		}
		if order.Uint16(list) == 0x0112 {
			if o := int(order.Uint16(list[8:])); o >= 1 && o <= 8 {
				return o
			}
			break
		}
		list = list[12:]
	}
	return 1
}
