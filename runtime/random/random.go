// Package random is SQL's random values for generated code.
package random

import (
	"math/rand/v2"

	rt "github.com/weirsql/weir/runtime"
)

// Float is in 0 ≤ x < 1.
func Float() float64 { return rand.Float64() }

// Integer is in 0 ≤ x < n.
func Integer(n int32) int32 {
	if n <= 0 {
		rt.FailRecord("RAND_INTEGER's bound must be positive")
	}
	return rand.Int32N(n)
}

// UUID is a random UUID, version 4.
func UUID() (id rt.UUID) {
	high, low := rand.Uint64(), rand.Uint64()
	for i := range 8 {
		id[i], id[8+i] = byte(high>>(8*i)), byte(low>>(8*i))
	}
	id[6] = id[6]&0x0f | 0x40
	id[8] = id[8]&0x3f | 0x80
	return id
}
