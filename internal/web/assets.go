package web

import (
	"embed"
	"encoding/json"
	"net/http"
	"path"
	"strings"
)

//go:generate go run kheo/internal/web/build
//go:embed dist
var dist embed.FS

// manifest names each asset's file in dist, which carries the hash of its
// content, and the two fonts to fetch early.
type manifest struct {
	Files   map[string]string `json:"files"`
	Preload []string          `json:"preload"`
}

var built = readManifest()

func readManifest() manifest {
	var m manifest
	body, err := dist.ReadFile("dist/manifest.json")
	if err == nil {
		err = json.Unmarshal(body, &m)
	}
	if err != nil {
		panic("internal/web/dist: " + err.Error()) // embedded and generated: go generate ./internal/web
	}
	return m
}

// asset is the address of a built file, for good: another content has another
// address.
func asset(name string) string {
	file, ok := built.Files[name]
	if !ok {
		panic("no asset is named " + name)
	}
	return "/assets/" + file
}

func preloads() []string {
	list := make([]string, len(built.Preload))
	for i, name := range built.Preload {
		list[i] = "/assets/" + name
	}
	return list
}

var assetTypes = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".woff2": "font/woff2", ".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8",
}

// serveAsset serves a built file, squeezed beforehand, to be kept for a year.
func serveAsset(w http.ResponseWriter, r *http.Request) {
	noteRoute(r.Context(), "asset")
	name := path.Base(r.URL.Path)
	kind, ok := assetTypes[path.Ext(name)]
	if !ok || "/assets/"+name != r.URL.Path {
		http.NotFound(w, r)
		return
	}
	body, encoding := assetBody(name, r.Header.Get("Accept-Encoding"))
	if body == nil {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("ETag", `"`+name+`"`)
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
	}
	if strings.Contains(r.Header.Get("If-None-Match"), name) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Write(body)
}

// assetBody is the smallest form of a file that the visitor takes.
func assetBody(name, accept string) ([]byte, string) {
	for _, c := range []struct{ ending, coding string }{{".br", "br"}, {".gz", "gzip"}} {
		if !strings.Contains(accept, c.coding) {
			continue
		}
		if body, err := dist.ReadFile("dist/" + name + c.ending); err == nil {
			return body, c.coding
		}
	}
	body, err := dist.ReadFile("dist/" + name)
	if err != nil {
		return nil, ""
	}
	return body, ""
}

func serveFavicon(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, asset("mark.svg"), http.StatusFound)
}
