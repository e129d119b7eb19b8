package parse

import (
	"fmt"

	tidb "github.com/pingcap/tidb/pkg/parser/ast"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/clause"
)

// tableRefs converts FROM. TiDB joins what stands between commas; all joins but those have an ON or USING.
func (v *converter) tableRefs(node tidb.ResultSetNode) []ast.TableRef {
	if join, ok := node.(*tidb.Join); ok && join.On == nil && join.Using == nil {
		refs := v.tableRefs(join.Left)
		if join.Right != nil {
			refs = append(refs, v.tableRefs(join.Right)...)
		}
		return refs
	}
	ref, _ := v.tableRef(node)
	return []ast.TableRef{ref}
}

// tableRef converts one table reference. The range covers its tokens.
func (v *converter) tableRef(node tidb.ResultSetNode) (ast.TableRef, clause.Range) {
	switch node := node.(type) {
	case *tidb.Join:
		if node.Right == nil {
			return v.tableRef(node.Left)
		}
		return v.join(node)
	case *tidb.TableSource:
		return v.tableSource(node)
	}
	panic(fmt.Sprintf("unexpected node %T of the parser", node))
}

// join converts a join; the tokens between its sides say which.
func (v *converter) join(node *tidb.Join) (ast.TableRef, clause.Range) {
	left, tokens := v.tableRef(node.Left)
	right, rightTokens := v.tableRef(node.Right)
	j := &ast.Join{Left: left, Right: right}
	word := tokens.Last + 1
	if j.Natural = v.token(word).Is("NATURAL"); j.Natural {
		word++
	}
	j.Kind = map[string]ast.JoinKind{"LEFT": ast.LeftJoin, "RIGHT": ast.RightJoin, "FULL": ast.FullJoin, "CROSS": ast.CrossJoin}[v.token(word).Value]
	tokens.Last = rightTokens.Last
	if node.On != nil && !v.unconditional(node.On.Expr) {
		on, onTokens := v.expr(node.On.Expr)
		j.On, tokens.Last = on, onTokens.Last
	}
	for _, column := range node.Using {
		path := v.column(column).(clause.Path)
		j.Using = append(j.Using, v.ident(path.First))
		tokens.Last = path.Last + 1
	}
	j.Base = v.at(tokens)
	return j, tokens
}

// unconditional reports the mark of a join without a condition.
func (v *converter) unconditional(on tidb.ExprNode) bool {
	column, ok := on.(*tidb.ColumnNameExpr)
	if !ok {
		return false
	}
	_, ok = v.column(column.Name).(clause.NoCondition)
	return ok
}

// tableSource converts a mark of a table reference, and the query that was emitted for it.
func (v *converter) tableSource(node *tidb.TableSource) (ast.TableRef, clause.Range) {
	if table, ok := node.Source.(*tidb.TableName); ok {
		m := v.mark(table.Name.O).(clause.Table)
		return v.table(m, nil), m.Range
	}
	mark := v.mark(node.AsName.O)
	tokens := mark.Tokens()
	switch m := mark.(type) {
	case clause.Table:
		return v.table(m, v.value(itemsOf(node)[0])), tokens
	case clause.Derived:
		return &ast.Derived{Base: v.at(tokens), Lateral: m.Lateral, Query: v.query(node.Source), Alias: v.alias(m.Alias)}, tokens
	case clause.TableFunction:
		return &ast.TableFunction{
			Base: v.at(tokens), Lateral: m.Lateral, Wrapped: m.Wrapped, Ordinality: m.Ordinality, Alias: v.alias(m.Alias),
			Call: v.value(itemsOf(node)[0]).(*ast.Call),
		}, tokens
	case clause.NestedJoin:
		ref, _ := v.tableRef(node.Source.(*tidb.SelectStmt).From.TableRefs)
		return ref, tokens
	case clause.Match:
		return v.match(m, node.Source.(*tidb.SelectStmt)), tokens
	}
	panic(fmt.Sprintf("unexpected mark %T", mark))
}

// itemsOf are the items of a derived table.
func itemsOf(node *tidb.TableSource) []tidb.ExprNode {
	var items []tidb.ExprNode
	for _, field := range node.Source.(*tidb.SelectStmt).Fields.Fields {
		items = append(items, field.Expr)
	}
	return items
}

func (v *converter) table(m clause.Table, asOf ast.Expr) *ast.Table {
	return &ast.Table{Base: v.at(m.Range), Name: nameOf(v.File, m.Name), AsOf: asOf, Alias: v.alias(m.Alias)}
}

func (v *converter) alias(m *clause.Alias) *ast.Alias {
	if m == nil {
		return nil
	}
	return &ast.Alias{Base: v.at(m.Range), Name: v.ident(m.Name), Columns: identsOf(v.File, m.Columns)}
}

// match converts MATCH_RECOGNIZE, whose expressions are the items of a derived table over its input.
func (v *converter) match(m clause.Match, node *tidb.SelectStmt) *ast.MatchRecognize {
	rest := &arguments{v, nil}
	for _, field := range node.Fields.Fields[1:] {
		rest.rest = append(rest.rest, field.Expr)
	}
	r := &ast.MatchRecognize{Base: v.at(m.Range), AllRows: m.AllRows, Alias: v.alias(m.Alias)}
	r.Input, _ = v.tableRef(node.From.TableRefs)
	r.PartitionBy = rest.take(m.PartitionBy)
	r.OrderBy = rest.sorts(m.OrderBy)
	for _, measure := range m.Measures {
		r.Measures = append(r.Measures, v.item(measure, rest.next()))
	}
	r.Within = rest.nextIf(m.Within)
	for _, define := range m.Define {
		r.Define = append(r.Define, &ast.Define{Base: v.at(define.Range), Variable: v.ident(define.Alias), Condition: rest.next()})
	}
	for _, subset := range m.Subsets {
		r.Subsets = append(r.Subsets, &ast.Subset{Base: v.at(subset.Range), Name: v.ident(subset.Name), Variables: identsOf(v.File, subset.Variables)})
	}
	if m.Skip != nil {
		r.AfterMatch = v.afterMatch(m.Skip)
	}
	r.Pattern = v.patternAt(m.Pattern)
	return r
}

func (v *converter) afterMatch(m *clause.Skip) *ast.AfterMatch {
	kind := map[string]ast.SkipKind{"PAST LAST ROW": ast.SkipPastLastRow, "TO NEXT ROW": ast.SkipToNextRow, "TO FIRST": ast.SkipToFirst, "TO LAST": ast.SkipToLast}[m.Kind]
	a := &ast.AfterMatch{Base: v.at(m.Range), Kind: kind}
	if m.Variable != clause.None {
		variable := v.ident(m.Variable)
		a.Variable = &variable
	}
	return a
}
