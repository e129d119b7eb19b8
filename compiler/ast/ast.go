// Package ast holds the syntax trees of a job: statements, queries, table references, expressions and types.
//
//	job.sql ── compiler/parse ──▶ *File ── compiler/bind ──▶ ir/logical
//
// Nodes say what was written, not what it means: names are unresolved, types are unchecked and every construct of the
// grammar has a node, whether or not the planner knows what to do with it. The sets are sealed: switch over the
// concrete types. Each node carries the exact bytes it was written in; parentheses around an expression belong to its
// parent, since the tree itself keeps the grouping.
package ast

import (
	"strings"

	"github.com/weirsql/weir/compiler/diag"
)

// Node is anything with a place in the file.
type Node interface {
	Span() diag.Span
}

// Base carries what every node has.
type Base struct {
	Pos diag.Span
}

// Span returns the bytes of the file that the node was written in.
func (b Base) Span() diag.Span { return b.Pos }

// At makes a Base for a span.
func At(span diag.Span) Base { return Base{Pos: span} }

// File is a whole job.
type File struct {
	Base
	Statements []Statement
}

// Ident is one identifier. Name is without quotes and as spelled.
type Ident struct {
	Base
	Name   string
	Quoted bool
}

// Name is an identifier with optional qualifiers: t, db.t, catalog.db.t.
type Name struct {
	Base
	Parts []Ident
}

// Last returns the unqualified identifier.
func (n Name) Last() Ident { return n.Parts[len(n.Parts)-1] }

// String returns the name as it would be written: parts that need quotes are quoted.
func (n Name) String() string {
	parts := make([]string, len(n.Parts))
	for i, part := range n.Parts {
		parts[i] = part.String()
	}
	return strings.Join(parts, ".")
}
