package site

// Walk is what `kheo dev` prints: the roles, and the main job in ten clicks.
func (s *Site) Walk(root string) []string { return nil }
