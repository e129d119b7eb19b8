package compiler

import (
	"io"
	"path/filepath"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/bounds"
	"github.com/weirsql/weir/ir/explain"
)

// State is what a job keeps between records, and what bounds it.
type State = bounds.Report

// States lists the states of a complete Result; of no other.
func (r *Result) States() []State {
	if r.Physical == nil {
		return nil
	}
	return bounds.Reports(r.Physical)
}

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
