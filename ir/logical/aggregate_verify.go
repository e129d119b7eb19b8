package logical

import (
	"fmt"

	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

func verifyAggregate(n *Aggregate) error {
	if err := verifyTaking(n); err != nil {
		return err
	}
	if n.Changes != n.Emit.Mode() {
		return fmt.Errorf("the rows are %s, those of an aggregate that emits %s are %s", n.Changes, n.Emit, n.Emit.Mode())
	}
	if n.Emit == EmitFirst && len(n.Calls) > 0 {
		return fmt.Errorf("%d calls of groups that go on when they are first seen", len(n.Calls))
	}
	if want := len(n.Keys) + n.Windows() + len(n.Calls); len(n.Cols) != want {
		return fmt.Errorf("%d columns, %d for keys, window and calls", len(n.Cols), want)
	}
	if len(n.Totals) > 0 && (len(n.Keys) == 0 || n.Window != nil) {
		return fmt.Errorf("totals of %d keys, or in a window", len(n.Keys))
	}
	input := TypesOf(n.Input.Columns())
	if err := verifyTTL(n, input); err != nil {
		return err
	}
	if err := verifyExprs(n.Keys, n.Cols[:len(n.Keys)], input); err != nil {
		return err
	}
	if n.Window != nil {
		if err := verifyWindow(n.Window, input); err != nil {
			return err
		}
		if err := verifyWindowColumns(n.Window, n.Cols[len(n.Keys):]); err != nil {
			return err
		}
	}
	for i, call := range n.Calls {
		if err := verifyCall(call, n.Cols[len(n.Keys)+n.Windows()+i], input); err != nil {
			return err
		}
	}
	return nil
}

// verifyTTL checks that groups which may be forgotten have a key, and go on before the end of the input.
func verifyTTL(n *Aggregate, input []types.Type) error {
	if n.TTL < 0 || n.TTL == 0 && n.TTLTime != nil || n.TTL > 0 && (n.Window != nil || n.Emit == EmitFinal || len(n.Keys) == 0 || n.Retracts()) {
		return fmt.Errorf("a TTL of %d for an aggregate that emits %s by %d keys", n.TTL, n.Emit, len(n.Keys))
	}
	if n.TTLTime == nil {
		return nil
	}
	return verifyTime(n.TTLTime, input)
}

// verifyTaking checks that rows can be taken back where they are: windows forget them, and groups that go on at first sight never go.
func verifyTaking(n *Aggregate) error {
	if n.Window != nil || n.Emit == EmitFirst {
		return verifyAppend(n.Input)
	}
	return nil
}

// verifyAppend checks the input of an operator that takes no updates.
func verifyAppend(input Node) error {
	if input.Mode() != Append {
		return fmt.Errorf("the input's rows are %s", input.Mode())
	}
	return nil
}

func verifyCall(c AggregateCall, column Column, input []types.Type) error {
	if !c.Type.Equal(column.Type) {
		return fmt.Errorf("column %s is %s, its call %s", column.Name, column.Type, c.Type)
	}
	for _, e := range c.Args {
		if err := scalar.Verify(e, input); err != nil {
			return err
		}
	}
	if c.Filter != nil {
		if t := c.Filter.Type(); t.Kind != types.Boolean {
			return fmt.Errorf("the condition of %s is %s", c.Function, t)
		}
		if err := scalar.Verify(c.Filter, input); err != nil {
			return err
		}
	}
	return verifySortKeys(c.OrderBy, input)
}

func verifySortKeys(keys []SortKey, input []types.Type) error {
	for _, key := range keys {
		if err := scalar.Verify(key.Expr, input); err != nil {
			return err
		}
	}
	return nil
}
