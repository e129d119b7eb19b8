package physical

import (
	"fmt"
	"slices"

	"github.com/weirsql/weir/ir/logical"
	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// Verify checks what code generation relies on: columns exist and have the types that expressions read them with, rows that are
// written are exactly their table's, each operator has an ID of its own, exchanges have both ends.
func Verify(p *Plan) error {
	v := &verifier{ids: map[string]bool{}, tables: map[*logical.Table]bool{}}
	for _, t := range p.Tables {
		v.tables[t] = true
	}
	for i, stage := range p.Stages {
		if stage.ID != i+1 {
			return fmt.Errorf("stage %s has ID %d and stands at %d", stage.Name, stage.ID, i+1)
		}
		if err := v.stage(stage); err != nil {
			return fmt.Errorf("stage %s: %w", stage.Name, err)
		}
	}
	return nil
}

type verifier struct {
	ids    map[string]bool
	tables map[*logical.Table]bool
}

func (v *verifier) stage(s *Stage) error {
	if len(s.Then) == 0 {
		return fmt.Errorf("nothing takes its rows")
	}
	if err := v.input(s.Input); err != nil {
		return err
	}
	return v.operators(s.Then, s.Input.Row())
}

func (v *verifier) input(in Input) error {
	switch in := in.(type) {
	case *Source:
		return v.source(in)
	case *Constant:
		for _, row := range in.Rows {
			if err := checkRow(row, in.Type, &RowType{}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (v *verifier) source(s *Source) error {
	if !v.tables[s.Table] {
		return fmt.Errorf("table %s isn't in the plan", s.Table.Name)
	}
	if len(s.Used) != len(s.Type.Fields) {
		return fmt.Errorf("%d columns are used, the row has %d", len(s.Used), len(s.Type.Fields))
	}
	for i, ordinal := range s.Used {
		if ordinal < 0 || ordinal >= len(s.Table.Columns) || i > 0 && ordinal <= s.Used[i-1] {
			return fmt.Errorf("used columns %v aren't ascending ordinals of the table", s.Used)
		}
		if column := s.Table.Columns[ordinal]; !s.Type.Fields[i].Type.Narrows(column.Type) {
			return fmt.Errorf("column %s is %s in the row, %s in the table", column.Name, s.Type.Fields[i].Type, column.Type)
		}
	}
	return nil
}

func (v *verifier) operators(list []Operator, in *RowType) error {
	for _, op := range list {
		if op.ID() == "" || v.ids[op.ID()] {
			return fmt.Errorf("operator ID %q is empty or taken", op.ID())
		}
		v.ids[op.ID()] = true
		out, err := v.operator(op, in)
		if err != nil {
			return err
		}
		if err := v.operators(op.Consumers(), out); err != nil {
			return err
		}
	}
	return nil
}

// operator checks one operator and returns the row that it hands on.
func (v *verifier) operator(op Operator, in *RowType) (*RowType, error) {
	switch op := op.(type) {
	case *Filter:
		if op.Predicate.Type().Kind != types.Boolean {
			return nil, fmt.Errorf("the filter's condition is %s", op.Predicate.Type())
		}
		return in, checkReads(op.Predicate, in)
	case *Project:
		return op.Type, checkRow(op.Exprs, op.Type, in)
	case *Write:
		return nil, v.write(op, in)
	case *Send:
		return nil, sameRow(op.Exchange.Type.Fields, in.Fields, "the exchange")
	case *Watermark:
		return in, checkReads(op.Expr, in)
	case *Aggregate:
		return op.State.Result, v.aggregate(op, in)
	case *Sort:
		return op.State.Result, v.sort(op.State, in)
	case *Top:
		return op.State.Result, v.top(op.State, in)
	case *WindowAssign:
		return op.State.Result, v.assign(op.State, in)
	case *Over:
		return op.State.Result, v.over(op.State, in)
	}
	return nil, fmt.Errorf("unknown operator %T", op)
}

func (v *verifier) write(op *Write, in *RowType) error {
	if !v.tables[op.Table] {
		return fmt.Errorf("table %s isn't in the plan", op.Table.Name)
	}
	if len(op.Then) > 0 {
		return fmt.Errorf("the writer of %s has consumers", op.Table.Name)
	}
	want := make([]types.Field, len(op.Table.Columns))
	for i, c := range op.Table.Columns {
		want[i] = types.Field{Name: c.Name, Type: c.Type}
	}
	return sameRow(want, in.Fields, "table "+op.Table.Name)
}

// aggregate checks that rows, or groups, have the shape that the state takes.
func (v *verifier) aggregate(op *Aggregate, in *RowType) error {
	s := op.State
	if s.Keys > len(s.Input.Fields) {
		return fmt.Errorf("state %s has %d keys, its rows %d columns", s.Name, s.Keys, len(s.Input.Fields))
	}
	if (op.Phase == Partial) != (op.Exchange != nil) || op.Phase == Partial && len(op.Then) > 0 {
		return fmt.Errorf("a partial aggregation of %s needs an exchange and no consumers", s.Name)
	}
	return v.calls(s, in)
}

// calls checks what a state's calls read, and that rows have the shape that it takes.
func (v *verifier) calls(s *State, in *RowType) error {
	if s.TTL != nil && s.TTL.Time != nil {
		if err := checkReads(s.TTL.Time, s.Input); err != nil {
			return err
		}
	}
	for _, call := range s.Calls {
		for _, e := range callReads(call) {
			if err := checkReads(e, s.Input); err != nil {
				return err
			}
		}
	}
	return sameRow(s.Input.Fields, in.Fields, "state "+s.Name)
}

// sort checks that a result is what is passed on.
func (v *verifier) sort(s *State, in *RowType) error {
	if s.Sort == nil || len(s.Result.Fields) != len(s.Sort.Passed) {
		return fmt.Errorf("state %s isn't that of an ORDER BY", s.Name)
	}
	if err := v.passed(s, s.Sort.Passed); err != nil {
		return err
	}
	if s.Sort.Time != nil {
		if err := checkReads(s.Sort.Time, s.Input); err != nil {
			return err
		}
	}
	for _, key := range s.Sort.OrderBy {
		if err := checkReads(key.Expr, s.Input); err != nil {
			return err
		}
	}
	return sameRow(s.Input.Fields, in.Fields, "state "+s.Name)
}

// top checks that a result is what is passed on and the number.
func (v *verifier) top(s *State, in *RowType) error {
	t := s.Top
	if t == nil || t.Rows < 1 || s.Keys > len(s.Input.Fields) {
		return fmt.Errorf("state %s isn't that of first rows", s.Name)
	}
	if own := len(s.Result.Fields) - len(t.Passed); own < 0 || own > 1 || (own == 1) != t.Numbered {
		return fmt.Errorf("state %s gives %d columns, of which %d are passed on", s.Name, len(s.Result.Fields), len(t.Passed))
	}
	if err := v.passed(s, t.Passed); err != nil {
		return err
	}
	if t.Proctime && t.Time == nil {
		return fmt.Errorf("state %s goes by the machine's clock, and has no time", s.Name)
	}
	reads := keyExprs(t.OrderBy)
	if t.Time != nil {
		reads = append(reads, t.Time)
	}
	for _, e := range reads {
		if err := checkReads(e, s.Input); err != nil {
			return err
		}
	}
	return v.calls(s, in)
}

// keyExprs are what rows are sorted by.
func keyExprs(keys []logical.SortKey) []scalar.Expr {
	var list []scalar.Expr
	for _, key := range keys {
		list = append(list, key.Expr)
	}
	return list
}

// passed checks the columns of a state's input that its results begin with.
func (v *verifier) passed(s *State, columns []int) error {
	for i, at := range columns {
		if at < 0 || at >= len(s.Input.Fields) || !s.Input.Fields[at].Type.Equal(s.Result.Fields[i].Type) {
			return fmt.Errorf("column %d of state %s isn't column %d of its input", i, s.Name, at)
		}
	}
	return nil
}

// assign checks that a result is what is passed on and the window.
func (v *verifier) assign(s *State, in *RowType) error {
	a := s.Assign
	if a == nil || a.Window == nil || s.Keys > len(s.Input.Fields) || len(s.Result.Fields) != len(a.Passed)+len(windowColumns) {
		return fmt.Errorf("state %s assigns no windows", s.Name)
	}
	if err := v.passed(s, a.Passed); err != nil {
		return err
	}
	if err := checkReads(a.Window.Time, s.Input); err != nil {
		return err
	}
	return sameRow(s.Input.Fields, in.Fields, "state "+s.Name)
}

// over checks that a result is what is passed on and the calls.
func (v *verifier) over(s *State, in *RowType) error {
	o := s.Over
	if o == nil || len(o.Frames) != len(s.Calls) || len(s.Result.Fields) != len(o.Passed)+len(s.Calls) {
		return fmt.Errorf("state %s isn't that of an OVER", s.Name)
	}
	if err := v.passed(s, o.Passed); err != nil {
		return err
	}
	for _, key := range o.OrderBy {
		if err := checkReads(key.Expr, s.Input); err != nil {
			return err
		}
	}
	if o.Time != nil {
		if err := checkReads(o.Time, s.Input); err != nil {
			return err
		}
	}
	return v.calls(s, in)
}

// callReads are the expressions of an aggregate call.
func callReads(call logical.AggregateCall) []scalar.Expr {
	list := slices.Clone(call.Args)
	if call.Filter != nil {
		list = append(list, call.Filter)
	}
	for _, key := range call.OrderBy {
		list = append(list, key.Expr)
	}
	return list
}

func sameRow(want, have []types.Field, what string) error {
	if len(want) != len(have) {
		return fmt.Errorf("%s has %d columns, the row %d", what, len(want), len(have))
	}
	for i := range want {
		if want[i].Name != have[i].Name || !want[i].Type.Equal(have[i].Type) {
			return fmt.Errorf("column %d of %s is %s %s, the row's %s %s", i, what, want[i].Name, want[i].Type, have[i].Name, have[i].Type)
		}
	}
	return nil
}

// checkRow checks expressions over in that make a row.
func checkRow(exprs []scalar.Expr, row, in *RowType) error {
	if len(exprs) != len(row.Fields) {
		return fmt.Errorf("%d expressions for the %d columns of %s", len(exprs), len(row.Fields), row.Name)
	}
	for i, e := range exprs {
		if !e.Type().Equal(row.Fields[i].Type) {
			return fmt.Errorf("column %s is %s, its expression %s", row.Fields[i].Name, row.Fields[i].Type, e.Type())
		}
		if err := checkReads(e, in); err != nil {
			return err
		}
	}
	return nil
}

func checkReads(e scalar.Expr, in *RowType) error {
	columns := make([]types.Type, len(in.Fields))
	for i, field := range in.Fields {
		columns[i] = field.Type
	}
	return scalar.Verify(e, columns)
}
