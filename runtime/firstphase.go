package rt

// PartialGroups is how many groups the first phase of an aggregation keeps before it sends them: enough that a skewed key is
// sent seldom, few enough to stay in the cache.
const PartialGroups = 1 << 16

// FirstPhase says whether the first phase of an aggregation is worth it: whether a partition's rows have their keys in common, as far as it
// keeps them. Where they hardly do, the next ones pass it by, and go through the exchange as groups of their own; then it is tried
// again, since keys may change with time. What it says depends on the rows alone.
type FirstPhase struct {
	passed int64 // how many rows have passed it by so far
	from   int64 // how many of the others there were before those of the groups that it has
	left   int64 // rows that are still to pass it by; not above 0 for none
}

const (
	fewRows  = 2  // of a group: with fewer, the first phase costs more than it saves
	passRows = 15 // pass it by for each row that it was tried with
)

// Passes reports that the next rows, so many of them, pass the first phase by.
func (f *FirstPhase) Passes(rows int) bool {
	if f.left <= 0 {
		return false
	}
	f.left -= int64(rows)
	f.passed += int64(rows)
	return true
}

// Sends tells how many rows there were so far, and that so many groups are sent.
func (f *FirstPhase) Sends(rows int64, groups int) {
	if f.left > 0 {
		return
	}
	kept := rows - f.passed
	tried := kept - f.from
	if f.from = kept; groups >= PartialGroups && tried < fewRows*int64(groups) {
		f.left = passRows * tried
	}
}
