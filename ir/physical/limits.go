package physical

import (
	"slices"

	"github.com/weirsql/weir/ir/logical"
)

// Limits are, for each way from a source to a table, the states on it whose LIMIT lets its last row through while the input goes on. It is nil
// where a way has none: such a job may have something to write as long as there is input.
func (p *Plan) Limits() [][]string {
	w := limitWalk{sent: map[*Exchange][][]string{}}
	for _, stage := range p.Stages {
		ways := [][]string{nil}
		if receive, ok := stage.Input.(*Receive); ok {
			ways = w.sent[receive.Exchange]
		}
		w.walk(stage.Then, ways)
	}
	if w.open {
		return nil
	}
	return w.ways
}

// limitWalk goes through a plan in the order of the rows.
type limitWalk struct {
	sent map[*Exchange][][]string // the ways to an exchange
	ways [][]string               // those to tables
	open bool                     // one of them has no limit
}

func (w *limitWalk) walk(list []Operator, ways [][]string) {
	for _, op := range list {
		switch op := op.(type) {
		case *Write:
			w.write(ways)
		case *Send:
			w.sent[op.Exchange] = merged(w.sent[op.Exchange], ways)
		case *Aggregate:
			if op.Phase == Partial {
				w.sent[op.Exchange] = merged(w.sent[op.Exchange], ways)
			}
			w.walk(op.Consumers(), ways)
		case *Sort:
			w.walk(op.Consumers(), limited(op.State, ways))
		default:
			w.walk(op.Consumers(), ways)
		}
	}
}

func (w *limitWalk) write(ways [][]string) {
	w.open = w.open || slices.ContainsFunc(ways, func(way []string) bool { return len(way) == 0 })
	w.ways = merged(w.ways, ways)
}

// limited are ways behind an ORDER BY or a LIMIT.
func limited(s *State, ways [][]string) (list [][]string) {
	if s.Sort.Limit == logical.NoLimit || s.Sort.Time == nil && !s.Sort.Counted() {
		return ways
	}
	for _, way := range ways {
		list = append(list, append(slices.Clone(way), s.Name))
	}
	return list
}

// merged are two lists of ways, each way once.
func merged(list, more [][]string) [][]string {
	list = slices.Clone(list)
	for _, way := range more {
		if !slices.ContainsFunc(list, func(known []string) bool { return slices.Equal(known, way) }) {
			list = append(list, way)
		}
	}
	return list
}
