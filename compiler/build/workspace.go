package build

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"go/parser"
	"go/token"
	"go/version"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/weirsql/weir"
	"github.com/weirsql/weir/codegen"
)

// languageVersion is the go line of the private workspace's modules: that of this module's own go.mod, which a test checks.
const languageVersion = "1.26.0"

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
	w.files = w.moduleFiles(pkg)
	if place.beside != nil && imports(pkg, place.beside.module) {
		w.usesModule = true
		w.files["go.work"] = goWork(place.beside) + "\n" + w.replaceRuntime()
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
	language := languageVersion
	if version.Compare("go"+module.language, "go"+language) > 0 {
		language = module.language
	}
	return "go " + language + "\n\nuse (\n\t.\n\t" + strconv.Quote(filepath.ToSlash(module.dir)) + "\n)\n"
}

// imports reports whether a package imports one of a module.
func imports(pkg *codegen.Package, module string) bool {
	return slices.ContainsFunc(importsOf(pkg), func(imported string) bool {
		return imported == module || strings.HasPrefix(imported, module+"/")
	})
}

// importsOf lists the import paths in a package's files.
func importsOf(pkg *codegen.Package) []string {
	var all []string
	for _, file := range pkg.Files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file.Path, file.Content, parser.ImportsOnly)
		if err != nil {
			continue // the Go toolchain will say so
		}
		for _, spec := range parsed.Imports {
			imported, _ := strconv.Unquote(spec.Path.Value)
			all = append(all, imported)
		}
	}
	return all
}

// runtimeModule is the embedded runtime as a module of its own.
func runtimeModule() map[string]string {
	files := map[string]string{"go.mod": "module " + weir.ModulePath + "\n\ngo " + languageVersion + "\n"}
	for name, content := range weir.RuntimeFiles() {
		files[name] = string(content)
	}
	return files
}

// moduleFiles are the files of a private workspace's module. The path of the runtime is relative, since it becomes part of the
// binary's build information.
func (w *workspace) moduleFiles(pkg *codegen.Package) map[string]string {
	goMod := "module " + privateModule + "\n\ngo " + languageVersion + "\n\n" +
		"require " + weir.ModulePath + " " + runtimeVersion(weir.Version()) + "\n\n" +
		w.replaceRuntime()
	required, sums := requirements(needed(pkg, w.runtime))
	files := map[string]string{"go.mod": goMod + required}
	if sums != "" {
		files["go.sum"] = sums
	}
	for _, file := range pkg.Files {
		files[pkg.Name+"/"+file.Path] = string(file.Content)
	}
	return files
}

// replaceRuntime is the directive that leads to the cached runtime. A go.work needs it too: a module of the user's that has one
// of its own, to a checkout of weir, would contradict the workspace's.
func (w *workspace) replaceRuntime() string {
	return "replace " + weir.ModulePath + " => ../../runtime/" + w.runtimeHash + "\n"
}

// runtimeVersion is a version as a go.mod takes it: the job's --version shows it. A build from a checkout has none.
func runtimeVersion(version string) string {
	version, _, _ = strings.Cut(version, "+")
	if !strings.HasPrefix(version, "v") {
		return "v0.0.0"
	}
	return version
}

// flatten lists names and contents in the order of names.
func flatten(files map[string]string) []string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(files)) {
		parts = append(parts, name, files[name])
	}
	return parts
}

func hashFile(name string) (string, error) {
	content, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:]), nil
}
