package site

import (
	"context"
	"fmt"

	"kheo/internal/db"
)

// Seed fills an empty office with the sample of `kheo dev`: the inspection of
// Cần Đước in December 2023, with the facts of the newspaper's report, and all
// else plausible and marked as sample data.
func Seed(ctx context.Context, s *Site, progress func(done, total int, what string)) error {
	p := &planting{Site: s}
	if err := p.territories(); err != nil {
		return err
	}
	models, err := blueprints()
	if err != nil {
		return err
	}
	total := len(models) + 6
	done := 0
	step := func(what string, n int, err error) error {
		done += n
		if err == nil {
			progress(done, total, what)
			return nil
		}
		return fmt.Errorf("fill the sample: %s: %w", what, err)
	}
	if err := step("cơ quan", 1, p.write(ctx, p.seat)); err != nil {
		return err
	}
	if err := step("vai trò", 1, p.write(ctx, p.people)); err != nil {
		return err
	}
	if err := p.plantModels(ctx, models, func(n int) error { return step("mô hình", n, nil) }); err != nil {
		return err
	}
	key, err := p.inspected(ctx)
	if err := step("cuộc kiểm tra năm 2023", 1, err); err != nil {
		return err
	}
	if err := step("khắc phục", 1, p.remedies(ctx, key)); err != nil {
		return err
	}
	if err := step("cuộc kiểm tra năm nay", 1, p.thisYear(ctx)); err != nil {
		return err
	}
	return step("phản ánh", 1, p.concerns(ctx))
}

// plantModels grows the models, a few to a transaction.
func (p *planting) plantModels(ctx context.Context, models []blueprint, tick func(n int) error) error {
	themes, err := chapters("themes.txt")
	if err != nil {
		return err
	}
	const batch = 9
	for first := 0; first < len(models); first += batch {
		some := models[first:min(first+batch, len(models))]
		err := p.write(ctx, func(ctx context.Context, tx *db.Tx) error {
			for n, b := range some {
				if err := p.grow(ctx, tx, b, themes[b.theme], first+n); err != nil {
					return fmt.Errorf("%q: %w", b.name, err)
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("fill the sample: model %w", err)
		}
		if err := tick(len(some)); err != nil {
			return err
		}
	}
	return nil
}
