package ast

import "github.com/weirsql/weir/compiler/diag"

// Expr is one expression.
type Expr interface {
	Node
	expr()
}

type (
	// ColumnRef is a name that stands for a value: x, t.x, t.x.field. Which part is table, column or field is the binder's question.
	ColumnRef struct {
		Base
		Name Name
	}

	// Star is * or t.* as an item of SELECT, or the * of COUNT(*).
	Star struct {
		Base
		Qualifier *Name
	}

	// Unary is -x, +x or NOT x.
	Unary struct {
		Base
		Op      UnaryOp
		Operand Expr
	}

	// Binary is left op right. OpPos is the operator's own place.
	Binary struct {
		Base
		Op          BinaryOp
		OpPos       diag.Span
		Left, Right Expr
	}

	// IsNull is x IS [NOT] NULL.
	IsNull struct {
		Base
		Negated bool
		Operand Expr
	}

	// IsTruth is x IS [NOT] TRUE|FALSE|UNKNOWN.
	IsTruth struct {
		Base
		Negated bool
		Truth   Truth
		Operand Expr
	}

	// IsDistinct is left IS [NOT] DISTINCT FROM right.
	IsDistinct struct {
		Base
		Negated     bool
		Left, Right Expr
	}

	// Between is x [NOT] BETWEEN [SYMMETRIC] low AND high.
	Between struct {
		Base
		Negated, Symmetric bool
		Operand, Low, High Expr
	}

	// In is x [NOT] IN (list) or x [NOT] IN (query): exactly one of List and Query is set.
	In struct {
		Base
		Negated bool
		Operand Expr
		List    []Expr
		Query   *Query
	}

	// Like is x [NOT] LIKE|ILIKE|SIMILAR TO|REGEXP pattern [ESCAPE escape].
	Like struct {
		Base
		Op              LikeOp
		Negated         bool
		Operand         Expr
		Pattern, Escape Expr
	}

	// Exists is EXISTS (query).
	Exists struct {
		Base
		Query *Query
	}

	// Quantified is left op ANY|ALL (query); op is a comparison.
	Quantified struct {
		Base
		Op    BinaryOp
		OpPos diag.Span
		All   bool
		Left  Expr
		Query *Query
	}

	// Subquery is a query in parentheses used as a value. Its span includes the parentheses.
	Subquery struct {
		Base
		Query *Query
	}

	// Case is CASE [operand] WHEN … THEN … [ELSE …] END.
	Case struct {
		Base
		Operand Expr
		Whens   []When
		Else    Expr
	}

	// Cast is CAST(x AS type), TRY_CAST(x AS type) or x::type.
	Cast struct {
		Base
		Operand Expr
		Type    *Type
		Try     bool
	}

	// Call is name([DISTINCT] args [ORDER BY …]) [WITHIN GROUP (ORDER BY …)] [FILTER (WHERE …)] [OVER …]. Functions with a syntax of their own are
	// Calls where commas would do: POSITION(a IN b) is POSITION(a, b), SUBSTRING(s FROM i FOR n) is SUBSTRING(s, i, n),
	// OVERLAY(s PLACING r FROM i FOR n) is OVERLAY(s, r, i, n). COUNT(*) has a *Star argument, TIMESTAMPDIFF(DAY, a, b)
	// a *Unit. CURRENT_TIMESTAMP and its kin are Calls without parentheses (Bare).
	Call struct {
		Base
		Name     Name
		Args     []Expr
		Bare     bool
		Distinct bool
		OrderBy  []*OrderItem
		Within   bool // OrderBy stands behind the arguments: WITHIN GROUP (ORDER BY …)
		Filter   Expr
		Over     *Window
		FromLast bool // NTH_VALUE(x, n) FROM LAST
		Nulls    NullTreatment
	}

	// Extract is EXTRACT(unit FROM x).
	Extract struct {
		Base
		Unit    *Unit
		Operand Expr
	}

	// Trim is TRIM([BOTH|LEADING|TRAILING] [chars] FROM x). TRIM(x) is a Call.
	Trim struct {
		Base
		Side    TrimSide
		Chars   Expr // nil for blanks
		Operand Expr
	}

	// RoundTo is CEIL(x TO unit) or FLOOR(x TO unit).
	RoundTo struct {
		Base
		Up      bool
		Operand Expr
		Unit    *Unit
	}

	// JSONCall is JSON_VALUE, JSON_QUERY or JSON_EXISTS.
	JSONCall struct {
		Base
		Name        Ident
		Input, Path Expr
		Returning   *Type
		Wrapper     JSONWrapper
		OnEmpty     *JSONBehavior
		OnError     *JSONBehavior
	}

	// AtTimeZone is x AT TIME ZONE zone.
	AtTimeZone struct {
		Base
		Operand, Zone Expr
	}

	// Subscript is x[index]; Field is (x).name where x is no plain name.
	Subscript struct {
		Base
		Operand, Index Expr
	}
	Field struct {
		Base
		Operand Expr
		Name    Ident
	}

	// Array is ARRAY[…], Map is MAP[key, value, …] (Keys and Values have equal length), Row is ROW(…) or (a, b).
	Array struct {
		Base
		Elems []Expr
	}
	Map struct {
		Base
		Keys, Values []Expr
	}
	Row struct {
		Base
		Fields []Expr
	}

	// GroupingSets is GROUPING SETS (…), ROLLUP (…) or CUBE (…) in GROUP BY. A set is a *Row, or an expression for a set of one.
	GroupingSets struct {
		Base
		Kind GroupingKind
		Sets []Expr
	}

	// TableArg is TABLE t, Descriptor is DESCRIPTOR(columns), NamedArg is name => value: arguments of table functions.
	TableArg struct {
		Base
		Name        Name
		PartitionBy []Expr
		OrderBy     []*OrderItem
	}
	Descriptor struct {
		Base
		Columns []Ident
	}
	NamedArg struct {
		Base
		Name  Ident
		Value Expr
	}

	// Unit is a bare time unit as an argument: EXTRACT(DAY FROM x), TIMESTAMPADD(MINUTE, 1, x). Name is upper case, singular.
	Unit struct {
		Base
		Name string
	}
)

func (*ColumnRef) expr()    {}
func (*Star) expr()         {}
func (*Unary) expr()        {}
func (*Binary) expr()       {}
func (*IsNull) expr()       {}
func (*IsTruth) expr()      {}
func (*IsDistinct) expr()   {}
func (*Between) expr()      {}
func (*In) expr()           {}
func (*Like) expr()         {}
func (*Exists) expr()       {}
func (*Quantified) expr()   {}
func (*Subquery) expr()     {}
func (*Case) expr()         {}
func (*Cast) expr()         {}
func (*Call) expr()         {}
func (*Extract) expr()      {}
func (*Trim) expr()         {}
func (*RoundTo) expr()      {}
func (*JSONCall) expr()     {}
func (*AtTimeZone) expr()   {}
func (*Subscript) expr()    {}
func (*Field) expr()        {}
func (*Array) expr()        {}
func (*Map) expr()          {}
func (*Row) expr()          {}
func (*GroupingSets) expr() {}
func (*TableArg) expr()     {}
func (*Descriptor) expr()   {}
func (*NamedArg) expr()     {}
func (*Unit) expr()         {}

// UnaryOp is the operator of a Unary.
type UnaryOp uint8

const (
	Neg UnaryOp = iota
	Plus
	Not
)

// String returns the operator as written.
func (op UnaryOp) String() string { return [...]string{"-", "+", "NOT"}[op] }

// BinaryOp is the operator of a Binary.
type BinaryOp uint8

const (
	Or BinaryOp = iota
	And
	Eq
	Ne
	Lt
	Le
	Gt
	Ge
	Concat    // ||
	Arrow     // ->
	ArrowText // ->>
	Add
	Sub
	Mul
	Div
	Mod
	Power // ^
)

var binaryOps = [...]string{"OR", "AND", "=", "<>", "<", "<=", ">", ">=", "||", "->", "->>", "+", "-", "*", "/", "%", "^"}

// String returns the operator as written.
func (op BinaryOp) String() string { return binaryOps[op] }

// IsComparison reports =, <>, <, <=, > or >=.
func (op BinaryOp) IsComparison() bool { return op >= Eq && op <= Ge }

// Truth is the right-hand side of IS TRUE, IS FALSE, IS UNKNOWN.
type Truth uint8

const (
	True Truth = iota
	False
	Unknown
)

// String returns the keyword.
func (t Truth) String() string { return [...]string{"TRUE", "FALSE", "UNKNOWN"}[t] }

// LikeOp is the operator of a Like.
type LikeOp uint8

const (
	LikeMatch    LikeOp = iota // LIKE
	ILikeMatch                 // ILIKE
	SimilarTo                  // SIMILAR TO
	RegexpMatch                // ~, REGEXP, RLIKE
	IRegexpMatch               // ~*
)

// String returns the operator without NOT.
func (op LikeOp) String() string { return [...]string{"LIKE", "ILIKE", "SIMILAR TO", "~", "~*"}[op] }

// When is one branch of a Case.
type When struct {
	Base
	Cond, Then Expr
}

// NullTreatment is IGNORE NULLS or RESPECT NULLS behind a window function.
type NullTreatment uint8

const (
	NullsUnspecified NullTreatment = iota
	IgnoreNulls
	RespectNulls
)

// TrimSide is BOTH, LEADING or TRAILING.
type TrimSide uint8

const (
	TrimBoth TrimSide = iota
	TrimLeading
	TrimTrailing
)

// String returns the keyword.
func (s TrimSide) String() string { return [...]string{"BOTH", "LEADING", "TRAILING"}[s] }

// JSONWrapper is the wrapper clause of JSON_QUERY.
type JSONWrapper uint8

const (
	WrapperUnspecified JSONWrapper = iota
	WithoutWrapper                 // WITHOUT [ARRAY] WRAPPER
	WithWrapper                    // WITH [UNCONDITIONAL] [ARRAY] WRAPPER
	ConditionalWrapper             // WITH CONDITIONAL [ARRAY] WRAPPER
)

// JSONBehavior is NULL, ERROR, TRUE, FALSE, UNKNOWN, EMPTY ARRAY, EMPTY OBJECT or DEFAULT value, ON EMPTY or ON ERROR.
type JSONBehavior struct {
	Base
	Kind    string // the keywords, upper case, one space between
	Default Expr   // for DEFAULT
}

// GroupingKind is GROUPING SETS, ROLLUP or CUBE.
type GroupingKind uint8

const (
	Sets GroupingKind = iota
	Rollup
	Cube
)

// String returns the keywords.
func (k GroupingKind) String() string { return [...]string{"GROUPING SETS", "ROLLUP", "CUBE"}[k] }
