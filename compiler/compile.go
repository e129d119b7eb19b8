package compiler

import (
	"context"
	"errors"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/weirsql/weir/codegen"
	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/bind"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/compiler/parse"
	"github.com/weirsql/weir/ir/bounds"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/lower"
	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/rewrite"
)

// Source is a job's SQL.
type Source struct {
	Name string // as messages show it: job.sql, testdata/jobs/q1.sql, <stdin>
	Text string
	// Dir is the directory that the Go packages of CREATE FUNCTION are looked up from: the SQL file's own.
	Dir string
}

// Options adjust a compile.
type Options struct {
	// JobName names the job where the SQL has no SET 'job.name'; "" derives it from Source.Name.
	JobName string
}

// Result is how far a compile came: what a phase makes is nil where an earlier one found errors.
type Result struct {
	Source    Source
	AST       *ast.File
	Logical   *logical.Plan // as bound
	Optimized *logical.Plan
	Passes    []rewrite.Trace // what the optimizer did, in order
	Physical  *physical.Plan
}

// Compile compiles a job as far as its physical plan. The diagnostics are all errors and warnings that the phases found, in
// the order of the file; the result is complete where none of them is an error.
func Compile(ctx context.Context, source Source, options Options) (*Result, diag.List) {
	c := &compilation{source: source, options: options, result: &Result{Source: source}}
	for _, phase := range phases {
		if ctx.Err() != nil {
			c.report(cancelled(ctx.Err()))
			break
		}
		c.guard(ctx, phase)
		if c.diags.HasErrors() && !(phase.name == "parse" && c.result.AST != nil) {
			break
		}
	}
	if c.diags.HasErrors() {
		c.diags = slices.DeleteFunc(c.diags, isIdle)
	}
	c.diags.Sort()
	return c.result, c.diags
}

// isIdle reports a warning about something that is never used: noise beside an error, which may be the reason.
func isIdle(d diag.Diagnostic) bool {
	return d.Severity == diag.Warning && d.Code == diag.Unused
}

// compilation is one run of Compile.
type compilation struct {
	source  Source
	options Options
	result  *Result
	diags   diag.List
}

func (c *compilation) report(diags ...diag.Diagnostic) { c.diags = append(c.diags, diags...) }

// phase is one step of a compile.
type phase struct {
	name string
	run  func(*compilation, context.Context)
}

// phases run in this order, as long as none finds an error; statements that parse are bound even where others don't, so that all
// errors of a file are found at once.
var phases = []phase{
	{"parse", (*compilation).parse},
	{"bind", (*compilation).bind},
	{"optimize", (*compilation).optimize},
	{"lower", (*compilation).lower},
	{"bound", (*compilation).bound},
}

func (c *compilation) parse(context.Context) {
	file, diags := parse.File(c.source.Text)
	c.result.AST = file
	c.report(diags...)
}

// bind also runs on a file with syntax errors, to report what is wrong in its other statements at once. What a broken
// statement would have declared is missing then, so messages about that are left out.
func (c *compilation) bind(ctx context.Context) {
	opts := bind.Options{JobName: c.jobName(), Dir: c.source.Dir, Incomplete: c.diags.HasErrors()}
	plan, diags := bind.File(c.result.AST, opts)
	c.result.Logical = plan
	if c.diags.HasErrors() {
		diags = slices.DeleteFunc(diags, c.isConsequence)
	}
	c.report(diags...)
}

// isConsequence reports an error that a statement which doesn't parse may have caused elsewhere.
func (c *compilation) isConsequence(d diag.Diagnostic) bool {
	switch d.Code {
	case diag.UnknownTable, diag.UnknownTableAlias, diag.NothingToRun, diag.BadDeadLetterTable:
		return true
	case diag.UnknownFunction:
		return strings.Contains(strings.ToUpper(c.source.Text), "CREATE FUNCTION")
	}
	return false
}

func (c *compilation) optimize(context.Context) {
	c.result.Optimized, c.result.Passes = rewrite.Optimize(c.result.Logical)
	c.report(rewrite.Warnings(c.result.Passes)...)
}

func (c *compilation) lower(context.Context) {
	plan, diags := lower.Plan(c.result.Optimized)
	c.result.Physical = plan
	c.report(diags...)
}

// bound looks for state that nothing bounds.
func (c *compilation) bound(context.Context) { c.report(bounds.Check(c.result.Physical)...) }

func (c *compilation) jobName() string {
	if c.options.JobName != "" {
		return c.options.JobName
	}
	return DefaultJobName(c.source.Name)
}

// DefaultJobName derives a job's name from its SQL file's: the base name without its extension, in lower case, with everything
// but letters and digits as underscores.
func DefaultJobName(file string) string {
	base := filepath.Base(file)
	name := strings.ToLower(strings.TrimSuffix(base, filepath.Ext(base)))
	name = strings.Trim(notInJobName.ReplaceAllString(name, "_"), "_")
	switch {
	case name == "":
		return "job"
	case name[0] <= '9':
		return "job_" + name
	}
	return name
}

var notInJobName = regexp.MustCompile(`[^a-z0-9]+`)

// Target says where a generated package is to stand.
type Target struct {
	// ImportPath of the package; its command, in cmd/<name> below it, imports it by this path.
	ImportPath string
	// Importer resolves the package's imports for a type check in memory; nil leaves the check to the Go toolchain.
	Importer *codegen.Importer
}

// PackageName is the name of the Go package that a complete Result becomes: the job's name without underscores.
func (r *Result) PackageName() string { return codegen.PackageName(r.Physical.Job) }

// Generate makes the Go package of a complete Result. The error is a *codegen.ImportError where the module to generate into
// lacks a package, else a diag.Diagnostic: a bug in Weir, since the SQL was found to be right.
func (r *Result) Generate(ctx context.Context, target Target) (pkg *codegen.Package, err error) {
	c := &compilation{source: r.Source, result: r}
	c.guard(ctx, phase{"generate", func(c *compilation, _ context.Context) {
		pkg, err = codegen.Generate(c.result.Physical, codegen.Options{
			SQLFile:    filepath.Base(r.Source.Name),
			Source:     r.Source.Text,
			ImportPath: target.ImportPath,
			Importer:   target.Importer,
		})
	}})
	if len(c.diags) > 0 {
		return nil, c.diags[0]
	}
	if missing := (*codegen.ImportError)(nil); err != nil && !errors.As(err, &missing) {
		return nil, bug("generate", err.Error(), diag.Span{})
	}
	return pkg, err
}
