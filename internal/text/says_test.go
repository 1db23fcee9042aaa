package text

import "testing"

func TestSays(t *testing.T) {
	const said = "Cống trước nhà bị nghẹt, mưa là nước tràn vô sân"
	for _, c := range []struct{ better, worse string }{
		{"cống nghẹt", "cong nghet"}, {"cong nghet", "conng nghet"}, {"nghẹt", "nghẻt"}, {"nghet", "nghat"},
	} {
		if b, w := Says(said, c.better), Says(said, c.worse); b <= w || w == 0 {
			t.Errorf("%q weighs %d, %q %d", c.better, b, c.worse, w)
		}
	}
	for _, typed := range []string{"", "đèn", "cống đèn", "xinh", "bx"} {
		if n := Says(said, typed); n != 0 {
			t.Errorf("%q weighs %d", typed, n)
		}
	}
}
