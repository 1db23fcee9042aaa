// Build bundles the pages' assets into internal/web/dist: one style sheet, one
// script, the fonts and the mark, each named by the hash of its content and
// squeezed beforehand. Run by go generate, in internal/web.
package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/evanw/esbuild/pkg/api"
)

func main() {
	if err := build("assets", "dist"); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

type manifest struct {
	Files   map[string]string `json:"files"`
	Preload []string          `json:"preload"`
}

func build(from, to string) error {
	if err := os.RemoveAll(to); err != nil {
		return err
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	m := manifest{Files: map[string]string{}}
	if err := bundle(from, to, &m); err != nil {
		return err
	}
	for _, name := range []string{"mark.svg", "blank.svg", "OFL.txt"} {
		if err := copyHashed(from, to, name, &m); err != nil {
			return err
		}
	}
	body, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(to, "manifest.json"), append(body, '\n'), 0o644)
}

func bundle(from, to string, m *manifest) error {
	out := api.Build(api.BuildOptions{
		EntryPoints: []string{filepath.Join(from, "app.css"), filepath.Join(from, "app.ts")},
		Outdir:      to, Bundle: true, Write: false,
		MinifyWhitespace: true, MinifySyntax: true, MinifyIdentifiers: true,
		EntryNames: "[name]-[hash]", AssetNames: "[name]-[hash]",
		Loader: map[string]api.Loader{".woff2": api.LoaderFile}, PublicPath: "/assets",
		Target: api.ES2020, Charset: api.CharsetUTF8, LegalComments: api.LegalCommentsNone,
	})
	if len(out.Errors) > 0 {
		list := api.FormatMessages(out.Errors, api.FormatMessagesOptions{})
		return errors.New(strings.Join(list, ""))
	}
	for _, f := range out.OutputFiles {
		name := filepath.Base(f.Path)
		if err := writeSqueezed(to, name, f.Contents); err != nil {
			return err
		}
		plain, _, _ := strings.Cut(name, "-")
		switch ext := filepath.Ext(name); {
		case ext == ".css" || ext == ".js":
			m.Files[plain+ext] = name
		case strings.Contains(name, "-400-") || strings.Contains(name, "-600-"):
			if strings.Contains(name, "-vietnamese-") || strings.Contains(name, "-latin-") {
				m.Preload = append(m.Preload, name)
			}
		}
	}
	slices.Sort(m.Preload)
	return nil
}

func copyHashed(from, to, name string, m *manifest) error {
	body, err := os.ReadFile(filepath.Join(from, name))
	if err != nil {
		return err
	}
	sum := sha256.Sum256(body)
	ext := filepath.Ext(name)
	hashed := strings.TrimSuffix(name, ext) + "-" + strings.ToUpper(hex.EncodeToString(sum[:4])) + ext
	m.Files[name] = hashed
	return writeSqueezed(to, hashed, body)
}

// writeSqueezed writes a file and, for text, its gzip and brotli beside it.
func writeSqueezed(to, name string, body []byte) error {
	if err := os.WriteFile(filepath.Join(to, name), body, 0o644); err != nil {
		return err
	}
	if filepath.Ext(name) == ".woff2" {
		return nil // squeezed by its own format
	}
	var gz, br bytes.Buffer
	g, err := gzip.NewWriterLevel(&gz, gzip.BestCompression)
	if err != nil {
		return err
	}
	b := brotli.NewWriterLevel(&br, brotli.BestCompression)
	_, err1 := g.Write(body)
	_, err2 := b.Write(body)
	if err := errors.Join(err1, err2, g.Close(), b.Close()); err != nil {
		return err
	}
	return errors.Join(
		os.WriteFile(filepath.Join(to, name+".gz"), gz.Bytes(), 0o644),
		os.WriteFile(filepath.Join(to, name+".br"), br.Bytes(), 0o644))
}
