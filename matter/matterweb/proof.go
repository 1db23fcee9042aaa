package matterweb

import (
	"context"
	"net/http"

	"kheo"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/matter"
)

// proofFile gives a proof's bytes to those who may see its matter. It is a
// download: nothing an officer attached runs as a page of ours.
func (d Deps) proofFile(w http.ResponseWriter, a *web.Ask) error {
	var p matter.Proof
	err := a.Read(func(ctx context.Context, tx *db.Tx) error {
		m, err := matter.Find(ctx, tx, a.PathValue("code"), "")
		if err != nil {
			return err
		}
		if err := m.May(ctx, tx, a.Who); err != nil {
			return err
		}
		moves, err := matter.Moves(ctx, tx, m.ID, "")
		if err != nil {
			return err
		}
		var ok bool
		if p, ok = proof(moves, a.PathValue("sha256")); !ok {
			return kheo.ErrNotFound
		}
		return nil
	})
	if err != nil {
		return err
	}
	f, err := d.Files.Get(p.SHA256)
	if err != nil {
		return err
	}
	defer f.Close()
	return a.Attach(w, f, p.Name, p.Type)
}
