// Package bind gives a job's statements their meaning: it resolves names, picks functions, computes types, and builds the
// logical plan.
//
//	*ast.File ─▶ declare: tables, views, functions, settings by name
//	          ─▶ load:    Go functions (compiler/udf)
//	          ─▶ bind:    each INSERT, CREATE … AS SELECT and bare SELECT; views as they are read
//	          ─▶ check:   what is unused, written twice, or has no effect      ─▶ *logical.Plan, diag.List
//
// Names are known in the whole file, before and after their declaration. All errors of a file are found at once: an expression
// that is wrong gets a type of its own, which every rule takes without a word, so that one mistake is one message.
//
// There is one file per clause; what the binder knows of an expression stands in expr_*.go.
package bind

import (
	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
)

// Options says what a file doesn't.
type Options struct {
	// JobName is the job's name where the file has no SET 'job.name': from the SQL file's name.
	JobName string
	// Dir is the directory of the SQL file: Go packages of user functions are found from there.
	Dir string
	// TrustFunctions takes CREATE FUNCTION at its word, without loading Go packages: each Go function is as declared, sees no
	// NULL and can't fail.
	TrustFunctions bool
	// Incomplete says that the file has syntax errors, so that statements may be missing: what they might have declared or used
	// isn't reported.
	Incomplete bool
}

// File binds a job. The plan is nil where the list has errors.
func File(file *ast.File, opts Options) (*logical.Plan, diag.List) {
	b := newBinder(opts)
	b.declare(file)
	b.loadFunctions()
	b.bindTables()
	b.bindViews()
	b.bindQueries()
	b.finish()
	if b.found.HasErrors() {
		return nil, b.found
	}
	return b.plan, b.found
}
