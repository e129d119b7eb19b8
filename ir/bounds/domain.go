package bounds

import (
	"github.com/weirsql/weir/ir/functions"
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

const (
	unknown   = 0       // a domain of which nothing is known
	maxDomain = 1 << 20 // a larger one bounds nothing that fits into memory
)

// domainOfAll is how many combinations of values expressions over a node's rows have at most; unknown where nothing says it.
func domainOfAll(list []scalar.Expr, n logical.Node) int64 {
	product := int64(1)
	for _, e := range list {
		product = limited(product * domain(e, n))
		if product == unknown {
			return unknown
		}
	}
	return product
}

func limited(n int64) int64 {
	if n > maxDomain {
		return unknown
	}
	return n
}

// domain is how many values an expression over a node's rows has at most, NULL included.
func domain(e scalar.Expr, n logical.Node) int64 {
	return smaller(domainOfType(e.Type()), domainOfExpr(e, n))
}

func smaller(a, b int64) int64 {
	if a == unknown || b != unknown && b < a {
		return b
	}
	return a
}

// domainOfType is how many values a type has; unknown for more than are worth counting.
func domainOfType(t types.Type) int64 {
	values := map[types.Kind]int64{types.Null: 1, types.Boolean: 2, types.TinyInt: 1 << 8, types.SmallInt: 1 << 16}[t.Kind]
	if values != unknown && t.Nullable && t.Kind != types.Null {
		values++
	}
	return values
}

func domainOfExpr(e scalar.Expr, n logical.Node) int64 {
	switch e := e.(type) {
	case *scalar.Literal:
		return 1
	case *scalar.Column:
		return domainOfColumn(n, e.Index)
	case *scalar.Case:
		return domainOfCase(e, n)
	case *scalar.Coalesce:
		return domainOfAny(e.Operands, n)
	case *scalar.Call:
		return domainOfCall(e, n)
	case *scalar.UserCall:
		if e.Function.Volatile {
			return unknown
		}
		return domainOfAll(e.Args, n)
	case *scalar.Subscript, *scalar.Field:
		return unknown
	}
	return domainOfAll(scalar.Children(e), n)
}

// domainOfAny is the number of values of whichever expression it is.
func domainOfAny(list []scalar.Expr, n logical.Node) int64 {
	sum := int64(0)
	for _, e := range list {
		one := domain(e, n)
		if one == unknown {
			return unknown
		}
		sum += one
	}
	return limited(sum)
}

func domainOfCase(e *scalar.Case, n logical.Node) int64 {
	var branches []scalar.Expr
	for _, when := range e.Whens {
		branches = append(branches, when.Then)
	}
	if e.Else == nil {
		return limited(domainOfAny(branches, n) + 1) // NULL
	}
	return domainOfAny(append(branches, e.Else), n)
}

// domainOfCall is the number of a function's results: a remainder's, or as many as there are arguments.
func domainOfCall(e *scalar.Call, n logical.Node) int64 {
	if e.Function == "%" {
		if divisor, ok := e.Args[1].(*scalar.Literal); ok {
			if d, ok := divisor.Value.(int64); ok && d != 0 && max(d, -d) < maxDomain/2 {
				return 2*max(d, -d) - 1 + nullOf(e)
			}
		}
	}
	if _, overload := functions.Of(e.Function, e.Overload); overload == nil || overload.Volatility == functions.Volatile {
		return unknown
	}
	return domainOfAll(e.Args, n)
}

func nullOf(e scalar.Expr) int64 {
	if e.Type().Nullable {
		return 1
	}
	return 0
}

// domainOfColumn is how many values a column of a node has at most.
func domainOfColumn(n logical.Node, column int) int64 {
	switch n := n.(type) {
	case *logical.Project:
		return domain(n.Exprs[column], n.Input)
	case *logical.Filter:
		return smaller(domainOfColumn(n.Input, column), allowed(n.Predicate, column))
	case *logical.Watermark:
		return domainOfColumn(n.Input, column)
	case *logical.Sort:
		return domainOfColumn(n.Input, column)
	case *logical.Over:
		return domainOfInput(n.Input, column)
	case *logical.Top:
		if column == len(n.Input.Columns()) {
			return limited(n.Rows)
		}
		return domainOfColumn(n.Input, column)
	case *logical.WindowAssign:
		return domainOfInput(n.Input, column)
	case *logical.Aggregate:
		if column < len(n.Keys) {
			return domain(n.Keys[column], n.Input)
		}
	case *logical.Union:
		return domainOfUnion(n, column)
	case *logical.Values:
		return int64(len(n.Rows))
	}
	return domainOfType(n.Columns()[column].Type)
}

// domainOfInput is that of a column which a node adds others behind.
func domainOfInput(input logical.Node, column int) int64 {
	if column < len(input.Columns()) {
		return domainOfColumn(input, column)
	}
	return unknown
}

func domainOfUnion(n *logical.Union, column int) int64 {
	sum := int64(0)
	for _, arm := range n.Arms {
		one := domainOfColumn(arm, column)
		if one == unknown {
			return unknown
		}
		sum += one
	}
	return limited(sum)
}

// allowed is how many values of a column a condition lets through: column = 'a', column IN ('a', 'b'), column BETWEEN 1 AND 9.
func allowed(predicate scalar.Expr, column int) int64 {
	least, greatest, bounded := int64(0), int64(0), 0
	best := int64(unknown)
	for _, e := range scalar.Conjuncts(predicate) {
		switch e := e.(type) {
		case *scalar.In:
			if !e.Negated && isColumn(e.Operand, column) && allLiterals(e.List) {
				best = smaller(best, int64(len(e.List)))
			}
		case *scalar.Compare:
			value, ok := e.Right.(*scalar.Literal)
			if !ok || !isColumn(e.Left, column) {
				continue
			}
			number, whole := value.Value.(int64)
			switch {
			case e.Op == scalar.Eq:
				best = 1
			case !whole || !isInteger(value.Typ):
			case e.Op == scalar.Ge, e.Op == scalar.Gt:
				least, bounded = number, bounded|1
			case e.Op == scalar.Le, e.Op == scalar.Lt:
				greatest, bounded = number, bounded|2
			}
		}
	}
	if bounded == 3 && greatest >= least && uint64(greatest-least) < maxDomain {
		best = smaller(best, greatest-least+1)
	}
	return best
}

// isColumn reports a column, or one that was only made comparable: as many values as the column has.
func isColumn(e scalar.Expr, column int) bool {
	if cast, ok := e.(*scalar.Cast); ok && keepsValues(cast.Operand.Type(), cast.Typ) {
		e = cast.Operand
	}
	c, ok := e.(*scalar.Column)
	return ok && c.Index == column
}

// keepsValues reports a cast of which different values stay different.
func keepsValues(from, to types.Type) bool {
	return isInteger(from) && isInteger(to) || from.Kind == types.Varchar && to.Kind == types.Varchar && (to.Precision == 0 || to.Precision >= from.Precision)
}

func isInteger(t types.Type) bool {
	switch t.Kind {
	case types.TinyInt, types.SmallInt, types.Int, types.BigInt:
		return true
	}
	return false
}

func allLiterals(list []scalar.Expr) bool {
	for _, e := range list {
		if _, ok := e.(*scalar.Literal); !ok {
			return false
		}
	}
	return true
}
