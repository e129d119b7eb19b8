package bounds

import (
	"fmt"
	"strings"

	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/physical"
)

// Report is what is to say of one state.
type Report struct {
	Operator    string    `json:"operator"` // GROUP BY, OVER, …
	Key         []string  `json:"key"`
	Holds       string    `json:"holds"`
	Bound       string    `json:"bound"` // in words
	Unbounded   bool      `json:"unbounded"`
	BytesPerKey int       `json:"bytes_per_key,omitempty"` // estimates
	BytesPerRow int       `json:"bytes_per_row,omitempty"`
	Checkpoints string    `json:"checkpoints,omitempty"` // why they can't have it
	Span        diag.Span `json:"-"`
}

// Reports describes the states of a plan.
func Reports(p *physical.Plan) []Report {
	spans := map[*physical.State]diag.Span{}
	p.Walk(func(op physical.Operator) {
		if s := physical.StateOf(op); s != nil {
			spans[s] = op.Span()
		}
	})
	list := []Report{}
	for _, s := range p.States {
		list = append(list, Report{
			Operator: operator(s), Key: s.KeyNames(), Holds: s.Bound.Holds, Bound: Text(s.Bound), Unbounded: len(s.Bound.Grows) > 0,
			BytesPerKey: s.Bound.Bytes, BytesPerRow: s.Bound.RowBytes, Checkpoints: Unwritten(s), Span: spans[s],
		})
	}
	return list
}

func operator(s *physical.State) string {
	switch {
	case s.Over != nil, s.Top != nil:
		return "OVER"
	case s.Sort != nil:
		return "ORDER BY or LIMIT"
	case s.Waits():
		return "SESSION"
	case s.Keys == 0:
		return "aggregate"
	}
	return "GROUP BY"
}

// Text says in a few words what bounds a state, and what doesn't.
func Text(b *physical.Bound) string {
	if len(b.Grows) == 0 {
		return strings.Join(b.Limits, ", ")
	}
	var grows []string
	for _, growth := range b.Grows {
		grows = append(grows, growth.What)
	}
	text := "nothing bounds " + strings.Join(grows, " and ")
	if len(b.Limits) > 0 {
		text = strings.Join(b.Limits, ", ") + "; " + text
	}
	return text
}

// Unwritten says why checkpoints can't have a state; "" where they can.
func Unwritten(s *physical.State) string {
	f := s.Unmarshalled()
	if f == nil {
		return ""
	}
	return fmt.Sprintf("not in checkpoints, since %s has no MarshalBinary and UnmarshalBinary", f.Func)
}

// Cost says what a state takes: "96 bytes a key, 40 a row".
func Cost(b *physical.Bound) string {
	var parts []string
	if b.Bytes > 0 {
		parts = append(parts, fmt.Sprintf("about %s bytes a key", grouped(int64(b.Bytes))))
	}
	if b.RowBytes > 0 {
		parts = append(parts, fmt.Sprintf("about %s bytes a row", grouped(int64(b.RowBytes))))
	}
	return strings.Join(parts, " and ")
}

// String is a state on one line.
func (r Report) String() string {
	s := r.Operator
	if len(r.Key) > 0 {
		s += " " + strings.Join(r.Key, ", ")
	}
	s += " keeps " + r.Holds
	if cost := Cost(&physical.Bound{Bytes: r.BytesPerKey, RowBytes: r.BytesPerRow}); cost != "" {
		s += ", " + cost
	}
	s += "; bound: " + r.Bound
	if r.Checkpoints != "" {
		s += "; " + r.Checkpoints
	}
	return s
}
