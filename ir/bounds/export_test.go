package bounds

import (
	"strings"

	"github.com/weirsql/weir/ir/functions"
)

func AccumulatorBytes(name string) int { return accumulators[name] }

// AccumulatorNames are those of the table of aggregates.
func AccumulatorNames() []string {
	var names []string
	for _, f := range functions.Aggregates() {
		for _, o := range f.Overloads {
			for _, name := range []string{o.Accumulator, o.Wide, o.NotNull} {
				if name != "" {
					names = append(names, strings.TrimPrefix(name, "agg."))
				}
			}
		}
	}
	return names
}
