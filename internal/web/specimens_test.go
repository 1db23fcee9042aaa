package web_test

import (
	"testing"

	"kheo/internal/web"
	"kheo/internal/web/webtest"
)

func TestSpecimens(t *testing.T) { webtest.Check(t, web.Specimens()) }
