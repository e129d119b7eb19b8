package scalar

import "github.com/weirsql/weir/ir/types"

// Derived returns the type that a node has by its operands alone, where that can be said without the function table. The
// text form leaves out the types of nodes that have theirs.
func Derived(e Expr) types.Type {
	switch e := e.(type) {
	case *And, *Or, *Not, *Compare, *In:
		return types.Of(types.Boolean).WithNull(anyNullable(Children(e)))
	case *Distinct, *IsNull, *IsTruth:
		return types.Of(types.Boolean)
	case *Call:
		return derivedCall(e)
	case *UserCall:
		return e.Function.Result
	case *Case:
		return derivedCase(e)
	case *Coalesce:
		return derivedCoalesce(e)
	case *Cast:
		return e.Typ
	case *NotNull:
		return e.Operand.Type().WithNull(false)
	case *Field:
		return derivedField(e)
	case *Subscript:
		return derivedSubscript(e)
	case *RowValue:
		return types.Type{}
	case *ArrayValue:
		return derivedArray(e)
	case *MapValue:
		return derivedMap(e)
	}
	return e.Type()
}

func anyNullable(list []Expr) bool {
	for _, e := range list {
		if e.Type().Nullable {
			return true
		}
	}
	return false
}

// derivedCall assumes a strict function whose result has the type of its first argument, as arithmetic on equal types has.
func derivedCall(e *Call) types.Type {
	if len(e.Args) == 0 {
		return types.Type{}
	}
	return e.Args[0].Type().WithNull(anyNullable(e.Args))
}

func derivedCase(e *Case) types.Type {
	t := e.Whens[0].Then.Type().WithNull(e.Else == nil)
	for _, when := range e.Whens {
		t.Nullable = t.Nullable || when.Then.Type().Nullable
	}
	if e.Else != nil {
		t.Nullable = t.Nullable || e.Else.Type().Nullable
	}
	return t
}

// derivedCoalesce is nullable where every operand is.
func derivedCoalesce(e *Coalesce) types.Type {
	t := e.Operands[0].Type()
	for _, operand := range e.Operands {
		t.Nullable = t.Nullable && operand.Type().Nullable
	}
	return t
}

func derivedField(e *Field) types.Type {
	row := e.Operand.Type()
	if e.Index >= len(row.Fields) {
		return types.Type{}
	}
	t := row.Fields[e.Index].Type
	return t.WithNull(t.Nullable || row.Nullable)
}

func derivedSubscript(e *Subscript) types.Type {
	if elem := e.Operand.Type().Elem; elem != nil {
		return elem.WithNull(true)
	}
	return types.Type{}
}

func derivedArray(e *ArrayValue) types.Type {
	if len(e.Elems) == 0 {
		return types.Type{}
	}
	return types.ArrayOf(e.Elems[0].Type().WithNull(anyNullable(e.Elems)))
}

func derivedMap(e *MapValue) types.Type {
	if len(e.Keys) == 0 {
		return types.Type{}
	}
	return types.MapOf(e.Keys[0].Type().WithNull(anyNullable(e.Keys)), e.Values[0].Type().WithNull(anyNullable(e.Values)))
}
