package site

import "kheo/internal/web"

// Routes are every page and door of the office, for the test of who passes which.
func (s *Site) Routes() []web.Route { return s.routes() }
