package scalar

import (
	"strconv"
	"strings"

	"github.com/weirsql/weir/ir/internal/text"
	"github.com/weirsql/weir/ir/types"
)

// Print returns the exact text form of an expression, which Parse reads back:
//
//	total_amount#3 > 100e0 AND UPPER(symbol#1) = 'ACME'
//
// A column is followed by its ordinal, an operator or function by its overload's index unless that is 0, and a node by its
// type where the operands don't say it: (price#2 * quantity#3):DECIMAL(23,2). SQL is the form for people.
func Print(e Expr) string { return printer{}.expr(e, looseOr) }

// Meaning returns a text that is equal for expressions that compute the same from the same columns: columns are named by
// what the caller says they are, overloads by the types of their operands, user functions by the Go function.
func Meaning(e Expr, column func(index int) string) string {
	return printer{column: column}.expr(e, looseOr)
}

// PrintSpans is Print with every node's position behind it: total_amount#3@12:24.
func PrintSpans(e Expr) string { return printer{spans: true}.expr(e, looseOr) }

// How tightly an expression's text binds; a tighter place puts it in parentheses.
const (
	looseOr = iota
	looseAnd
	looseNot
	looseCompare
	looseInfix
	looseSum     // in SQL only; the exact form has all operators alike
	looseProduct // in SQL only
	tight
)

type printer struct {
	spans  bool
	bare   bool                   // columns by ordinal alone
	column func(index int) string // set for Meaning only
}

// field names a field. What it means is the same whichever other fields its ROW has.
func (p printer) field(e *Field) string {
	if p.column != nil {
		return text.Name(e.Name)
	}
	return text.Name(e.Name) + "#" + strconv.Itoa(e.Index)
}

// expr prints e for a place that needs it to bind at least so tightly.
func (p printer) expr(e Expr, need int) string {
	s, level := p.node(e)
	if suffix := p.suffix(e); suffix != "" {
		if level < tight {
			s = "(" + s + ")"
		}
		return s + suffix
	}
	if level < need {
		return "(" + s + ")"
	}
	return s
}

// suffix is the span and the type, where they are to be printed.
func (p printer) suffix(e Expr) string {
	suffix := ""
	if span := e.Span(); p.spans && !span.IsZero() {
		suffix = "@" + strconv.Itoa(span.Start) + ":" + strconv.Itoa(span.End)
	}
	if !e.Type().Equal(Derived(e)) {
		suffix += ":" + e.Type().String()
	}
	return suffix
}

// node prints one node without its suffix, and says how tightly it binds.
func (p printer) node(e Expr) (string, int) {
	switch e := e.(type) {
	case *And:
		return p.list(e.Operands, " AND ", looseNot), looseAnd
	case *Or:
		return p.list(e.Operands, " OR ", looseAnd), looseOr
	case *Not:
		return "NOT " + p.expr(e.Operand, looseNot), looseNot
	case *Compare:
		return p.binary(e.Left, e.Op.String(), e.Right), looseCompare
	case *Distinct:
		return p.binary(e.Left, negated("IS ", e.Negated, "DISTINCT FROM"), e.Right), looseCompare
	case *IsNull:
		return p.expr(e.Operand, looseInfix) + negated(" IS ", e.Negated, "NULL"), looseCompare
	case *IsTruth:
		return p.expr(e.Operand, looseInfix) + negated(" IS ", e.Negated, e.Truth.String()), looseCompare
	case *In:
		return p.expr(e.Operand, looseInfix) + negated(" ", e.Negated, "IN (") + p.args(e.List) + ")", looseCompare
	case *Call:
		return p.call(e)
	}
	return p.primary(e), tight
}

// primary prints a node that needs no parentheses anywhere.
func (p printer) primary(e Expr) string {
	switch e := e.(type) {
	case *Column:
		return p.columnName(e)
	case *Literal:
		return printLiteral(e)
	case *UserCall:
		return "$" + p.userName(e.Function) + "(" + p.args(e.Args) + ")"
	case *Case:
		return p.caseExpr(e)
	case *Coalesce:
		return "COALESCE(" + p.args(e.Operands) + ")"
	case *Cast:
		return p.cast(e)
	case *NotNull:
		return "NOT_NULL(" + p.expr(e.Operand, looseOr) + " FOR " + text.Name(e.Column) + ")"
	case *Field:
		return p.expr(e.Operand, tight) + "." + p.field(e)
	case *Subscript:
		return p.expr(e.Operand, tight) + "[" + p.expr(e.Index, looseOr) + "]"
	case *RowValue:
		return "ROW(" + p.args(e.Fields) + ")"
	case *ArrayValue:
		return "ARRAY[" + p.args(e.Elems) + "]"
	case *MapValue:
		return p.mapValue(e)
	}
	panic(unknownNode(e))
}

func (p printer) columnName(e *Column) string {
	if p.column != nil {
		return p.column(e.Index)
	}
	if p.bare {
		return "#" + strconv.Itoa(e.Index)
	}
	return nameText(e.Name) + "#" + strconv.Itoa(e.Index)
}

func (p printer) userName(f *UserFunction) string {
	if p.column != nil {
		return text.Quote(f.Package) + text.Quote(f.Func)
	}
	return text.Name(f.Name)
}

func (p printer) binary(left Expr, op string, right Expr) string {
	return p.expr(left, looseInfix) + " " + op + " " + p.expr(right, looseInfix)
}

func negated(before string, not bool, after string) string {
	if not {
		return before + "NOT " + after
	}
	return before + after
}

// call prints an operator with two operands between them, everything else as name(args).
func (p printer) call(e *Call) (string, int) {
	overload := ""
	if e.Overload != 0 && p.column == nil {
		overload = "[" + strconv.Itoa(e.Overload) + "]"
	}
	if len(e.Args) == 2 && isInfix(e.Function) {
		left := tight
		if first, ok := e.Args[0].(*Call); ok && first.Function == e.Function {
			left = looseInfix // a - b - c
		}
		return p.expr(e.Args[0], left) + " " + e.Function + overload + " " + p.expr(e.Args[1], tight), looseInfix
	}
	return nameText(e.Function) + overload + "(" + p.args(e.Args) + ")", tight
}

// nameText prints the name of a column or function: quoted where it could be taken for a node's start.
func nameText(name string) string {
	if keywords[name] {
		return `"` + name + `"`
	}
	return text.Name(name)
}

// keywords start nodes of their own.
var keywords = map[string]bool{
	"NOT": true, "NULL": true, "TRUE": true, "FALSE": true, "CASE": true, "COALESCE": true, "CAST": true, "TRY_CAST": true,
	"NOT_NULL": true, "ROW": true, "ARRAY": true, "MAP": true,
}

func (p printer) caseExpr(e *Case) string {
	var b strings.Builder
	b.WriteString("CASE")
	for _, when := range e.Whens {
		b.WriteString(" WHEN " + p.expr(when.Cond, looseOr) + " THEN " + p.expr(when.Then, looseOr))
	}
	if e.Else != nil {
		b.WriteString(" ELSE " + p.expr(e.Else, looseOr))
	}
	return b.String() + " END"
}

func (p printer) cast(e *Cast) string {
	s := "CAST("
	if e.Try {
		s = "TRY_CAST("
	}
	s += p.expr(e.Operand, looseOr) + " AS " + e.Typ.String()
	if e.Implicit {
		s += " IMPLICIT"
	}
	if e.Assign {
		s += " ASSIGN"
	}
	return s + ")"
}

func (p printer) mapValue(e *MapValue) string {
	pairs := make([]string, len(e.Keys))
	for i := range e.Keys {
		pairs[i] = p.expr(e.Keys[i], looseOr) + " => " + p.expr(e.Values[i], looseOr)
	}
	return "MAP[" + strings.Join(pairs, ", ") + "]"
}

func (p printer) args(list []Expr) string { return p.list(list, ", ", looseOr) }

func (p printer) list(list []Expr, separator string, need int) string {
	parts := make([]string, len(list))
	for i, e := range list {
		parts[i] = p.expr(e, need)
	}
	return strings.Join(parts, separator)
}

var compareOps = [...]string{Eq: "=", Ne: "<>", Lt: "<", Le: "<=", Gt: ">", Ge: ">="}

// String returns the operator in SQL.
func (op CompareOp) String() string { return compareOps[op] }

// isInfix reports names of functions that are printed between their operands.
func isInfix(name string) bool {
	return text.IsOperator(name) && !isComparison(name) && name != "=>"
}

func isComparison(name string) bool {
	for _, op := range compareOps {
		if name == op {
			return true
		}
	}
	return false
}

var truths = [...]string{True: "TRUE", False: "FALSE", Unknown: "UNKNOWN"}

// String returns TRUE, FALSE or UNKNOWN.
func (t Truth) String() string { return truths[t] }

// printLiteral prints a constant with its type, unless that is what the bare text means. A constant is NOT NULL unless its type
// is followed by NULL; NULL itself is the other way round.
func printLiteral(l *Literal) string {
	s := literalText(l)
	if l.Value == nil {
		return s + ":" + l.Typ.String()
	}
	if bare, ok := bareType(s); ok && bare.Equal(l.Typ) {
		return s
	}
	s += ":" + l.Typ.Name()
	if l.Typ.Nullable {
		s += " NULL"
	}
	return s
}

// literalText prints a constant's value.
func literalText(l *Literal) string {
	switch v := l.Value.(type) {
	case nil:
		return "NULL"
	case bool:
		return strings.ToUpper(strconv.FormatBool(v))
	case float64:
		return formatFloat(v, l.Typ)
	case int64:
		if s, ok := formatMoment(v, l.Typ); ok {
			return text.Quote(s)
		}
	}
	s := valueText(l)
	if bare := l.Typ.IsNumeric(); bare {
		return s
	}
	return text.Quote(s)
}

// bareType is the type that a constant's text has when none is written.
func bareType(s string) (types.Type, bool) {
	switch sc := text.NewScanner(s); sc.Peek().Kind {
	case text.String:
		return types.Of(types.Varchar), true
	case text.Word:
		return types.Of(types.Boolean), true
	case text.Number:
		return numberType(s), true
	}
	return types.Type{}, false
}

// numberType is INT for digits, DECIMAL with a fraction, DOUBLE with an exponent.
func numberType(s string) types.Type {
	if strings.Contains(s, "e") {
		return types.Of(types.Double)
	}
	if !strings.Contains(s, ".") {
		return types.Of(types.Int)
	}
	unscaled, scale, _ := types.ParseDecimal(s)
	digits := len(strings.TrimPrefix(unscaled.String(), "-"))
	return types.DecimalOf(max(digits, scale), scale)
}

var goNulls = [...]string{GoPlain: "plain", GoPointer: "pointer", GoOK: "ok"}

// String returns plain, pointer or ok.
func (n GoNull) String() string { return goNulls[n] }
