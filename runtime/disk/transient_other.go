//go:build !unix && !windows

package disk

// Which errors pass isn't known here: none.

func untouched(error) bool { return false }
func temporary(error) bool { return false }
func stale(error) bool     { return false }
