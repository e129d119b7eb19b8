package window_test

import (
	"fmt"
	"testing"

	"github.com/weirsql/weir/runtime/window"
)

// BenchmarkOpenAndClose is a window's cost from its first row to its end, with many open at once or few: the same.
func BenchmarkOpenAndClose(b *testing.B) {
	for _, open := range []int64{1, 100, 10_000} {
		b.Run(fmt.Sprint(open), func(b *testing.B) {
			s := window.Slices[int]{Shape: window.Tumbling(60, 0, 0), New: func() int { return 0 }}
			for i := int64(0); b.Loop(); i++ {
				s.At(60*i).Groups++
				for {
					_, end, _, ok := s.Due(60 * (i - open))
					if !ok {
						break
					}
					s.Close(end)
				}
			}
		})
	}
}
