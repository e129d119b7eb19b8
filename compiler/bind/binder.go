package bind

import (
	"fmt"
	"time"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// binder holds what the statements of one file share.
type binder struct {
	opts       Options
	plan       *logical.Plan
	found      diag.List
	zone       *time.Location // of the session: 'table.local-time-zone'
	relations  []*relation    // tables and views, in the order of the file
	functions  []*function
	settings   []*ast.Set
	queries    []query     // what the job runs, in the order of the file
	binding    []*relation // views being bound, outermost first
	results    int         // bare SELECTs so far
	deadLetter *ast.Set    // SET 'on-error.table'; nil where there is none

	lateness, ttl int64                         // SET 'window.allowed-lateness' and 'state.ttl', in microseconds
	told          map[logical.Node]diag.Span    // groups and first rows whose emission an EMIT says, and where
	waits         map[diag.Span]overCall        // why an OVER waits for the end of its input
	finals        map[logical.Node]logical.Node // what appended made of nodes
	sorted        map[logical.Node]logical.Node // what settled made of nodes
	awaited       map[logical.Node]bool         // nodes that checkWaiting has seen
	reported      map[logical.Node]bool         // nodes of the plan whose error is reported
}

// query is one INSERT, CREATE … AS SELECT or bare SELECT.
type query struct {
	statement ast.Statement
	created   *relation // the table that CREATE … AS SELECT makes
}

func newBinder(opts Options) *binder {
	return &binder{opts: opts, plan: &logical.Plan{Job: opts.JobName}, zone: time.UTC,
		told: map[logical.Node]diag.Span{}, waits: map[diag.Span]overCall{}, finals: map[logical.Node]logical.Node{}, sorted: map[logical.Node]logical.Node{}, awaited: map[logical.Node]bool{}, reported: map[logical.Node]bool{}}
}

// report adds an error.
func (b *binder) report(code diag.Code, at diag.Span, format string, args ...any) *diag.Diagnostic {
	b.found = append(b.found, diag.Diagnostic{Code: code, Span: at, Message: fmt.Sprintf(format, args...)})
	return &b.found[len(b.found)-1]
}

// warn adds a warning.
func (b *binder) warn(code diag.Code, at diag.Span, format string, args ...any) *diag.Diagnostic {
	d := b.report(code, at, format, args...)
	d.Severity = diag.Warning
	return d
}

// advise sets what to do about a diagnostic, in words.
func advise(d *diag.Diagnostic, format string, args ...any) {
	d.Fix = &diag.Fix{Message: fmt.Sprintf(format, args...)}
}

// replace sets a diagnostic's fix: other text for a span.
func replace(d *diag.Diagnostic, at diag.Span, text, format string, args ...any) {
	d.Fix = &diag.Fix{Span: at, Text: text, Message: fmt.Sprintf(format, args...)}
}

// note adds a line with a position of its own.
func note(d *diag.Diagnostic, at diag.Span, format string, args ...any) {
	d.Notes = append(d.Notes, diag.Note{Span: at, Message: fmt.Sprintf(format, args...)})
}

// base carries a type and a span into an expression.
func base(t types.Type, at diag.Span) scalar.Base { return scalar.Base{Typ: t, Pos: at} }

// broken stands for a table or query whose error is reported: its columns are anything. It never leaves the package, since a
// file with errors has no plan.
type broken struct{ logical.Base }

func (*broken) Inputs() []logical.Node { return nil }

func brokenAt(at diag.Span) logical.Node { return &broken{logical.Base{Pos: at}} }

func isBroken(n logical.Node) bool {
	_, ok := n.(*broken)
	return ok
}
