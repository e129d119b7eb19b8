// Package rewrite improves logical plans. Its passes stand in one table, each with its reason and its place in the order, in
// a file of its own; the plan is verified after each of them.
//
//	bound plan ─▶ drop-watermarks ─▶ share-scans ─▶ push-filters ─▶ … ─▶ prune-fields ─▶ optimized plan
//
// What a pass may change of a job that has bad records: an expression of a row that a condition keeps out, or of a column that
// no output has, need not be evaluated, and then can't fail. Nothing else: a pass never evaluates an expression for a row for
// which the plan it was given wouldn't, and never reorders conditions of which one could fail.
package rewrite

import (
	"fmt"
	"time"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
)

// Trace says what one pass did to a plan.
type Trace struct {
	Name          string
	Why           string        // what the pass is for
	Fired         int           // how often its rule applied
	Before, After int           // nodes of the plan
	Time          time.Duration // without the verifier's
	Warnings      diag.List     // what the pass found to tell the user: an expression that always fails
}

// BrokenPlan is the panic of Optimize where a plan doesn't verify: a mistake in the binder or in a pass, never in the SQL.
type BrokenPlan struct {
	Pass string // "bind" for the plan that Optimize was given
	Err  error
	Plan string // its text
}

func (b *BrokenPlan) Error() string {
	return fmt.Sprintf("the plan is wrong after %s: %v\n\n%s", b.Pass, b.Err, b.Plan)
}

// Optimize applies all passes. The plan it is given is not changed.
func Optimize(p *logical.Plan) (*logical.Plan, []Trace) {
	verify("bind", p)
	traces := make([]Trace, len(passes))
	for i, pass := range passes {
		p, traces[i] = pass.apply(p)
		verify(pass.name, p)
	}
	return p, traces
}

func (s *pass) apply(p *logical.Plan) (*logical.Plan, Trace) {
	trace := Trace{Name: s.name, Why: s.why, Before: len(p.Nodes())}
	r := &run{}
	start := time.Now()
	p = s.run(r, p)
	trace.Time = time.Since(start)
	trace.Fired, trace.Warnings, trace.After = r.fired, r.warnings, len(p.Nodes())
	return p, trace
}

func verify(pass string, p *logical.Plan) {
	if err := logical.Verify(p); err != nil {
		panic(&BrokenPlan{Pass: pass, Err: err, Plan: logical.Print(p)})
	}
}

// Warnings gathers what the passes found, in their order.
func Warnings(traces []Trace) diag.List {
	var list diag.List
	for _, t := range traces {
		list = append(list, t.Warnings...)
	}
	return list
}

// run is one application of a pass.
type run struct {
	fired    int
	warnings diag.List
}

// warn adds a warning, once for each position: passes may have copied the expression.
func (r *run) warn(d diag.Diagnostic) {
	for _, known := range r.warnings {
		if known.Span == d.Span && known.Message == d.Message {
			return
		}
	}
	r.warnings = append(r.warnings, d)
}
