// Package scalar holds the expressions of Weir's plans: typed, resolved, immutable trees.
//
// A plan's expressions know neither SQL spelling nor Go spelling. Everything with a fixed number of evaluated
// arguments (operators, casts between types aside, and functions) is a Call of an entry of ir/functions; what
// evaluates its operands conditionally, or has a shape of its own, is a node here.
package scalar

import (
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/types"
)

// Expr is one expression node. The set is sealed: switch over the concrete types.
type Expr interface {
	Type() types.Type
	Span() diag.Span
	expr()
}

// Base carries what every node has.
type Base struct {
	Typ types.Type
	Pos diag.Span
}

func (b Base) Type() types.Type { return b.Typ }
func (b Base) Span() diag.Span  { return b.Pos }
func (Base) expr()              {}

type (
	// Column reads a column of the operator's input row by ordinal; Name is for people.
	Column struct {
		Base
		Index int
		Name  string
	}

	// Literal is a constant. Value is nil for NULL, or by kind: bool, int64 (all integers; DATE as days; TIME,
	// TIMESTAMP and TIMESTAMP_LTZ in units of Type.Unit), float64, string (VARCHAR, JSON, UUID in its canonical form),
	// []byte, *big.Int (DECIMAL, unscaled), types.IntervalValue.
	Literal struct {
		Base
		Value any
	}

	// Call applies a function or operator of the table in ir/functions. Arguments are already cast to the parameter
	// types of the overload. Overload's own nullability rule is reflected in Typ.
	Call struct {
		Base
		Function string // canonical name: "UPPER", "+", "||"
		Overload int    // index into the function's overloads
		Args     []Expr
	}

	// UserCall applies a CREATE FUNCTION function.
	UserCall struct {
		Base
		Function *UserFunction
		Args     []Expr
	}

	// And, Or and Not follow three-valued logic; And and Or have two or more operands and may skip later ones.
	And struct {
		Base
		Operands []Expr
	}
	Or struct {
		Base
		Operands []Expr
	}
	Not struct {
		Base
		Operand Expr
	}

	// Compare is =, <>, <, <=, >, >= over operands of one type.
	Compare struct {
		Base
		Op          CompareOp
		Left, Right Expr
	}

	// Distinct is IS [NOT] DISTINCT FROM: never NULL.
	Distinct struct {
		Base
		Negated     bool
		Left, Right Expr
	}

	// IsNull is IS [NOT] NULL; IsTruth is IS [NOT] TRUE / FALSE / UNKNOWN.
	IsNull struct {
		Base
		Negated bool
		Operand Expr
	}
	IsTruth struct {
		Base
		Negated bool
		Truth   Truth
		Operand Expr
	}

	// In is operand [NOT] IN (list), over operands of one type, with SQL's NULL rule.
	In struct {
		Base
		Negated bool
		Operand Expr
		List    []Expr
	}

	// Case is a searched CASE; the simple form is bound to it. Else is nil for ELSE NULL. Only the taken branch is evaluated.
	Case struct {
		Base
		Whens []When
		Else  Expr
	}

	// Coalesce yields the first operand that isn't NULL; later ones aren't evaluated.
	Coalesce struct {
		Base
		Operands []Expr
	}

	// Cast converts to Typ. Try makes a failed conversion NULL (TRY_CAST). Implicit marks a cast the binder added;
	// Assign marks the checks of an assignment to a sink's column (a VARCHAR(n) too long is an error, not cut).
	Cast struct {
		Base
		Operand  Expr
		Try      bool
		Implicit bool
		Assign   bool
	}

	// NotNull fails the record where the operand is NULL: what a NOT NULL sink column of Column name demands.
	NotNull struct {
		Base
		Operand Expr
		Column  string
	}

	// Field reads a field of a ROW; Subscript is array[index] (from 1, NULL outside) or map[key] (NULL when absent).
	Field struct {
		Base
		Operand Expr
		Index   int
		Name    string
	}
	Subscript struct {
		Base
		Operand, Index Expr
	}

	// RowValue, ArrayValue and MapValue construct; MapValue's lists have equal length.
	RowValue struct {
		Base
		Fields []Expr
	}
	ArrayValue struct {
		Base
		Elems []Expr
	}
	MapValue struct {
		Base
		Keys, Values []Expr
	}
)

// When is one branch of a Case.
type When struct {
	Cond, Then Expr
}

// CompareOp is a comparison operator.
type CompareOp uint8

const (
	Eq CompareOp = iota
	Ne
	Lt
	Le
	Gt
	Ge
)

// Truth is the right-hand side of IS TRUE, IS FALSE, IS UNKNOWN.
type Truth uint8

const (
	True Truth = iota
	False
	Unknown
)

// UserFunction is a Go function named by CREATE FUNCTION, or a Go type named by CREATE AGGREGATE FUNCTION, loaded and type-checked
// by compiler/udf.
type UserFunction struct {
	Name     string       // SQL name
	Package  string       // import path: example.com/mod/udf
	Func     string       // Go name: Risk, of the function or the type
	Params   []types.Type // declared
	GoParams []GoNull     // how each parameter takes NULL
	Result   types.Type   // declared; Nullable is what the Go result can say
	GoResult GoNull       // how the result says NULL
	HasError bool         // the last Go result is an error: it fails the record
	Volatile bool         // equal arguments may give different results: calls are neither moved nor shared
	// Aggregate is nil of a function that is called for each row. What is said of results holds for those of an aggregate's Result.
	Aggregate *UserAggregate
	Span      diag.Span
}

// UserAggregate is what a Go type that aggregates rows can do. A pointer to it has the methods Add and Result, and its zero value is
// ready. Which other methods it has decides how a plan may use it.
type UserAggregate struct {
	AddFails bool // Add returns an error: it may refuse a row
	Merge    bool // Merge(other *T): an aggregate can be put together from parts
	Remove   bool // Remove takes a row back that was added
	Flat     bool // it holds numbers alone: nothing that points into a row can stay in it
	Marshals bool // MarshalBinary and UnmarshalBinary say how its state is written down, as encoding has them
}

// GoNull says how a Go parameter or result expresses NULL.
type GoNull uint8

const (
	GoPlain   GoNull = iota // T: a NULL argument makes the result NULL without a call
	GoPointer               // *T: nil is NULL
	GoOK                    // (T, bool): false is NULL; results only
)
