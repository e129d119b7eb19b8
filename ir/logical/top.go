package logical

import "github.com/weirsql/weir/ir/scalar"

// Top keeps the first Rows rows of each partition: what ROW_NUMBER() OVER (PARTITION BY … ORDER BY …) numbers up to Rows. Its columns are
// the input's, then the number where it is Numbered.
//
// With EmitFinal a partition's rows go on once, in order: when the watermark, or the machine's clock, passes Time, where there is one, else at the
// end of the input. With EmitChanges they go on as they change: of numbered rows, and where Rows is 1, a row replaces the one with its number; others
// come and go.
type Top struct {
	Base
	Input       Node
	PartitionBy []scalar.Expr
	OrderBy     []SortKey // empty for the order of arrival
	Rows        int64
	Numbered    bool
	// Time is an expression of PartitionBy that is a time: all rows of a partition are there when the watermark has reached it and Wait
	// microseconds more.
	Time scalar.Expr
	Wait int64
	// Proctime says that Time is of windows by the machine's clock, and passes when that has closed them.
	Proctime bool
	Emit     Emit
	// TTL and TTLTime are those of an Aggregate.
	TTL     int64
	TTLTime scalar.Expr
}

// ReplacesByNumber reports that each change is of the row with a number.
func (n *Top) ReplacesByNumber() bool { return n.Numbered || n.Rows == 1 }

// topKey are the columns of the partition and the number.
func topKey(n *Top) []int {
	if !n.ReplacesByNumber() {
		return nil
	}
	var key []int
	for _, e := range n.PartitionBy {
		column, ok := e.(*scalar.Column)
		if !ok {
			return nil
		}
		key = append(key, column.Index)
	}
	if n.Numbered {
		key = append(key, len(n.Cols)-1)
	}
	return key
}

func (n *Top) Inputs() []Node { return []Node{n.Input} }
