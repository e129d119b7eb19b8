package compiler

import (
	"context"
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
)

// guard runs a phase; a panic in it becomes a diagnostic that names the phase and the statement.
func (c *compilation) guard(ctx context.Context, phase phase) {
	before := len(c.diags)
	defer func() {
		if failure := recover(); failure != nil {
			c.diags = c.diags[:before]
			c.report(bug(phase.name, fmt.Sprint(failure), c.culprit(ctx, phase), frames(debug.Stack())...))
		}
	}()
	phase.run(c, ctx)
}

// bug is the diagnostic of a mistake in Weir itself.
func bug(phase, message string, statement diag.Span, notes ...string) diag.Diagnostic {
	found := diag.Diagnostic{
		Code:    diag.CompilerBug,
		Span:    statement,
		Message: fmt.Sprintf("bug in weir, phase %s: %s", phase, message),
		Fix:     &diag.Fix{Message: "please report it with this message and the statement: https://github.com/weirsql/weir/issues"},
	}
	for _, note := range notes {
		found.Notes = append(found.Notes, diag.Note{Message: note})
	}
	return found
}

// culprit finds the statement that makes a phase panic: the first one that the file cannot be compiled with. It is the zero
// Span where the file wasn't parsed, or where no statement alone is to blame.
func (c *compilation) culprit(ctx context.Context, failed phase) diag.Span {
	if c.result.AST == nil {
		return diag.Span{}
	}
	statements := c.result.AST.Statements
	for n := 1; n <= len(statements); n++ {
		if c.panics(ctx, failed, statements[:n]) {
			return statements[n-1].Span()
		}
	}
	return diag.Span{}
}

// panics reports whether the phases behind parse, up to the failed one, panic on the first statements of the file.
func (c *compilation) panics(ctx context.Context, failed phase, statements []ast.Statement) (panicked bool) {
	defer func() { panicked = recover() != nil }()
	prefix := *c.result.AST
	prefix.Statements = statements
	trial := &compilation{source: c.source, options: c.options, result: &Result{Source: c.source, AST: &prefix}}
	for _, phase := range append(phases[1:len(phases):len(phases)], failed) {
		phase.run(trial, ctx)
		if phase.name == failed.name || trial.diags.HasErrors() {
			break
		}
	}
	return false
}

// frames are the few lines of a stack trace that say where the panic came from.
func frames(stack []byte) []string {
	const most = 6
	var found []string
	_, behind, _ := strings.Cut(string(stack), "panic(")
	for line := range strings.Lines(behind) {
		place, isPlace := strings.CutPrefix(line, "\t")
		if _, inside, ours := strings.Cut(place, "/weir/"); isPlace && ours && len(found) < most {
			place, _, _ = strings.Cut(inside, " +0x")
			found = append(found, "at "+strings.TrimSpace(place))
		}
	}
	return found
}

// cancelled is the diagnostic of a compile whose context ended.
func cancelled(err error) diag.Diagnostic {
	return diag.Diagnostic{Code: diag.Cancelled, Message: "compile stopped: " + err.Error()}
}
