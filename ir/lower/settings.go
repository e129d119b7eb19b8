package lower

import (
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/physical"
)

// checkSettings warns about settings of the planner that a plan leaves nothing to do for.
func checkSettings(p *physical.Plan) diag.List {
	var list diag.List
	for _, s := range p.Settings {
		if s.Key == "exchange.strategy" && len(p.Exchanges) == 0 {
			list = append(list, diag.Diagnostic{
				Code:     diag.NoExchange,
				Severity: diag.Warning,
				Span:     s.Span,
				Message:  "exchange.strategy has no effect: no row of this job moves to another partition",
				Fix:      &diag.Fix{Message: "leave the setting out"},
			})
		}
	}
	return list
}
