// Package lower turns logical plans into physical ones: one stage per source, with everything that its rows go through fused
// below it.
package lower

import (
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
)

// Plan lowers a verified plan. The list holds warnings only.
func Plan(p *logical.Plan) (*physical.Plan, diag.List) {
	panic("lower")
}
