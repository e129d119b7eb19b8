package compiler

import (
	"io"
	"path/filepath"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/explain"
)

// Explain writes one of a complete Result's plans for people or for tools, with the optimizer's passes if asked for.
func (r *Result) Explain(w io.Writer, plan explain.Plan, format explain.Format, passes bool) error {
	source := diag.NewSource(r.Source.Name, r.Source.Text)
	in := explain.Input{
		Show:      plan,
		Logical:   r.Logical,
		Optimized: r.Optimized,
		Physical:  r.Physical,
		File:      filepath.Base(r.Source.Name),
		Position: func(offset int) (line, column int) {
			position := source.Position(offset)
			return position.Line, position.Column
		},
	}
	if passes {
		in.Passes = r.Passes
	}
	return explain.Render(w, in, format)
}
