package generated

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/weirsql/weir/codegen"
	"github.com/weirsql/weir/compiler"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/physical"
)

var update = flag.Bool("update", false, "write what the compiler makes into testdata/golden; read the difference")

// golden is one file of testdata/golden: job.sql and the inputs it names, then what comes of them:
//
//	stderr       what weir check prints; nothing else follows where it is wrong SQL
//	plan         the physical plan
//	exprs.go     the SQL's expressions
//	pipeline.go  the methods that take one row through a stage
//	stdout       what the job prints, with one partition
//	exit         what it says on standard error, where it fails
type golden struct {
	name    string
	path    string
	archive *txtar.Archive
	results map[string]string
	pkg     *codegen.Package
}

// resultFiles in their order.
var resultFiles = []string{"stderr", "plan", "exprs.go", "pipeline.go", "stdout", "exit"}

func TestGolden(t *testing.T) {
	goldens := readGoldens(t)
	importer := codegen.NewImporter(".")
	for _, g := range goldens {
		g.compile(t, importer)
	}
	binary := buildGoldens(t, goldens)
	for _, g := range goldens {
		t.Run(g.name, func(t *testing.T) {
			if g.pkg != nil {
				g.run(t, binary)
			}
			g.compare(t)
		})
	}
}

func readGoldens(t *testing.T) []*golden {
	t.Helper()
	paths, err := filepath.Glob("../testdata/golden/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatal("no golden files", err)
	}
	var goldens []*golden
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(path), ".txtar")
		goldens = append(goldens, &golden{name: name, path: path, archive: archive, results: map[string]string{}})
	}
	return goldens
}

func (g *golden) sql() string {
	for _, file := range g.archive.Files {
		if file.Name == "job.sql" {
			return string(file.Data)
		}
	}
	return ""
}

// compile goes as far as the SQL is right. The package's directory is made up: an overlay shows it to the go command.
func (g *golden) compile(t *testing.T, importer *codegen.Importer) {
	t.Helper()
	source := compiler.Source{Name: "job.sql", Text: g.sql()}
	result, diags := compiler.Compile(context.Background(), source, compiler.Options{JobName: g.name})
	if len(diags) > 0 {
		g.results["stderr"] = diag.NewSource("job.sql", g.sql()).FormatList(diags)
	}
	if diags.HasErrors() {
		return
	}
	pkg, err := result.Generate(context.Background(), compiler.Target{ImportPath: "github.com/weirsql/weir/generated/" + g.directory(), Importer: importer})
	if err != nil {
		t.Fatalf("%s: %v", g.name, err)
	}
	g.pkg = pkg
	g.results["plan"] = physical.Print(result.Physical)
	for _, file := range pkg.Files {
		switch file.Path {
		case "exprs.go":
			g.results[file.Path] = declarations(t, file.Content, func(ast.Decl) bool { return true })
		case "pipeline.go":
			g.results[file.Path] = declarations(t, file.Content, takesRow)
		}
	}
}

// takesRow reports a method that takes one row through a stage, or through one branch of it.
func takesRow(decl ast.Decl) bool {
	function, ok := decl.(*ast.FuncDecl)
	if !ok || function.Recv == nil || function.Name.Name == "Process" {
		return false
	}
	return strings.HasPrefix(function.Name.Name, "make") || strings.Contains(function.Doc.Text(), "through the stage.\n")
}

func (g *golden) directory() string { return "golden_" + g.name }

// declarations are the source text of those declarations of a file, imports left out.
func declarations(t *testing.T, content []byte, wanted func(ast.Decl) bool) string {
	t.Helper()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "", content, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, decl := range file.Decls {
		if imports, ok := decl.(*ast.GenDecl); ok && imports.Tok == token.IMPORT || !wanted(decl) {
			continue
		}
		start := decl.Pos()
		if doc := docOf(decl); doc != nil {
			start = doc.Pos()
		}
		if text.Len() > 0 {
			text.WriteByte('\n')
		}
		text.Write(content[files.PositionFor(start, false).Offset:files.PositionFor(decl.End(), false).Offset])
		text.WriteByte('\n')
	}
	return text.String()
}

func docOf(decl ast.Decl) *ast.CommentGroup {
	switch decl := decl.(type) {
	case *ast.FuncDecl:
		return decl.Doc
	case *ast.GenDecl:
		return decl.Doc
	}
	return nil
}

// buildGoldens builds one program that runs the job named by its first argument: linking one is quicker than linking each
// job's own. Its sources are an overlay.
func buildGoldens(t *testing.T, goldens []*golden) string {
	t.Helper()
	root, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	source := t.TempDir()
	overlay := map[string]map[string]string{"Replace": {}}
	show := func(path string) { overlay["Replace"][filepath.Join(root, path)] = filepath.Join(source, path) }
	for _, g := range goldens {
		if g.pkg == nil {
			continue
		}
		if err := g.pkg.Write(filepath.Join(source, g.directory())); err != nil {
			t.Fatal(err)
		}
		for _, file := range g.pkg.Files {
			show(filepath.Join(g.directory(), filepath.FromSlash(file.Path)))
		}
	}
	write(t, filepath.Join(source, "golden_runner", "main.go"), []byte(runner(goldens)))
	show(filepath.Join("golden_runner", "main.go"))
	text, err := json.Marshal(overlay)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(source, "overlay.json"), text)
	binary := filepath.Join(t.TempDir(), "runner")
	build := exec.Command("go", "build", "-overlay", filepath.Join(source, "overlay.json"), "-o", binary, "./golden_runner")
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	return binary
}

// runner is the source of the program that runs any of the jobs.
func runner(goldens []*golden) string {
	var imports, cases strings.Builder
	for _, g := range goldens {
		if g.pkg != nil {
			fmt.Fprintf(&imports, "\t%s \"github.com/weirsql/weir/generated/%s\"\n", g.pkg.Name, g.directory())
			fmt.Fprintf(&cases, "\t%q: %s.Job,\n", g.name, g.pkg.Name)
		}
	}
	return "package main\n\nimport (\n\t\"os\"\n\n\trt \"github.com/weirsql/weir/runtime\"\n\n" + imports.String() + ")\n\n" +
		"var jobs = map[string]func() *rt.Job{\n" + cases.String() + "}\n\n" +
		"func main() {\n\tos.Args = os.Args[1:]\n\tos.Exit(rt.Main(jobs[os.Args[0]]()))\n}\n"
}

func write(t *testing.T, name string, content []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

// run runs the job in a directory that holds its inputs.
func (g *golden) run(t *testing.T, binary string) {
	t.Helper()
	dir := t.TempDir()
	for _, file := range g.archive.Files {
		if !slices.Contains(resultFiles, file.Name) {
			write(t, filepath.Join(dir, file.Name), file.Data)
		}
	}
	process := exec.Command(binary, g.name, "--partitions", "1", "--stats", "none", "--progress", "off")
	process.Dir = dir
	var stdout, stderr bytes.Buffer
	process.Stdout, process.Stderr = &stdout, &stderr
	err := process.Run()
	if failed := (*exec.ExitError)(nil); err != nil && !errors.As(err, &failed) {
		t.Fatal(err)
	}
	g.results["stdout"] = stdout.String()
	if strings.Contains(g.results["plan"], "\nstage 1 ") { // stages run side by side
		g.results["stdout"] = string(sortLines(stdout.Bytes()))
	}
	if err != nil {
		g.results["exit"] = err.Error() + "\n" + stderr.String()
	}
}

// compare compares the results with the archive's, or replaces these.
func (g *golden) compare(t *testing.T) {
	t.Helper()
	made := &txtar.Archive{Comment: g.archive.Comment}
	for _, file := range g.archive.Files {
		if !slices.Contains(resultFiles, file.Name) {
			made.Files = append(made.Files, file)
		}
	}
	for _, name := range resultFiles {
		if text := g.results[name]; text != "" {
			made.Files = append(made.Files, txtar.File{Name: name, Data: []byte(text)})
		}
	}
	got, want := txtar.Format(made), txtar.Format(g.archive)
	if bytes.Equal(got, want) {
		return
	}
	if *update {
		if err := os.WriteFile(g.path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Errorf("%s: -want +got (renew with go test ./generated -run TestGolden -update, and read the difference)\n%s", g.path, difference(want, got))
}

// difference lists the lines that only one of the texts has.
func difference(want, got []byte) string {
	old, now := strings.SplitAfter(string(want), "\n"), strings.SplitAfter(string(got), "\n")
	var b strings.Builder
	for _, line := range old {
		if !slices.Contains(now, line) {
			b.WriteString("-" + line)
		}
	}
	for _, line := range now {
		if !slices.Contains(old, line) {
			b.WriteString("+" + line)
		}
	}
	return b.String()
}

// Generated files are as gofmt leaves them.
func TestFormatted(t *testing.T) {
	paths, err := filepath.Glob("*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		formatted, err := format.Source(content)
		if err != nil || !bytes.Equal(content, formatted) {
			t.Errorf("%s isn't formatted: %v", path, err)
		}
	}
}
