package bind

import (
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/functions"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// operand is a bound expression with what the rules for its type need beyond the expression.
type operand struct {
	scalar.Expr
	// bare marks an untyped string literal: '2024-01-01' takes the type that its place asks for, as in PostgreSQL.
	bare bool
	// parts are the operands of a constructor, ROW(…) or ARRAY[…], so that bare literals inside take types too.
	parts []operand
}

// bad is an expression whose error is reported.
func bad(at diag.Span) operand {
	return operand{Expr: &scalar.Literal{Base: base(invalid, at)}}
}

func isBad(o operand) bool { return isInvalid(o.Type()) }

func anyBad(list []operand) bool {
	for _, o := range list {
		if isBad(o) {
			return true
		}
	}
	return false
}

func isNull(o operand) bool { return o.Type().Kind == types.Null }

// literal returns an operand's constant value, nil for any other.
func (o operand) literal() any {
	if l, ok := o.Expr.(*scalar.Literal); ok {
		return l.Value
	}
	return nil
}

// arg is the operand as overload resolution sees it.
func (o operand) arg() functions.Arg {
	return functions.Arg{Type: o.Type(), Bare: o.bare, Literal: o.literal()}
}
