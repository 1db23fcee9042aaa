package reportweb

import (
	"regexp"
	"strings"
	"testing"

	"kheo/report"
)

func TestFileName(t *testing.T) {
	for _, c := range []struct{ number, title, want string }{
		{"65-TB/BDVTU", "Kết luận kiểm tra công tác dân vận", "65-TB-BDVTU-ket-luan-kiem-tra-cong-tac-dan-van"},
		{"148-BC/ĐU", "Tự kiểm tra: “Đồng thuận”", "148-BC-DU-tu-kiem-tra-dong-thuan"},
		{"1-KH/X", "a\r\nContent-Type: text/html\"../..", "1-KH-X-a-content-type-text-html"},
		{"1-KH/X", "\u200f✓", "1-KH-X"},
	} {
		if got := fileName(report.Document{Number: c.number, Title: c.title}); got != c.want {
			t.Errorf("%s %s: %q, want %q", c.number, c.title, got, c.want)
		}
	}
	long := fileName(report.Document{Number: "65-TB/BDVTU", Title: strings.Repeat("kiểm tra ", 60)})
	if len(long) > 90 || !strings.HasSuffix(long, "kiem-tra") && !strings.HasSuffix(long, "kiem") {
		t.Errorf("a long title: %q", long)
	}
}

var safe = regexp.MustCompile(`^[0-9A-Za-z-]*$`)

func FuzzFileName(f *testing.F) {
	f.Add("65-TB/BDVTU", "Kết luận")
	f.Add("", "\xff\x00")
	f.Fuzz(func(t *testing.T, number, title string) {
		if got := fileName(report.Document{Number: number, Title: title}); !safe.MatchString(got) || len(got) > 90 {
			t.Fatalf("%q, %q: %q", number, title, got)
		}
	})
}
