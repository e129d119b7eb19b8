// Package bounds finds what keeps each state of a plan from growing for ever.
//
//	logical.Node ─▶ Of ─▶ physical.Bound ─▶ Check   (warnings, or errors, at the SQL)
//	                                     └▶ explain, weir check
//
// Where all tables below end, so does the state. Elsewhere it needs a bound in each way that it may grow:
//
//	keys      there are few of them (no key, BOOLEAN, constants), or they go: with their window or session, or by 'state.ttl'
//	in a key  the accumulators are of one size, rows leave the frame, or the key goes with its window
//	waiting   rows that are ahead of the watermark go on when it has passed them
package bounds

import (
	"fmt"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
)

// Of finds the bound of the state that a node of the logical plan becomes.
func Of(n logical.Node, s *physical.State) *physical.Bound {
	b := &physical.Bound{Holds: Holds(n), Endless: endless(n)}
	switch n := n.(type) {
	case *logical.Aggregate:
		ofAggregate(b, n, s)
	case *logical.Over:
		ofOver(b, n, s)
	case *logical.Sort:
		ofSort(b, n, s)
	case *logical.Top:
		ofTop(b, n, s)
	case *logical.WindowAssign:
		b.Bytes, b.RowBytes, b.Limits = groupBytes(s), rowBytes(s), []string{n.Window.Describe()}
	}
	if s.Keys == 0 && s.Sort == nil {
		b.Keyless = b.Grows
	}
	if b.Endless == nil {
		b.Grows = nil
		b.Limits = append(b.Limits, "the end of the input")
	}
	return b
}

// Holds is what a node keeps between records, in words.
func Holds(n logical.Node) string {
	switch n := n.(type) {
	case *logical.Aggregate:
		return aggregateHolds(n)
	case *logical.Over:
		return overHolds(n)
	case *logical.Top:
		return topHolds(n)
	case *logical.WindowAssign:
		if n.Waits() {
			return "the rows of each open session"
		}
	case *logical.Sort:
		if len(n.OrderBy) == 0 {
			return "how many rows are still to count"
		}
		if n.Time != nil {
			return "rows ahead of the watermark"
		}
		if n.Limit != logical.NoLimit {
			return fmt.Sprintf("up to %d rows", n.Limit+n.Offset)
		}
		return "all rows"
	}
	return ""
}

// endless finds a table below a node that need not end.
func endless(n logical.Node) *logical.Table {
	if scan, ok := n.(*logical.Scan); ok && scan.Table.Endless {
		return scan.Table
	}
	for _, input := range n.Inputs() {
		if t := endless(input); t != nil {
			return t
		}
	}
	return nil
}

func ofSort(b *physical.Bound, n *logical.Sort, s *physical.State) {
	if s.Sort.Counted() {
		b.Limits = append(b.Limits, "two numbers")
		return
	}
	b.RowBytes = rowBytes(s)
	if n.Time != nil {
		b.Limits = append(b.Limits, "the watermark")
		return
	}
	if n.Limit != logical.NoLimit {
		b.Limits = append(b.Limits, Holds(n))
		return
	}
	b.Grows = append(b.Grows, rowsOf("ORDER BY", "add a LIMIT", n, b))
}

// rowsOf is the growth of a node that keeps all rows until the input ends.
func rowsOf(of, remedy string, n logical.Node, b *physical.Bound) physical.Growth {
	return physical.Growth{Of: of, With: fmt.Sprintf("about %d bytes for each row", b.RowBytes), What: "the rows", Remedy: remedy, Span: n.Span()}
}

// keys says what bounds the number of keys: there are few of them, or nothing does.
func keys(b *physical.Bound, count int64, keyed bool) (bounded bool) {
	switch {
	case !keyed:
		b.Limits = append(b.Limits, "one key")
	case count == unknown:
		return false
	default:
		b.Limits = append(b.Limits, counted(count, "key"))
	}
	return true
}

func counted(n int64, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%s %ss", grouped(n), what)
}

// grouped prints a number with a comma between thousands.
func grouped(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
