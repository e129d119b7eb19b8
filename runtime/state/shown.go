package state

import rt "github.com/weirsql/weir/runtime"

// Shown says which change an output gets of a group: bit is the output's in the group's word of outputs that have a row of it,
// passes whether the query's conditions hold now. It is for groups of which the output has a row, or gets one.
func Shown(shown *uint64, bit int, passes bool) rt.Change {
	had := IsShown(*shown, bit)
	switch {
	case !passes:
		*shown &^= 1 << bit
		return rt.Delete
	case had:
		return rt.Update
	}
	*shown |= 1 << bit
	return rt.Insert
}

// IsShown reports that an output has a row of a group.
func IsShown(shown uint64, bit int) bool { return shown>>bit&1 != 0 }

// RowIf is a row where there is one, else nil.
func RowIf[R any](there bool, row *R) *R {
	if there {
		return row
	}
	return nil
}
