package unit

// Decoded reads the compiled list anew, as a start does.
func Decoded() (*Book, error) {
	d, err := decode(list)
	if err != nil {
		return nil, err
	}
	return d.book(), nil
}
