package bind

import (
	"slices"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
)

// SET 'state.ttl' bounds what is kept by a key before the end of the input: groups that go on with each change or at first sight, and
// the frames of OVER. Windows forget their groups by themselves, a result that comes at the end needs all of them, one group of all
// rows needs no bound, and groups over rows that change go when their rows do.

// setTTL gives an Aggregate the TTL of the job, by event time where its input has a time attribute.
func (b *binder) setTTL(a *logical.Aggregate) {
	a.TTL, a.TTLTime = 0, nil
	if b.ttl == 0 || a.Window != nil || a.Emit == logical.EmitFinal || len(a.Keys) == 0 || a.Retracts() {
		return
	}
	a.TTL = b.ttl
	if i := eventTime(a.Input); i >= 0 {
		a.TTLTime, _, _ = b.attributeTime(columnAt(a.Input, i, a.Pos))
	}
}

// eventTime is the ordinal of a node's first time attribute that isn't the machine's clock, in microseconds at most; -1 for none.
func eventTime(n logical.Node) int {
	for _, i := range timeAttributes(n) {
		if !isProctimeColumn(n, i) && n.Columns()[i].Type.Precision <= 6 {
			return i
		}
	}
	return -1
}

// passEventTime hands the time attribute on to a projection that selects others, for the TTL of what stands above.
func (b *binder) passEventTime(n logical.Node) logical.Node {
	project, ok := n.(*logical.Project)
	if b.ttl == 0 || !ok || eventTime(n) >= 0 {
		return n
	}
	i := eventTime(project.Input)
	if i < 0 {
		return n
	}
	attribute := project.Input.Columns()[i]
	names := &uniqueNames{taken: columnNames(project.Cols)}
	attribute.Name = names.add(attribute.Name)
	timed := *project
	timed.Cols = append(slices.Clone(project.Cols), attribute)
	timed.Exprs = append(slices.Clone(project.Exprs), scalar.Expr(columnAt(project.Input, i, attribute.Span)))
	return &timed
}
