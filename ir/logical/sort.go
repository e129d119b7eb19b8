package logical

import "github.com/weirsql/weir/ir/scalar"

// Sort puts rows in order, and keeps Limit of them behind the first Offset. It passes its input's columns on: as the watermark passes
// Time, where there is one, else at the end of the input.
type Sort struct {
	Base
	Input   Node
	OrderBy []SortKey // empty for LIMIT alone: which rows stay isn't said
	// Time is the first key where that is a time and ascending: all rows of a time are there when the watermark has reached it and
	// Wait microseconds more.
	Time   scalar.Expr
	Wait   int64
	Limit  int64 // NoLimit for all
	Offset int64
}

// NoLimit is the Limit of a Sort that keeps all rows.
const NoLimit = -1

func (n *Sort) Inputs() []Node { return []Node{n.Input} }
