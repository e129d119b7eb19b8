package bind

import (
	"path"
	"strings"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/catalog"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/scalar"
)

// finish checks what only the whole file shows, and completes the plan.
func (b *binder) finish() {
	b.bindDeadLetter()
	b.checkRoles()
	b.checkPaths()
	b.checkPlan()
	b.checkUnused()
	if len(b.queries) == 0 && !b.opts.Incomplete {
		d := b.report(diag.NothingToRun, diag.Span{}, "the file has nothing to run")
		advise(d, "add INSERT INTO … SELECT …, CREATE TABLE … AS SELECT …, or a SELECT that prints")
	}
	b.plan.Functions = b.usedFunctions()
}

// checkRoles checks each table's options against what the job does with it.
func (b *binder) checkRoles() {
	for _, r := range b.relations {
		if r.table == nil || r.table.options == nil {
			continue
		}
		roles := catalog.Role(0)
		if len(r.writes) > 0 {
			roles |= catalog.Sink
			b.found = append(b.found, r.table.options.CheckRole(catalog.Sink, r.writes[0])...)
		}
		if _, madeHere := r.decl.(*ast.CreateTable); madeHere && len(r.reads) > 0 {
			roles |= catalog.Source
			r.table.Endless = catalog.Endless(r.table.Table)
			b.found = append(b.found, r.table.options.CheckRole(catalog.Source, r.reads[0])...)
		}
		if roles != 0 {
			b.found = append(b.found, r.table.options.CheckUnusedOptions(roles)...)
		}
		b.checkReadAndWritten(r)
	}
}

// checkReadAndWritten refuses a table that the job both reads and inserts into: what it would read depends on timing. A table
// that CREATE … AS SELECT made is different: reading it reads its query, as long as nothing else is inserted.
func (b *binder) checkReadAndWritten(r *relation) {
	writes := r.writes
	if _, created := r.decl.(*ast.CreateTableAs); created {
		writes = withoutDeclaration(r)
	}
	if len(r.reads) == 0 || len(writes) == 0 {
		return
	}
	d := b.report(diag.ReadAndWritten, r.reads[0], "table %s is read and written by the same job: what would be read depends on timing", r.name.Name)
	note(d, writes[0], "it is written here")
	advise(d, "put the query that is inserted into a view, and read the view in both places")
}

func withoutDeclaration(r *relation) []diag.Span {
	var writes []diag.Span
	for _, at := range r.writes {
		if at != r.name.Span() {
			writes = append(writes, at)
		}
	}
	return writes
}

// use is one table that opens a path.
type use struct {
	table *relation
	path  string
	at    diag.Span
	sink  bool
}

// checkPaths refuses two tables that would write one file, or read the file that another writes.
func (b *binder) checkPaths() {
	var uses []use
	for _, r := range b.relations {
		if r.table == nil || r.table.options == nil || r.table.options.Connector.Name != "file" {
			continue
		}
		option, ok := r.table.options.Value("path")
		if !ok {
			continue
		}
		u := use{r, cleanPath(option.Value), option.ValueSpan, len(r.writes) > 0}
		for _, other := range uses {
			b.checkTwoPaths(other, u)
		}
		if u.sink || len(r.reads) > 0 {
			uses = append(uses, u)
		}
	}
}

func (b *binder) checkTwoPaths(first, second use) {
	if first.path != second.path || !first.sink && !second.sink || first.path == "-" && first.sink != second.sink {
		return
	}
	if !second.sink && len(second.table.reads) == 0 {
		return
	}
	what := "write the same file"
	if first.sink != second.sink {
		what = "read and write the same file"
	}
	d := b.report(diag.PathTwice, second.at, "tables %s and %s %s, '%s'", first.table.name.Name, second.table.name.Name, what, second.path)
	note(d, first.at, "the first path is here")
	if first.sink && second.sink {
		advise(d, "insert into one table from both queries, or give them different paths")
	}
}

func cleanPath(name string) string {
	if name == "-" || strings.Contains(name, "${") {
		return name
	}
	return path.Clean(name)
}

// checkUnused warns of what is declared and not used: beside an error that is noise, since the error may be the reason.
func (b *binder) checkUnused() {
	if len(b.queries) == 0 || b.opts.Incomplete || b.found.HasErrors() {
		return
	}
	for _, r := range b.relations {
		if len(r.reads) == 0 && len(r.writes) == 0 {
			b.warn(diag.Unused, r.name.Span(), "%s %s is never used", r.kind(), r.name.Name)
		}
	}
	for _, f := range b.functions {
		if !f.used {
			b.warn(diag.Unused, f.decl.Name.Span(), "function %s is never used", f.name())
		}
	}
}

// usedFunctions lists the user functions that the plan calls.
func (b *binder) usedFunctions() []*scalar.UserFunction {
	var used []*scalar.UserFunction
	for _, f := range b.functions {
		if f.used && f.bound != nil {
			used = append(used, f.bound)
		}
	}
	return used
}
