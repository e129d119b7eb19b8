package build

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/weirsql/weir"
	"github.com/weirsql/weir/codegen"
)

// sample is a package that prints a number, taken from the runtime; extra is more Go source for it.
func sample(place Place, extra string) *codegen.Package {
	return &codegen.Package{Name: "sample", Files: []codegen.File{
		{Path: "job.go", Content: []byte(codegen.Header + `

package sample

import rt "github.com/weirsql/weir/runtime"

func Answer() int { return rt.Of(42).V }
`)},
		{Path: "extra.go", Content: []byte(codegen.Header + "\n\npackage sample\n" + extra)},
		{Path: "cmd/sample/main.go", Content: []byte(codegen.Header + `

package main

import (
	"fmt"

	"` + place.ImportPath + `"
)

func main() { fmt.Println(sample.Answer()) }
`)},
	}}
}

// buildSample builds and runs a sample package and returns its binary's path.
func buildSample(t *testing.T, place Place, cache, extra string) string {
	t.Helper()
	binary, err := Binary(t.Context(), place, sample(place, extra), Options{CacheDir: cache})
	if err != nil {
		t.Fatal(err)
	}
	output, err := exec.Command(binary).CombinedOutput()
	if err != nil || string(output) != "42\n" {
		t.Fatalf("the binary printed %q, %v; want 42", output, err)
	}
	return binary
}

func place(t *testing.T, dir string) Place {
	t.Helper()
	p, err := BuildPlace(dir, "sample")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// offline makes the test's builds as on a machine that has Go alone: no proxy, and no module in the module cache.
func offline(t *testing.T) {
	t.Setenv("GOPROXY", "off")
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOMODCACHE", t.TempDir())
}

// userModule makes a module, that requires weir by a local replace or doesn't, and returns its directory.
func userModule(t *testing.T, requiresWeir bool) string {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	text := "module example.com/user\n\ngo 1.26.0\n"
	if requiresWeir {
		text += "\nrequire github.com/weirsql/weir v0.0.0\n\nreplace github.com/weirsql/weir => " + root + "\n"
	}
	dir := t.TempDir()
	write(t, filepath.Join(dir, "go.mod"), text)
	write(t, filepath.Join(dir, "udf", "udf.go"), "package udf\n\nfunc Twice(n int) int { return 2 * n }\n")
	return dir
}

func write(t *testing.T, name, content string) {
	t.Helper()
	if _, err := WriteFile(name, []byte(content)); err != nil {
		t.Fatal(err)
	}
}

func TestPrivateBuildIsOfflineReproducibleAndCached(t *testing.T) {
	offline(t)
	first := t.TempDir()
	one := buildSample(t, place(t, t.TempDir()), first, "")
	two := buildSample(t, place(t, t.TempDir()), t.TempDir(), "")
	if !bytes.Equal(contentOf(t, one), contentOf(t, two)) {
		t.Error("the same package built from two directories, in two caches, gave different bytes")
	}
	if again := buildSample(t, place(t, t.TempDir()), first, ""); again != one {
		t.Errorf("built again as %s, want the cached %s", again, one)
	}
	if other := buildSample(t, place(t, t.TempDir()), first, "\nconst Other = 1\n"); other == one {
		t.Error("another package got the cached binary")
	}
}

func TestBuildInModuleIsReproducibleAndWritesNothingThere(t *testing.T) {
	t.Setenv("GOFLAGS", "")
	one, two := userModule(t, true), userModule(t, true)
	extra := "\nimport \"example.com/user/udf\"\n\nvar Four = udf.Twice(2)\n"
	first := buildSample(t, place(t, one), t.TempDir(), extra)
	second := buildSample(t, place(t, two), t.TempDir(), extra)
	if !bytes.Equal(contentOf(t, first), contentOf(t, second)) {
		t.Error("the same package built in two copies of a module gave different bytes")
	}
	if _, err := os.Stat(filepath.Join(one, "sample")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the build left the package in the module: %v", err)
	}
}

// What an earlier version of the package left beside the SQL doesn't get into the build.
func TestBuildInModuleHidesStaleFiles(t *testing.T) {
	t.Setenv("GOFLAGS", "")
	dir := userModule(t, true)
	write(t, filepath.Join(dir, "sample", "stale.go"), codegen.Header+"\n\npackage sample\n\nvar broken int = \"\"\n")
	buildSample(t, place(t, dir), t.TempDir(), "")
}

func TestFunctionOfModuleThatDoesNotRequireWeir(t *testing.T) {
	offline(t)
	dir := userModule(t, false)
	p := place(t, dir)
	if !p.Private() {
		t.Fatalf("place %+v: want a private one", p)
	}
	buildSample(t, p, t.TempDir(), "\nimport \"example.com/user/udf\"\n\nvar Four = udf.Twice(2)\n")
}

// A module may replace weir by a checkout and not require it, after go mod tidy say: the cached runtime counts.
func TestFunctionOfModuleThatReplacesWeir(t *testing.T) {
	offline(t)
	dir := userModule(t, false)
	write(t, filepath.Join(dir, "go.mod"), "module example.com/user\n\ngo 1.26.0\n\nreplace github.com/weirsql/weir => ./elsewhere\n")
	buildSample(t, place(t, dir), t.TempDir(), "\nimport \"example.com/user/udf\"\n\nvar Four = udf.Twice(2)\n")
}

func TestConcurrentBuilds(t *testing.T) {
	offline(t)
	cache := t.TempDir()
	private, inModule := place(t, t.TempDir()), place(t, userModule(t, true))
	var group sync.WaitGroup
	for i := range 6 {
		group.Go(func() {
			p := private
			if i%2 == 0 {
				p = inModule
			}
			if _, err := Binary(t.Context(), p, sample(p, ""), Options{CacheDir: cache}); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	buildSample(t, private, cache, "")
	buildSample(t, inModule, cache, "")
}

func TestDamagedCacheIsRepaired(t *testing.T) {
	offline(t)
	cache := t.TempDir()
	binary := buildSample(t, place(t, t.TempDir()), cache, "")
	if err := os.Remove(binary); err != nil {
		t.Fatal(err)
	}
	batches, _ := filepath.Glob(filepath.Join(cache, "runtime", "*", "runtime", "batch.go"))
	if len(batches) != 1 {
		t.Fatalf("no copy of the runtime in the cache: %v", batches)
	}
	write(t, batches[0], "damaged")
	buildSample(t, place(t, t.TempDir()), cache, "")
}

// A failed build says what the Go toolchain said.
func TestToolErrorShowsGoOutput(t *testing.T) {
	offline(t)
	p := place(t, t.TempDir())
	_, err := Binary(t.Context(), p, sample(p, "\nvar broken int = \"\"\n"), Options{CacheDir: t.TempDir()})
	var failed *ToolError
	if !errors.As(err, &failed) || !strings.Contains(failed.Output, "extra.go") {
		t.Errorf("got %v, want a ToolError that names extra.go", err)
	}
}

func TestInstall(t *testing.T) {
	dir := t.TempDir()
	binary, destination := filepath.Join(dir, "binary"), filepath.Join(dir, "job")
	write(t, binary, "new")
	write(t, destination, "old")
	if err := Install(binary, destination); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(destination)
	if err != nil || info.Mode().Perm()&0o111 == 0 || string(contentOf(t, destination)) != "new" {
		t.Errorf("installed %v, %v: want an executable with the new content", info, err)
	}
	if err := Install(binary, dir); err == nil || !strings.Contains(err.Error(), "is a directory") {
		t.Errorf("installed over a directory: %v", err)
	}
	leftovers, _ := filepath.Glob(filepath.Join(dir, ".*"))
	if len(leftovers) > 0 {
		t.Errorf("left %v", leftovers)
	}
}

// The private workspace is of the language that this module's own go.mod says.
func TestWorkspaceIsOfThisModulesLanguage(t *testing.T) {
	if line := "\ngo " + languageVersion + "\n"; !strings.Contains(weir.GoMod(), line) {
		t.Errorf("go.mod doesn't say %q", line)
	}
}

// What the private workspace requires for a package of the runtime is what the go command links.
func TestWorkspaceRequiresWhatIsLinked(t *testing.T) {
	for dir, module := range map[string]string{"runtime/connector/file/zstd": "github.com/klauspost/compress", "runtime/state/pebble": "github.com/cockroachdb/pebble/v2"} {
		list := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}", "./"+dir)
		list.Dir, list.Env = "../..", append(os.Environ(), "CGO_ENABLED=0")
		output, err := list.Output()
		if err != nil {
			t.Fatal(err)
		}
		linked := slices.DeleteFunc(slices.Compact(slices.Sorted(slices.Values(strings.Fields(string(output))))), func(path string) bool { return path == weir.ModulePath })
		pkg := &codegen.Package{Files: []codegen.File{{Path: "job.go", Content: []byte("package job\n\nimport _ \"" + weir.ModulePath + "/" + dir + "\"\n")}}}
		if got := needed(pkg, runtimeModule()); !slices.Equal(got, linked) || !slices.Contains(got, module) {
			t.Errorf("%s: the workspace requires\n%v\nand the go command links\n%v", dir, got, linked)
		}
		mod, sum := requirements(linked)
		for _, module := range linked {
			if !strings.Contains(mod, "\t"+module+" v") || !strings.Contains(sum, module+" v") {
				t.Errorf("%s: go.mod and go.sum of this module don't say which %s", dir, module)
			}
		}
	}
	if got := needed(sample(Place{}, ""), runtimeModule()); len(got) > 0 {
		t.Errorf("a job of the runtime alone requires %v", got)
	}
}

// A job that keeps state on disk is built outside of any module from what the module cache has.
func TestWorkspaceOfStateOnDisk(t *testing.T) {
	t.Setenv("GOPROXY", "off")
	buildSample(t, place(t, t.TempDir()), t.TempDir(), "\nimport _ \""+weir.ModulePath+"/runtime/state/pebble\"\n")
}

func contentOf(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
