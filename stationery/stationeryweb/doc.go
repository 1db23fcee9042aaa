// Package stationeryweb is where a body's leaders say what its papers are
// written on (mẫu giấy): the letterhead and its lines, and the body's own .docx,
// taken from our layout, changed in Word and brought back.
package stationeryweb
