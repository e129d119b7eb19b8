package bounds

import (
	"fmt"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
)

func topHolds(n *logical.Top) string {
	rows := "the first row"
	if n.Rows > 1 {
		rows = fmt.Sprintf("the first %s rows", grouped(n.Rows))
	}
	if len(n.PartitionBy) == 0 {
		return rows
	}
	return rows + " of each partition"
}

// ofTop bounds the first rows of each key: in number, and the keys by the time that they are of.
func ofTop(b *physical.Bound, n *logical.Top, s *physical.State) {
	b.Bytes = groupBytes(s)
	b.RowBytes = rowBytes(s)
	b.Limits = append(b.Limits, counted(n.Rows, "row")+" a key")
	switch {
	case n.Proctime:
		b.Limits = append(b.Limits, "the machine's clock")
		return
	case n.Time != nil:
		b.Limits = append(b.Limits, "the watermark")
		return
	}
	switch bounded := keys(b, domainOfAll(n.PartitionBy, n.Input), len(n.PartitionBy) > 0); {
	case n.TTL > 0:
		b.Limits = append(b.Limits, "keys that no row reaches go after "+logical.SpanOfTime(n.TTL))
	case !bounded:
		b.Grows = append(b.Grows, physical.Growth{
			Of:     "OVER (PARTITION BY " + fieldNames(s.Input.Fields[:s.Keys]) + ")",
			With:   fmt.Sprintf("about %d bytes for each key, and %d for each of its first rows", b.Bytes, b.RowBytes),
			What:   "the keys",
			Remedy: "PARTITION BY window_start, window_end, or SET 'state.ttl' = '1 d': keys that no row has reached for so long are forgotten",
			Span:   n.Pos,
		})
	}
}
