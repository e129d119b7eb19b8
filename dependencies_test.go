package weir_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/weirsql/weir"
)

// Every module that the code imports stands in ARCHITECTURE.md's table of dependencies, with a reason.
func TestDependenciesHaveReasons(t *testing.T) {
	page, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(page), "\n## Dependencies\n")
	var modules []string
	for _, row := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\|").FindAllStringSubmatch(table, -1) {
		modules = append(modules, row[1])
	}
	used := map[string]bool{}
	for dir, imports := range moduleImports(t) {
		for _, imported := range imports {
			host, _, _ := strings.Cut(imported, "/")
			if !strings.Contains(host, ".") || under(imported, weir.ModulePath) {
				continue
			}
			module := moduleOf(imported, modules)
			if module == "" {
				t.Errorf("%s imports %s, which ARCHITECTURE.md's table of dependencies doesn't list", dir, imported)
			}
			used[module] = true
		}
	}
	for _, module := range modules {
		if !used[module] {
			t.Errorf("ARCHITECTURE.md lists %s, which nothing imports", module)
		}
	}
}

func moduleOf(imported string, modules []string) string {
	for _, module := range modules {
		if under(imported, module) {
			return module
		}
	}
	return ""
}
