package parse

import (
	"encoding/hex"
	"fmt"

	tidb "github.com/pingcap/tidb/pkg/parser/ast"
	"github.com/pingcap/tidb/pkg/parser/opcode"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/clause"
	"github.com/weirsql/weir/compiler/diag"
)

// expr converts an expression. The range covers its tokens with the parentheses around it, which are its parent's.
func (v *converter) expr(node tidb.ExprNode) (ast.Expr, clause.Range) {
	expr, tokens := v.anyExpr(node)
	if star, ok := expr.(*ast.Star); ok {
		v.Error(diag.MisplacedStar, star.Span(), "* stands for columns, not for a value", "")
	}
	return expr, tokens
}

// value is expr for those who don't need the range.
func (v *converter) value(node tidb.ExprNode) ast.Expr {
	expr, _ := v.expr(node)
	return expr
}

func (v *converter) values(nodes []tidb.ExprNode) []ast.Expr {
	var all []ast.Expr
	for _, node := range nodes {
		all = append(all, v.value(node))
	}
	return all
}

// anyExpr is expr that lets * pass.
func (v *converter) anyExpr(node tidb.ExprNode) (ast.Expr, clause.Range) {
	switch node := node.(type) {
	case *tidb.ColumnNameExpr:
		mark := v.column(node.Name)
		return v.atom(mark), mark.Tokens()
	case *tidb.FuncCallExpr:
		return v.call(v.mark(node.FnName.O), node.Args)
	case *tidb.BinaryOperationExpr:
		return v.binary(node)
	case *tidb.UnaryOperationExpr:
		return v.unary(node)
	case *tidb.IsNullExpr:
		return v.is(node)
	case *tidb.PatternInExpr:
		return v.in(node)
	case *tidb.BetweenExpr:
		return v.between(node)
	}
	panic(fmt.Sprintf("unexpected node %T of the parser", node))
}

// atom converts a mark without arguments.
func (v *converter) atom(mark clause.Mark) ast.Expr {
	base := v.at(mark.Tokens())
	switch m := mark.(type) {
	case clause.Path:
		return v.path(m)
	case clause.Literal:
		return v.literal(base, v.token(m.First))
	case clause.Temporal:
		text := v.token(m.Last)
		return &ast.Temporal{Base: base, Kind: typeNames[m.Kind].kind, Value: ast.String{Base: ast.At(text.Span), Value: text.Value}}
	case clause.Interval:
		return &ast.Interval{Base: base, Value: m.Value, Negative: m.Negative, From: m.From, To: m.To}
	case clause.Bare:
		return &ast.Call{Base: base, Name: nameOf(v.File, []int{m.First}), Bare: true}
	case clause.Unit:
		return v.unit(m)
	case clause.Descriptor:
		return &ast.Descriptor{Base: base, Columns: identsOf(v.File, m.Columns)}
	case clause.TableArg:
		return &ast.TableArg{Base: base, Name: nameOf(v.File, m.Name)}
	}
	panic(fmt.Sprintf("unexpected mark %T", mark))
}

func (v *converter) unit(m clause.Unit) *ast.Unit {
	return &ast.Unit{Base: v.at(m.Range), Name: m.Name}
}

func (v *converter) path(m clause.Path) ast.Expr {
	switch {
	case !m.Star:
		return &ast.ColumnRef{Base: v.at(m.Range), Name: nameOf(v.File, m.Parts)}
	case m.Parts == nil:
		return &ast.Star{Base: v.at(m.Range)}
	}
	qualifier := nameOf(v.File, m.Parts)
	return &ast.Star{Base: v.at(m.Range), Qualifier: &qualifier}
}

func (v *converter) literal(base ast.Base, token clause.Token) ast.Expr {
	switch token.Kind {
	case clause.Number:
		return &ast.Number{Base: base, Text: token.Value}
	case clause.String:
		return &ast.String{Base: base, Value: token.Value}
	case clause.Hex:
		value, _ := hex.DecodeString(token.Value)
		return &ast.Bytes{Base: base, Value: value}
	}
	if token.Is("NULL") {
		return &ast.Null{Base: base}
	}
	return &ast.Bool{Base: base, Value: token.Is("TRUE")}
}

// unary converts a sign or NOT: its token stands directly in front of the operand.
func (v *converter) unary(node *tidb.UnaryOperationExpr) (ast.Expr, clause.Range) {
	operand, tokens := v.expr(node.V)
	tokens.First--
	op := map[string]ast.UnaryOp{"-": ast.Neg, "+": ast.Plus, "NOT": ast.Not}[v.token(tokens.First).Value]
	return &ast.Unary{Base: v.at(tokens), Op: op, Operand: operand}, tokens
}

// is converts IS [NOT] NULL, TRUE, FALSE, UNKNOWN, ISNULL, NOTNULL: its words stand directly behind the operand.
func (v *converter) is(node *tidb.IsNullExpr) (ast.Expr, clause.Range) {
	operand, tokens := v.expr(node.Expr)
	word := v.token(tokens.Last + 1)
	tokens.Last++
	if !word.Is("IS") {
		return &ast.IsNull{Base: v.at(tokens), Negated: word.Is("NOTNULL"), Operand: operand}, tokens
	}
	negated := v.token(tokens.Last + 1).Is("NOT")
	if negated {
		tokens.Last++
	}
	tokens.Last++
	truth := map[string]ast.Truth{"TRUE": ast.True, "FALSE": ast.False, "UNKNOWN": ast.Unknown}
	if truth, ok := truth[v.token(tokens.Last).Value]; ok {
		return &ast.IsTruth{Base: v.at(tokens), Negated: negated, Truth: truth, Operand: operand}, tokens
	}
	return &ast.IsNull{Base: v.at(tokens), Negated: negated, Operand: operand}, tokens
}

// in converts [NOT] IN (…): the list is one mark.
func (v *converter) in(node *tidb.PatternInExpr) (ast.Expr, clause.Range) {
	operand, tokens := v.expr(node.Expr)
	list := node.List[0].(*tidb.FuncCallExpr)
	mark := v.mark(list.FnName.O).(clause.List)
	in := &ast.In{Negated: v.token(tokens.Last + 1).Is("NOT"), Operand: operand}
	if mark.Query {
		in.Query = v.subquery(list.Args[0])
	} else {
		in.List = v.values(list.Args)
	}
	tokens.Last = mark.Last
	in.Base = v.at(tokens)
	return in, tokens
}

func (v *converter) between(node *tidb.BetweenExpr) (ast.Expr, clause.Range) {
	operand, tokens := v.expr(node.Expr)
	low, lowTokens := v.expr(node.Left)
	high, highTokens := v.expr(node.Right)
	b := &ast.Between{Operand: operand, Low: low, High: high}
	b.Negated = v.token(tokens.Last + 1).Is("NOT")
	b.Symmetric = v.token(lowTokens.First - 1).Is("SYMMETRIC")
	tokens.Last = highTokens.Last
	b.Base = v.at(tokens)
	return b, tokens
}

// binaryOps are the operators of one token.
var binaryOps = map[string]ast.BinaryOp{
	"OR": ast.Or, "AND": ast.And, "=": ast.Eq, "==": ast.Eq, "<>": ast.Ne, "!=": ast.Ne, "<": ast.Lt, "<=": ast.Le, ">": ast.Gt, ">=": ast.Ge,
	"||": ast.Concat, "->": ast.Arrow, "->>": ast.ArrowText, "+": ast.Add, "-": ast.Sub, "*": ast.Mul, "/": ast.Div, "%": ast.Mod, "^": ast.Power,
}

// likeOps are the operators that match a pattern.
var likeOps = map[string]ast.LikeOp{
	"LIKE": ast.LikeMatch, "~~": ast.LikeMatch, "!~~": ast.LikeMatch, "ILIKE": ast.ILikeMatch, "~~*": ast.ILikeMatch, "!~~*": ast.ILikeMatch,
	"SIMILAR": ast.SimilarTo, "REGEXP": ast.RegexpMatch, "RLIKE": ast.RegexpMatch, "~": ast.RegexpMatch, "!~": ast.RegexpMatch,
	"~*": ast.IRegexpMatch, "!~*": ast.IRegexpMatch,
}

// binary converts what stands between two operands; the tokens between them say what it is.
func (v *converter) binary(node *tidb.BinaryOperationExpr) (ast.Expr, clause.Range) {
	left, leftTokens := v.expr(node.L)
	first := leftTokens.Last + 1
	op := v.token(first)
	if op.Is("ESCAPE") {
		return v.escape(node, left, leftTokens)
	}
	negated := op.Is("NOT") || len(op.Value) > 1 && op.Value[0] == '!' && op.Value[1] == '~'
	if op.Is("NOT") {
		op = v.token(first + 1)
	}
	if call, ok := node.R.(*tidb.FuncCallExpr); ok {
		if mark, ok := v.mark(call.FnName.O).(clause.Quantified); ok {
			return v.quantified(left, leftTokens, first, mark, call)
		}
	}
	right, rightTokens := v.expr(node.R)
	tokens := clause.Range{First: leftTokens.First, Last: rightTokens.Last}
	base := v.at(tokens)
	v.refuseChain(node, first, rightTokens.First-1)
	if op, ok := binaryOps[op.Value]; ok {
		return &ast.Binary{Base: base, Op: op, OpPos: v.token(first).Span, Left: left, Right: right}, tokens
	}
	if op, ok := likeOps[op.Value]; ok {
		return &ast.Like{Base: base, Op: op, Negated: negated, Operand: left, Pattern: right}, tokens
	}
	if op.Is("AT") {
		return &ast.AtTimeZone{Base: base, Operand: left, Zone: right}, tokens
	}
	return &ast.IsDistinct{Base: base, Negated: v.token(first + 1).Is("NOT"), Left: left, Right: right}, tokens
}

// refuseChain reports a < b < c and a LIKE b LIKE c: PostgreSQL's grammar has no such thing, ours gives it no meaning.
func (v *converter) refuseChain(node *tidb.BinaryOperationExpr, first, last int) {
	left, ok := node.L.(*tidb.BinaryOperationExpr)
	if !ok || left.Op != node.Op || node.Op != opcode.EQ && node.Op != opcode.Or {
		return
	}
	v.Error(diag.ChainedComparison, v.File.SpanOf(first, last), "comparisons don't chain", "write a < b AND b < c, or put one comparison into parentheses")
}

// escape converts the ESCAPE behind a LIKE.
func (v *converter) escape(node *tidb.BinaryOperationExpr, left ast.Expr, tokens clause.Range) (ast.Expr, clause.Range) {
	like, ok := left.(*ast.Like)
	_, direct := node.L.(*tidb.BinaryOperationExpr)
	escape, escapeTokens := v.expr(node.R)
	if !ok || !direct || like.Escape != nil || like.Op > ast.SimilarTo {
		v.Error(diag.Unexpected, v.token(tokens.Last+1).Span, "ESCAPE belongs behind LIKE, ILIKE or SIMILAR TO", "")
		return left, clause.Range{First: tokens.First, Last: escapeTokens.Last}
	}
	tokens.Last = escapeTokens.Last
	like.Escape = escape
	like.Base = v.at(tokens)
	return like, tokens
}

// quantified converts = ANY (query) and its kin.
func (v *converter) quantified(left ast.Expr, tokens clause.Range, op int, mark clause.Quantified, call *tidb.FuncCallExpr) (ast.Expr, clause.Range) {
	tokens.Last = mark.Last
	return &ast.Quantified{
		Base: v.at(tokens), Op: binaryOps[v.token(op).Value], OpPos: v.token(op).Span, All: mark.All, Left: left, Query: v.subquery(call.Args[0]),
	}, tokens
}

// subquery converts a query that stands as an argument.
func (v *converter) subquery(node tidb.ExprNode) *ast.Query {
	return v.query(node.(*tidb.SubqueryExpr).Query)
}
