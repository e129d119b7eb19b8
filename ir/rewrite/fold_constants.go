package rewrite

import (
	"fmt"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
)

// foldConstants computes what has the same value for every record.
//
//	filter price > 10 * 10 AND TRUE     ─▶     filter price > 100
//
// A folded expression keeps its type, nullability included. What would fail isn't folded, so that it fails for the records
// that it always failed for, but it is worth a warning. What isn't exact isn't folded either: the runtime's rounding is the one
// that counts.
func (r *run) foldConstants(p *logical.Plan) *logical.Plan {
	f := &folder{r}
	return p.Rewrite(f.plan)
}

type folder struct{ *run }

func (f *folder) plan(n logical.Node) logical.Node {
	before := f.fired
	folded := logical.MapExprs(n, f.expr)
	if f.fired == before {
		return n
	}
	switch folded := folded.(type) {
	case *logical.Filter:
		folded.Predicate = plainCondition(folded.Predicate)
	case *logical.Aggregate:
		for i := range folded.Calls {
			foldFilter(&folded.Calls[i])
		}
	case *logical.Over:
		for i := range folded.Calls {
			foldFilter(&folded.Calls[i].AggregateCall)
		}
	}
	return folded
}

// foldFilter drops the condition of a call that takes every row. One that takes none stays: the result is that of no rows.
func foldFilter(c *logical.AggregateCall) {
	if c.Filter == nil {
		return
	}
	c.Filter = plainCondition(c.Filter)
	if value, ok := literalValue(c.Filter); ok && value == true {
		c.Filter = nil
	}
}

func (f *folder) expr(e scalar.Expr) scalar.Expr { return scalar.Map(e, f.node) }

// node folds one node, whose operands are folded already.
func (f *folder) node(e scalar.Expr) scalar.Expr {
	folded := f.simpler(e)
	if folded == nil {
		return e
	}
	if t := folded.Type(); !t.Same(e.Type()) || !e.Type().Nullable && (t.Nullable || isNullLiteral(folded)) {
		return e
	}
	f.fired++
	return retype(folded, e.Type())
}

// simpler returns what stands for e, nil if nothing does.
func (f *folder) simpler(e scalar.Expr) scalar.Expr {
	switch e := e.(type) {
	case *scalar.And:
		return foldLogic(e, e.Operands, true)
	case *scalar.Or:
		return foldLogic(e, e.Operands, false)
	case *scalar.Not:
		return foldNot(e)
	case *scalar.IsNull:
		return foldIsNull(e)
	case *scalar.IsTruth:
		return foldIsTruth(e)
	case *scalar.Compare:
		return foldCompare(e)
	case *scalar.Distinct:
		return foldDistinct(e)
	case *scalar.In:
		return foldIn(e)
	case *scalar.Case:
		return foldCase(e)
	case *scalar.Coalesce:
		return foldCoalesce(e)
	case *scalar.Cast:
		return foldCast(e)
	case *scalar.NotNull:
		return f.notNull(e)
	case *scalar.Field:
		return foldField(e)
	case *scalar.Call:
		return f.call(e)
	}
	return nil
}

// alwaysFails warns about an expression that fails with every record.
func (f *folder) alwaysFails(e scalar.Expr, why string) {
	f.warnFailure(e, fmt.Sprintf("%s always fails: %s", scalar.SQL(e), why))
}

func (f *folder) warnFailure(e scalar.Expr, message string) {
	f.warn(diag.Diagnostic{Code: diag.ConstantFails, Severity: diag.Warning, Span: e.Span(), Message: message})
}

// constant is a literal of e's type at e's place.
func constant(e scalar.Expr, value any) scalar.Expr {
	return &scalar.Literal{Base: scalar.Base{Typ: e.Type(), Pos: e.Span()}, Value: value}
}

// literalValue returns the value of a literal; ok is false for anything else. NULL is nil.
func literalValue(e scalar.Expr) (value any, ok bool) {
	if l, ok := e.(*scalar.Literal); ok {
		return l.Value, true
	}
	return nil, false
}

// literalValues returns the values of expressions that all are literals.
func literalValues(list []scalar.Expr) (values []any, ok bool) {
	for _, e := range list {
		value, ok := literalValue(e)
		if !ok {
			return nil, false
		}
		values = append(values, value)
	}
	return values, true
}

func isNullLiteral(e scalar.Expr) bool {
	value, ok := literalValue(e)
	return ok && value == nil
}

// anyCanFail reports whether leaving the expressions out could save a record from failing.
func anyCanFail(list []scalar.Expr) bool {
	for _, e := range list {
		if canFail(e) {
			return true
		}
	}
	return false
}

// foldField reads a field of a ROW that is built in place.
func foldField(e *scalar.Field) scalar.Expr {
	row, ok := e.Operand.(*scalar.RowValue)
	if !ok {
		return nil
	}
	for i, field := range row.Fields {
		if i != e.Index && canFail(field) {
			return nil
		}
	}
	return row.Fields[e.Index]
}

// notNull drops the check of what can't be NULL.
func (f *folder) notNull(e *scalar.NotNull) scalar.Expr {
	value, ok := literalValue(e.Operand)
	switch {
	case ok && value != nil:
		return constant(e, value)
	case ok:
		f.warnFailure(e, fmt.Sprintf("column %s is NOT NULL, its value here is always NULL", e.Column))
	case !e.Operand.Type().Nullable:
		return e.Operand
	}
	return nil
}
