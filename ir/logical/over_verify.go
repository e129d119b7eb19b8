package logical

import (
	"fmt"

	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

func verifyOver(n *Over) error {
	if err := verifyAppend(n.Input); err != nil {
		return err
	}
	if n.Changes != Append {
		return fmt.Errorf("the rows are %s, the input's append", n.Changes)
	}
	input := n.Input.Columns()
	if len(n.Cols) != len(input)+len(n.Calls) {
		return fmt.Errorf("%d columns, %d of the input and %d calls", len(n.Cols), len(input), len(n.Calls))
	}
	if err := verifyLeading(n.Cols, input); err != nil {
		return err
	}
	if err := verifyOverOrder(n, TypesOf(input)); err != nil {
		return err
	}
	for i, call := range n.Calls {
		if err := verifyOverCall(call, n.Cols[len(input)+i], TypesOf(input)); err != nil {
			return err
		}
	}
	return nil
}

func verifyOverOrder(n *Over, input []types.Type) error {
	for _, e := range n.PartitionBy {
		if err := scalar.Verify(e, input); err != nil {
			return err
		}
	}
	if n.Time != nil {
		if err := verifyTime(n.Time, input); err != nil {
			return err
		}
	}
	if n.TTL < 0 || n.TTL > 0 && (n.Final || len(n.PartitionBy) == 0) {
		return fmt.Errorf("a TTL of %d for %d keys", n.TTL, len(n.PartitionBy))
	}
	if n.Wait < 0 || n.Time == nil && n.Wait > 0 {
		return fmt.Errorf("the rows wait for %d microseconds", n.Wait)
	}
	if n.Time != nil && n.Final || n.Buffer < 0 {
		return fmt.Errorf("an order by time and at the end of the input, a buffer of %d rows", n.Buffer)
	}
	return verifySortKeys(n.OrderBy, input)
}

func verifyOverCall(c OverCall, column Column, input []types.Type) error {
	if c.Frame.Start.Offset < 0 || c.Frame.End.Offset < 0 {
		return fmt.Errorf("the frame of %s is %s", column.Name, c.Frame)
	}
	return verifyCall(c.AggregateCall, column, input)
}

func verifySort(n *Sort) error {
	if err := verifyAppend(n.Input); err != nil {
		return err
	}
	if err := verifyPassedOn(n, n.Input); err != nil {
		return err
	}
	if n.Limit < NoLimit || n.Offset < 0 {
		return fmt.Errorf("limit %d, offset %d", n.Limit, n.Offset)
	}
	if n.Wait < 0 || n.Time == nil && n.Wait > 0 {
		return fmt.Errorf("the rows wait for %d microseconds", n.Wait)
	}
	if n.Time != nil {
		if err := verifyTime(n.Time, TypesOf(n.Input.Columns())); err != nil {
			return err
		}
	}
	return verifySortKeys(n.OrderBy, TypesOf(n.Input.Columns()))
}
