package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// emitUserCall calls a Go function of the user's. Types that Go and SQL hold differently are converted by runtime/bridge.
//
//	rt.Check(udf.Risk(price, quantity))
//	rt.MapNull(rt.FromPointer(udf.Fee((bridge.Decimal{10, 2}).Go(price))), (bridge.Decimal{10, 2}).SQL)
func (b *body) emitUserCall(e *scalar.UserCall) operand {
	f := e.Function
	var args []jen.Code
	for i, arg := range e.Args {
		args = append(args, b.userArgument(arg, f.Params[i], f.GoParams[i]))
	}
	call := jen.Qual(f.Package, f.Func).Call(args...)
	if f.HasError && f.GoResult == scalar.GoOK {
		return b.userMaybe(symbol("CheckOK").Call(call), f.Result)
	}
	if f.HasError {
		call = symbol("Check").Call(call)
	}
	bridge := b.bridge(f.Result)
	switch {
	case f.GoResult == scalar.GoOK:
		return b.userMaybe(call, f.Result)
	case f.GoResult == scalar.GoPointer && bridge != nil:
		return operand{whole: symbol("MapNull").Call(symbol("FromPointer").Call(call), bridge.Dot("SQL")), fails: true}
	case f.GoResult == scalar.GoPointer:
		return operand{whole: symbol("FromPointer").Call(call), fails: true}
	case bridge != nil:
		return operand{code: bridge.Dot("SQL").Call(call), prec: atom, fails: true}
	}
	return operand{code: call, prec: atom, fails: true}
}

// userMaybe is the result of a call that returns (T, bool).
func (b *body) userMaybe(call *jen.Statement, t types.Type) operand {
	if bridge := b.bridge(t); bridge != nil {
		return operand{whole: symbol("MapNull").Call(symbol("Maybe").Call(call), bridge.Dot("SQL")), fails: true}
	}
	return operand{maybe: call, fails: true}
}

// userArgument is an argument as its Go parameter takes it.
func (b *body) userArgument(arg scalar.Expr, t types.Type, null scalar.GoNull) jen.Code {
	bridge := b.bridge(t)
	if null != scalar.GoPointer {
		value := b.typed(b.strict(arg), arg.Type())
		if bridge == nil {
			return value
		}
		return bridge.Dot("Go").Call(value)
	}
	value := b.nullable(arg)
	if bridge != nil {
		value = symbol("MapNull").Call(value, bridge.Dot("Go"))
	}
	return symbol("Pointer").Call(value)
}

// bridge is the conversion between a SQL type and its Go type; nil where they are the same. It stands in parentheses, since a
// composite literal can't stand bare in the condition of an if.
func (b *body) bridge(t types.Type) *jen.Statement {
	made := func(name string, fields ...jen.Code) *jen.Statement {
		return jen.Parens(symbol("bridge." + name).Values(fields...))
	}
	precision := jen.Id("Precision").Op(":").Lit(t.Precision)
	switch t.Kind {
	case types.Decimal:
		name := "Decimal"
		if t.Wide() {
			name = "WideDecimal"
		}
		return made(name, precision, jen.Id("Scale").Op(":").Lit(t.Scale))
	case types.Date, types.Interval, types.JSON, types.UUID:
		return made(bridgeNames[t.Kind])
	case types.Time, types.Timestamp, types.TimestampLTZ:
		return made(bridgeNames[t.Kind], precision, jen.Id("Unit").Op(":").Add(unitOf(t)))
	case types.Array:
		if t.Elem.Nullable {
			return jen.Parens(symbol("bridge.Array").Index(b.x.gen.plainType(*t.Elem)).Values())
		}
	}
	return nil
}

var bridgeNames = map[types.Kind]string{types.Date: "Date", types.Interval: "Interval", types.JSON: "JSON", types.UUID: "UUID",
	types.Time: "Time", types.Timestamp: "Timestamp", types.TimestampLTZ: "Instant"}
