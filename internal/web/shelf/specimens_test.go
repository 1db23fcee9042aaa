package shelf_test

import (
	"testing"

	"kheo/internal/web/shelf"
	"kheo/internal/web/webtest"
)

func TestSpecimens(t *testing.T) { webtest.Check(t, shelf.Specimens()) }
