package logical

import (
	"fmt"

	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

// Verify checks what every later step relies on. Expressions read columns that exist, with the types that these have. Columns
// have the types of their expressions, exactly; those of Values may be wider by NULL. Those of scans may have fewer fields
// in their ROWs than the table's. Filters, watermarks, sorts and sinks pass their
// input's columns on; a sink's fit its table; a union's arms have its types, though an arm may be NOT NULL where the union isn't.
// Changelog modes are passed on, but for an aggregate's. What keeps rows or groups takes append alone.
func Verify(p *Plan) error {
	if err := checkAcyclic(p); err != nil {
		return err
	}
	for _, n := range p.Nodes() {
		if err := verifyNode(n); err != nil {
			return fmt.Errorf("%s: %w", (&printer{}).head(n), err)
		}
	}
	return nil
}

// checkAcyclic guards all walks over plans. Only a plan that was changed in place can have a cycle.
func checkAcyclic(p *Plan) error {
	const visiting, done = 1, 2
	state := map[Node]int{}
	var visit func(Node) error
	visit = func(n Node) error {
		switch state[n] {
		case visiting:
			return fmt.Errorf("the plan has a cycle through %T", n)
		case done:
			return nil
		}
		state[n] = visiting
		for _, input := range n.Inputs() {
			if err := visit(input); err != nil {
				return err
			}
		}
		state[n] = done
		return nil
	}
	for _, sink := range p.Sinks {
		if err := visit(sink); err != nil {
			return err
		}
	}
	return nil
}

func verifyNode(n Node) error {
	switch n := n.(type) {
	case *Scan:
		return verifyScan(n)
	case *Watermark:
		return verifyWatermark(n)
	case *Filter:
		return verifyFilter(n)
	case *Project:
		return verifyProject(n)
	case *Union:
		return verifyUnion(n)
	case *Values:
		return verifyValues(n)
	case *Sink:
		return verifySink(n)
	case *Aggregate:
		return verifyAggregate(n)
	case *WindowAssign:
		return verifyWindowAssign(n)
	case *Over:
		return verifyOver(n)
	case *Sort:
		return verifySort(n)
	case *Top:
		return verifyTop(n)
	}
	return fmt.Errorf("unknown node %T", n)
}

func verifyScan(n *Scan) error {
	if len(n.Used) != len(n.Cols) {
		return fmt.Errorf("%d columns are used, %d declared", len(n.Used), len(n.Cols))
	}
	seen := map[int]bool{}
	for i, ordinal := range n.Used {
		if ordinal < 0 || ordinal >= len(n.Table.Columns) || seen[ordinal] {
			return fmt.Errorf("used column %d doesn't exist or is used twice", ordinal)
		}
		seen[ordinal] = true
		if t := n.Table.Columns[ordinal].Type; !n.Cols[i].Type.Narrows(t) {
			return fmt.Errorf("column %s is %s, the table's %s", n.Cols[i].Name, n.Cols[i].Type, t)
		}
	}
	return nil
}

func verifyWatermark(n *Watermark) error {
	if err := verifyPassedOn(n, n.Input); err != nil {
		return err
	}
	if n.Column < 0 || n.Column >= len(n.Cols) || !n.Cols[n.Column].Type.IsTimestamp() {
		return fmt.Errorf("column %d is no timestamp", n.Column)
	}
	return scalar.Verify(n.Expr, TypesOf(n.Input.Columns()))
}

func verifyFilter(n *Filter) error {
	if err := verifyPassedOn(n, n.Input); err != nil {
		return err
	}
	if t := n.Predicate.Type(); t.Kind != types.Boolean {
		return fmt.Errorf("the condition is %s", t)
	}
	return scalar.Verify(n.Predicate, TypesOf(n.Input.Columns()))
}

func verifyProject(n *Project) error {
	if n.Changes != n.Input.Mode() {
		return fmt.Errorf("the rows are %s, the input's %s", n.Changes, n.Input.Mode())
	}
	return verifyExprs(n.Exprs, n.Cols, TypesOf(n.Input.Columns()))
}

func verifyExprs(exprs []scalar.Expr, columns []Column, input []types.Type) error {
	if len(exprs) != len(columns) {
		return fmt.Errorf("%d expressions for %d columns", len(exprs), len(columns))
	}
	for i, e := range exprs {
		if !e.Type().Equal(columns[i].Type) {
			return fmt.Errorf("column %s is %s, its expression %s", columns[i].Name, columns[i].Type, e.Type())
		}
		if err := scalar.Verify(e, input); err != nil {
			return err
		}
	}
	return nil
}

func verifyUnion(n *Union) error {
	if len(n.Arms) == 0 {
		return fmt.Errorf("no arms")
	}
	for i, arm := range n.Arms {
		columns := arm.Columns()
		if len(columns) != len(n.Cols) {
			return fmt.Errorf("arm %d has %d columns, the union %d", i, len(columns), len(n.Cols))
		}
		for j, c := range columns {
			if !fits(c.Type, n.Cols[j].Type) {
				return fmt.Errorf("column %s is %s, arm %d's %s", n.Cols[j].Name, n.Cols[j].Type, i, c.Type)
			}
		}
	}
	if mode := ModeOver(n, n.Arms); n.Changes != mode {
		return fmt.Errorf("the rows are %s, the arms' %s", n.Changes, mode)
	}
	return nil
}

// fits reports whether values of a type may stand in a column: the same type, and no NULL where the column takes none.
func fits(t, column types.Type) bool {
	return t.Same(column) && (column.Nullable || !t.Nullable)
}

func verifyValues(n *Values) error {
	for _, row := range n.Rows {
		if len(row) != len(n.Cols) {
			return fmt.Errorf("%d expressions for %d columns", len(row), len(n.Cols))
		}
		for i, e := range row {
			if !fits(e.Type(), n.Cols[i].Type) {
				return fmt.Errorf("column %s is %s, its expression %s", n.Cols[i].Name, n.Cols[i].Type, e.Type())
			}
			if err := scalar.Verify(e, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

func verifySink(n *Sink) error {
	if err := verifyPassedOn(n, n.Input); err != nil {
		return err
	}
	if len(n.Cols) != len(n.Table.Columns) {
		return fmt.Errorf("%d columns for the table's %d", len(n.Cols), len(n.Table.Columns))
	}
	for i, c := range n.Table.Columns {
		if !fits(n.Cols[i].Type, c.Type) {
			return fmt.Errorf("column %s is %s in the table, %s in the query", c.Name, c.Type, n.Cols[i].Type)
		}
	}
	return nil
}

// verifyPassedOn checks an operator whose rows are its input's.
func verifyPassedOn(n, input Node) error {
	if n.Mode() != input.Mode() {
		return fmt.Errorf("the rows are %s, the input's %s", n.Mode(), input.Mode())
	}
	have, want := n.Columns(), input.Columns()
	if len(have) != len(want) {
		return fmt.Errorf("%d columns, the input has %d", len(have), len(want))
	}
	for i := range have {
		if !have[i].Type.Equal(want[i].Type) {
			return fmt.Errorf("column %s is %s, the input's %s", have[i].Name, have[i].Type, want[i].Type)
		}
	}
	return nil
}
