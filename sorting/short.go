package sorting

// Short is what a word that people type for short stands for; word is folded.
func Short(word string) (full string, ok bool) {
	full, ok = shorthand[word]
	return full, ok
}
