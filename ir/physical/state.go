package physical

import (
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
)

// State is what a stateful operator keeps between rows: a table of groups with an accumulator for each call, one table for
// each slice of time where there is a window. Both halves of an aggregation in two phases have a State of the same layout.
//
// Rows reach it in the shape of Input: first the Keys columns of the key, then whatever Window and Calls read, as columns of Input.
type State struct {
	ID    int    // from 1
	Name  string // from the SQL, for Go names: by_symbol
	Input *RowType
	Keys  int // the first fields of Input are the group's key
	// Dealt are the key's fields by whose hash rows were dealt to partitions, for another operator; nil for all of them.
	Dealt  []int
	Window *logical.Window // nil for none; Time, Start and End are columns of Input
	Calls  []logical.AggregateCall
	Emit   logical.Emit
	Totals []int64  // grouping sets that have a result at the end even of no rows: values of the last key, where the others are NULL
	TTL    *TTL     // nil where no key is forgotten
	Result *RowType // the keys, the window's three columns, the calls
	// Over is set where each row is a result of its own: the columns that are passed on, then the calls over the frame of the row.
	// The key is that of PARTITION BY, and Window and Emit have no meaning.
	Over *OverRows
	// Sort is set where rows wait for those before them, to go on in order.
	Sort *SortRows
	// Top is set where the first rows of each key are kept. Emit says when they go on.
	Top *TopRows
	// Assign is set where rows go on with their windows: at once, so that nothing is kept, or, where there is a Window, when it closes.
	Assign *AssignRows
	Bound  *Bound // what it holds, and what bounds that
}

// Retracts reports a state whose rows are taken back when they change.
func (s *State) Retracts() bool { return s.Input.Mode == logical.Retract }

// Waits reports rows that are kept until their window closes: those of sessions.
func (s *State) Waits() bool { return s.Assign != nil && s.Window != nil }

// AtOnce reports rows that go on at once with their windows: nothing is kept.
func (s *State) AtOnce() bool { return s.Assign != nil && s.Window == nil }

// Unmarshalled is the aggregate in Go for which checkpoints can't have the state: its type doesn't say how it is written down. nil for none.
func (s *State) Unmarshalled() *scalar.UserFunction {
	for _, call := range s.Calls {
		if call.User != nil && !call.User.Aggregate.Marshals && len(call.OrderBy) == 0 {
			return call.User
		}
	}
	return nil
}

// TTL says when what is kept of a key is forgotten, in microseconds.
type TTL struct {
	After  int64       // the last row
	Time   scalar.Expr // of a row, a column of Input; nil for the machine's clock
	Behind int64       // how far behind the watermark rows may come that aren't late
}

// OverRows says how an Over's rows are put in order, and what the State's calls see of them.
type OverRows struct {
	Time    scalar.Expr // a column of Input in microseconds: rows go on in its order when the watermark has passed them; nil for the order of arrival
	Wait    int64       // how far behind the watermark a time is whose rows are all there, in microseconds
	Buffer  int64       // the frame is the last rows; 0 for standard frames
	Results bool        // the rows are results of other states, which come when the watermark has passed their time
	Final   bool        // rows go on at the end of the input, in the order of OrderBy
	Visits  bool        // rows are kept while frames need them, and visited in order: so it is where Final, and with Time where a call needs it
	OrderBy []logical.SortKey
	Passed  []int       // the columns of Input that Result begins with
	Frames  []OverFrame // of each call
}

// SortRows says in which order rows go on, and how many of them.
type SortRows struct {
	Passed        []int             // columns of Input that a result has
	OrderBy       []logical.SortKey // columns of Input
	Limit, Offset int64             // logical.NoLimit for all
	Time          scalar.Expr       // a column of Input: rows go on in its order, when the watermark is Wait beyond; nil for the end of the input
	Wait          int64             // microseconds
	Results       bool              // the rows are results of other states, which come when the watermark has passed their time
}

// Counted reports LIMIT or OFFSET without an order: rows go on as they come, and only their number is kept.
func (s *SortRows) Counted() bool { return len(s.OrderBy) == 0 && s.Time == nil }

// TopRows says which rows of a key are its first ones, and when they go on.
type TopRows struct {
	Passed   []int             // columns of Input that a result begins with; its number follows where it is Numbered
	OrderBy  []logical.SortKey // columns of Input
	Rows     int64
	Numbered bool
	Time     scalar.Expr // a column of Input: a key's rows go on when the watermark is Wait beyond it; nil for the end of the input, or at once
	Wait     int64       // microseconds
	Proctime bool        // the machine's clock is, instead of the watermark
	Results  bool        // the rows are results of other states, which come when the watermark has passed their time
}

// AssignRows says which windows a row goes on with.
type AssignRows struct {
	Passed []int           // columns of Input that a result begins with; window_start, window_end and window_time follow
	Window *logical.Window // Time is a column of Input
}

// OverFrame is what one call sees.
type OverFrame struct {
	logical.Frame
	IgnoreNulls bool
	FromLast    bool
}

// Phase is which half of an aggregation an operator does.
type Phase uint8

const (
	Whole   Phase = iota // takes rows, emits results
	Partial              // takes rows, sends groups to Exchange once they are complete as far as this partition goes
	Merge                // takes groups, emits results
)

var phases = [...]string{Whole: "whole", Partial: "partial", Merge: "merge"}

// String returns the phase in lower case.
func (p Phase) String() string { return phases[p] }

type (
	// Aggregate ends the way of a row: it becomes part of a group. What is emitted starts anew, with rows of State.Result; so
	// Then takes results. A Partial one has no consumers: its groups go to the Exchange, and where a job runs in one partition
	// straight to the stage behind it.
	Aggregate struct {
		Base
		Phase    Phase
		State    *State
		Exchange *Exchange // of Partial
	}

	// Over ends the way of a row, too, and begins that of its result, a row of State.Result: at once, or when all rows before it
	// in time, or all of its partition, are there.
	Over struct {
		Base
		State *State
	}

	// Sort ends the way of a row, too: at the end of the input, or when the watermark has passed their time, the rows that stay go on,
	// in order, as rows of State.Result.
	Sort struct {
		Base
		State *State
	}

	// Top ends the way of a row, too, and begins that of its result, a row of State.Result: when the first rows of its key are known, or as
	// they change.
	Top struct {
		Base
		State *State
	}

	// WindowAssign ends the way of a row, too: for each of its windows it goes on as a row of State.Result, at once, or when its session
	// closes.
	WindowAssign struct {
		Base
		State *State
	}

	// Watermark moves event time on: Expr over the row says up to where rows are expected to have arrived. The row goes on.
	Watermark struct {
		Base
		Expr scalar.Expr
	}
)

// StateOf is the state of an operator that keeps something; nil for others.
func StateOf(op Operator) *State {
	switch op := op.(type) {
	case *Aggregate:
		return op.State
	case *Over:
		return op.State
	case *Sort:
		return op.State
	case *Top:
		return op.State
	case *WindowAssign:
		if op.State.Waits() {
			return op.State
		}
	}
	return nil
}

// KeyNames are the names of the key's columns.
func (s *State) KeyNames() []string {
	names := make([]string, s.Keys)
	for i, field := range s.Input.Fields[:s.Keys] {
		names[i] = field.Name
	}
	return names
}
