package draftweb

import (
	"testing"

	"kheo/internal/web/webtest"
)

func TestSpecimens(t *testing.T) { webtest.Check(t, Specimens()) }
