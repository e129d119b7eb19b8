package compiler

import (
	"context"
	"path/filepath"

	"github.com/weirsql/weir/codegen"
	"github.com/weirsql/weir/runtime/evolution"
)

// Keeps says what the job of a complete Result keeps between records, and where it is in what it reads and writes: what
// evolution.Compare compares. The error is a diag.Diagnostic: a bug in Weir.
func (r *Result) Keeps(ctx context.Context) (keeps *evolution.Schema, err error) {
	c := &compilation{source: r.Source, result: r}
	c.guard(ctx, phase{"state", func(c *compilation, _ context.Context) {
		keeps = codegen.Schema(c.result.Physical, codegen.Options{SQLFile: filepath.Base(r.Source.Name), Source: r.Source.Text})
	}})
	if len(c.diags) > 0 {
		return nil, c.diags[0]
	}
	return keeps, nil
}
