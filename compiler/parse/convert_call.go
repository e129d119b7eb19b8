package parse

import (
	"fmt"
	"strings"

	tidb "github.com/pingcap/tidb/pkg/parser/ast"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/clause"
	"github.com/weirsql/weir/compiler/diag"
)

// call converts a mark with arguments.
func (v *converter) call(mark clause.Mark, args []tidb.ExprNode) (ast.Expr, clause.Range) {
	tokens := mark.Tokens()
	base := v.at(tokens)
	switch m := mark.(type) {
	case clause.Paren:
		return v.value(args[0]), tokens
	case clause.Row:
		return &ast.Row{Base: base, Fields: v.values(args)}, tokens
	case clause.Array:
		return &ast.Array{Base: base, Elems: v.values(args)}, tokens
	case clause.Map:
		return v.mapOf(base, args), tokens
	case clause.Subquery:
		return &ast.Subquery{Base: base, Query: v.subquery(args[0])}, tokens
	case clause.Exists:
		return &ast.Exists{Base: base, Query: v.subquery(args[0])}, tokens
	case clause.Quantified:
		v.Error(diag.Unexpected, base.Span(), "ANY and ALL (query) can't be an operand", "put the comparison into parentheses: (x = ANY (SELECT …))")
		return &ast.Subquery{Base: base, Query: v.subquery(args[0])}, tokens
	case clause.Call:
		return v.function(base, m, args), tokens
	case clause.Case:
		return v.caseOf(base, m, args), tokens
	case clause.Cast:
		return &ast.Cast{Base: base, Operand: v.value(args[0]), Type: v.typeAt(m.Type), Try: m.Try}, tokens
	case clause.Extract:
		return &ast.Extract{Base: base, Unit: v.unit(m.Unit), Operand: v.value(args[0])}, tokens
	case clause.RoundTo:
		return &ast.RoundTo{Base: base, Up: m.Up, Operand: v.value(args[0]), Unit: v.unit(m.Unit)}, tokens
	case clause.Trim:
		return v.trim(base, m, args), tokens
	case clause.JSONCall:
		return v.json(base, m, args), tokens
	case clause.Subscript:
		return &ast.Subscript{Base: base, Operand: v.value(args[0]), Index: v.value(args[1])}, tokens
	case clause.Field:
		return &ast.Field{Base: base, Operand: v.value(args[0]), Name: v.ident(m.Name)}, tokens
	case clause.NamedArg:
		return &ast.NamedArg{Base: base, Name: v.ident(m.Name), Value: v.value(args[0])}, tokens
	case clause.TableArg:
		arguments := &arguments{v, args}
		return &ast.TableArg{Base: base, Name: nameOf(v.File, m.Name), PartitionBy: arguments.take(m.PartitionBy), OrderBy: arguments.sorts(m.OrderBy)}, tokens
	case clause.GroupingSets:
		kind := map[string]ast.GroupingKind{"GROUPING SETS": ast.Sets, "ROLLUP": ast.Rollup, "CUBE": ast.Cube}[m.Kind]
		return &ast.GroupingSets{Base: base, Kind: kind, Sets: v.values(args)}, tokens
	}
	panic(fmt.Sprintf("unexpected mark %T", mark))
}

// arguments hands out the arguments of a mark in order.
type arguments struct {
	*converter
	rest []tidb.ExprNode
}

// next returns the next argument.
func (a *arguments) next() ast.Expr {
	node := a.rest[0]
	a.rest = a.rest[1:]
	return a.value(node)
}

// nextIf returns the next argument if there is one to expect.
func (a *arguments) nextIf(expected bool) ast.Expr {
	if !expected {
		return nil
	}
	return a.next()
}

// take returns the next n arguments.
func (a *arguments) take(n int) []ast.Expr {
	var all []ast.Expr
	for range n {
		all = append(all, a.next())
	}
	return all
}

// sorts converts sort keys.
func (a *arguments) sorts(sorts []clause.Sort) []*ast.OrderItem {
	var items []*ast.OrderItem
	for _, sort := range sorts {
		items = append(items, a.orderItem(sort, a.next()))
	}
	return items
}

func (v *converter) orderItem(sort clause.Sort, expr ast.Expr) *ast.OrderItem {
	nulls := map[string]ast.NullOrder{"FIRST": ast.NullsFirst, "LAST": ast.NullsLast}[sort.Nulls]
	return &ast.OrderItem{Base: v.at(sort.Range), Expr: expr, Desc: sort.Desc, Nulls: nulls}
}

func (v *converter) mapOf(base ast.Base, args []tidb.ExprNode) *ast.Map {
	m := &ast.Map{Base: base}
	for i := 0; i < len(args); i += 2 {
		m.Keys = append(m.Keys, v.value(args[i]))
		m.Values = append(m.Values, v.value(args[i+1]))
	}
	return m
}

func (v *converter) function(base ast.Base, m clause.Call, args []tidb.ExprNode) *ast.Call {
	call := &ast.Call{Base: base, Name: nameOf(v.File, m.Name), Distinct: m.Distinct, Within: m.Within, FromLast: m.FromLast}
	call.Nulls = map[string]ast.NullTreatment{"IGNORE": ast.IgnoreNulls, "RESPECT": ast.RespectNulls}[m.Nulls]
	for _, node := range args[:m.Args] {
		arg, _ := v.anyExpr(node)
		call.Args = append(call.Args, arg)
	}
	rest := &arguments{v, args[m.Args:]}
	call.OrderBy = rest.sorts(m.OrderBy)
	call.Filter = rest.nextIf(m.Filter)
	if m.Over != nil {
		call.Over = rest.window(m.Over)
	}
	return call
}

// window converts the inside of OVER.
func (a *arguments) window(m *clause.Window) *ast.Window {
	w := &ast.Window{Base: a.at(m.Range)}
	if m.Ref != clause.None {
		ref := a.ident(m.Ref)
		w.Ref = &ref
	}
	if m.Buffer != nil {
		rows := a.token(m.BufferRows)
		w.Buffer = &ast.RowsBuffer{Base: a.at(*m.Buffer), Rows: &ast.Number{Base: ast.At(rows.Span), Text: rows.Text}}
	}
	w.PartitionBy = a.take(m.PartitionBy)
	w.OrderBy = a.sorts(m.OrderBy)
	if m.Frame != nil {
		w.Frame = a.frame(m.Frame)
	}
	return w
}

func (a *arguments) frame(m *clause.Frame) *ast.Frame {
	unit := map[string]ast.FrameUnit{"ROWS": ast.RowsFrame, "RANGE": ast.RangeFrame, "GROUPS": ast.GroupsFrame}[m.Unit]
	return &ast.Frame{Base: a.at(m.Range), Unit: unit, Start: a.bound(m.Start), End: a.bound(m.End), Exclude: exclusions[m.Exclude]}
}

var exclusions = map[string]ast.Exclusion{"CURRENT": ast.ExcludeCurrentRow, "GROUP": ast.ExcludeGroup, "TIES": ast.ExcludeTies}

var boundKinds = map[string]ast.BoundKind{
	"UNBOUNDED PRECEDING": ast.UnboundedPreceding, "PRECEDING": ast.Preceding, "CURRENT ROW": ast.CurrentRow,
	"FOLLOWING": ast.Following, "UNBOUNDED FOLLOWING": ast.UnboundedFollowing,
}

func (a *arguments) bound(m clause.Bound) ast.Bound {
	return ast.Bound{Base: a.at(m.Range), Kind: boundKinds[m.Kind], Offset: a.nextIf(m.Offset)}
}

func (v *converter) caseOf(base ast.Base, m clause.Case, args []tidb.ExprNode) *ast.Case {
	rest := &arguments{v, args}
	c := &ast.Case{Base: base, Operand: rest.nextIf(m.Operand)}
	for _, when := range m.Whens {
		c.Whens = append(c.Whens, ast.When{Base: v.at(when), Cond: rest.next(), Then: rest.next()})
	}
	c.Else = rest.nextIf(m.Else)
	return c
}

func (v *converter) trim(base ast.Base, m clause.Trim, args []tidb.ExprNode) *ast.Trim {
	rest := &arguments{v, args}
	side := map[string]ast.TrimSide{"BOTH": ast.TrimBoth, "LEADING": ast.TrimLeading, "TRAILING": ast.TrimTrailing}[m.Side]
	return &ast.Trim{Base: base, Side: side, Chars: rest.nextIf(m.Chars), Operand: rest.next()}
}

func (v *converter) json(base ast.Base, m clause.JSONCall, args []tidb.ExprNode) *ast.JSONCall {
	rest := &arguments{v, args}
	call := &ast.JSONCall{Base: base, Name: v.ident(m.Name), Input: rest.next(), Path: rest.next()}
	if m.Returning != nil {
		call.Returning = v.typeAt(*m.Returning)
	}
	switch {
	case strings.HasPrefix(m.Wrapper, "WITHOUT"):
		call.Wrapper = ast.WithoutWrapper
	case strings.HasPrefix(m.Wrapper, "WITH CONDITIONAL"):
		call.Wrapper = ast.ConditionalWrapper
	case m.Wrapper != "":
		call.Wrapper = ast.WithWrapper
	}
	for _, on := range m.On {
		behavior := &ast.JSONBehavior{Base: v.at(on.Range), Kind: on.Kind, Default: rest.nextIf(on.Default)}
		if on.Empty {
			call.OnEmpty = behavior
		} else {
			call.OnError = behavior
		}
	}
	return call
}

// typeAt reads the type that stands at a range of tokens.
func (v *converter) typeAt(tokens clause.Range) *ast.Type {
	at := v.At
	defer func() { v.At = at }()
	v.At = tokens.First
	typ := v.typeOf()
	if v.At != tokens.Last+1 {
		v.Unexpected("the end of the type")
	}
	return typ
}
