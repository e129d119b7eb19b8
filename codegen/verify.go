package codegen

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Nothing is written before it was read back: SQL is hostile text, and a name or a comment that became code, a directive
// or an import must not reach a disk where the go command would act on it. So every file is parsed and compared with what
// generated code consists of, and the package is type-checked.

// checker reads one package back.
type checker struct {
	pkg     *Package
	sqlFile string
	imports []string // what the package may import
	files   *token.FileSet
	errs    []error
}

// verify returns what in pkg is not as generated code has to be. imports lists what may be imported beside importPaths.
func verify(pkg *Package, opts Options, imports []string) error {
	c := &checker{
		pkg: pkg, sqlFile: safeFileName(opts.SQLFile),
		imports: append(append(slices.Clone(importPaths), opts.ImportPath), imports...),
		files:   token.NewFileSet(),
	}
	folders := map[string][]*ast.File{}
	for _, file := range pkg.Files {
		if path.Ext(file.Path) != ".go" {
			continue
		}
		if parsed := c.parse(file); parsed != nil {
			folders[path.Dir(file.Path)] = append(folders[path.Dir(file.Path)], parsed)
		}
	}
	if len(c.errs) == 0 && opts.Importer != nil {
		c.typeCheck(folders, opts)
	}
	return errors.Join(c.first(10)...)
}

// first are the first errors, and how many more there are: one mistake in an emitter is often one in every table's code.
func (c *checker) first(most int) []error {
	if len(c.errs) <= most {
		return c.errs
	}
	return append(c.errs[:most:most], fmt.Errorf("and %d more", len(c.errs)-most))
}

func (c *checker) parse(file File) *ast.File {
	c.text(file)
	if _, err := parser.ParseFile(token.NewFileSet(), file.Path, file.Content, parser.ParseComments); err != nil {
		c.errs = append(c.errs, err)
		return nil
	}
	parsed, _ := parser.ParseFile(c.files, file.Path, file.Content, parser.ParseComments)
	c.comments(file, parsed)
	c.declarations(file, parsed)
	ast.Inspect(parsed, func(node ast.Node) bool { return c.node(file, node) })
	c.symbols(file, parsed)
	return parsed
}

func (c *checker) failf(file File, format string, args ...any) bool {
	c.errs = append(c.errs, fmt.Errorf("%s: "+format, append([]any{file.Path}, args...)...))
	return false
}

// text checks what the go command sees without parsing: go generate reads lines, whatever stands around them.
func (c *checker) text(file File) {
	if !isGenerated(file.Content) {
		c.failf(file, "the first line is not the header")
	}
	for number, line := range bytes.Split(file.Content, []byte("\n")) {
		trimmed := bytes.TrimLeft(line, " \t\ufeff")
		for _, directive := range []string{"//go:", "//export", "// +build", "#cgo"} {
			if bytes.HasPrefix(trimmed, []byte(directive)) {
				c.failf(file, "line %d starts with %s", number+1, directive)
			}
		}
	}
}

// comments allows line comments alone: text behind a space, and //line in exprs.go.
func (c *checker) comments(file File, parsed *ast.File) {
	for _, group := range parsed.Comments {
		for _, comment := range group.List {
			switch {
			case strings.HasPrefix(comment.Text, "/*"):
				c.failf(file, "block comment %.40q", comment.Text)
			case comment.Text == "//" || strings.HasPrefix(comment.Text, "// ") || strings.HasPrefix(comment.Text, "//\t"):
			case !c.isLineDirective(file, comment.Text):
				c.failf(file, "directive %.40q", comment.Text)
			}
		}
	}
}

var lineDirective = regexp.MustCompile(`^//line ([A-Za-z0-9._+-]+):[1-9][0-9]*:[1-9][0-9]*$`)

func (c *checker) isLineDirective(file File, comment string) bool {
	match := lineDirective.FindStringSubmatch(comment)
	return file.Path == exprsFile && match != nil && match[1] == c.sqlFile
}

// declarations checks the package clause and what stands at the top level.
func (c *checker) declarations(file File, parsed *ast.File) {
	want := c.pkg.Name
	if path.Dir(file.Path) != "." {
		want = "main"
	}
	if parsed.Name.Name != want {
		c.failf(file, "package %s, not %s", parsed.Name.Name, want)
	}
	for _, decl := range parsed.Decls {
		function, ok := decl.(*ast.FuncDecl)
		if ok && (function.Recv == nil && function.Name.Name == "init" || function.Body == nil) {
			c.failf(file, "function %s", function.Name.Name)
		}
	}
}

// node checks imports, identifiers, strings, and the statements that generated code has no use for.
func (c *checker) node(file File, node ast.Node) bool {
	switch node := node.(type) {
	case *ast.ImportSpec:
		return c.importSpec(file, node)
	case *ast.Ident:
		if !isPlainIdentifier(node.Name) {
			return c.failf(file, "identifier %q", node.Name)
		}
	case *ast.BasicLit:
		if node.Kind == token.STRING && node.Value[0] == '`' && !plainRawString.MatchString(node.Value) {
			return c.failf(file, "raw string %.40q", node.Value)
		}
	case *ast.GoStmt, *ast.SelectStmt, *ast.ChanType:
		return c.failf(file, "%T", node)
	}
	return true
}

// plainRawString is what a raw string may hold: printable ASCII on one line.
var plainRawString = regexp.MustCompile("^`[ -~]*`$")

func (c *checker) importSpec(file File, spec *ast.ImportSpec) bool {
	imported, err := strconv.Unquote(spec.Path.Value)
	if err != nil || !slices.Contains(c.imports, imported) {
		c.failf(file, "import of %s", spec.Path.Value)
	} else if spec.Name != nil && (spec.Name.Name == "." || spec.Name.Name == "_") && imported != "time/tzdata" {
		c.failf(file, "import of %s as %s", spec.Path.Value, spec.Name.Name)
	}
	return false
}

func isPlainIdentifier(name string) bool {
	if name == "_" {
		return true
	}
	for _, c := range []byte(name) {
		if !isDigit(c) && (c|0x20 < 'a' || c|0x20 > 'z') {
			return false
		}
	}
	return name != ""
}

// symbols checks that the file names no runtime symbol but those of the table. Imported names are never shadowed: they are
// reserved in every scope.
func (c *checker) symbols(file File, parsed *ast.File) {
	packages := map[string]string{}
	for _, spec := range parsed.Imports {
		imported, _ := strconv.Unquote(spec.Path.Value)
		if below, ok := strings.CutPrefix(imported, rtPath); ok {
			packages[importName(imported)] = strings.TrimPrefix(below, "/")
		}
	}
	ast.Inspect(parsed, func(node ast.Node) bool {
		selector, ok := node.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if x, ok := selector.X.(*ast.Ident); ok {
			if pkg, imported := packages[x.Name]; imported && !knownSymbol(pkg, selector.Sel.Name) {
				c.failf(file, "runtime symbol %s.%s is not in symbols.txt", x.Name, selector.Sel.Name)
			}
		}
		return true
	})
}

// typeCheck checks the job's package, then its command, which imports it.
func (c *checker) typeCheck(folders map[string][]*ast.File, opts Options) {
	if err := opts.Importer.Prefetch(c.externalImports(folders, opts.ImportPath)); err != nil {
		c.errs = append(c.errs, &ImportError{err})
		return
	}
	job := c.check(opts.ImportPath, folders["."], opts.Importer)
	for folder, files := range folders {
		if folder != "." && len(c.errs) == 0 {
			c.check(path.Join(opts.ImportPath, folder), files, withPackage{opts.Importer, opts.ImportPath, job})
		}
	}
}

func (c *checker) externalImports(folders map[string][]*ast.File, own string) []string {
	var paths []string
	for _, files := range folders {
		for _, file := range files {
			for _, spec := range file.Imports {
				imported, _ := strconv.Unquote(spec.Path.Value)
				if imported != own && !slices.Contains(paths, imported) {
					paths = append(paths, imported)
				}
			}
		}
	}
	slices.Sort(paths)
	return paths
}

func (c *checker) check(importPath string, files []*ast.File, imports types.Importer) *types.Package {
	config := types.Config{Importer: imports, Error: func(err error) { c.errs = append(c.errs, err) }}
	checked, _ := config.Check(importPath, c.files, files, nil)
	return checked
}

// withPackage is an importer that knows one package more.
type withPackage struct {
	types.Importer
	path string
	pkg  *types.Package
}

func (w withPackage) Import(path string) (*types.Package, error) {
	if path == w.path {
		return w.pkg, nil
	}
	return w.Importer.Import(path)
}

// ImportError says that the go command could not import what the generated code needs: the fault of the module it is
// generated into, not of the compiler.
type ImportError struct{ Err error }

func (e *ImportError) Error() string { return e.Err.Error() }
func (e *ImportError) Unwrap() error { return e.Err }
