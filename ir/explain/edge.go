package explain

import (
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/scalar"
)

// edge says what rows on their way from one operator to the next are: the changelog mode, and of upserts which columns tell them apart.
type edge struct {
	mode logical.Mode
	key  []string // names on this edge; nil where they aren't all there, or where rows have none
	at   []int    // their places
}

// behind is the edge behind an operator. Its results have another mode where it keeps state, and rows that end in groups which take them back go
// there with what they replace; a row type of a table doesn't tell, since several queries may write rows of one type.
func (e edge) behind(op physical.Operator) edge {
	switch op := op.(type) {
	case *physical.Project:
		return e.projected(op)
	case *physical.Aggregate:
		return results(op.State)
	}
	if s := physical.StateOf(op); s != nil {
		return edge{mode: s.Result.Mode}
	}
	return e
}

// results is the edge behind groups: each change of one is an upsert by the key, and by the window's start.
func results(s *physical.State) edge {
	e := edge{mode: s.Result.Mode}
	if e.mode != logical.Upsert {
		return e
	}
	keys := s.Keys
	if s.Window != nil {
		keys++
	}
	for i := range keys {
		e.key, e.at = append(e.key, s.Result.Fields[i].Name), append(e.at, i)
	}
	return e
}

func (e edge) projected(p *physical.Project) edge {
	if e.mode == logical.Upsert && p.Type.Mode == logical.Retract {
		return edge{mode: logical.Retract}
	}
	out := edge{mode: e.mode}
	for _, at := range e.at {
		place := passedOn(p, at)
		if place < 0 {
			return edge{mode: e.mode}
		}
		out.key, out.at = append(out.key, p.Type.Fields[place].Name), append(out.at, place)
	}
	return out
}

// passedOn is the first column of a projection that is a column of its input; -1 for none.
func passedOn(p *physical.Project, at int) int {
	for i, expr := range p.Exprs {
		if cast, ok := expr.(*scalar.Cast); ok && cast.Implicit {
			expr = cast.Operand
		}
		if column, ok := expr.(*scalar.Column); ok && column.Index == at {
			return i
		}
	}
	return -1
}
