package build

import (
	"context"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/weirsql/weir/codegen"
)

// buildPrivate builds a package in a workspace of its own, with the embedded runtime. The workspace's name is the hash of all
// that goes into the binary, so a binary that is there is the right one; only where the package uses Go of the user's own
// module is the Go toolchain asked again.
func buildPrivate(ctx context.Context, cache *cache, tool *goTool, place Place, pkg *codegen.Package, profile string) (string, error) {
	w, err := planWorkspace(ctx, cache, tool, place, pkg, profile)
	if err != nil {
		return "", err
	}
	dir, err := cache.entry("jobs", w.hash)
	if err != nil {
		return "", err
	}
	binary := filepath.Join(dir, "bin", pkg.Name+executableSuffix(tool))
	if _, err := os.Stat(binary); err == nil && !w.usesModule {
		return binary, nil
	}
	cache.prune("jobs")
	if err := cache.writeRuntime(w.runtimeHash, w.runtime); err != nil {
		return "", err
	}
	if err := writeFiles(dir, w.files); err != nil {
		return "", err
	}
	if w.usesModule {
		tool = tool.with("GOWORK=" + filepath.Join(dir, "go.work"))
	}
	return binary, buildTo(binary, func(output string) error {
		return tool.build(ctx, dir, output, privateModule+"/"+pkg.Name+"/"+mainDir(pkg))
	})
}

// mainDir is the directory of the package's command: cmd/high_value.
func mainDir(pkg *codegen.Package) string {
	for _, file := range pkg.Files {
		if strings.HasPrefix(file.Path, "cmd/") {
			return path.Dir(file.Path)
		}
	}
	return "cmd/" + pkg.Name
}

// writeRuntime brings the embedded runtime's module into the cache.
func (c *cache) writeRuntime(hash string, files map[string]string) error {
	dir, err := c.entry("runtime", hash)
	if err != nil {
		return err
	}
	c.prune("runtime")
	return writeFiles(dir, files)
}

func writeFiles(dir string, files map[string]string) error {
	for name, content := range files {
		if _, err := WriteFile(filepath.Join(dir, filepath.FromSlash(name)), []byte(content)); err != nil {
			return err
		}
	}
	return nil
}

// buildTo has build make a binary under a temporary name and renames it. The temporary name starts as a link to the old
// binary: the go command sees there that nothing changed and doesn't link again.
func buildTo(binary string, build func(output string) error) error {
	if err := os.MkdirAll(filepath.Dir(binary), 0o777); err != nil {
		return err
	}
	temp, err := os.MkdirTemp(filepath.Dir(binary), ".build-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	output := filepath.Join(temp, filepath.Base(binary))
	_ = os.Link(binary, output) // none yet, or no links on this file system: then it is built from nothing
	if err := build(output); err != nil {
		return err
	}
	return os.Rename(output, binary)
}
