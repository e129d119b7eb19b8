package explain

import (
	"slices"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// noState is what every operator keeps that looks at one record alone.
const noState = "none"

// noExchange is why a plan has no exchange.
const noExchange = "every operator looks at one record at a time"

func describePhysical(in Input) document {
	p := in.Physical
	d := document{Job: p.Job, Plan: Physical, Fingerprint: p.Fingerprint, Delivery: describeDelivery(p), Exchanges: []exchange{}}
	for _, s := range p.Stages {
		d.Stages = append(d.Stages, in.stage(s))
	}
	for _, e := range p.Exchanges {
		d.Exchanges = append(d.Exchanges, exchange{ID: e.ID, Kind: e.Kind.String(), Key: fieldNames(e.Type.Fields, e.Key), Why: e.Why})
	}
	if len(p.Exchanges) == 0 {
		d.ExchangeReason = noExchange
	}
	return d
}

func fieldNames(fields []types.Field, ordinals []int) []string {
	names := make([]string, len(ordinals))
	for i, ordinal := range ordinals {
		names[i] = fields[ordinal].Name
	}
	return names
}

func (in Input) stage(s *physical.Stage) stage {
	input := in.stageInput(s)
	rows := edge{mode: s.Input.Row().Mode}
	input.Then = in.operators(s.Then, rows)
	input.Mode, input.Key, input.State = rows.mode.String(), []string{}, noState
	return stage{ID: s.ID, Name: s.Name, Tables: writtenTables(s.Then, nil), Input: input}
}

// writtenTables lists the tables that operators write, each once.
func writtenTables(ops []physical.Operator, list []string) []string {
	for _, op := range ops {
		if w, ok := op.(*physical.Write); ok && !slices.Contains(list, w.Table.Name) {
			list = append(list, w.Table.Name)
		}
		list = writtenTables(op.Consumers(), list)
	}
	return list
}

func (in Input) stageInput(s *physical.Stage) node {
	switch input := s.Input.(type) {
	case *physical.Source:
		return in.source(input)
	case *physical.Constant:
		rows := len(input.Rows)
		return node{Kind: "values", Rows: &rows, Columns: constantColumns(input), Position: in.position(s.Span)}
	case *physical.Receive:
		return node{Kind: "receive", Name: input.Exchange.Kind.String(), Columns: describeColumns(input.Exchange.Type.Fields)}
	}
	return node{}
}

func (in Input) source(s *physical.Source) node {
	return node{
		Kind:      "source",
		Table:     describeTable(s.Table),
		Columns:   describeColumns(s.Type.Fields),
		Decoded:   describeDecoded(s.Table, s.Used, s.Type.Fields),
		Watermark: in.watermark(s),
		Position:  in.position(s.Table.Span),
	}
}

// watermark says what became of the watermark that the SQL declares for a table.
func (in Input) watermark(s *physical.Source) string {
	if in.Logical == nil {
		return ""
	}
	for _, n := range in.Logical.Nodes() {
		if w, ok := n.(*logical.Watermark); ok && readsTable(w, s.Table) {
			text := w.Cols[w.Column].Name + " AS " + scalar.SQL(w.Expr)
			if !in.needsTime() {
				text = "declared on " + w.Cols[w.Column].Name + ", not needed: no operator looks at event time"
			}
			return text
		}
	}
	return ""
}

// needsTime reports a plan in which watermarks move.
func (in Input) needsTime() bool {
	found := false
	in.Physical.Walk(func(op physical.Operator) {
		_, ok := op.(*physical.Watermark)
		found = found || ok
	})
	return found
}

// readsTable reports whether a node's rows are those of a table's scan.
func readsTable(n logical.Node, t *logical.Table) bool {
	if scan, ok := n.(*logical.Scan); ok {
		return scan.Table == t
	}
	for _, input := range n.Inputs() {
		if readsTable(input, t) {
			return true
		}
	}
	return false
}

func constantColumns(c *physical.Constant) []column {
	columns := describeColumns(c.Type.Fields)
	if len(c.Rows) == 1 {
		for i, e := range c.Rows[0] {
			columns[i].SQL = scalar.SQL(e)
		}
	}
	return columns
}

func describeTable(t *logical.Table) *table {
	return &table{Name: t.Name, Connector: t.Connector, Format: t.Format}
}

// describeDecoded says what is decoded of a table: the used columns, as far as their types go.
func describeDecoded(t *logical.Table, used []int, fields []types.Field) *decoded {
	d := &decoded{Columns: len(used), Of: len(t.Columns), Skipped: []string{}}
	for ordinal, c := range t.Columns {
		if i := slices.Index(used, ordinal); i < 0 {
			d.Skipped = append(d.Skipped, c.Name)
		} else {
			d.Skipped = skippedFields(d.Skipped, c.Name, c.Type, fields[i].Type)
		}
	}
	return d
}

// skippedFields lists the fields that a type has and its decoded form hasn't: customer.id, items[].price.
func skippedFields(list []string, path string, declared, decoded types.Type) []string {
	switch declared.Kind {
	case types.Array, types.Map:
		return skippedFields(list, path+"[]", *declared.Elem, *decoded.Elem)
	}
	next := 0
	for _, field := range declared.Fields {
		if next < len(decoded.Fields) && decoded.Fields[next].Name == field.Name {
			list = skippedFields(list, path+"."+field.Name, field.Type, decoded.Fields[next].Type)
			next++
		} else {
			list = append(list, path+"."+field.Name)
		}
	}
	return list
}

func (in Input) operators(ops []physical.Operator, rows edge) []node {
	list := make([]node, len(ops))
	for i, op := range ops {
		list[i] = in.operator(op, rows)
	}
	return list
}

// operator describes an operator that takes rows of a changelog mode. Its results have another one where it keeps state; a row type
// doesn't tell, since several queries may write rows of one type.
func (in Input) operator(op physical.Operator, rows edge) node {
	rows = rows.behind(op)
	n := node{ID: op.ID(), Mode: rows.mode.String(), UpsertKey: rows.key, Key: []string{}, State: noState, Position: in.position(op.Span())}
	switch op := op.(type) {
	case *physical.Filter:
		n.Kind, n.Condition = "filter", scalar.SQL(op.Predicate)
	case *physical.Project:
		n.Kind, n.Name, n.Columns = "project", op.Type.Name, in.computed(op.Exprs, op.Type.Fields)
	case *physical.Write:
		n.Kind, n.Table = "write", describeTable(op.Table)
	case *physical.Send:
		n.Kind, n.Name = "send", op.Exchange.Kind.String()
		n.Key = fieldNames(op.Exchange.Type.Fields, op.Exchange.Key)
	case *physical.Watermark:
		n.Kind, n.Watermark = "watermark", scalar.SQL(op.Expr)
	case *physical.Aggregate:
		n = in.aggregate(n, op)
	case *physical.Over:
		n = in.over(n, op)
	case *physical.WindowAssign:
		if op.State.Waits() {
			n = withState(n, op.State)
			n.Emit = logical.EmitFinal.String()
		}
		n.Kind, n.Window = "window", op.State.Assign.Window.Describe()
		n.Columns = describeColumns(op.State.Result.Fields[len(op.State.Assign.Passed):])
	case *physical.Sort:
		n = in.sorted(n, op)
	case *physical.Top:
		n = in.top(n, op)
	}
	n.Then = in.operators(op.Consumers(), rows)
	return n
}

// computed describes the columns of a projection; one that is passed on under its name has no SQL.
func (in Input) computed(exprs []scalar.Expr, fields []types.Field) []column {
	columns := describeColumns(fields)
	for i, e := range exprs {
		if sql := scalar.SQL(e); sql != scalar.SQL(&scalar.Column{Name: fields[i].Name}) {
			columns[i].SQL, columns[i].Position = sql, in.position(e.Span())
		}
	}
	return columns
}
