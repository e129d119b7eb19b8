package build

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"

	"github.com/weirsql/weir/codegen"
)

// buildInModule builds a package as if it had been generated into the user's module: an overlay shows its files to the go
// command where they would stand. The module's go.mod, vendor directory, workspace and GOFLAGS apply, so the runtime is the
// one that the module pins.
func buildInModule(ctx context.Context, cache *cache, tool *goTool, place Place, pkg *codegen.Package) (string, error) {
	entry, err := cache.entry("modules", hashOf(place.Dir, tool.environment("GOOS"), tool.environment("GOARCH")))
	if err != nil {
		return "", err
	}
	cache.prune("modules")
	source, err := os.MkdirTemp(entry, ".source-*")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(source)
	overlay, err := writeOverlay(source, place.Dir, pkg)
	if err != nil {
		return "", err
	}
	binary := filepath.Join(entry, "bin", pkg.Name+executableSuffix(tool))
	return binary, buildTo(binary, func(output string) error {
		return tool.build(ctx, place.Module, output, place.ImportPath+"/"+mainDir(pkg), "-overlay="+overlay)
	})
}

// writeOverlay writes the package's files below source and an overlay that maps them to where they would stand in dir.
// Files there that an earlier version of the package left are hidden.
func writeOverlay(source, dir string, pkg *codegen.Package) (string, error) {
	replace := map[string]string{}
	for _, file := range pkg.Files {
		actual := filepath.Join(source, filepath.FromSlash(file.Path))
		if _, err := WriteFile(actual, file.Content); err != nil {
			return "", err
		}
		replace[filepath.Join(dir, filepath.FromSlash(file.Path))] = actual
	}
	changes, err := pkg.Compare(dir)
	if err != nil {
		return "", err
	}
	for _, change := range changes {
		if change.New == nil {
			replace[filepath.Join(dir, filepath.FromSlash(change.Path))] = ""
		}
	}
	text, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	overlay := filepath.Join(source, "overlay.json")
	return overlay, os.WriteFile(overlay, text, 0o666)
}
