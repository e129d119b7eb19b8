package codegen

import (
	"fmt"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// emit emits an expression whose NULL makes the body's result NULL: its guards become steps of the body.
func (b *body) emit(e scalar.Expr) operand {
	op := b.emitNode(e)
	op.fails = canFail(e)
	return op
}

func (b *body) emitNode(e scalar.Expr) operand {
	switch e := e.(type) {
	case *scalar.Column:
		return b.path(b.column(e), e.Typ)
	case *scalar.Literal:
		return b.literal(e)
	case *scalar.Call:
		return b.emitCall(e)
	case *scalar.UserCall:
		return b.emitUserCall(e)
	case *scalar.Cast:
		return b.emitCast(e)
	case *scalar.Compare:
		return b.comparison(e.Op, e.Left, e.Right)
	case *scalar.Distinct:
		return b.distinct(e)
	case *scalar.Not:
		op := b.strict(e.Operand)
		return operand{code: negate(op.paren(unaryPrec)), prec: unaryPrec, fails: op.fails}
	case *scalar.IsNull, *scalar.IsTruth:
		return b.cond(e, true)
	case *scalar.And, *scalar.Or:
		if e.Type().Nullable {
			return operand{whole: b.part(e, valueMode)}
		}
		return b.cond(e, true)
	case *scalar.In:
		return b.in(e)
	case *scalar.Case, *scalar.Coalesce:
		return b.result(b.part(e, valueMode), e.Type())
	case *scalar.NotNull:
		return operand{code: symbol("Require").Call(b.whole(e.Operand), jen.Lit(e.Column)), prec: atom, fails: true}
	case *scalar.Field:
		return b.field(e)
	case *scalar.Subscript:
		return b.subscript(e)
	case *scalar.RowValue, *scalar.ArrayValue, *scalar.MapValue:
		return operand{code: b.construct(e), prec: atom, fails: true}
	}
	panic(fmt.Sprintf("codegen: no emitter for expression %T", e))
}

// strict is emit, settled to a plain value.
func (b *body) strict(e scalar.Expr) operand {
	return b.settle(b.emit(e), valueName(e))
}

// path is a name or a selector of a given type.
func (b *body) path(code *jen.Statement, t types.Type) operand {
	if t.Nullable {
		return operand{whole: code, pure: true}
	}
	return operand{code: code, prec: atom}
}

// result is a call of a function that returns goType(t).
func (b *body) result(code *jen.Statement, t types.Type) operand {
	if t.Nullable {
		return operand{whole: code}
	}
	return operand{code: code, prec: atom, fails: true}
}

// whole is an expression's value as a Go expression of its own, rt.Null[T] where it may be NULL, without any step.
func (b *body) whole(e scalar.Expr) *jen.Statement {
	t := e.Type()
	sub := b.fork()
	op := sub.emit(e)
	switch {
	case len(sub.steps) == 0 && op.whole != nil:
		return op.whole
	case len(sub.steps) == 0 && op.maybe != nil:
		return symbol("Maybe").Call(op.maybe)
	case len(sub.steps) == 0 && t.Nullable:
		return symbol("Of").Call(b.typed(op, t))
	case len(sub.steps) == 0:
		return b.typed(op, t)
	case sub.guardsOnly() && op.code != nil && !op.fails && isCheap(op):
		return symbol("When").Call(sub.valid(), b.typed(op, t))
	}
	return b.part(e, valueMode)
}

// valueName is what a local that holds an expression's value is called.
func valueName(e scalar.Expr) string {
	switch e := e.(type) {
	case *scalar.Column:
		return e.Name
	case *scalar.Field:
		return e.Name
	case *scalar.Call:
		if name := exportedName(e.Function); name != "Unnamed" {
			return name
		}
		return operatorNames[e.Function]
	case *scalar.UserCall:
		return e.Function.Name
	case *scalar.Cast:
		return valueName(e.Operand)
	case *scalar.Subscript:
		return "element"
	case *scalar.Case:
		return "choice"
	}
	return "value"
}

// distinct is IS [NOT] DISTINCT FROM. rt.Null values of comparable types compare as they are, since V is zero where not Valid.
func (b *body) distinct(e *scalar.Distinct) operand {
	left, right := e.Left.Type(), e.Right.Type()
	op := scalar.Ne
	if e.Negated {
		op = scalar.Eq
	}
	if !left.Nullable && !right.Nullable {
		return b.comparison(op, e.Left, e.Right)
	}
	l, r := b.nullable(e.Left), b.nullable(e.Right)
	if isComparable(left) {
		return operand{code: jen.Add(l).Op(goOperators[op]).Add(r), prec: cmpPrec}
	}
	equal := symbol("EqualNulls").Call(l, r, b.equalFunc(left))
	if e.Negated {
		return operand{code: equal, prec: atom}
	}
	return operand{code: negate(equal), prec: unaryPrec}
}

// nullable is an expression's value as rt.Null[T], whatever its type says.
func (b *body) nullable(e scalar.Expr) *jen.Statement {
	whole := b.whole(e)
	if e.Type().Nullable {
		return whole
	}
	return symbol("Of").Call(whole)
}

var goOperators = [...]string{scalar.Eq: "==", scalar.Ne: "!=", scalar.Lt: "<", scalar.Le: "<=", scalar.Gt: ">", scalar.Ge: ">="}

// comparison emits left op right over operands of one type.
func (b *body) comparison(op scalar.CompareOp, left, right scalar.Expr) operand {
	l, r := b.strict(left), b.strict(right)
	if l.constant && r.constant {
		l.code = b.typed(l, left.Type())
	}
	return b.compared(op, l, r, left.Type())
}

func (b *body) compared(op scalar.CompareOp, l, r operand, t types.Type) operand {
	fails := l.fails || r.fails
	infix := func(l, r *jen.Statement) operand {
		return operand{code: jen.Add(l).Op(goOperators[op]).Add(r), prec: cmpPrec, fails: fails}
	}
	equality := op == scalar.Eq || op == scalar.Ne
	switch {
	case t.IsFloat():
		return b.comparedFloats(op, l, r)
	case isOrdered(t), equality && isComparable(t):
		if t.Wide() {
			return infix(inCondition(l.paren(addPrec)), inCondition(r.paren(addPrec)))
		}
		return infix(l.paren(addPrec), r.paren(addPrec))
	case t.Kind == types.Decimal && op == scalar.Lt:
		return operand{code: jen.Add(l.paren(atom)).Dot("Less").Call(r.code), prec: atom, fails: fails}
	case t.Kind == types.Decimal && op == scalar.Gt:
		return operand{code: jen.Add(r.paren(atom)).Dot("Less").Call(l.code), prec: atom, fails: fails}
	case equality:
		equal := jen.Add(b.equalFunc(t)).Call(l.code, r.code)
		if op == scalar.Ne {
			return operand{code: negate(equal), prec: unaryPrec, fails: fails}
		}
		return operand{code: equal, prec: atom, fails: fails}
	}
	return infix(jen.Add(b.compareFunc(t)).Call(l.code, r.code), jen.Lit(0))
}

// inCondition puts a composite literal into parentheses: behind if, Go takes its brace for the block's.
func inCondition(code *jen.Statement) *jen.Statement {
	if strings.HasSuffix(render(code), "}") {
		return jen.Parens(code)
	}
	return code
}

// isOrdered reports types whose values Go's < orders as SQL does.
func isOrdered(t types.Type) bool {
	switch t.Kind {
	case types.TinyInt, types.SmallInt, types.Int, types.BigInt, types.Varchar, types.Char,
		types.Date, types.Time, types.Timestamp, types.TimestampLTZ:
		return true
	case types.Decimal:
		return !t.Wide()
	}
	return false
}

// isComparable reports types for which Go's == is SQL's equality.
func isComparable(t types.Type) bool {
	switch t.Kind {
	case types.Boolean, types.Decimal, types.UUID, types.JSON:
		return true
	}
	return isOrdered(t)
}

// equalFunc is a function of two values that reports whether they are equal.
func (b *body) equalFunc(t types.Type) *jen.Statement {
	switch t.Kind {
	case types.Real, types.Double:
		return symbol("num.EqualFloat").Types(b.x.gen.plainType(t))
	case types.Bytes:
		return jen.Qual("bytes", "Equal")
	case types.Interval:
		return symbol("temporal.EqualIntervals")
	case types.Array:
		if isComparable(*t.Elem) {
			return jen.Qual("slices", "Equal")
		}
		return b.funcOf("Equal", t)
	case types.Map:
		return b.funcOf("EqualMaps", t)
	case types.Row:
		return b.rowEqual(t)
	}
	typ := b.x.gen.plainType(t)
	return jen.Func().Params(jen.List(jen.Id("a"), jen.Id("b")).Add(typ)).Bool().Block(jen.Return(jen.Id("a").Op("==").Id("b")))
}

// funcOf is equality of arrays and maps whose elements need a function.
func (b *body) funcOf(name string, t types.Type) *jen.Statement {
	typ := b.x.gen.plainType(t)
	compare := b.fieldEqual(jen.Id("x"), jen.Id("y"), *t.Elem)
	elem := b.x.gen.goType(*t.Elem)
	equal := jen.Func().Params(jen.List(jen.Id("x"), jen.Id("y")).Add(elem)).Bool().Block(jen.Return(compare))
	call := symbol("array."+name).Call(jen.Id("a"), jen.Id("b"), equal)
	return jen.Func().Params(jen.List(jen.Id("a"), jen.Id("b")).Add(typ)).Bool().Block(jen.Return(call))
}

// fieldEqual compares two values of goType(t): NULLs are equal.
func (b *body) fieldEqual(x, y *jen.Statement, t types.Type) *jen.Statement {
	switch {
	case isComparable(t):
		return jen.Add(x).Op("==").Add(y)
	case t.Nullable:
		return symbol("EqualNulls").Call(x, y, b.equalFunc(t))
	}
	return jen.Add(b.equalFunc(t)).Call(x, y)
}

func (b *body) rowEqual(t types.Type) *jen.Statement {
	row := b.x.gen.structs.rowType(t, "nested")
	var all *jen.Statement
	for i, field := range t.Fields {
		name := row.Fields[i].GoName
		equal := b.fieldEqual(jen.Id("a").Dot(name), jen.Id("b").Dot(name), field.Type)
		if all == nil {
			all = equal
		} else {
			all = jen.Add(all).Op("&&").Add(equal)
		}
	}
	return jen.Func().Params(jen.List(jen.Id("a"), jen.Id("b")).Id(row.GoName)).Bool().Block(jen.Return(all))
}

// compareFunc is a function of two values that returns -1, 0 or 1.
func (b *body) compareFunc(t types.Type) *jen.Statement {
	switch t.Kind {
	case types.Decimal:
		return symbol("decimal.Compare")
	case types.Bytes:
		return jen.Qual("bytes", "Compare")
	case types.Interval:
		return symbol("temporal.CompareIntervals")
	case types.Boolean:
		return symbol("text.CompareBooleans")
	case types.UUID:
		return symbol("text.CompareUUIDs")
	}
	panic("codegen: values of type " + t.String() + " have no order")
}

// inSwitch is from how many constants on IN is a switch.
const inSwitch = 5

// in is operand [NOT] IN (list).
func (b *body) in(e *scalar.In) operand {
	for _, item := range e.List {
		if item.Type().Nullable {
			return b.inNullable(e)
		}
	}
	op := b.strict(e.Operand)
	if len(e.List) > 1 {
		op = b.named(op, valueName(e.Operand))
	}
	compare, join, prec := scalar.Eq, "||", orPrec
	if e.Negated {
		compare, join, prec = scalar.Ne, "&&", andPrec
	}
	if len(e.List) >= inSwitch && isComparable(e.Operand.Type()) && allLiterals(e.List) {
		return b.inConstants(e, op)
	}
	var code *jen.Statement
	for _, item := range e.List {
		c := b.compared(compare, op, b.strict(item), e.Operand.Type()).paren(prec)
		if code == nil {
			code = jen.Add(c)
		} else {
			code = jen.Add(code).Op(join).Add(c)
		}
	}
	if len(e.List) == 1 {
		prec = cmpPrec
	}
	return operand{code: code, prec: prec, fails: op.fails}
}

func allLiterals(list []scalar.Expr) bool {
	for _, e := range list {
		if _, ok := e.(*scalar.Literal); !ok {
			return false
		}
	}
	return true
}

// inConstants looks a value up in a set of constants.
func (b *body) inConstants(e *scalar.In, op operand) operand {
	t := e.Operand.Type().WithNull(false)
	entries := jen.Dict{}
	key := "set"
	for _, item := range e.List {
		code := b.literal(item.(*scalar.Literal)).code
		entries[code] = jen.Values()
		key += " " + scalar.Print(item)
	}
	set := jen.Map(b.x.gen.plainType(t)).Struct().Values(dedupe(entries))
	name := b.x.variable(b.fn.name+"Set", key+t.String(), set)
	found := symbol("Has").Call(jen.Id(name), b.typed(op, t))
	if e.Negated {
		return operand{code: negate(found), prec: unaryPrec, fails: op.fails}
	}
	return operand{code: found, prec: atom, fails: op.fails}
}

// dedupe drops keys that are written alike: a Go map literal may not repeat one.
func dedupe(entries jen.Dict) jen.Dict {
	seen := map[string]bool{}
	kept := jen.Dict{}
	for key, value := range entries {
		text := fmt.Sprintf("%#v", key)
		if !seen[text] {
			seen[text] = true
			kept[key] = value
		}
	}
	return kept
}

// inNullable is IN over items that may be NULL: a chain of OR with its three-valued logic.
func (b *body) inNullable(e *scalar.In) operand {
	base := scalar.Base{Typ: e.Typ, Pos: e.Pos}
	var compares []scalar.Expr
	for _, item := range e.List {
		compare := scalar.Base{Typ: types.Of(types.Boolean).WithNull(e.Operand.Type().Nullable || item.Type().Nullable), Pos: e.Pos}
		compares = append(compares, &scalar.Compare{Base: compare, Op: scalar.Eq, Left: e.Operand, Right: item})
	}
	var chain scalar.Expr = &scalar.Or{Base: base, Operands: compares}
	if len(compares) == 1 {
		chain = compares[0]
	}
	if e.Negated {
		chain = &scalar.Not{Base: base, Operand: chain}
	}
	return b.emit(chain)
}

// caseStatements are the body of a searched CASE's function.
func (b *body) caseStatements(e *scalar.Case) []jen.Code {
	var list []jen.Code
	for _, when := range e.Whens {
		list = append(list, b.ifBlock(b.cond(when.Cond, true).code, canFail(when.Cond), b.branch(when.Then, e.Typ)...))
	}
	if e.Else != nil {
		return append(list, b.branch(e.Else, e.Typ)...)
	}
	return append(list, jen.Return(b.x.gen.goType(e.Typ).Values()))
}

// branch returns a sub-expression from the function, as a value of type t.
func (b *body) branch(e scalar.Expr, t types.Type) []jen.Code {
	sub := b.fork()
	return sub.finish(sub.emit(e), e.Type().WithNull(t.Nullable))
}

// coalesceStatements are the body of a COALESCE's function; nil where it is no more than one expression.
//
//	if a.Valid {
//		return a.V
//	}
//	return b
func (b *body) coalesceStatements(e *scalar.Coalesce) []jen.Code {
	var list []jen.Code
	for i, item := range e.Operands {
		if i == len(e.Operands)-1 || !item.Type().Nullable {
			return append(list, b.branch(item, e.Typ)...)
		}
		name := b.wholeName(item, &list)
		value := name
		if !e.Typ.Nullable {
			value = jen.Add(name).Dot("V")
		}
		list = append(list, b.ifBlock(jen.Add(name).Dot("Valid"), false, jen.Return(value)))
	}
	return list
}

// field reads a field of a ROW.
func (b *body) field(e *scalar.Field) operand {
	t := e.Operand.Type()
	row := b.strict(e.Operand)
	name := b.x.gen.structs.rowType(t, "nested").Fields[e.Index].GoName
	op := b.path(jen.Add(row.paren(atom)).Dot(name), e.Operand.Type().Fields[e.Index].Type)
	op.pure = op.whole != nil && isName(op.whole)
	return op
}

// subscript is array[index], from 1, or map[key].
func (b *body) subscript(e *scalar.Subscript) operand {
	collection := b.strict(e.Operand)
	index := b.strict(e.Index)
	t := e.Operand.Type()
	name := "array.At"
	if t.Kind == types.Map {
		name = "Lookup"
	}
	if t.Elem.Nullable {
		if t.Kind == types.Map {
			name = "array.LookupNull"
		} else {
			name = "array.AtNull"
		}
		return operand{whole: symbol(name).Call(collection.code, index.code)}
	}
	return operand{maybe: symbol(name).Call(collection.code, index.code)}
}

// construct makes a ROW, ARRAY or MAP. Each part is a value of its own: a NULL in one leaves the others alone.
func (b *body) construct(e scalar.Expr) *jen.Statement {
	switch e := e.(type) {
	case *scalar.RowValue:
		return b.row(e)
	case *scalar.ArrayValue:
		var elems []jen.Code
		for _, item := range e.Elems {
			elems = append(elems, b.as(item, *e.Typ.Elem))
		}
		return b.x.gen.plainType(e.Typ.WithNull(false)).Values(elems...)
	case *scalar.MapValue:
		var pairs []jen.Code
		for i, key := range e.Keys {
			pairs = append(pairs, symbol("Entry").Types(b.x.gen.goType(*e.Typ.Key), b.x.gen.goType(*e.Typ.Elem)).
				Values(b.as(key, *e.Typ.Key), b.as(e.Values[i], *e.Typ.Elem)))
		}
		return symbol("array.MapOf").Call(pairs...)
	}
	panic(fmt.Sprintf("codegen: no emitter for expression %T", e))
}

func (b *body) row(e *scalar.RowValue) *jen.Statement {
	row := b.x.gen.structs.rowType(e.Typ, "nested")
	return jen.Id(row.GoName).ValuesFunc(func(g *jen.Group) {
		for i, item := range e.Fields {
			g.Id(row.Fields[i].GoName).Op(":").Add(b.as(item, e.Typ.Fields[i].Type))
		}
	})
}

// as is an expression's whole value in a place of type t, which may be nullable where the expression isn't.
func (b *body) as(e scalar.Expr, t types.Type) *jen.Statement {
	if t.Nullable {
		if isNullLiteral(e) {
			return b.x.gen.goType(t).Values()
		}
		return b.nullable(e)
	}
	return b.whole(e)
}

func isNullLiteral(e scalar.Expr) bool {
	l, ok := e.(*scalar.Literal)
	return ok && l.Value == nil
}
