package ast

// Query is [WITH ctes] body [ORDER BY …] [LIMIT …] [EMIT …].
type Query struct {
	Base
	With      []*CTE
	Recursive bool
	Body      Body
	OrderBy   []*OrderItem
	Limit     *Limit
	Emit      *Emit
}

// Body is what stands between WITH and ORDER BY.
type Body interface {
	Node
	body()
}

type (
	// SelectBody is SELECT … FROM … WHERE … GROUP BY … HAVING … WINDOW ….
	SelectBody struct {
		Base
		Distinct bool
		Items    []*SelectItem
		From     []TableRef // separated by commas; empty where FROM is missing
		Where    Expr
		GroupBy  *GroupBy
		Having   Expr
		Window   *WindowClause  // WINDOW TUMBLING (…): the streaming window
		Windows  []*NamedWindow // WINDOW w AS (…): the standard's named windows
		Qualify  Expr
	}

	// SetOperation is left UNION|INTERSECT|EXCEPT [ALL] right.
	SetOperation struct {
		Base
		Op          SetOp
		All         bool
		Left, Right Body
	}

	// Values is VALUES (row), …. Each row is a *Row.
	Values struct {
		Base
		Rows []*Row
	}

	// Nested is a query in parentheses as an operand of a set operation. Its span includes them.
	Nested struct {
		Base
		Query *Query
	}
)

func (*SelectBody) body()   {}
func (*SetOperation) body() {}
func (*Values) body()       {}
func (*Nested) body()       {}

// SetOp is UNION, INTERSECT or EXCEPT.
type SetOp uint8

const (
	Union SetOp = iota
	Intersect
	Except
)

// String returns the keyword.
func (op SetOp) String() string { return [...]string{"UNION", "INTERSECT", "EXCEPT"}[op] }

// CTE is name [(columns)] AS (query).
type CTE struct {
	Base
	Name    Ident
	Columns []Ident
	Query   *Query
}

// SelectItem is expr [[AS] alias]. Expr is a *Star for * and t.*.
type SelectItem struct {
	Base
	Expr  Expr
	Alias *Ident
}

// GroupBy is GROUP BY [DISTINCT] items. An item is an expression or a *GroupingSets.
type GroupBy struct {
	Base
	Items []Expr
}

// OrderItem is expr [ASC|DESC] [NULLS FIRST|LAST].
type OrderItem struct {
	Base
	Expr  Expr
	Desc  bool
	Nulls NullOrder
}

// NullOrder is NULLS FIRST, NULLS LAST or neither.
type NullOrder uint8

const (
	NullsDefault NullOrder = iota
	NullsFirst
	NullsLast
)

// Limit is LIMIT count, OFFSET skip, or FETCH FIRST count ROWS ONLY in any combination. Either may be nil.
type Limit struct {
	Base
	Count, Offset *Number
}

// Emit is EMIT CHANGES or EMIT FINAL.
type Emit struct {
	Base
	Final bool
}

// WindowKind is the kind of a streaming window.
type WindowKind uint8

const (
	Tumbling WindowKind = iota
	Hopping             // also HOP
	Sliding             // Velostream's word for hopping
	Session
	Cumulating
)

// String returns the keyword of the WINDOW clause.
func (k WindowKind) String() string {
	return [...]string{"TUMBLING", "HOPPING", "SLIDING", "SESSION", "CUMULATING"}[k]
}

// WindowClause is WINDOW TUMBLING (ts, INTERVAL '1' MINUTE) or WINDOW TUMBLING (1m).
type WindowClause struct {
	Base
	Kind WindowKind
	Args []Expr // the time column, where given, and *Interval sizes
}

// NamedWindow is name AS (window) of the standard's WINDOW clause.
type NamedWindow struct {
	Base
	Name   Ident
	Window *Window
}

// Window is the parenthesised part of OVER, or OVER name, where only Ref is set.
type Window struct {
	Base
	Ref         *Ident
	PartitionBy []Expr
	OrderBy     []*OrderItem
	Frame       *Frame
	Buffer      *RowsBuffer // ROWS WINDOW BUFFER n ROWS
}

// RowsBuffer is ROWS WINDOW BUFFER n ROWS: the frame of the last n rows.
type RowsBuffer struct {
	Base
	Rows *Number
}

// Frame is {ROWS|RANGE|GROUPS} BETWEEN start AND end. Where one bound was written, End is the current row.
type Frame struct {
	Base
	Unit       FrameUnit
	Start, End Bound
	Exclude    Exclusion
}

// Exclusion is what EXCLUDE takes out of a frame.
type Exclusion uint8

const (
	ExcludeNothing Exclusion = iota
	ExcludeCurrentRow
	ExcludeGroup
	ExcludeTies
)

// String returns the keywords.
func (e Exclusion) String() string {
	return [...]string{"NO OTHERS", "CURRENT ROW", "GROUP", "TIES"}[e]
}

// FrameUnit is ROWS, RANGE or GROUPS.
type FrameUnit uint8

const (
	RowsFrame FrameUnit = iota
	RangeFrame
	GroupsFrame
)

// String returns the keyword.
func (u FrameUnit) String() string { return [...]string{"ROWS", "RANGE", "GROUPS"}[u] }

// Bound is one end of a Frame. Offset is set for Preceding and Following.
type Bound struct {
	Base
	Kind   BoundKind
	Offset Expr
}

// BoundKind is the kind of a frame's bound.
type BoundKind uint8

const (
	UnboundedPreceding BoundKind = iota
	Preceding
	CurrentRow
	Following
	UnboundedFollowing
)
