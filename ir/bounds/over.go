package bounds

import (
	"fmt"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/scalar"
)

func overHolds(n *logical.Over) string {
	switch {
	case n.Final:
		return "all rows"
	case n.Buffer > 0:
		return fmt.Sprintf("the last %d rows of each partition", n.Buffer)
	case n.Time != nil:
		return "the frames of each partition, and rows ahead of the watermark"
	}
	return "the frames of each partition"
}

// ofOver bounds what OVER keeps of the rows of each key. Rows that go on at the end of the input wait for it, if ever it comes: from a pipe it need not.
func ofOver(b *physical.Bound, n *logical.Over, s *physical.State) {
	if n.Final {
		b.RowBytes = rowBytes(s)
		b.Grows = append(b.Grows, rowsOf("OVER", "order by the time attribute, with a frame that ends at the current row", n, b))
		return
	}
	frames := 0
	b.Bytes = groupBytes(s)
	for _, call := range n.Calls {
		rows, known := frameRows(n, call)
		size := frameBytes(call)
		switch {
		case rows == 0:
		case known:
			b.Bytes += int(rows) * size
			frames = max(frames, int(rows))
		default:
			b.RowBytes += size
		}
	}
	if n.Time != nil {
		b.Limits = append(b.Limits, "the watermark")
	}
	if frames > 0 {
		b.Limits = append(b.Limits, counted(int64(frames), "row")+" a key")
	}
	switch bounded := keys(b, domainOfAll(n.PartitionBy, n.Input), len(n.PartitionBy) > 0); {
	case n.TTL > 0:
		b.Limits = append(b.Limits, "keys that no row reaches go after "+logical.SpanOfTime(n.TTL))
	case !bounded:
		b.Grows = append(b.Grows, partitionsOf(n, s, b))
	}
	for _, call := range n.Calls {
		if call.Frame.Start.Kind == logical.UnboundedPreceding && n.Buffer == 0 && (call.Frame.Exclude != logical.ExcludeNothing || grows(call.AggregateCall, n.Input, false)) {
			growth := valuesOf(call.AggregateCall)
			growth.Remedy = "give it a frame that begins with a distance: ROWS 99 PRECEDING"
			b.Grows = append(b.Grows, growth)
		}
	}
}

// frameRows is how many rows a call keeps of a key: 0 where it keeps an accumulator alone. known is false where a frame has as many as
// fall into a span of time.
func frameRows(n *logical.Over, call logical.OverCall) (rows int64, known bool) {
	switch start := call.Frame.Start; {
	case n.Buffer > 0:
		return n.Buffer, true
	case call.Function == "LEAD" || call.Function == "LAG":
		return distanceOf(call) + 1, true
	case start.Kind == logical.UnboundedPreceding && call.Frame.End.Kind != logical.Following:
		return 0, true
	case call.Frame.Unit == logical.Rows:
		rows = 1
		if start.Kind == logical.Preceding {
			rows += start.Offset
		}
		if end := call.Frame.End; end.Kind == logical.Following {
			rows += end.Offset
		}
		return rows, true
	}
	return 1, false
}

// distanceOf is how far away LAG and LEAD look.
func distanceOf(call logical.OverCall) int64 {
	if len(call.Args) < 2 {
		return 1
	}
	n, _ := call.Args[1].(*scalar.Literal).Value.(int64)
	return n
}

// partitionsOf is the growth of OVER with the keys of PARTITION BY.
func partitionsOf(n *logical.Over, s *physical.State, b *physical.Bound) physical.Growth {
	with := fmt.Sprintf("about %d bytes for each key", b.Bytes)
	if b.RowBytes > 0 {
		with += fmt.Sprintf(", and %d for each row of its frames", b.RowBytes)
	}
	return physical.Growth{
		Of:     "OVER (PARTITION BY " + fieldNames(s.Input.Fields[:s.Keys]) + ")",
		With:   with,
		What:   "the keys",
		Remedy: "SET 'state.ttl' = '1 d': keys that no row has reached for so long are forgotten",
		Span:   n.Pos,
	}
}
