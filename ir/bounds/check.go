package bounds

import (
	"fmt"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
)

// Check warns of what nothing bounds; it is an error where the job says SET 'state.unbounded' = 'error'. Where state may go to disk it warns of what
// grows and can't, too.
func Check(p *physical.Plan) diag.List {
	severity := diag.Warning
	if logical.Set(p.Settings, "state.unbounded").Value == "error" {
		severity = diag.Error
	}
	disk := logical.Set(p.Settings, "state.backend").Value == "disk"
	var list diag.List
	for _, s := range p.States {
		for _, growth := range s.Bound.Grows {
			list = append(list, unbounded(growth, s.Bound, severity))
		}
		for _, growth := range s.Bound.Keyless {
			if disk {
				list = append(list, inMemory(growth))
			}
		}
	}
	return list
}

func unbounded(growth physical.Growth, b *physical.Bound, severity diag.Severity) diag.Diagnostic {
	return diag.Diagnostic{
		Code:     diag.UnboundedState,
		Severity: severity,
		Span:     growth.Span,
		Message:  fmt.Sprintf("%s keeps %s, and nothing bounds their number: %s need not end", growth.Of, growth.With, b.Endless.Name),
		Notes:    []diag.Note{{Span: b.Endless.Span, Message: fmt.Sprintf("table %s is declared here", b.Endless.Name)}},
		Fix:      &diag.Fix{Message: growth.Remedy},
	}
}

func inMemory(growth physical.Growth) diag.Diagnostic {
	return diag.Diagnostic{
		Code:     diag.StateInMemory,
		Severity: diag.Warning,
		Span:     growth.Span,
		Message:  fmt.Sprintf("%s keeps %s in memory, though 'state.backend' is 'disk': it has no key", growth.Of, growth.With),
		Fix:      &diag.Fix{Message: "give it a key, or see to it that memory has room for it"},
	}
}
