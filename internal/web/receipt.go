package web

import (
	"context"
	"html"
	"io"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"rsc.io/qr"
)

// A Receipt is the ledger's word for an entry, and what one can do with it.
type Receipt struct {
	Title, Lead string
	QR          string // what the QR code holds, an address of this office; "" for none
	QRNote      string // beside it; "" for the usual words
	Facts       []Fact // number, time
	Fingerprint string // shown in groups of four
	Href        string // the receipt file
	Link        string
	Copy        string // text to copy for Zalo
	Slip        string // address of the slip to print; "" offers to print the page
	Read        string // address of who has read the raw words
	ReadNote    string // "3 lần, ghi đủ ngày giờ"
	Promise     bool
}

func fours(s string) string {
	var parts []string
	for len(s) > 4 {
		parts, s = append(parts, s[:4]), s[4:]
	}
	return strings.Join(append(parts, s), " ")
}

// A Slip (giấy hẹn) is what one takes home: A6, to be folded over the secret.
type Slip struct {
	Office  string // "UBND xã Cần Đước, tỉnh Tây Ninh"
	Code    string
	Title   string
	DueLead string // "Xã trả lời chậm nhất"; "" for the usual words
	Due     string // "thứ Năm, 26/11/2026"; "" leaves both out
	Secret  string // once, at the end of filing; "" leaves the fold out
	Number  string // in the ledger; "" while it has only the promise
	At      string // "11/11/2026 20:15"
	Print   string // the fingerprint
	QR      string // what the QR code holds; "" for none
	Help    string // "Ấp đội Trần, 0272 …": whom to ask, on the helper's print
	Large   bool   // A5, for those who read large letters
}

// QR draws a code that a phone reads: black on white in both themes, with the
// quiet border it needs. A text too long for a code draws nothing.
func QR(text, label string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		c, err := qr.Encode(text, qr.M)
		if err != nil {
			return nil
		}
		n := strconv.Itoa(c.Size + 8)
		_, err = io.WriteString(w, `<svg class="qr" role="img" aria-label="`+html.EscapeString(label)+`" viewBox="0 0 `+n+` `+n+
			`" width="132" height="132" shape-rendering="crispEdges" focusable="false"><path class="qr-paper" d="M0 0h`+n+`v`+n+
			`h-`+n+`z"/><path class="qr-ink" d="`+modules(c)+`"/></svg>`)
		return err
	})
}

// modules is the dark squares as one path, row by row.
func modules(c *qr.Code) string {
	var b strings.Builder
	for y := range c.Size {
		for x := 0; x < c.Size; x++ {
			if !c.Black(x, y) {
				continue
			}
			from := x
			for x < c.Size && c.Black(x, y) {
				x++
			}
			wide := strconv.Itoa(x - from)
			b.WriteString("M" + strconv.Itoa(from+4) + " " + strconv.Itoa(y+4) + "h" + wide + "v1h-" + wide + "z")
		}
	}
	return b.String()
}
