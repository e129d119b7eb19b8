package udf

import (
	"cmp"
	"errors"
	"go/token"
	"os/exec"
	"sort"
	"strings"

	"golang.org/x/tools/go/packages"
)

// loadMode asks for types and syntax of the packages that are named, and for export data of what they import.
const loadMode = packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports | packages.NeedModule |
	packages.NeedTypes | packages.NeedTypesInfo | packages.NeedSyntax

// loadTargets loads the packages of all targets, and those that they import from their own modules: the determinism
// analyzer follows calls within a module. One call of the go command loads them all in most cases.
func (l *loader) loadTargets(targets []target) {
	l.fset = token.NewFileSet()
	wanted := map[string]bool{}
	for _, t := range targets {
		if t.function != "" {
			wanted[t.path] = true
		}
	}
	for len(wanted) > 0 && l.failure == nil {
		wanted = l.load(wanted)
	}
}

// load loads some packages and returns those of their modules that they import.
func (l *loader) load(wanted map[string]bool) map[string]bool {
	patterns := make([]string, 0, len(wanted))
	for path := range wanted {
		patterns = append(patterns, path)
	}
	sort.Strings(patterns)
	loaded, err := packages.Load(&packages.Config{Mode: loadMode, Dir: l.dir, Fset: l.fset}, patterns...)
	if err != nil {
		l.failure = err
		return nil
	}
	if len(loaded) == 0 {
		l.failure = whyNothing(l.dir, patterns)
		return nil
	}
	next := map[string]bool{}
	for _, pkg := range loaded {
		l.packages[pkg.PkgPath] = pkg
		for path := range pkg.Imports {
			if pkg.Module != nil && sameModule(path, pkg.Module.Path) {
				next[path] = true
			}
		}
	}
	for path := range next {
		if l.packages[path] != nil {
			delete(next, path)
		}
	}
	return next
}

// whyNothing asks the go command why it knows none of the packages: a go.mod that is out of date, say. go/packages loads nothing
// then and doesn't say why.
func whyNothing(dir string, patterns []string) error {
	command := exec.Command("go", append([]string{"list", "--"}, patterns...)...)
	command.Dir = dir
	output, err := command.CombinedOutput()
	if len(output) == 0 {
		return cmp.Or(err, errors.New("the go command found nothing"))
	}
	return errors.New(strings.TrimPrefix(string(output), "go: "))
}

func sameModule(path, module string) bool {
	return path == module || strings.HasPrefix(path, module+"/")
}
