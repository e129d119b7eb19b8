package logical

import "github.com/weirsql/weir/ir/scalar"

// Over computes Calls for each row, over frames of the rows of its partition. Its columns are the input's, then the calls.
// Calls over other partitions or another order stand in an Over of their own.
type Over struct {
	Base
	Input       Node
	PartitionBy []scalar.Expr
	OrderBy     []SortKey
	Calls       []OverCall
	// Time is the time attribute that rows are put in order by: they go on when the watermark has passed them. nil for rows in
	// the order of their arrival (Buffer), and where Final is set.
	Time scalar.Expr
	// Wait is how far behind the watermark a time is, in microseconds, whose rows are all there: the results of windows that take late rows
	// come later. 0 where the watermark itself says so.
	Wait int64
	// Buffer is n of ROWS WINDOW BUFFER n ROWS: the frame is the last n rows of the partition in time order, or in that of their
	// arrival where Time is nil, and OrderBy orders the rows inside of it. 0 for standard frames.
	Buffer int64
	// Final says that rows go on at the end of the input, when all of a partition's are there: orders that aren't by time, and
	// frames that reach beyond the current row.
	Final bool
	// TTL is SET 'state.ttl' in microseconds: what is kept of a key that no row has reached for so long is forgotten. 0 for never.
	TTL int64
}

// OverCall is one function over a frame.
type OverCall struct {
	AggregateCall
	Frame       Frame
	IgnoreNulls bool
	FromLast    bool // of NTH_VALUE: rows are counted from the frame's last one
}

// Frame is the rows, of a partition in order, that a call sees.
type Frame struct {
	Unit       FrameUnit
	Start, End Bound
	Exclude    Exclusion
}

// Exclusion is what is taken out of a frame.
type Exclusion uint8

const (
	ExcludeNothing Exclusion = iota
	ExcludeCurrentRow
	ExcludeGroup // the current row and those that equal it
	ExcludeTies  // those that equal the current row
)

var exclusions = [...]string{ExcludeNothing: "nothing", ExcludeCurrentRow: "row", ExcludeGroup: "group", ExcludeTies: "ties"}

// String returns what is excluded in one word.
func (e Exclusion) String() string { return exclusions[e] }

// FrameUnit is what a frame's bounds count.
type FrameUnit uint8

const (
	Rows   FrameUnit = iota
	Range            // distances of the ORDER BY's one key: microseconds for a time, units for an integer
	Groups           // groups of rows that ORDER BY holds for equal
)

var frameUnits = [...]string{Rows: "rows", Range: "range", Groups: "groups"}

// String returns the unit in lower case.
func (u FrameUnit) String() string { return frameUnits[u] }

// Bound is one end of a frame.
type Bound struct {
	Kind   BoundKind
	Offset int64 // of Preceding and Following
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

var boundKinds = [...]string{UnboundedPreceding: "first", Preceding: "preceding", CurrentRow: "current", Following: "following", UnboundedFollowing: "last"}

// String returns the kind in one word: first and last are the unbounded ones.
func (k BoundKind) String() string { return boundKinds[k] }

func (n *Over) Inputs() []Node { return []Node{n.Input} }
