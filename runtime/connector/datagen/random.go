package datagen

import "math/bits"

// A stream is one column's sequence of random words: a counter-based generator, splitmix64, so that any element is had
// without the ones before it.
type stream uint64

// golden is 2⁶⁴ divided by the golden ratio, splitmix64's increment.
const golden = 0x9e3779b97f4a7c15

// newStream mixes the job's seed with a name.
func newStream(seed int64, name string) stream {
	const offset, prime = 14695981039346656037, 1099511628211 // FNV-1a
	h := uint64(offset)
	for i := range len(name) {
		h = (h ^ uint64(name[i])) * prime
	}
	return stream(mix(uint64(seed)*golden ^ h))
}

// at is the stream's element n.
func (s stream) at(n int64) uint64 { return mix(uint64(s) + uint64(n)*golden) }

// fork is another stream, unrelated to s: for the nth of many words per record, or for another purpose.
func (s stream) fork(n uint64) stream { return stream(mix(uint64(s) ^ (n+1)*0xd1342543de82ef95)) }

// mix is splitmix64's finalizer: every bit of x changes half of the result's.
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// below maps a random word to [0, n); n = 0 stands for 2⁶⁴.
func below(word, n uint64) uint64 {
	if n == 0 {
		return word
	}
	high, _ := bits.Mul64(word, n)
	return high
}

// fraction maps a random word to [0, 1).
func fraction(word uint64) float64 { return float64(word>>11) / (1 << 53) }
