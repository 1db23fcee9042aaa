package site

import "context"

// Seed fills an empty office with the sample of `kheo dev`.
func Seed(ctx context.Context, s *Site, progress func(done, total int, what string)) error {
	return nil
}
