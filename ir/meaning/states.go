package meaning

import (
	"fmt"
	"slices"
	"strings"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
)

// keyOrder are a key's columns in the order of their meanings, so that the SQL's makes no difference to state: GROUP BY a, b is GROUP BY b, a.
func keyOrder(arms []Rows, keys int) []int {
	order := make([]int, keys)
	for i := range order {
		order[i] = i
	}
	if arms[0].grade == Exact {
		return order
	}
	slices.SortStableFunc(order, func(a, b int) int {
		for _, arm := range arms {
			if c := strings.Compare(arm.Columns[a], arm.Columns[b]); c != 0 {
				return c
			}
		}
		return 0
	})
	return order
}

// hashOrder are the columns of a state's key in the order in which they are hashed. Rows that were dealt by some of them, for another operator,
// have to be found by the same hash of these, so that they come first, in the order in which that operator hashes them.
func hashOrder(rows Rows, s *physical.State) []int {
	var dealt, others []int
	for _, column := range keyOrder([]Rows{rows}, s.Keys) {
		if slices.Contains(s.Dealt, column) {
			dealt = append(dealt, column)
		} else {
			others = append(others, column)
		}
	}
	return append(dealt, others...)
}

// grouping is Grouping with the columns of the key in an order of their own.
func (r Rows) grouping(s *physical.State, order []int) []string {
	parts := append([]string{r.Set}, r.columnsAt(order)...)
	return append(parts, r.Window(s.Window))
}

// Grouping is what identifies the grouping of rows in the shape of the state's input.
func (r Rows) Grouping(s *physical.State) []string {
	parts := []string{r.Set}
	parts = append(parts, r.Columns[:s.Keys]...)
	return append(parts, r.Window(s.Window))
}

// Grouped are the rows that a grouping emits. arms are what reaches it, in the shape of the state's input.
func Grouped(s *physical.State, arms []Rows) Rows {
	in, order := arms[0], keyOrder(arms, s.Keys)
	sets := setsOf(arms, func(r Rows) string { return Digest(r.grouping(s, order)...) })
	out := Rows{grade: in.grade, From: []*physical.State{s}}
	out.from(Digest(append([]string{"group", s.Emit.String()}, sets...)...))
	out.Columns = append(out.Columns, in.Columns[:s.Keys]...)
	if s.Window != nil {
		out.Columns = append(out.Columns, boundsOf(in.Window(s.Window))...)
	}
	for _, call := range s.Calls {
		out.Columns = append(out.Columns, in.Call(call))
	}
	return out
}

// setsOf are the meanings of the sets that reach an operator, sorted: UNION ALL has no order.
func setsOf(arms []Rows, of func(Rows) string) []string {
	sets := make([]string, len(arms))
	for i, arm := range arms {
		sets[i] = of(arm)
	}
	slices.Sort(sets)
	return sets
}

// columnsAt are the columns that an operator passes on.
func (r Rows) columnsAt(places []int) (columns []string) {
	for _, at := range places {
		columns = append(columns, r.Columns[at])
	}
	return columns
}

// boundsOf are the columns of a window: its start, its end, its time.
func boundsOf(window string) (columns []string) {
	for _, part := range []string{"start", "end", "time"} {
		columns = append(columns, Digest("window", part, window))
	}
	return columns
}

// Ordering is what identifies the order of rows in the shape of the state's input, and the rows of a partition of OVER.
func (r Rows) Ordering(s *physical.State) []string {
	rows := s.Over
	parts := []string{"over", r.Set, fmt.Sprint(s.Keys, rows.Buffer, rows.Final)}
	parts = append(parts, r.Columns[:s.Keys]...)
	if rows.Time != nil {
		parts = append(parts, "time", r.Expr(rows.Time))
	}
	return append(parts, r.order(rows.OrderBy)...)
}

func (r Rows) order(keys []logical.SortKey) (parts []string) {
	for _, key := range keys {
		parts = append(parts, r.Expr(key.Expr), fmt.Sprint(key.Desc, key.NullsFirst))
	}
	return parts
}

// Ordered are the rows that an OVER emits.
func Ordered(s *physical.State, arms []Rows) Rows {
	sets := setsOf(arms, func(r Rows) string { return r.Set })
	in := arms[0]
	out := Rows{grade: in.grade, From: []*physical.State{s}}
	out.from(Digest(append([]string{"over"}, sets...)...))
	if len(sets) == 1 {
		out = in // as many rows as came
		out.Columns, out.From = nil, []*physical.State{s}
	}
	out.Columns = in.columnsAt(s.Over.Passed)
	window := Digest(in.Ordering(s)...)
	for i, call := range s.Calls {
		f := s.Over.Frames[i]
		out.Columns = append(out.Columns, Digest("over", window, in.Call(call), f.Unit.String(), fmt.Sprint(f.Start, f.End, f.IgnoreNulls, f.Exclude, f.FromLast)))
	}
	return out
}

// Sorted are the rows that an ORDER BY emits.
func Sorted(s *physical.State, arms []Rows) Rows {
	in := arms[0]
	parts := []string{"sort", in.Set, fmt.Sprint(s.Sort.Limit, s.Sort.Offset)}
	if s.Sort.Time != nil {
		parts = append(parts, "time", in.Expr(s.Sort.Time), fmt.Sprint(s.Sort.Wait))
	}
	parts = append(parts, in.order(s.Sort.OrderBy)...)
	out := Rows{grade: in.grade, From: []*physical.State{s}}
	out.from(Digest(parts...))
	out.Columns = in.columnsAt(s.Sort.Passed)
	return out
}

// Assigned are the rows with their windows.
func (r Rows) Assigned(s *physical.State) Rows {
	window := r.Window(s.Assign.Window)
	out := Rows{grade: r.grade, Conditions: r.Conditions, From: r.From}
	out.from(Digest("window", r.Set, window))
	out.Columns = r.columnsAt(s.Assign.Passed)
	out.Columns = append(out.Columns, boundsOf(window)...)
	return out
}

// InSessions are the rows with their sessions.
func InSessions(s *physical.State, arms []Rows) Rows {
	sets := setsOf(arms, func(r Rows) string { return Digest(r.Grouping(s)...) })
	in := arms[0]
	out := Rows{grade: in.grade, From: []*physical.State{s}}
	out.from(Digest(append([]string{"sessions"}, sets...)...))
	out.Columns = append(in.columnsAt(s.Assign.Passed), boundsOf(Digest(in.Grouping(s)...))...)
	return out
}

// Leading is what identifies the first rows of each partition of rows in the shape of the state's input.
func (r Rows) Leading(s *physical.State) []string {
	rows := s.Top
	parts := []string{"top", r.Set, fmt.Sprint(s.Keys, rows.Rows, s.Emit)}
	parts = append(parts, r.Columns[:s.Keys]...)
	if rows.Time != nil {
		parts = append(parts, "time", r.Expr(rows.Time), fmt.Sprint(rows.Wait))
	}
	if rows.Proctime {
		parts = append(parts, "proctime")
	}
	return append(parts, r.order(rows.OrderBy)...)
}

// Led are the first rows of each partition.
func Led(s *physical.State, arms []Rows) Rows {
	sets := setsOf(arms, func(r Rows) string { return Digest(r.Leading(s)...) })
	in := arms[0]
	out := Rows{grade: in.grade, From: []*physical.State{s}}
	out.from(Digest(sets...))
	out.Columns = in.columnsAt(s.Top.Passed)
	if s.Top.Numbered {
		out.Columns = append(out.Columns, Digest("number", out.Set))
	}
	return out
}
