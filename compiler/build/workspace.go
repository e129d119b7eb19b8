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
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/weirsql/weir"
	"github.com/weirsql/weir/codegen"
)

// languageVersion is the go line of the private workspace's modules: that of this module's own go.mod, which a test checks.
const languageVersion = "1.26.0"

// compressModule is the one module outside this one that the runtime imports, in the package for zstd. Its pin is that of this
// module's own go.mod and go.sum, which a test checks.
const (
	compressModule  = "github.com/klauspost/compress"
	compressVersion = "v1.20.3"
	compressSums    = `github.com/klauspost/compress v1.20.3 h1:zWNoFqq/lSuYQRim3dUXlXeA0IqwuZGicdG5ZTfY5j4=
github.com/klauspost/compress v1.20.3/go.mod h1:LUdAzn7YLVvxLpc7y3V1m40wESHTgc1422pwwBSKYuI=
`
)

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

// needsCompress reports whether a package imports one of the runtime that imports the compression module. Such packages are
// named by generated code, where the SQL asks for them, and by nothing else.
func needsCompress(pkg *codegen.Package, runtime map[string]string) bool {
	for _, imported := range importsOf(pkg) {
		dir, ours := strings.CutPrefix(imported, weir.ModulePath+"/")
		for name, content := range runtime {
			if ours && path.Dir(name) == dir && strings.Contains(content, `"`+compressModule+"/") {
				return true
			}
		}
	}
	return false
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
	files := map[string]string{}
	if needsCompress(pkg, w.runtime) {
		goMod += "\nrequire " + compressModule + " " + compressVersion + " // indirect\n"
		files["go.sum"] = compressSums
	}
	files["go.mod"] = goMod
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
