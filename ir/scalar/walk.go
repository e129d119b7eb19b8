package scalar

import (
	"fmt"
	"maps"
	"slices"

	"github.com/weirsql/weir/ir/types"
)

// Children returns the operands of a node, in the order of evaluation.
func Children(e Expr) []Expr {
	switch e := e.(type) {
	case *Column, *Literal:
		return nil
	case *Call:
		return e.Args
	case *UserCall:
		return e.Args
	case *And:
		return e.Operands
	case *Or:
		return e.Operands
	case *Not:
		return []Expr{e.Operand}
	case *Compare:
		return []Expr{e.Left, e.Right}
	case *Distinct:
		return []Expr{e.Left, e.Right}
	case *IsNull:
		return []Expr{e.Operand}
	case *IsTruth:
		return []Expr{e.Operand}
	case *In:
		return append([]Expr{e.Operand}, e.List...)
	case *Case:
		return caseChildren(e)
	case *Coalesce:
		return e.Operands
	case *Cast:
		return []Expr{e.Operand}
	case *NotNull:
		return []Expr{e.Operand}
	case *Field:
		return []Expr{e.Operand}
	case *Subscript:
		return []Expr{e.Operand, e.Index}
	case *RowValue:
		return e.Fields
	case *ArrayValue:
		return e.Elems
	case *MapValue:
		return mapChildren(e)
	}
	panic(unknownNode(e))
}

func caseChildren(e *Case) []Expr {
	var list []Expr
	for _, when := range e.Whens {
		list = append(list, when.Cond, when.Then)
	}
	if e.Else != nil {
		list = append(list, e.Else)
	}
	return list
}

func mapChildren(e *MapValue) []Expr {
	var list []Expr
	for i := range e.Keys {
		list = append(list, e.Keys[i], e.Values[i])
	}
	return list
}

// WithChildren returns a copy of the node with other operands, in the order of Children.
func WithChildren(e Expr, list []Expr) Expr {
	switch e := e.(type) {
	case *Column, *Literal:
		return e
	case *Call:
		return &Call{e.Base, e.Function, e.Overload, list}
	case *UserCall:
		return &UserCall{e.Base, e.Function, list}
	case *And:
		return &And{e.Base, list}
	case *Or:
		return &Or{e.Base, list}
	case *Not:
		return &Not{e.Base, list[0]}
	case *Compare:
		return &Compare{e.Base, e.Op, list[0], list[1]}
	case *Distinct:
		return &Distinct{e.Base, e.Negated, list[0], list[1]}
	case *IsNull:
		return &IsNull{e.Base, e.Negated, list[0]}
	case *IsTruth:
		return &IsTruth{e.Base, e.Negated, e.Truth, list[0]}
	case *In:
		return &In{e.Base, e.Negated, list[0], list[1:]}
	case *Case:
		return caseWith(e, list)
	case *Coalesce:
		return &Coalesce{e.Base, list}
	case *Cast:
		return &Cast{e.Base, list[0], e.Try, e.Implicit, e.Assign}
	case *NotNull:
		return &NotNull{e.Base, list[0], e.Column}
	case *Field:
		return &Field{e.Base, list[0], e.Index, e.Name}
	case *Subscript:
		return &Subscript{e.Base, list[0], list[1]}
	case *RowValue:
		return &RowValue{e.Base, list}
	case *ArrayValue:
		return &ArrayValue{e.Base, list}
	case *MapValue:
		return mapWith(e, list)
	}
	panic(unknownNode(e))
}

func caseWith(e *Case, list []Expr) Expr {
	c := &Case{Base: e.Base}
	for i := range e.Whens {
		c.Whens = append(c.Whens, When{Cond: list[2*i], Then: list[2*i+1]})
	}
	if e.Else != nil {
		c.Else = list[len(list)-1]
	}
	return c
}

func mapWith(e *MapValue, list []Expr) Expr {
	m := &MapValue{Base: e.Base}
	for i := range e.Keys {
		m.Keys = append(m.Keys, list[2*i])
		m.Values = append(m.Values, list[2*i+1])
	}
	return m
}

// WithType returns the node with another type, for the nodes whose type may have a ROW in it.
func WithType(e Expr, t types.Type) Expr {
	if e.Type().Equal(t) {
		return e
	}
	base := Base{t, e.Span()}
	switch e := e.(type) {
	case *Column:
		return &Column{base, e.Index, e.Name}
	case *Literal:
		return &Literal{base, e.Value}
	case *Call:
		return &Call{base, e.Function, e.Overload, e.Args}
	case *Case:
		return &Case{base, e.Whens, e.Else}
	case *Coalesce:
		return &Coalesce{base, e.Operands}
	case *Cast:
		return &Cast{base, e.Operand, e.Try, e.Implicit, e.Assign}
	case *NotNull:
		return &NotNull{base, e.Operand, e.Column}
	case *Field:
		return &Field{base, e.Operand, e.Index, e.Name}
	case *Subscript:
		return &Subscript{base, e.Operand, e.Index}
	case *RowValue:
		return &RowValue{base, e.Fields}
	case *ArrayValue:
		return &ArrayValue{base, e.Elems}
	case *MapValue:
		return &MapValue{base, e.Keys, e.Values}
	}
	panic(unknownNode(e))
}

// Walk visits e and everything below it, operands before their node. It stops where visit returns false.
func Walk(e Expr, visit func(Expr) bool) bool {
	for _, child := range Children(e) {
		if !Walk(child, visit) {
			return false
		}
	}
	return visit(e)
}

// Map rebuilds e bottom-up: f gets each node with its operands already replaced. Nodes that nothing changes are shared with e.
func Map(e Expr, f func(Expr) Expr) Expr {
	children := Children(e)
	var changed []Expr
	for i, child := range children {
		replaced := Map(child, f)
		if replaced != child && changed == nil {
			changed = append([]Expr(nil), children...)
		}
		if changed != nil {
			changed[i] = replaced
		}
	}
	if changed != nil {
		e = WithChildren(e, changed)
	}
	return f(e)
}

// Columns returns the ordinals of the columns that e reads, ascending, each once.
func Columns(e Expr) []int {
	seen := map[int]bool{}
	Walk(e, func(e Expr) bool {
		if c, ok := e.(*Column); ok {
			seen[c.Index] = true
		}
		return true
	})
	return slices.Sorted(maps.Keys(seen))
}

// Any reports whether test holds for e or anything below it.
func Any(e Expr, test func(Expr) bool) bool {
	return !Walk(e, func(e Expr) bool { return !test(e) })
}

// Count returns the number of nodes in e.
func Count(e Expr) int {
	n := 0
	Walk(e, func(Expr) bool { n++; return true })
	return n
}

func unknownNode(e Expr) string { return fmt.Sprintf("scalar: unknown node %T", e) }

func unknownValue(l *Literal) string {
	return fmt.Sprintf("scalar: a literal of %s holds a %T", l.Typ, l.Value)
}
