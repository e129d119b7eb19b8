package build

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/weirsql/weir/codegen"
)

// Options say how a job's binary is built.
type Options struct {
	// Profile is a CPU profile for profile-guided optimization, such as the default.pgo beside the SQL; "" for none.
	Profile string
	// Debug keeps the symbol table and DWARF, for debuggers. Without it the binary is a third smaller; stack traces, pprof
	// and the SQL lines in messages need neither.
	Debug bool
	// Native builds for the machine at hand, whatever GOOS and GOARCH say: the binary is to be run at once.
	Native bool
	// CacheDir holds workspaces and binaries; "" means weir's own directory below os.UserCacheDir.
	CacheDir string
}

// Binary builds the package at its place and returns the binary's path, inside the cache directory. A binary that was built
// before from the same input is returned at once where that is known for sure: in a private workspace.
func Binary(ctx context.Context, place Place, pkg *codegen.Package, opts Options) (string, error) {
	cache, err := openCache(opts.CacheDir)
	if err != nil {
		return "", err
	}
	tool, err := findGoTool(opts)
	if err != nil {
		return "", err
	}
	if place.Private() {
		return buildPrivate(ctx, cache, tool.outside(), place, pkg, opts.Profile)
	}
	return buildInModule(ctx, cache, tool, place, pkg)
}

// Install copies a binary to its destination under a temporary name and renames it, so that a failure leaves what was there.
func Install(binary, destination string) error {
	if info, err := os.Stat(destination); err == nil && info.IsDir() {
		return fmt.Errorf("%s is a directory: name the file, as in -o %s", destination, filepath.Join(destination, filepath.Base(binary)))
	}
	content, err := os.Open(binary)
	if err != nil {
		return err
	}
	defer content.Close()
	return replaceFile(destination, 0o755, content)
}

// ProfileFor returns the default.pgo of a directory, "" where there is none.
func ProfileFor(dir string) (string, error) {
	name, err := filepath.Abs(filepath.Join(cmp.Or(dir, "."), "default.pgo"))
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(name); errors.Is(err, os.ErrNotExist) {
		return "", nil
	} else if err != nil {
		return "", err
	}
	return name, nil
}
