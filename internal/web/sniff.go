package web

import (
	"archive/zip"
	"bytes"
	"net/http"
	"path"
	"strings"
	"unicode/utf8"
)

// The media types that forms take.
const (
	PDF  = "application/pdf"
	JPEG = "image/jpeg"
	PNG  = "image/png"
	WebP = "image/webp"
	DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	Text = "text/plain"
)

var typeByExtension = map[string]string{
	".pdf": PDF, ".jpg": JPEG, ".jpeg": JPEG, ".png": PNG, ".webp": WebP,
	".docx": DOCX, ".xlsx": XLSX, ".txt": Text, ".csv": Text,
	".exe": "application/x-msdownload", ".html": "text/html", ".svg": "image/svg+xml", ".zip": "application/zip",
}

// typeOfName is what a file's name claims, "" when it claims nothing we know.
func typeOfName(name string) string { return typeByExtension[strings.ToLower(path.Ext(name))] }

// Sniff tells the media type from the content alone. What a browser could take
// for a page or a script is never plain text.
func Sniff(data []byte) string {
	kind, _, _ := strings.Cut(http.DetectContentType(data), ";")
	switch kind {
	case "application/zip":
		return officeType(data)
	case "text/plain":
		if !utf8.Valid(data) {
			return "application/octet-stream"
		}
	}
	return kind
}

// officeType looks into a zip for the part every Word or Excel file has.
func officeType(data []byte) string {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return "application/octet-stream"
	}
	for _, f := range z.File {
		switch f.Name {
		case "word/document.xml":
			return DOCX
		case "xl/workbook.xml":
			return XLSX
		}
	}
	return "application/zip"
}
