package codegen

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// Importer resolves the imports of generated packages for their type check, from the export data that the go command
// keeps in its build cache: it costs one run of go list and compiles nothing that the build wouldn't. It may be used for
// many packages, one after another.
type Importer struct {
	dir     string
	files   *token.FileSet
	exports map[string]string // import path → file with its export data
	gc      types.Importer
	source  map[string]*types.Package // where export data can't be read; nil while it can
}

// NewImporter returns an Importer that resolves import paths as the go command does in dir.
func NewImporter(dir string) *Importer {
	i := &Importer{dir: dir, files: token.NewFileSet(), exports: map[string]string{"unsafe": ""}}
	i.gc = importer.ForCompiler(i.files, "gc", i.open)
	return i
}

// Import implements types.Importer for the paths that were prefetched, and what they import.
func (i *Importer) Import(path string) (*types.Package, error) {
	if i.source == nil {
		return i.gc.Import(path)
	}
	if pkg := i.source[path]; pkg != nil {
		return pkg, nil
	}
	return nil, fmt.Errorf("no package %s", path)
}

func (i *Importer) open(path string) (io.ReadCloser, error) {
	file := i.exports[path]
	if file == "" {
		return nil, fmt.Errorf("no export data for %s", path)
	}
	return os.Open(file)
}

// Prefetch finds the export data of the packages and of all that they import. An error says why the go command can't
// import one of them: most often the module in the importer's directory doesn't require it.
func (i *Importer) Prefetch(paths []string) error {
	missing := slices.DeleteFunc(slices.Clone(paths), func(path string) bool {
		_, known := i.exports[path]
		return known
	})
	if len(missing) == 0 {
		return nil
	}
	arguments := append([]string{"list", "-export", "-deps", "-json=ImportPath,Export", "--"}, missing...)
	command := exec.Command("go", arguments...)
	command.Dir = i.dir
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	if err := command.Run(); err != nil {
		return fmt.Errorf("go list in %s: %w\n%s", i.dir, err, strings.TrimSpace(stderr.String()))
	}
	if err := i.record(&stdout); err != nil {
		return err
	}
	for _, path := range paths {
		if _, err := i.gc.Import(path); err != nil {
			return i.loadSource()
		}
	}
	return nil
}

// loadSource type-checks the packages and all that they import from source: slow, but it works with a Go release that is
// newer than the one this program was built with, whose export data the program can't read.
func (i *Importer) loadSource() error {
	config := &packages.Config{Dir: i.dir, Mode: packages.NeedName | packages.NeedTypes | packages.NeedSyntax | packages.NeedImports | packages.NeedDeps | packages.NeedFiles | packages.NeedCompiledGoFiles}
	roots, err := packages.Load(config, slices.Sorted(maps.Keys(i.exports))...)
	if err != nil {
		return err
	}
	i.source = map[string]*types.Package{}
	packages.Visit(roots, nil, func(pkg *packages.Package) {
		for _, problem := range pkg.Errors {
			err = errors.Join(err, problem)
		}
		i.source[pkg.PkgPath] = pkg.Types
	})
	return err
}

// record reads go list's output: one JSON object after another.
func (i *Importer) record(list io.Reader) error {
	decoder := json.NewDecoder(list)
	for {
		var listed struct{ ImportPath, Export string }
		if err := decoder.Decode(&listed); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("go list: %w", err)
		}
		i.exports[listed.ImportPath] = listed.Export
	}
}
