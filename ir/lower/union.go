package lower

import (
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/scalar"
)

// union repeats the union's consumers for one arm. An arm that can't yield NULL in a column where another can gets a
// projection that says so, since expressions above read the union's types.
func (l *lowering) union(n *logical.Union, in stream) []physical.Operator {
	row := l.targetRow(n)
	if row != nil && in.row == row || row == nil && sameFields(in.row, n.Cols) {
		return l.operators(n, in)
	}
	if row == nil {
		row = &physical.RowType{Name: l.rowName(n), Fields: fieldsOf(n.Cols), Mode: n.Changes}
	}
	return []physical.Operator{l.projection(row, in.reads(), n.Pos, in, func(out stream) []physical.Operator {
		return l.operators(n, out)
	})}
}

func sameFields(row *physical.RowType, columns []logical.Column) bool {
	for i, c := range columns {
		if !c.Type.Equal(row.Fields[i].Type) {
			return false
		}
	}
	return true
}

// reads returns an expression for each column of the stream.
func (s stream) reads() []scalar.Expr {
	exprs := make([]scalar.Expr, len(s.row.Fields))
	for i, field := range s.row.Fields {
		exprs[i] = &scalar.Column{Base: scalar.Base{Typ: field.Type}, Index: i, Name: field.Name}
	}
	return exprs
}
