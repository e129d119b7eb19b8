package explain

import (
	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

func describeLogical(in Input, which Plan, p *logical.Plan) document {
	d := document{Job: p.Job, Plan: which, Exchanges: []exchange{}}
	t := &tree{in: in, uses: p.Uses(), numbers: map[logical.Node]int{}}
	for _, sink := range p.Sinks {
		d.Outputs = append(d.Outputs, t.node(sink))
	}
	return d
}

// tree describes the nodes of a logical plan, those with several consumers once.
type tree struct {
	in      Input
	uses    map[logical.Node]int
	numbers map[logical.Node]int
}

func (t *tree) node(n logical.Node) node {
	d := t.describe(n)
	d.Mode = n.Mode().String()
	if n.Mode() == logical.Upsert {
		for _, column := range logical.UpsertKey(n) {
			d.UpsertKey = append(d.UpsertKey, n.Columns()[column].Name)
		}
	}
	if d.Key == nil {
		d.Key = []string{}
	}
	if d.State == "" {
		d.State = noState
	}
	if t.uses[n] > 1 {
		number, known := t.numbers[n]
		if known {
			return node{Kind: d.Kind, Table: d.Table, Number: number, Again: true, Mode: d.Mode, UpsertKey: d.UpsertKey, Key: d.Key, State: d.State}
		}
		d.Number = len(t.numbers) + 1
		t.numbers[n] = d.Number
	}
	d.Position = t.in.position(n.Span())
	for _, input := range n.Inputs() {
		d.Inputs = append(d.Inputs, t.node(input))
	}
	return d
}

func (t *tree) describe(n logical.Node) node {
	switch n := n.(type) {
	case *logical.Scan:
		return node{Kind: "scan", Table: describeTable(n.Table), Columns: describeColumns(fieldsOf(n.Cols)), Decoded: describeDecoded(n.Table, n.Used, fieldsOf(n.Cols))}
	case *logical.Watermark:
		return node{Kind: "watermark", Watermark: n.Cols[n.Column].Name + " AS " + scalar.SQL(n.Expr)}
	case *logical.Filter:
		return node{Kind: "filter", Condition: scalar.SQL(n.Predicate)}
	case *logical.Project:
		return node{Kind: "project", Name: n.Name, Columns: t.in.computed(n.Exprs, fieldsOf(n.Cols))}
	case *logical.Union:
		return node{Kind: "union", Columns: describeColumns(fieldsOf(n.Cols))}
	case *logical.Values:
		return describeValues(n)
	case *logical.Sink:
		return node{Kind: "sink", Table: describeTable(n.Table)}
	case *logical.Aggregate:
		return t.aggregate(n)
	case *logical.WindowAssign:
		return t.windowAssign(n)
	case *logical.Over:
		return t.over(n)
	case *logical.Top:
		return t.top(n)
	case *logical.Sort:
		return describeSort(n)
	}
	return node{}
}

func describeValues(n *logical.Values) node {
	rows := len(n.Rows)
	d := node{Kind: "values", Rows: &rows, Columns: describeColumns(fieldsOf(n.Cols))}
	if rows == 1 {
		for i, e := range n.Rows[0] {
			d.Columns[i].SQL = scalar.SQL(e)
		}
	}
	return d
}

func fieldsOf(columns []logical.Column) []types.Field {
	fields := make([]types.Field, len(columns))
	for i, c := range columns {
		fields[i] = types.Field{Name: c.Name, Type: c.Type}
	}
	return fields
}
