package codegen

import (
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"
)

// userPackages are the import paths of the plan's user functions, each once.
func (g *generator) userPackages() []string {
	var paths []string
	for _, function := range g.plan.Functions {
		if !slices.Contains(paths, function.Package) {
			paths = append(paths, function.Package)
		}
	}
	slices.Sort(paths)
	return paths
}

// nameUserPackages claims the names by which generated code calls the packages of user functions.
func (g *generator) nameUserPackages() {
	g.userNames = map[string]string{}
	for _, path := range g.userPackages() {
		elements := words(path)
		name := "udf"
		if len(elements) > 0 {
			name = strings.ToLower(elements[len(elements)-1])
		}
		g.userNames[path] = g.names.unexported(name)
	}
}

func (g *generator) importUserPackages(f *jen.File) {
	for path, name := range g.userNames {
		f.ImportAlias(path, name)
	}
}
