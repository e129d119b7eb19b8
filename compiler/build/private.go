package build

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"go/parser"
	"go/token"
	"go/version"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/weirsql/weir"
	"github.com/weirsql/weir/codegen"
)

// The private workspace's go.mod needs one line for each module that the runtime itself imports; both files are pinned to
// what this module's own go.mod and go.sum say, which a test checks.
var (
	//go:embed workspace.mod
	workspaceMod string
	//go:embed workspace.sum
	workspaceSum string
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

// workspace is what a private build consists of.
type workspace struct {
	hash        string
	files       map[string]string
	runtimeHash string
	runtime     map[string]string
	usesModule  bool // the package imports the user's module, by way of a go.work
}

func planWorkspace(ctx context.Context, cache *cache, tool *goTool, place Place, pkg *codegen.Package, profile string) (*workspace, error) {
	identity, err := tool.identity(ctx, cache.dir)
	if err != nil {
		return nil, err
	}
	w := &workspace{runtime: runtimeModule()}
	w.runtimeHash = hashOf(flatten(w.runtime)...)
	w.files = workspaceFiles(pkg, w.runtimeHash)
	if place.beside != nil && imports(pkg, place.beside.module) {
		w.usesModule = true
		w.files["go.work"] = goWork(place.beside)
	}
	parts := append(flatten(w.files), identity)
	if profile != "" {
		sum, err := hashFile(profile)
		if err != nil {
			return nil, err
		}
		parts = append(parts, sum)
	}
	w.hash = hashOf(parts...)
	return w, nil
}

// goWork joins the private workspace with a module of the user's: its packages, its requirements and its go.sum count.
func goWork(module *goMod) string {
	language := workspaceGo()
	if version.Compare("go"+module.language, "go"+language) > 0 {
		language = module.language
	}
	return "go " + language + "\n\nuse (\n\t.\n\t" + strconv.Quote(filepath.ToSlash(module.dir)) + "\n)\n"
}

// workspaceGo is the language version of the private workspace.
func workspaceGo() string {
	line, _, _ := strings.Cut(workspaceMod, "\n")
	return strings.TrimPrefix(line, "go ")
}

// imports reports whether a package imports one of a module.
func imports(pkg *codegen.Package, module string) bool {
	for _, file := range pkg.Files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file.Path, file.Content, parser.ImportsOnly)
		if err != nil {
			continue // the Go toolchain will say so
		}
		for _, spec := range parsed.Imports {
			imported, _ := strconv.Unquote(spec.Path.Value)
			if imported == module || strings.HasPrefix(imported, module+"/") {
				return true
			}
		}
	}
	return false
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

// runtimeModule is the embedded runtime as a module of its own.
func runtimeModule() map[string]string {
	files := map[string]string{"go.mod": "module " + weir.ModulePath + "\n\n" + workspaceMod, "go.sum": workspaceSum}
	for name, content := range weir.RuntimeFiles() {
		files[name] = string(content)
	}
	return files
}

// workspaceFiles are the files of a private workspace. The path of the runtime is relative, since it becomes part of the
// binary's build information.
func workspaceFiles(pkg *codegen.Package, runtimeHash string) map[string]string {
	files := map[string]string{
		"go.mod": "module " + privateModule + "\n\n" + workspaceMod + "\n" +
			"require " + weir.ModulePath + " v0.0.0\n\n" +
			"replace " + weir.ModulePath + " => ../../runtime/" + runtimeHash + "\n",
		"go.sum": workspaceSum,
	}
	for _, file := range pkg.Files {
		files[pkg.Name+"/"+file.Path] = string(file.Content)
	}
	return files
}

// flatten lists names and contents in the order of names.
func flatten(files map[string]string) []string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(files)) {
		parts = append(parts, name, files[name])
	}
	return parts
}

func writeFiles(dir string, files map[string]string) error {
	for name, content := range files {
		if _, err := WriteFile(filepath.Join(dir, filepath.FromSlash(name)), []byte(content)); err != nil {
			return err
		}
	}
	return nil
}

func hashFile(name string) (string, error) {
	content, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:]), nil
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
