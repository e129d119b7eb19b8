package scalar

import (
	"strings"

	"github.com/weirsql/weir/ir/internal/text"
	"github.com/weirsql/weir/ir/types"
)

// SQL returns an expression as a person would write it: no ordinals, overloads, derived types or casts that SQL adds by itself.
// It is what plans show; Print is the exact form.
func SQL(e Expr) string { return sqlExpr(e, looseOr) }

func sqlExpr(e Expr, need int) string {
	s, level := sqlNode(e)
	if level < need {
		return "(" + s + ")"
	}
	return s
}

func sqlNode(e Expr) (string, int) {
	switch e := e.(type) {
	case *And:
		return sqlList(e.Operands, " AND ", looseNot), looseAnd
	case *Or:
		return sqlList(e.Operands, " OR ", looseAnd), looseOr
	case *Not:
		return "NOT " + sqlExpr(e.Operand, looseNot), looseNot
	case *Compare:
		return sqlBinary(e.Left, e.Op.String(), e.Right), looseCompare
	case *Distinct:
		return sqlBinary(e.Left, negated("IS ", e.Negated, "DISTINCT FROM"), e.Right), looseCompare
	case *IsNull:
		return sqlExpr(e.Operand, looseInfix) + negated(" IS ", e.Negated, "NULL"), looseCompare
	case *IsTruth:
		return sqlExpr(e.Operand, looseInfix) + negated(" IS ", e.Negated, e.Truth.String()), looseCompare
	case *In:
		return sqlExpr(e.Operand, looseInfix) + negated(" ", e.Negated, "IN (") + sqlArgs(e.List) + ")", looseCompare
	case *Call:
		return sqlCall(e)
	case *Cast:
		return sqlCast(e)
	case *NotNull:
		return sqlNode(e.Operand)
	}
	return sqlPrimary(e), tight
}

func sqlPrimary(e Expr) string {
	switch e := e.(type) {
	case *Column:
		return text.Name(e.Name)
	case *Literal:
		return sqlLiteral(e)
	case *UserCall:
		return text.Name(e.Function.Name) + "(" + sqlArgs(e.Args) + ")"
	case *Case:
		return sqlCase(e)
	case *Coalesce:
		return "COALESCE(" + sqlArgs(e.Operands) + ")"
	case *Field:
		return sqlExpr(e.Operand, tight) + "." + text.Name(e.Name)
	case *Subscript:
		return sqlExpr(e.Operand, tight) + "[" + sqlExpr(e.Index, looseOr) + "]"
	case *RowValue:
		return "ROW(" + sqlArgs(e.Fields) + ")"
	case *ArrayValue:
		return "ARRAY[" + sqlArgs(e.Elems) + "]"
	case *MapValue:
		return "MAP[" + sqlArgs(mapChildren(e)) + "]"
	}
	panic(unknownNode(e))
}

func sqlBinary(left Expr, op string, right Expr) string {
	return sqlExpr(left, looseInfix) + " " + op + " " + sqlExpr(right, looseInfix)
}

// wordOperators are functions whose name is words that stand between two operands.
var wordOperators = map[string]bool{"LIKE": true, "ILIKE": true, "SIMILAR TO": true, "AT TIME ZONE": true}

func sqlCall(e *Call) (string, int) {
	switch {
	case len(e.Args) == 2 && wordOperators[e.Function]:
		return sqlBinary(e.Args[0], e.Function, e.Args[1]), looseCompare
	case len(e.Args) == 2 && text.IsOperator(e.Function):
		level := infixLevel(e.Function)
		return sqlExpr(e.Args[0], level) + " " + e.Function + " " + sqlExpr(e.Args[1], level+1), level
	case len(e.Args) == 1 && text.IsOperator(e.Function):
		return sqlPrefix(e), looseProduct
	case len(e.Args) == 0 && strings.HasPrefix(e.Function, "CURRENT_"):
		return e.Function, tight
	}
	return e.Function + "(" + sqlArgs(e.Args) + ")", tight
}

// sqlPrefix keeps two signs apart: -- starts a comment.
func sqlPrefix(e *Call) string {
	operand := sqlExpr(e.Args[0], tight)
	if strings.HasPrefix(operand, e.Function) {
		operand = "(" + operand + ")"
	}
	return e.Function + operand
}

func infixLevel(op string) int {
	switch op {
	case "*", "/", "%":
		return looseProduct
	case "+", "-":
		return looseSum
	}
	return looseInfix
}

func sqlCase(e *Case) string {
	var b strings.Builder
	b.WriteString("CASE")
	for _, when := range e.Whens {
		b.WriteString(" WHEN " + SQL(when.Cond) + " THEN " + SQL(when.Then))
	}
	if e.Else != nil {
		b.WriteString(" ELSE " + SQL(e.Else))
	}
	return b.String() + " END"
}

func sqlCast(e *Cast) (string, int) {
	switch {
	case e.Try:
		return "TRY_CAST(" + SQL(e.Operand) + " AS " + e.Typ.Name() + ")", tight
	case e.Implicit || e.Assign:
		return sqlNode(e.Operand)
	}
	return "CAST(" + SQL(e.Operand) + " AS " + e.Typ.Name() + ")", tight
}

func sqlArgs(list []Expr) string { return sqlList(list, ", ", looseOr) }

func sqlList(list []Expr, separator string, need int) string {
	parts := make([]string, len(list))
	for i, e := range list {
		parts[i] = sqlExpr(e, need)
	}
	return strings.Join(parts, separator)
}

// sqlLiteral prints a constant the way SQL writes one of its type.
func sqlLiteral(l *Literal) string {
	if l.Value == nil {
		return "NULL"
	}
	s := valueText(l)
	switch l.Typ.Kind {
	case types.Varchar, types.Char, types.JSON:
		return text.Quote(s)
	case types.Date, types.Time, types.Timestamp, types.Interval, types.UUID:
		return l.Typ.Kind.String() + " " + text.Quote(s)
	case types.TimestampLTZ:
		return "TIMESTAMP_LTZ " + text.Quote(s+"Z")
	case types.Bytes:
		return "X" + text.Quote(s)
	}
	return s
}
