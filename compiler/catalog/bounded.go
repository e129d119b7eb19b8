package catalog

import (
	"slices"
	"strings"

	"github.com/weirsql/weir/ir/logical"
)

// Endless reports a source that need not end, so that state over it needs a bound: generated rows without a number, and standard
// input, of which nobody knows what it will be connected to.
func Endless(t *logical.Table) bool {
	if t.Connector != "file" {
		return t.Connector == "datagen" && !Bounded(t)
	}
	return slices.ContainsFunc(t.Options, func(o logical.Option) bool {
		return o.Key == "path" && (o.Value == "-" || strings.HasSuffix(o.Value, ":--}"))
	})
}

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
