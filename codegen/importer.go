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
	"os"
	"os/exec"
	"slices"
	"strings"
)

// Importer resolves the imports of generated packages for their type check, from the export data that the go command
// keeps in its build cache: it costs one run of go list and compiles nothing that the build wouldn't. It may be used for
// many packages, one after another.
type Importer struct {
	dir     string
	files   *token.FileSet
	exports map[string]string // import path → file with its export data
	gc      types.Importer
}

// NewImporter returns an Importer that resolves import paths as the go command does in dir.
func NewImporter(dir string) *Importer {
	i := &Importer{dir: dir, files: token.NewFileSet(), exports: map[string]string{"unsafe": ""}}
	i.gc = importer.ForCompiler(i.files, "gc", i.open)
	return i
}

// Import implements types.Importer for the paths that were prefetched, and what they import.
func (i *Importer) Import(path string) (*types.Package, error) { return i.gc.Import(path) }

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
	return i.record(&stdout)
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
