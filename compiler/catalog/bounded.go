package catalog

import (
	"strings"

	"github.com/weirsql/weir/ir/logical"
)

// Bounded reports a source that ends by itself: a file, or generated rows whose number is given. What waits for the end of its
// input can read no other.
func Bounded(t *logical.Table) bool {
	if t.Connector == "file" {
		return true
	}
	for _, o := range t.Options {
		if o.Key == "number-of-rows" || strings.HasPrefix(o.Key, "fields.") && strings.HasSuffix(o.Key, ".end") {
			return true
		}
	}
	return false
}
