package bind

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// literal binds a constant as written.
func (b *binder) literal(e ast.Expr) operand {
	at := e.Span()
	switch e := e.(type) {
	case *ast.Null:
		return constant(types.Of(types.Null).WithNull(true), nil, at)
	case *ast.Bool:
		return constant(types.Of(types.Boolean), e.Value, at)
	case *ast.Number:
		return b.number(e.Text, at)
	case *ast.String:
		o := constant(text, e.Value, at)
		o.bare = true
		return o
	case *ast.Bytes:
		return constant(types.Of(types.Bytes), e.Value, at)
	case *ast.Unit:
		o := constant(text, e.Name, at)
		o.bare = true
		return o
	case *ast.Temporal:
		return b.temporal(e)
	case *ast.Interval:
		return b.interval(e)
	}
	panic("bind: unknown literal")
}

func constant(t types.Type, value any, at diag.Span) operand {
	return operand{Expr: &scalar.Literal{Base: base(t, at), Value: value}}
}

// number binds a numeric literal, which may carry a sign: INT, BIGINT or DECIMAL by its size; DECIMAL with a point; DOUBLE with an
// exponent.
func (b *binder) number(text string, at diag.Span) operand {
	if strings.ContainsAny(text, "eE") {
		return b.floatLiteral(text, at)
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		if n == int64(int32(n)) {
			return constant(types.Of(types.Int), n, at)
		}
		return constant(types.Of(types.BigInt), n, at)
	}
	unscaled, scale, ok := types.ParseDecimal(text)
	if !ok {
		b.report(diag.BadLiteral, at, "%s is no number", text)
		return bad(at)
	}
	precision := max(digits(unscaled), scale)
	if strings.HasPrefix(strings.TrimPrefix(text, "-"), "0.") || scale == 0 {
		precision = max(precision, 1)
	}
	if unscaled.Sign() == 0 {
		precision = max(scale, 1)
	}
	if precision > maxPrecision {
		d := b.report(diag.OutOfRange, at, "%s has %d digits; DECIMAL holds %d", text, precision, maxPrecision)
		advise(d, "write it as a DOUBLE: %se0", text)
		return bad(at)
	}
	return constant(types.DecimalOf(max(precision, scale+wholeDigits(text)), scale), unscaled, at)
}

const maxPrecision = 38

// wholeDigits counts the digits in front of the point, leading zeros aside: at least one, so that 0.5 is a DECIMAL(2,1) as 1.5 is.
func wholeDigits(text string) int {
	whole, _, _ := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	return max(len(strings.TrimLeft(whole, "0")), 1)
}

func (b *binder) floatLiteral(text string, at diag.Span) operand {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(v, 0) {
		b.report(diag.OutOfRange, at, "%s is out of the range of DOUBLE", text)
		return bad(at)
	}
	return constant(types.Of(types.Double), v, at)
}

// temporal binds DATE '…', TIME '…', TIMESTAMP '…', TIMESTAMP_LTZ '…'. The precision is the number of digits that are written.
func (b *binder) temporal(e *ast.Temporal) operand {
	t := types.Type{Kind: kinds[e.Kind]}
	if t.Kind != types.Date {
		t.Precision = fractionDigits(e.Value.Value)
	}
	value, err := b.parseText(e.Value.Value, t)
	if err != nil {
		b.report(diag.BadLiteral, e.Value.Span(), "'%s' is no %s: %v", e.Value.Value, t.Kind, err)
		return bad(e.Span())
	}
	return constant(t, value, e.Span())
}

// interval binds INTERVAL '…' with or without units.
func (b *binder) interval(e *ast.Interval) operand {
	value, err := parseInterval(e.Value, e.From, e.To)
	if err == nil && e.Negative {
		value, err = negateInterval(value)
	}
	if err != nil {
		b.report(diag.BadLiteral, e.Span(), "'%s' is no INTERVAL: %v", e.Value, err)
		return bad(e.Span())
	}
	return constant(types.Of(types.Interval), value, e.Span())
}

var errIntervalRange = errors.New("it is out of range")

func negateInterval(v types.IntervalValue) (types.IntervalValue, error) {
	if v.Months == math.MinInt32 || v.Days == math.MinInt32 || v.Micros == math.MinInt64 {
		return v, errIntervalRange
	}
	return types.IntervalValue{Months: -v.Months, Days: -v.Days, Micros: -v.Micros}, nil
}

// negateLiteral folds the minus in front of a number into it; false for anything else.
func (b *binder) negateLiteral(e ast.Expr, at diag.Span) (operand, bool) {
	number, ok := e.(*ast.Number)
	if !ok {
		return operand{}, false
	}
	return b.number("-"+number.Text, at), true
}
