// Package udf loads the Go functions that CREATE FUNCTION names, and the Go types of CREATE AGGREGATE FUNCTION, checks that their
// signatures are what the SQL declares, and warns where one is not deterministic.
//
//	CREATE FUNCTION risk(price DOUBLE, qty BIGINT) RETURNS DOUBLE LANGUAGE GO AS 'example.com/mod/udf.Risk'
//	                     │                                 │                       └ package ─▶ go/packages ─▶ types, syntax
//	                     └────────── signature ────────────┴──────────── compared with ───────────────────┘
//
// SQL types and the Go types that carry them:
//
//	BOOLEAN bool · TINYINT int8 · SMALLINT int16 · INT int32 · BIGINT int64 · REAL float32 · DOUBLE float64
//	VARCHAR, CHAR, STRING string · BYTES []byte · JSON json.RawMessage · UUID [16]byte
//	DATE, TIMESTAMP, TIMESTAMP_LTZ time.Time · TIME, INTERVAL time.Duration · DECIMAL *big.Rat
//	ARRAY<T> []*T · ARRAY<T NOT NULL> []T, for the types of the first line, strings and bytes
//
// DECIMAL is a *big.Rat since that is exact at every scale and needs nothing but the standard library. TIMESTAMP and DATE
// are in UTC. An INTERVAL with months has no time.Duration: it fails the record.
//
// A parameter T never sees NULL: a NULL argument makes the result NULL without a call. A parameter *T takes it as nil. A
// result says NULL as a nil *T, or as (T, false); an error as the last result fails the record.
package udf

import (
	"fmt"
	"go/ast"
	"go/token"
	gotypes "go/types"
	"path"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// Declaration is what one CREATE [AGGREGATE] FUNCTION says.
type Declaration struct {
	Name       string // as written
	Aggregate  bool
	NameSpan   diag.Span
	Params     []Param
	Result     types.Type
	ResultSpan diag.Span
	Target     string // 'example.com/mod/udf.Risk'
	TargetSpan diag.Span
	Span       diag.Span
}

// Param is one declared parameter.
type Param struct {
	Name string // "" where the declaration has none
	Type types.Type
	Span diag.Span
}

// Load finds the Go functions of all declarations, from the directory of the SQL file, and checks them. The result has one
// entry per declaration, in order; nil where the declaration is wrong.
func Load(dir string, declarations []Declaration) ([]*scalar.UserFunction, diag.List) {
	l := loader{dir: dir, packages: map[string]*packages.Package{}}
	functions := make([]*scalar.UserFunction, len(declarations))
	targets := make([]target, len(declarations))
	for i, d := range declarations {
		if l.mappable(d) && (!d.Aggregate || l.aggregatable(d)) {
			targets[i] = l.parseTarget(d)
		}
	}
	l.loadTargets(targets)
	for i, d := range declarations {
		if targets[i].function != "" {
			functions[i] = l.bind(d, targets[i])
		}
	}
	return functions, l.found
}

// Trust returns the functions as declared, without looking at Go: the targets are checked for their form alone.
func Trust(declarations []Declaration) ([]*scalar.UserFunction, diag.List) {
	l := loader{}
	functions := make([]*scalar.UserFunction, len(declarations))
	for i, d := range declarations {
		if !l.mappable(d) || d.Aggregate && !l.aggregatable(d) {
			continue
		}
		t := l.parseTarget(d)
		if t.function == "" {
			continue
		}
		f := &scalar.UserFunction{Name: d.Name, Package: t.path, Func: t.function, Result: d.Result.WithNull(false), Span: d.Span}
		if d.Aggregate {
			f.Aggregate = &scalar.UserAggregate{Merge: true}
		}
		for _, p := range d.Params {
			f.Params = append(f.Params, p.Type)
			f.GoParams = append(f.GoParams, scalar.GoPlain)
		}
		functions[i] = f
	}
	return functions, l.found
}

// loader carries what the declarations of one file share.
type loader struct {
	dir      string
	fset     *token.FileSet
	packages map[string]*packages.Package // by import path
	failure  error                        // go/packages itself failed
	found    diag.List
}

// target is a parsed 'example.com/mod/udf.Risk'.
type target struct {
	path, function string
}

func (l *loader) report(d diag.Diagnostic) { l.found = append(l.found, d) }

// parseTarget splits the target at the last dot behind the last slash.
func (l *loader) parseTarget(d Declaration) target {
	base := path.Base(d.Target)
	dot := strings.LastIndex(base, ".")
	if dot <= 0 || dot == len(base)-1 || !token.IsIdentifier(base[dot+1:]) || strings.ContainsAny(d.Target, " \\\"'`…*") || strings.HasPrefix(d.Target, "-") {
		l.report(diag.Diagnostic{Code: diag.BadFunctionTarget, Span: d.TargetSpan,
			Message: fmt.Sprintf("'%s' doesn't name a Go function", d.Target),
			Fix:     &diag.Fix{Message: "write the package's import path, a dot and the function's name: 'example.com/mod/udf.Risk'"}})
		return target{}
	}
	importPath := d.Target[:len(d.Target)-len(base)+dot]
	return target{importPath, base[dot+1:]}
}

// bind finds and checks one function.
func (l *loader) bind(d Declaration, t target) *scalar.UserFunction {
	pkg := l.packages[t.path]
	if !l.usable(d, t, pkg) {
		return nil
	}
	if d.Aggregate {
		return l.bindAggregate(d, t)
	}
	function, ok := pkg.Types.Scope().Lookup(t.function).(*gotypes.Func)
	if !ok || !function.Exported() {
		l.notFound(d, t, pkg)
		return nil
	}
	bound := l.match(d, t, function)
	if bound != nil {
		bound.Volatile = !l.deterministic(d, function)
	}
	return bound
}

// usable reports why a package can't be used: it isn't found, doesn't compile, or can't be imported.
func (l *loader) usable(d Declaration, t target, pkg *packages.Package) bool {
	diagnostic := diag.Diagnostic{Code: diag.FunctionPackage, Span: d.TargetSpan}
	switch {
	case l.failure != nil:
		reason, command, _ := strings.Cut(strings.TrimSpace(l.failure.Error()), "; to update it:\n")
		diagnostic.Message = fmt.Sprintf("can't load Go package %s: %v", t.path, firstLine(reason))
		diagnostic.Fix = &diag.Fix{Message: "user functions need the go command, and a go.mod at or above the SQL file"}
		if command != "" {
			diagnostic.Fix.Message = "run " + strings.TrimSpace(command)
		}
	case pkg == nil:
		diagnostic.Message = fmt.Sprintf("Go package %s isn't found from %s", t.path, filepath.ToSlash(l.dir))
	case len(pkg.Errors) > 0 && pkg.Errors[0].Kind == packages.ListError:
		diagnostic.Message = fmt.Sprintf("Go package %s isn't found from %s", t.path, filepath.ToSlash(l.dir))
		diagnostic.Notes = l.packageErrors(pkg)
	case len(pkg.Errors) > 0:
		diagnostic.Message = fmt.Sprintf("Go package %s doesn't compile", t.path)
		diagnostic.Notes = l.packageErrors(pkg)
	case pkg.Name == "main":
		diagnostic.Message = fmt.Sprintf("Go package %s is a command: move the function to a package that can be imported", t.path)
	default:
		return true
	}
	l.report(diagnostic)
	return false
}

const maxPackageErrors = 3

func (l *loader) packageErrors(pkg *packages.Package) []diag.Note {
	var notes []diag.Note
	for i, err := range pkg.Errors {
		if i == maxPackageErrors {
			notes = append(notes, diag.Note{Message: fmt.Sprintf("and %d more", len(pkg.Errors)-i)})
			break
		}
		message := strings.TrimSuffix(firstLine(err.Msg), "; to add it:") // the command stands on the next line
		if err.Pos != "" && err.Pos != "-" {
			message = l.relative(err.Pos) + ": " + message
		}
		notes = append(notes, diag.Note{Message: message})
	}
	return notes
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}

// notFound reports a function that the package doesn't export, with the nearest that it does.
func (l *loader) notFound(d Declaration, t target, pkg *packages.Package) {
	diagnostic := diag.Diagnostic{Code: diag.FunctionNotFound, Span: d.TargetSpan}
	object := pkg.Types.Scope().Lookup(t.function)
	exported := exportedFunctions(pkg.Types)
	switch near := diag.Nearest(t.function, exported); {
	case object != nil && !object.Exported():
		diagnostic.Message = fmt.Sprintf("Go function %s of package %s is not exported: its name must start with a capital letter", t.function, t.path)
	case object != nil:
		diagnostic.Message = fmt.Sprintf("%s.%s is not a function", t.path, t.function)
		if looksLikeAggregate(object) {
			diagnostic.Message = fmt.Sprintf("%s.%s is a type that aggregates rows, not a function", t.path, t.function)
			diagnostic.Fix = &diag.Fix{Message: "write CREATE AGGREGATE FUNCTION"}
		}
	case near != "":
		diagnostic.Message = fmt.Sprintf("Go package %s has no function %s", t.path, t.function)
		diagnostic.Fix = &diag.Fix{Span: d.TargetSpan, Text: "'" + t.path + "." + near + "'", Message: "did you mean " + near + "?"}
	case len(exported) == 0:
		diagnostic.Message = fmt.Sprintf("Go package %s exports no function", t.path)
	default:
		diagnostic.Message = fmt.Sprintf("Go package %s has no function %s; it exports %s", t.path, t.function, strings.Join(exported, ", "))
	}
	l.report(diagnostic)
}

func exportedFunctions(pkg *gotypes.Package) []string {
	var names []string
	for _, name := range pkg.Scope().Names() {
		if _, ok := pkg.Scope().Lookup(name).(*gotypes.Func); ok && ast.IsExported(name) {
			names = append(names, name)
		}
	}
	return names
}

// position prints a Go position relative to the SQL file's directory.
func (l *loader) position(pos token.Pos) string {
	p := l.fset.Position(pos)
	return l.relative(fmt.Sprintf("%s:%d:%d", p.Filename, p.Line, p.Column))
}

// relative shortens a path below the SQL file's directory, or below its parents' where that is shorter.
func (l *loader) relative(name string) string {
	dir, err := filepath.Abs(l.dir)
	if err != nil {
		return name
	}
	short, err := filepath.Rel(dir, name)
	if err != nil || len(short) > len(name) {
		return name
	}
	return filepath.ToSlash(short)
}
