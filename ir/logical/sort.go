package logical

// Sort puts the rows of a bounded input in order, and keeps Limit of them behind the first Offset. It passes its input's
// columns on, at the end of the input.
type Sort struct {
	Base
	Input   Node
	OrderBy []SortKey // empty for LIMIT alone: which rows stay isn't said
	Limit   int64     // NoLimit for all
	Offset  int64
}

// NoLimit is the Limit of a Sort that keeps all rows.
const NoLimit = -1

func (n *Sort) Inputs() []Node { return []Node{n.Input} }
