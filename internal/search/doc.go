// Package search finds documents by their words. It knows no business: who
// owns a text puts it in and drops it in the transaction that changes it, and
// says by its scope who may find it.
//
// Only text meant to be read goes in: published words, or words an officer has
// sorted, under a scope of their own. Raw words are encrypted where they lie
// and never come here.
//
// What is typed is understood in Go, from a shared vocabulary in an ordinary
// table, so that both engines give the same hits: with or without diacritics,
// đ as d, either tone placement, decomposed, ky as kỹ or kĩ, one slip of a key,
// two syllables run together, the short forms of chat. The tones typed come
// first. The engines only find numbers of documents by exact words (engine.go),
// newest first, and at most 120 that hold every word are ranked.
//
// A document may say the same in English: it is found by either language, and
// shown in the reader's.
//
// A scope is part of every word in the index and in the vocabulary: nothing of
// a scope that was not asked for is found, counted, weighed or suggested.
package search

import (
	"embed"

	"kheo/internal/db"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the documents, their vocabulary and their index.
func Schema() db.Schema { return db.Schema{Name: "search", Files: files} }
