package unit

// Decoded reads the compiled list anew, as a start does.
func Decoded() (*Book, error) {
	d, err := decode(list)
	if err != nil {
		return nil, err
	}
	return d.book(), nil
}

// Dry reads a list over a book without storing what it says.
func Dry(b *Book, kind, body string) (Imported, error) {
	r := &reader{laid: b.lay(), im: Import{Kind: kind, Name: "dry.csv"}}
	err := r.read([]byte(body))
	return r.out, err
}
