package concernweb

import (
	"net/http"

	"kheo"
	"kheo/internal/web"
)

func (p *pages) callbacks(w http.ResponseWriter, a *web.Ask) error { return kheo.ErrNotFound }

func (p *pages) ring(w http.ResponseWriter, a *web.Ask) error { return kheo.ErrNotFound }
