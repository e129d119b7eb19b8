package rt

import "testing"

// A first phase that has hardly more rows than groups is passed by fifteen times as long as it was tried, and then tried again.
func TestFirstPhase(t *testing.T) {
	var f FirstPhase
	rows := int64(0)
	take := func(n int64) (passed int64) {
		for range n {
			rows++
			if f.Passes(1) {
				passed++
			}
		}
		return passed
	}
	try := func(n int64, groups int) int64 {
		if passed := take(n); passed > 0 {
			t.Fatalf("%d rows passed that were to try it", passed)
		}
		f.Sends(rows, groups)
		return f.left
	}
	if left := try(2*PartialGroups, PartialGroups); left != 0 {
		t.Errorf("two rows a group: %d rows are to pass", left)
	}
	if left := try(10, 10); left != 0 {
		t.Errorf("few groups, which a checkpoint wanted: %d rows are to pass", left)
	}
	if left := try(PartialGroups+5, PartialGroups); left != 15*(PartialGroups+5) {
		t.Errorf("a row a group: %d rows are to pass", left)
	}
	if passed := take(100); passed != 100 {
		t.Errorf("%d of 100 rows passed", passed)
	}
	rest := f.left
	if f.Sends(rows, 0); f.left != rest { // a checkpoint
		t.Errorf("it sent nothing: %d rows are to pass, not %d", f.left, rest)
	}
	if passed := take(rest); passed != rest {
		t.Errorf("%d of %d rows passed", passed, rest)
	}
	if left := try(2*PartialGroups-1, PartialGroups); left != 15*(2*PartialGroups-1) {
		t.Errorf("tried again: %d rows are to pass", left)
	}
}
