package lower

import (
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/types"
)

// write ends a branch. A row that isn't the sink's own is copied into one first.
func (l *lowering) write(n *logical.Sink, in stream) []physical.Operator {
	row := l.sinkRow(n.Table)
	if in.row == row {
		return []physical.Operator{l.writeRow(n, in)}
	}
	return []physical.Operator{l.projection(row, in.reads(), n.Pos, in, func(out stream) []physical.Operator {
		return []physical.Operator{l.writeRow(n, out)}
	})}
}

func (l *lowering) writeRow(n *logical.Sink, in stream) physical.Operator {
	return &physical.Write{
		Base:  physical.Base{Ident: l.id("write", append([]string{n.Table.Name, in.Set}, in.Columns...)...), Pos: n.Pos},
		Table: n.Table,
		Query: n.Query,
	}
}

// sinkRow is the row type of a sink table, one for all its writers.
func (l *lowering) sinkRow(t *logical.Table) *physical.RowType {
	if row := l.sinkRows[t]; row != nil {
		return row
	}
	row := &physical.RowType{Name: t.Name}
	for _, c := range t.Columns {
		row.Fields = append(row.Fields, types.Field{Name: c.Name, Type: c.Type})
	}
	l.sinkRows[t] = row
	return row
}
