package matter

import (
	"context"
	"fmt"

	"kheo/internal/db"
)

// letters begin the code of each kind: phản ánh, cam kết, kiến nghị.
func letters(k Kind) string {
	switch k {
	case Concern:
		return "PA"
	case Commitment:
		return "CK"
	case Recommendation:
		return "KN"
	}
	return ""
}

// nextCode gives the next number of the kind in the year: "KN-23-0002". The
// counter's row is written in the caller's transaction, so two that come
// together get two numbers, and a transaction that is undone leaves no gap.
func nextCode(ctx context.Context, tx *db.Tx, k Kind, year int) (string, error) {
	n, err := db.One(ctx, tx, db.Value[int64], `
		insert into matter_counter (kind, year, last) values ($1, $2, 1)
		on conflict (kind, year) do update set last = matter_counter.last + 1
		returning last`, string(k), year)
	if err != nil {
		return "", fmt.Errorf("matter code %s %d: %w", k, year, err)
	}
	return fmt.Sprintf("%s-%02d-%04d", letters(k), year%100, n), nil
}
