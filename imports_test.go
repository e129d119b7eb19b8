package weir_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/weirsql/weir"
)

// rule says what the packages below a directory must not import, with the reason. Tests are free.
type rule struct {
	dir    string   // below the module's root; the rule holds for everything below it
	denied []string // import paths, or directories of this module; a prefix stands for all below
	except []string // allowed all the same
	why    string
}

// The table of ARCHITECTURE.md.
var rules = []rule{
	{dir: "compiler/diag", denied: []string{"compiler", "ir", "codegen", "runtime"}, why: "spans and messages are below everything"},
	{dir: "compiler/clause", denied: []string{"compiler/ast", "compiler/parse", "compiler/bind", "ir", "codegen", "runtime"},
		why: "it knows characters and clauses, not meaning"},
	{dir: "compiler/ast", denied: []string{"ir", "codegen", "runtime", "compiler/parse", "compiler/bind"}, why: "trees say what was written"},
	{dir: "compiler/parse", denied: []string{"ir", "codegen", "runtime", "compiler/bind"}, why: "parsing doesn't resolve"},
	{dir: "compiler/catalog", denied: []string{"codegen", "runtime", "compiler/parse", "compiler/bind"}, why: "it describes tables and options"},
	{dir: "compiler/udf", denied: []string{"codegen", "runtime", "compiler/parse"}, why: "it reads Go signatures, it doesn't write Go"},
	{dir: "compiler/bind", denied: []string{"codegen", "runtime"}, why: "it gives SQL its meaning"},
	{dir: "compiler", denied: []string{"runtime"}, except: []string{"runtime/evolution"}, why: "the compiler knows the runtime by name only"},
	{dir: "ir", denied: []string{"compiler", "codegen", "runtime"}, except: []string{"compiler/diag"}, why: "plans know neither SQL nor Go"},
	{dir: "ir/types", denied: []string{"ir"}, except: []string{"ir/internal/text"}, why: "types are below all of ir"},
	{dir: "ir/functions", denied: []string{"ir"}, except: []string{"ir/types", "ir/internal/text"}, why: "the table knows types, not trees"},
	{dir: "ir/scalar", denied: []string{"ir"}, except: []string{"ir/types", "ir/internal/text"}, why: "expressions know functions by name"},
	{dir: "ir/logical", denied: []string{"ir/functions", "ir/rewrite", "ir/lower", "ir/physical", "ir/explain"}, why: "a plan knows not what is done to it"},
	{dir: "ir/rewrite", denied: []string{"ir/lower", "ir/physical", "ir/explain"}, why: "passes are about what is computed, not how"},
	{dir: "ir/physical", denied: []string{"ir/functions", "ir/rewrite", "ir/lower", "ir/explain"}, why: "a plan knows not how it was made"},
	{dir: "codegen", denied: []string{"compiler", "runtime"}, except: []string{"compiler/diag", "runtime/evolution"}, why: "it writes Go for plans, whatever SQL they came from"},
	{dir: "runtime", denied: []string{"compiler", "ir", "codegen", "templates", "cmd"}, why: "a job holds no compiler"},
	{dir: "runtime/evolution", denied: []string{"runtime"}, why: "the compiler imports it, and a job does: it is data and rules"},
	{dir: "templates", denied: []string{"compiler", "ir", "codegen", "runtime"}, why: "templates hold no logic"},
}

// pingcapHome is the only package that sees TiDB's parser.
const pingcapHome = "compiler/parse"

func TestImportRules(t *testing.T) {
	for dir, imports := range moduleImports(t) {
		for _, imported := range imports {
			if strings.HasPrefix(imported, "github.com/pingcap/") && !under(dir, pingcapHome) {
				t.Errorf("%s imports %s: only %s may", dir, imported, pingcapHome)
			}
			if local, isLocal := strings.CutPrefix(imported, weir.ModulePath+"/"); isLocal {
				checkRules(t, dir, local)
			}
		}
	}
}

func checkRules(t *testing.T, dir, imported string) {
	t.Helper()
	for _, rule := range rules {
		if !under(dir, rule.dir) || under(imported, rule.dir) {
			continue
		}
		denied := func(prefix string) bool { return under(imported, prefix) }
		if slices.ContainsFunc(rule.denied, denied) && !slices.ContainsFunc(rule.except, denied) {
			t.Errorf("%s imports %s: %s", dir, imported, rule.why)
		}
	}
}

// under reports whether a slash-separated path is prefix or lies below it.
func under(name, prefix string) bool { return name == prefix || strings.HasPrefix(name, prefix+"/") }

// moduleImports lists what the packages of the module import, tests left out.
func moduleImports(t *testing.T) map[string][]string {
	t.Helper()
	imports := map[string][]string{}
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if base := entry.Name(); name != "." && (strings.HasPrefix(base, ".") || base == "testdata") {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		dir := path.Dir(filepath.ToSlash(name))
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			imports[dir] = append(imports[dir], imported)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return imports
}
