package clause

import (
	"maps"
	"slices"
)

// ReservedWords and Keywords are the words of the grammar, for tests.
var (
	ReservedWords = slices.Sorted(maps.Keys(reserved))
	Keywords      = slices.Sorted(maps.Keys(keywords))
)
