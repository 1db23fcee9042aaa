package matterweb

import (
	"context"
	"errors"
	"net/http"

	"kheo"
	"kheo/desk"
	"kheo/internal/db"
	"kheo/internal/web"
	"kheo/matter"
)

// maxProof is the largest file an answer may carry.
const maxProof = 20 << 20

var proofTypes = []string{web.JPEG, web.PNG, web.WebP, web.PDF, web.DOCX, web.XLSX}

// answer records the holder's answer. The files go to disk before the move is
// recorded, and only for those who may answer; a file that is refused costs
// the file, not what was typed.
func (d Deps) answer(w http.ResponseWriter, a *web.Ask) error {
	code := a.PathValue("code")
	typed := form{Kind: matter.AnswerKind(a.PostFormValue("kind")), Text: a.PostFormValue("text"),
		Saying: matter.Saying{TextEN: a.PostFormValue("text_en"), Script: a.PostFormValue("script"), Board: a.PostFormValue("board")}}
	may, err := d.asks(a, code, desk.DoAnswer)
	if err != nil {
		return err
	}
	r := matter.Reply{Kind: typed.Kind, Text: typed.Text, Saying: typed.Saying}
	files, err := a.Files("proof", maxProof, proofTypes...)
	var refused kheo.Faults
	if err != nil && !errors.As(err, &refused) {
		return err
	}
	for _, f := range files {
		if !may {
			break
		}
		sum, err := d.Files.Put(f.Data)
		if err != nil {
			return err
		}
		r.Proofs = append(r.Proofs, matter.Proof{Name: f.Name, SHA256: sum, Type: f.Type, Size: int64(len(f.Data))})
	}
	if may && len(refused) > 0 {
		typed.Faults = append(refused, textFaults(r)...)
		return d.showForm(w, a, http.StatusUnprocessableEntity, typed)
	}
	return d.act(w, a, typed, func(ctx context.Context, tx *db.Tx, code string) error {
		return matter.Answer(ctx, tx, a.Who, code, r)
	})
}

// textFaults are what else is to be mended beside a refused file.
func textFaults(r matter.Reply) kheo.Faults {
	var all, rest kheo.Faults
	if !errors.As(r.Check(), &all) {
		return nil
	}
	for _, f := range all {
		if f.Field != "proof" {
			rest = append(rest, f)
		}
	}
	return rest
}

// asks tells whether the matter asks this of the visitor today.
func (d Deps) asks(a *web.Ask, code string, do desk.Do) (bool, error) {
	var f facts
	err := a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		f, err = d.read(ctx, tx, a, code, a.Today)
		return err
	})
	return f.Do == do, err
}
