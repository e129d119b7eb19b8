package logical

import (
	"fmt"
	"slices"

	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

func verifyTop(n *Top) error {
	if err := verifyAppend(n.Input); err != nil {
		return err
	}
	input := n.Input.Columns()
	own := 0
	if n.Numbered {
		own = 1
	}
	if len(n.Cols) != len(input)+own {
		return fmt.Errorf("%d columns, the input has %d, and %d is the number", len(n.Cols), len(input), own)
	}
	if err := verifyLeading(n.Cols, input); err != nil {
		return err
	}
	if n.Numbered && !n.Cols[len(input)].Type.Equal(NumberType()) {
		return fmt.Errorf("the number is %s", n.Cols[len(input)].Type)
	}
	if n.Rows < 1 || n.Emit == EmitFirst || n.Changes != n.Emit.Mode() {
		return fmt.Errorf("%d rows, emitted %s as %s", n.Rows, n.Emit, n.Changes)
	}
	for _, e := range n.PartitionBy {
		if err := scalar.Verify(e, TypesOf(input)); err != nil {
			return err
		}
	}
	if err := verifyTopTimes(n, TypesOf(input)); err != nil {
		return err
	}
	return verifySortKeys(n.OrderBy, TypesOf(input))
}

func verifyTopTimes(n *Top, input []types.Type) error {
	changes := n.Emit == EmitChanges
	if n.TTL < 0 || n.TTL > 0 && !changes || n.TTLTime != nil && n.TTL == 0 || n.Wait < 0 || (n.Wait > 0 || n.Proctime) && n.Time == nil {
		return fmt.Errorf("a TTL of %d, a wait of %d, by the machine's clock: %t", n.TTL, n.Wait, n.Proctime)
	}
	if n.TTLTime != nil {
		if err := verifyTime(n.TTLTime, input); err != nil {
			return err
		}
	}
	if n.Time == nil {
		return nil
	}
	if changes || !slices.ContainsFunc(n.PartitionBy, func(e scalar.Expr) bool { return scalar.Equal(e, n.Time) }) {
		return fmt.Errorf("the time %s isn't one of the partition that goes on when it has passed", scalar.Print(n.Time))
	}
	return verifyTime(n.Time, input)
}
