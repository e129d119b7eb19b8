// Package explain shows plans to people, and to tools: as text for a terminal or a code review, as JSON, and as a Mermaid
// flowchart.
//
//	logical.Plan, physical.Plan ─▶ Graph (what is worth showing) ─▶ text | JSON | Mermaid
package explain

import (
	"fmt"
	"io"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/rewrite"
)

// Plan says which plan of a job to show.
type Plan string

const (
	Physical  Plan = "physical"  // what runs: stages, operators, exchanges
	Optimized Plan = "optimized" // the logical plan after the passes
	Logical   Plan = "logical"   // the query as it was understood
)

// Format says how to show it.
type Format string

const (
	Text    Format = "text"
	JSON    Format = "json"
	Mermaid Format = "mermaid"
)

// Input is a compiled job. Only the plan to show is needed; the others add what they know to it.
type Input struct {
	Show      Plan // "" is Physical
	Logical   *logical.Plan
	Optimized *logical.Plan
	Physical  *physical.Plan
	Passes    []rewrite.Trace // shown with the plan where there are any
	File      string          // base name of the SQL file, for positions: job.sql
	// Position turns an offset into the SQL file into a line and a column, both from 1; nil leaves positions out.
	Position func(offset int) (line, column int)
}

// Render writes a plan. Its errors are w's, and those of a plan or format that doesn't exist.
func Render(w io.Writer, in Input, format Format) error {
	var shown document
	switch in.Show {
	case Physical, "":
		shown = describePhysical(in)
	case Optimized:
		shown = describeLogical(in, Optimized, in.Optimized)
	case Logical:
		shown = describeLogical(in, Logical, in.Logical)
	default:
		return fmt.Errorf("unknown plan %q: want logical, optimized or physical", in.Show)
	}
	shown.Passes = describePasses(in.Passes)
	switch format {
	case Text:
		return writeText(w, shown)
	case JSON:
		return writeJSON(w, shown)
	case Mermaid:
		return writeMermaid(w, shown)
	}
	return fmt.Errorf("unknown format %q: want text, json or mermaid", format)
}

// position is where a span starts; nil where that isn't known.
func (in Input) position(span diag.Span) *position {
	if in.Position == nil || span.IsZero() {
		return nil
	}
	line, column := in.Position(span.Start)
	return &position{File: in.File, Line: line, Column: column}
}
