package build

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/weirsql/weir"
)

// privateModule is the module path of the cached workspaces. It shows in stack traces and profiles: job/high_value.
const privateModule = "job"

// Place is where a generated package lives: the directory it has or would have, and the import path that follows.
type Place struct {
	Name       string // the package's name
	Dir        string // absolute directory of the package; "" in a private workspace
	Module     string // absolute directory of the go.mod; "" in a private workspace
	ImportPath string

	beside *goMod // private workspace: the module around the SQL, which doesn't require weir; nil for none
}

// Private reports whether the package is built in a workspace of its own, outside the user's module.
func (p Place) Private() bool { return p.Module == "" }

// PrivatePlace is the place of a package that belongs to no module.
func PrivatePlace(name string) Place {
	return Place{Name: name, ImportPath: privateModule + "/" + name}
}

// ErrNoModule says that no go.mod lies in a directory or above it.
var ErrNoModule = errors.New("no go.mod in this directory or above it")

// InModule is the place of a package in directory dir, which need not exist, of the module around it. The error is
// ErrNoModule where there is none.
func InModule(dir, name string) (Place, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return Place{}, err
	}
	file, err := findGoMod(dir)
	if err != nil {
		return Place{}, err
	}
	return file.place(dir, name)
}

// BuildPlace is the place that a job whose SQL lies in directory dir is built in: beside the SQL where the module around it
// requires weir, else a private workspace.
func BuildPlace(dir, name string) (Place, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return Place{}, err
	}
	file, err := findGoMod(dir)
	if errors.Is(err, ErrNoModule) {
		return PrivatePlace(name), nil
	}
	if err != nil {
		return Place{}, err
	}
	if !file.requires(weir.ModulePath) {
		place := PrivatePlace(name)
		place.beside = file
		return place, nil
	}
	place, err := file.place(filepath.Join(dir, name), name)
	if err != nil { // the SQL's directory cannot be part of an import path: the module's root can
		return file.place(filepath.Join(file.dir, name), name)
	}
	return place, nil
}

// goMod is what the build needs to know of a go.mod.
type goMod struct {
	dir      string
	module   string
	language string // the go directive: 1.26.0
	required []string
}

// findGoMod reads the nearest go.mod in dir or above; dir itself and its nearest parents need not exist.
func findGoMod(dir string) (*goMod, error) {
	for at := dir; ; at = filepath.Dir(at) {
		text, err := os.ReadFile(filepath.Join(at, "go.mod"))
		if err == nil {
			return parseGoMod(at, string(text))
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		if filepath.Dir(at) == at {
			return nil, ErrNoModule
		}
	}
}

// parseGoMod reads the module path and the required modules. The go command checks the rest of the file later.
func parseGoMod(dir, text string) (*goMod, error) {
	file := &goMod{dir: dir}
	block := ""
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "//")
		words := strings.Fields(line)
		switch {
		case len(words) == 0:
		case words[0] == ")":
			block = ""
		case len(words) == 2 && words[1] == "(":
			block = words[0]
		case block != "":
			file.directive(append([]string{block}, words...))
		default:
			file.directive(words)
		}
	}
	if file.module == "" {
		return nil, fmt.Errorf("%s has no module line", filepath.Join(dir, "go.mod"))
	}
	return file, nil
}

func (f *goMod) directive(words []string) {
	if len(words) < 2 {
		return
	}
	switch words[0] {
	case "module":
		f.module = strings.Trim(words[1], "\"`")
	case "go":
		f.language = words[1]
	case "require":
		f.required = append(f.required, strings.Trim(words[1], "\"`"))
	}
}

// requires reports whether the module is the given one or lists it among its requirements.
func (f *goMod) requires(module string) bool {
	if f.module == module {
		return true
	}
	for _, required := range f.required {
		if required == module {
			return true
		}
	}
	return false
}

// place gives a package of directory dir its import path.
func (f *goMod) place(dir, name string) (Place, error) {
	relative, err := filepath.Rel(f.dir, dir)
	if err != nil {
		return Place{}, err
	}
	importPath := path.Join(f.module, filepath.ToSlash(relative))
	if bad := badElement(filepath.ToSlash(relative)); bad != "" {
		return Place{}, fmt.Errorf("directory %s cannot hold a Go package: %q cannot stand in an import path", dir, bad)
	}
	return Place{Name: name, Dir: dir, Module: f.dir, ImportPath: importPath}, nil
}

// badElement returns the first element of a relative path that the go command refuses in an import path: letters, digits and
// -._~+ are allowed, but not a dot at either end.
func badElement(relative string) string {
	if relative == "." {
		return ""
	}
	for element := range strings.SplitSeq(relative, "/") {
		if strings.HasPrefix(element, ".") || strings.HasSuffix(element, ".") || element == "vendor" {
			return element
		}
		if strings.ContainsFunc(element, func(r rune) bool { return !importable(r) }) {
			return element
		}
	}
	return ""
}

func importable(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("-._~+", r)
}
