package logical

import (
	"fmt"

	"github.com/weirsql/weir/ir/scalar"
	"github.com/weirsql/weir/ir/types"
)

func verifyWindowAssign(n *WindowAssign) error {
	if n.Changes != n.Input.Mode() {
		return fmt.Errorf("the rows are %s, the input's %s", n.Changes, n.Input.Mode())
	}
	if n.Window == nil || n.Window.Kind == Attached {
		return fmt.Errorf("no window that single rows are assigned to")
	}
	if n.Waits() {
		if err := verifyAppend(n.Input); err != nil {
			return err
		}
	} else if len(n.PartitionBy) > 0 {
		return fmt.Errorf("a %s window of each partition", n.Window.Kind)
	}
	for _, e := range n.PartitionBy {
		if err := scalar.Verify(e, TypesOf(n.Input.Columns())); err != nil {
			return err
		}
	}
	input := n.Input.Columns()
	if len(n.Cols) != len(input)+windowColumns {
		return fmt.Errorf("%d columns, the input has %d and the window %d", len(n.Cols), len(input), windowColumns)
	}
	if err := verifyLeading(n.Cols, input); err != nil {
		return err
	}
	if err := verifyWindow(n.Window, TypesOf(input)); err != nil {
		return err
	}
	return verifyWindowColumns(n.Window, n.Cols[len(input):])
}

// verifyLeading checks that the input's columns come first.
func verifyLeading(columns, input []Column) error {
	for i, c := range input {
		if !columns[i].Type.Equal(c.Type) {
			return fmt.Errorf("column %s is %s, the input's %s", columns[i].Name, columns[i].Type, c.Type)
		}
	}
	return nil
}

func verifyWindow(w *Window, input []types.Type) error {
	times := []scalar.Expr{w.Time}
	if w.Kind == Attached {
		times = []scalar.Expr{w.Start, w.End}
	}
	for _, e := range times {
		if err := verifyTime(e, input); err != nil {
			return err
		}
	}
	return verifySpans(w)
}

// verifyTime checks a time that windows are made of.
func verifyTime(e scalar.Expr, input []types.Type) error {
	if e == nil {
		return fmt.Errorf("a time is missing")
	}
	if t := e.Type(); !isWindowTime(t) {
		return fmt.Errorf("the time %s is %s", scalar.Print(e), t)
	}
	return scalar.Verify(e, input)
}

// isWindowTime reports the types of times whose unit is the microsecond.
func isWindowTime(t types.Type) bool { return t.IsTimestamp() && t.Precision <= 6 && !t.Nullable }

// verifySpans checks the spans that a kind of window has.
func verifySpans(w *Window) error {
	stepped := w.Kind == Hop || w.Kind == Cumulate
	switch {
	case (w.Kind != Attached) != (w.Size > 0), w.Size < 0:
		return fmt.Errorf("a %s window of size %d", w.Kind, w.Size)
	case stepped != (w.Slide > 0), w.Slide < 0, w.Kind == Cumulate && w.Size%w.Slide != 0:
		return fmt.Errorf("a %s window of size %d and slide %d", w.Kind, w.Size, w.Slide)
	case w.Carried && !w.Proctime:
		return fmt.Errorf("a %s window by the watermark carries the machine's clock", w.Kind)
	case w.Lateness < 0:
		return fmt.Errorf("a lateness of %d", w.Lateness)
	case (w.Time != nil) != (w.Kind != Attached), (w.Start != nil) != (w.Kind == Attached), (w.End != nil) != (w.Start != nil):
		return fmt.Errorf("a %s window has other times", w.Kind)
	}
	return nil
}

// verifyWindowColumns checks window_start, window_end and window_time: times of the kind that the window is made of.
func verifyWindowColumns(w *Window, columns []Column) error {
	time := w.Time
	if w.Kind == Attached {
		time = w.Start
	}
	for _, c := range columns[:windowColumns] {
		if !isWindowTime(c.Type) || c.Type.Kind != time.Type().Kind {
			return fmt.Errorf("column %s is %s, the window's time %s", c.Name, c.Type, time.Type())
		}
	}
	return nil
}
