package logical

import (
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// Aggregate groups its input's rows by Keys, within windows of time where there is a Window, and computes Calls over each
// group. SELECT DISTINCT is an Aggregate without Calls whose groups are emitted when they are first seen.
//
// Its columns are the keys, then window_start, window_end and window_time where there is a Window, then the calls.
// Group keys compare as in PostgreSQL: NULLs are one group, and so are NaNs, and -0 and 0.
type Aggregate struct {
	Base
	Input  Node
	Keys   []scalar.Expr
	Window *Window // nil for none
	Calls  []AggregateCall
	Emit   Emit
	// Totals are the grouping sets without keys, by the number that the last of Keys has in their rows, where the others are NULL. Each has a
	// group at the end of the input, even of no rows. A query without Keys has one anyway, and a Window none.
	Totals []int64
	// TTL is SET 'state.ttl' in microseconds: a group that no row has reached for so long is forgotten. 0 for never.
	TTL int64
	// TTLTime is the time attribute that the TTL goes by; nil for the machine's clock.
	TTLTime scalar.Expr
}

// AggregateCall is one aggregate function over the rows of a group.
type AggregateCall struct {
	Function string               // canonical name in the table of ir/functions: "SUM"; a user's function's name
	Overload int                  // index into the function's overloads
	User     *scalar.UserFunction // nil for a function of the table
	Args     []scalar.Expr
	Distinct bool
	Filter   scalar.Expr // FILTER (WHERE …); nil for none
	OrderBy  []SortKey   // STRING_AGG(x, ',' ORDER BY y)
	Type     types.Type  // of the result, with nullability
	Pos      diag.Span
}

// Merges reports a call whose groups can be put together from parts.
func (c AggregateCall) Merges() bool { return c.User == nil || c.User.Aggregate.Merge }

// SortKey is one item of ORDER BY.
type SortKey struct {
	Expr       scalar.Expr
	Desc       bool
	NullsFirst bool // as resolved: PostgreSQL's default is NULLS LAST for ASC and NULLS FIRST for DESC
}

// Emit says when an aggregate's rows go on.
type Emit uint8

const (
	EmitFinal   Emit = iota // once: when the watermark passes the window's end and the allowed lateness, or at the end of the input
	EmitChanges             // one row for each group that a row changed, at once: an upsert
	EmitFirst               // when a group is first seen, never again: SELECT DISTINCT
)

var emits = [...]string{EmitFinal: "final", EmitChanges: "changes", EmitFirst: "first"}

// String returns final, changes or first.
func (e Emit) String() string { return emits[e] }

// Mode is the changelog mode of what an aggregate emits.
func (e Emit) Mode() Mode {
	if e == EmitChanges {
		return Upsert
	}
	return Append
}

// Retracts reports an aggregate whose rows are taken back: its input's change.
func (n *Aggregate) Retracts() bool { return n.Input.Mode() != Append }

// ModeOver is the changelog mode of a node that hands on the rows of its inputs. Two arms of a union may have rows of the same key, so that
// none tells its rows apart: a change takes the old row back.
func ModeOver(n Node, inputs []Node) Mode {
	switch n := n.(type) {
	case *Aggregate:
		return n.Emit.Mode()
	case *Top:
		return n.Emit.Mode()
	}
	mode := Append
	for _, input := range inputs {
		mode = max(mode, input.Mode())
	}
	if _, ok := n.(*Union); ok && mode != Append {
		return Retract
	}
	return mode
}

// Windows is the number of window columns of an Aggregate: window_start, window_end and window_time, or none.
func (n *Aggregate) Windows() int {
	if n.Window == nil {
		return 0
	}
	return windowColumns
}

// UpsertKey returns the ordinals of the columns that identify a row of an upsert stream; nil where they aren't all there.
// A window's start is part of the key.
func UpsertKey(n Node) []int {
	switch n := n.(type) {
	case *Aggregate:
		var key []int
		for i := range n.Keys {
			key = append(key, i)
		}
		if n.Window != nil {
			key = append(key, len(n.Keys))
		}
		return key
	case *Top:
		return topKey(n)
	case *Project:
		return projectedKey(n)
	case *Filter:
		return UpsertKey(n.Input)
	case *Watermark:
		return UpsertKey(n.Input)
	case *Sink:
		return UpsertKey(n.Input)
	}
	return nil
}

// projectedKey finds the input's key among the columns that a projection passes on.
func projectedKey(n *Project) []int {
	var key []int
	for _, ordinal := range UpsertKey(n.Input) {
		at := -1
		for i, e := range n.Exprs {
			if column, ok := e.(*scalar.Column); ok && column.Index == ordinal && at < 0 {
				at = i
			}
		}
		if at < 0 {
			return nil
		}
		key = append(key, at)
	}
	return key
}
