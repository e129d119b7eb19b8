package codegen

import (
	"slices"
	"strings"
)

// standardImports are the packages of the standard library that generated code may import: bytes and slices compare values. time/tzdata is for its
// data alone, where the SQL names a time zone.
var standardImports = []string{"bytes", "math", "os", "slices", "strings", "time/tzdata"}

// importPaths are the packages that generated code may import, user functions' packages and the job's own apart: those of
// the standard library and those of the runtime that the list of symbols and the table of scalar functions name.
var importPaths = func() []string {
	paths := slices.Clone(standardImports)
	for symbol := range symbols {
		pkg, _ := splitSymbol(symbol)
		paths = append(paths, strings.TrimSuffix(rtPath+"/"+pkg, "/"))
	}
	for symbol := range scalarSymbols() {
		if pkg, _, ok := strings.Cut(symbol, "."); ok && pkg != "rt" {
			paths = append(paths, rtPath+"/"+pkg)
		}
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}()

// importNames are the names that those packages have in generated files: the last element, rt for the runtime itself.
var importNames = func() map[string]bool {
	names := map[string]bool{}
	for _, path := range importPaths {
		names[importName(path)] = true
	}
	return names
}()

func importName(path string) string {
	if path == rtPath {
		return "rt"
	}
	return path[strings.LastIndexByte(path, '/')+1:]
}
