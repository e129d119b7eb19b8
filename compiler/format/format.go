// Package format lays out a job's SQL the one way: keywords in upper case, clauses and columns on lines of their own,
// types aligned, comments kept.
//
//	text ── parse ──▶ tree ── layout: where lines break ──▶ tokens of the text, printed anew
//
// What is printed are the tokens of the text, in their order: only blanks, line breaks and the case of keywords change, so
// no token and no comment can be lost, and the text means what it meant.
package format

import (
	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/clause"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/compiler/parse"
)

// lineWidth is the width that lines are kept in where there is a place to break them.
const lineWidth = 100

// isSet reports a SET: several of them stand together, all other statements have an empty line between them.
func isSet(statement ast.Statement) bool {
	_, set := statement.(*ast.Set)
	return set
}

// File returns the text in its canonical layout. A text with errors is returned as it is, with them.
func File(src string) (string, diag.List) {
	tree, diags := parse.File(src)
	if diags.HasErrors() {
		return src, diags
	}
	tokens, _ := clause.Lex(src)
	l := newLayout(tokens)
	l.spacing(tree)
	for i, statement := range tree.Statements {
		l.statement(statement, 0)
		first := l.first(statement)
		l.starts[first] = true
		l.apart[first] = i > 0 && !(isSet(statement) && isSet(tree.Statements[i-1]))
	}
	return l.render(), nil
}
