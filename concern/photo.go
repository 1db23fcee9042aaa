package concern

// photoPlace is where photos are sealed: bound to being one, for their own
// digest stands in the row that names them.
const photoPlace = "concern_photo/sha256"

// SealPhoto is a picture under seal, ready to be stored by its digest.
func (d *Desk) SealPhoto(picture []byte) ([]byte, error) {
	return d.Vault.SealBytes(photoPlace, picture)
}

// OpenPhoto is the picture again, for those who may read the raw words.
func (d *Desk) OpenPhoto(sealed []byte) ([]byte, error) {
	return d.Vault.UnsealBytes(photoPlace, sealed)
}
