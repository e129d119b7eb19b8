package codegen

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// runtimeImporter is shared by the tests: one run of go list is enough.
var runtimeImporter = NewImporter(".")

func TestSymbolsExist(t *testing.T) {
	for pkg, idents := range symbolsByPackage() {
		path := strings.TrimSuffix(rtPath+"/"+pkg, "/")
		if err := runtimeImporter.Prefetch([]string{path}); err != nil {
			t.Errorf("out of date: %v", err)
			continue
		}
		imported, err := runtimeImporter.Import(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, ident := range idents {
			if imported.Scope().Lookup(ident) == nil {
				t.Errorf("symbols.txt is out of date: %s is not in package %s", ident, path)
			}
		}
	}
}

// Every entry is named by some emitter, so that the list says what generated code really uses.
func TestSymbolsAreUsed(t *testing.T) {
	used := stringsInSource(t)
	for pkg, idents := range symbolsByPackage() {
		for _, ident := range idents {
			if !used[ident] && !isJoined(ident, used) {
				t.Errorf("symbols.txt is out of date: nothing names %s of package %q", ident, pkg)
			}
		}
	}
}

func TestSymbolsAreSorted(t *testing.T) {
	lines := strings.Split(strings.TrimSuffix(symbolList, "\n"), "\n")
	for i := 1; i < len(lines); i++ {
		if lines[i-1] >= lines[i] {
			t.Errorf("symbols.txt is to be sorted, without repetitions: %s stands before %s", lines[i-1], lines[i])
		}
	}
}

func symbolsByPackage() map[string][]string {
	packages := map[string][]string{}
	for name := range symbols {
		pkg, ident := splitSymbol(name)
		packages[pkg] = append(packages[pkg], ident)
	}
	return packages
}

// isJoined reports a name that an emitter puts together of constants: "Append" and "Bool", "Span" and "minute".
func isJoined(name string, parts map[string]bool) bool {
	for i := 1; i < len(name); i++ {
		if parts[name[:i]] && (parts[name[i:]] || parts[strings.ToLower(name[i:])] || parts[strings.ToUpper(name[i:])] || isJoined(name[i:], parts)) {
			return true
		}
	}
	return false
}

// stringsInSource are the string constants of the package's source and of ir/functions, and what stands behind their last
// dot.
func stringsInSource(t *testing.T) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	for _, pattern := range []string{"*.go", "../ir/functions/*.go"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if !strings.HasSuffix(name, "_test.go") {
				addStrings(t, name, found)
			}
		}
	}
	return found
}

func addStrings(t *testing.T, name string, found map[string]bool) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(node ast.Node) bool {
		if literal, ok := node.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			text, _ := strconv.Unquote(literal.Value)
			found[text] = true
			found[text[strings.LastIndexByte(text, '.')+1:]] = true
		}
		return true
	})
}
