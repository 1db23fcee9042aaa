package deskweb

import (
	"testing"

	"kheo/internal/web/webtest"
)

func TestPages(t *testing.T) { webtest.Check(t, Specimens()) }
