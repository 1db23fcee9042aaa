package desk

import (
	"errors"
	"testing"

	"kheo"
)

// A note is about the matter: what may name a person is refused.
func TestNotesNameNobody(t *testing.T) {
	for words, ok := range map[string]bool{
		"Đã hẹn đội thủy lợi xem chỗ này":   true,
		"Chờ nước rút rồi mới nạo vét được": true,
		"Gọi 0909123456 trước khi xuống":    false,
		"Hỏi chú Nguyễn Văn Tám ở đầu ấp":   false,
		" ": false,
	} {
		_, err := checkNote(words)
		var faults kheo.Faults
		if ok && err != nil || !ok && !errors.As(err, &faults) {
			t.Errorf("note %q: %v, kept should be %v", words, err, ok)
		}
	}
}
