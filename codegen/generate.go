package codegen

import (
	"bytes"
	"errors"
	"fmt"
	"go/format"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/physical"
)

// Options say how a plan's package is named and where it stands.
type Options struct {
	// SQLFile is the base name of the job's SQL file, as //line directives and comments show it: job.sql.
	SQLFile string
	// Source is the SQL file's text: spans of the plan are offsets into it.
	Source string
	// ImportPath is the import path of the generated package; its command imports the package by it.
	ImportPath string
	// Importer resolves imports for the type check before anything is written. Where it is nil the package is only
	// parsed and its declarations, imports and directives are checked.
	Importer *Importer
}

// The files of a generated package.
const (
	schemaFile   = "schema.go"
	codecFile    = "codec.go"
	exprsFile    = "exprs.go"
	pipelineFile = "pipeline.go"
	jobFile      = "job.go"
)

// Generate makes the Go package of a plan: the same bytes for the same plan and SQL text, wherever and whenever it runs.
// An error is either an *ImportError, where the module to generate into lacks something, or a *BugError.
func Generate(plan *physical.Plan, opts Options) (pkg *Package, err error) {
	phase := "emit"
	defer func() {
		if fault := recover(); fault != nil {
			pkg, err = nil, &BugError{Phase: phase, Err: fmt.Errorf("panic: %v\n%s", fault, debug.Stack())}
		}
	}()
	g := newGenerator(plan, opts)
	pkg, err = g.generate()
	if err != nil {
		return nil, &BugError{Phase: phase, Err: err}
	}
	phase = "verify"
	if err := verify(pkg, opts, g.userPackages()); err != nil {
		if missing := (*ImportError)(nil); errors.As(err, &missing) {
			return nil, missing
		}
		return nil, &BugError{Phase: phase, Err: err, Kept: keep(pkg)}
	}
	return pkg, nil
}

// BugError says that the compiler made Go code that it must not make. Kept is a directory with that code, for the report.
type BugError struct {
	Phase string // emit, verify
	Err   error
	Kept  string
}

func (e *BugError) Error() string {
	message := "code generation (" + e.Phase + "): " + e.Err.Error()
	if e.Kept != "" {
		message += "\nthe generated code is kept in " + e.Kept
	}
	return message
}

func (e *BugError) Unwrap() error { return e.Err }

// keep writes a package that failed verification to a temporary directory, and returns it, or "" where that fails too.
// The files end in .txt, so that no tool takes them for code.
func keep(pkg *Package) string {
	dir, err := os.MkdirTemp("", "weir-bug-")
	if err != nil {
		return ""
	}
	for _, file := range pkg.Files {
		name := strings.ReplaceAll(file.Path, "/", "_") + ".txt"
		if os.WriteFile(filepath.Join(dir, name), file.Content, 0o600) != nil {
			return ""
		}
	}
	return dir
}

func newGenerator(plan *physical.Plan, opts Options) *generator {
	g := &generator{plan: plan, clocked: clockedExchanges(plan), opts: opts, sql: newSQLFile(opts.SQLFile, opts.Source), names: newNamer()}
	g.structs = newStructs(g)
	g.codecs = newCodecs(g)
	g.exprs = newExprFile(g)
	g.sinks = newSinks(g)
	g.nameUserPackages()
	return g
}

// PackageName is the Go package name of a job: its name without underscores.
func PackageName(job string) string {
	name := strings.ToLower(strings.Join(words(job), ""))
	switch {
	case name == "":
		return "job"
	case isDigit(name[0]):
		return "job" + name
	case token.IsKeyword(name), name == "main", name == "internal", name == "vendor", predeclared[name], importNames[name]:
		return name + "job"
	}
	return name
}

func (g *generator) generate() (*Package, error) {
	pkg := &Package{Name: PackageName(g.plan.Job)}
	pipeline := g.pipeline() // first: it asks for rows, codecs and expressions
	states := g.stateDeclarations()
	keeps := g.schema()
	job, inProcess := g.job(keeps), g.inProcess()
	for _, file := range []struct {
		name string
		fill func(*jen.File)
	}{
		{schemaFile, fill(g.structs.declarations())},
		{codecFile, g.codecs.file},
		{exprsFile, g.exprs.file},
		{pipelineFile, fill(pipeline)},
		{stateFile, fill(states)},
		{snapshotFile, fill(g.snapshotDeclarations())},
		{jobFile, fill(job)},
		{inProcessFile, fill(inProcess)},
	} {
		if err := g.add(pkg, file.name, pkg.Name, file.fill); err != nil {
			return nil, err
		}
	}
	pkg.Files = append(pkg.Files, File{LockFile, lockText(keeps)})
	command := path.Join("cmd", pkg.Name, "main.go")
	return pkg, g.add(pkg, command, "main", fill(g.command(pkg.Name)))
}

// fill puts declarations into a file, with an empty line between them.
func fill(declarations []jen.Code) func(*jen.File) {
	return func(f *jen.File) {
		for i, declaration := range declarations {
			if i > 0 {
				f.Line()
			}
			f.Add(declaration)
		}
	}
}

// add renders one file: header, package clause, imports, declarations. A file without declarations is left out.
func (g *generator) add(pkg *Package, name, goPackage string, fill func(*jen.File)) error {
	f := jen.NewFile(goPackage)
	f.HeaderComment(Header)
	switch {
	case name == jobFile:
		g.packageComment(f)
	case goPackage == "main":
		g.commandComment(f)
	}
	for _, imported := range importPaths {
		if imported == rtPath {
			f.ImportAlias(imported, "rt")
		} else {
			f.ImportName(imported, importName(imported))
		}
	}
	if path.Base(g.opts.ImportPath) == pkg.Name {
		f.ImportName(g.opts.ImportPath, pkg.Name)
	} else {
		f.ImportAlias(g.opts.ImportPath, pkg.Name)
	}
	g.importUserPackages(f)
	fill(f)
	var content bytes.Buffer
	if err := f.Render(&content); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	tidy, empty := tidyImports(content.Bytes())
	if empty {
		return nil
	}
	if name == exprsFile {
		var err error
		if tidy, err = format.Source(lineDirectivesToMargin(tidy)); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	pkg.Files = append(pkg.Files, File{name, tidy})
	return nil
}

var indentedDirective = regexp.MustCompile(`(?m)^[ \t]+(//line )`)

// lineDirectivesToMargin moves //line comments to the first column: elsewhere the Go compiler takes them for comments.
// gofmt leaves them there, and parts them from the text of a doc comment by an empty line.
func lineDirectivesToMargin(content []byte) []byte {
	return indentedDirective.ReplaceAll(content, []byte("$1"))
}
