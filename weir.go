// Package weir is the root of the module: it carries the source of the runtime, so that the weir command can build a job
// anywhere, without a network and without a module of the user's own.
//
// Compiling SQL from Go is package compiler's work, building a binary that of compiler/build; the weir command is cmd/weir.
package weir

import (
	"embed"
	"io/fs"
	"runtime/debug"
	"strings"
)

// ModulePath is the import path of this module.
const ModulePath = "github.com/weirsql/weir"

//go:embed runtime/*.go runtime/*/*.go runtime/*/*/*.go runtime/*/*/*/*.go runtime/*/*/*.s
var runtimeFS embed.FS

//go:embed go.mod
var goMod string

//go:embed go.sum
var goSum string

// GoMod is this module's go.mod.
func GoMod() string { return goMod }

// GoSum is this module's go.sum: the checksums of what a job may be linked with are among its lines.
func GoSum() string { return goSum }

// RuntimeFiles returns the source files of the runtime, tests left out, by slash-separated path: "runtime/batch.go".
func RuntimeFiles() map[string][]byte {
	files := map[string][]byte{}
	// Reading an embedded file system cannot fail.
	_ = fs.WalkDir(runtimeFS, "runtime", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files[path], err = runtimeFS.ReadFile(path)
		return err
	})
	return files
}

// Version is the module's version as the Go toolchain recorded it in the running binary: "v0.3.1", or "(devel)" for a build
// from a checkout.
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "(devel)"
	}
	if info.Main.Path == ModulePath && info.Main.Version != "" {
		return info.Main.Version
	}
	for _, module := range info.Deps {
		if module.Path == ModulePath {
			return module.Version
		}
	}
	return "(devel)"
}
