package state

import (
	"math"
	"math/bits"
	"unsafe"

	"github.com/weirsql/weir/runtime/decimal"
)

// Hashes are those of every process and machine: the exchange sends rows by them, and a restored job must find its groups. They
// follow wyhash (Wang Yi, github.com/wangyi-fudan/wyhash): a 64×64 bit multiplication, folded, for every 16 bytes.

// Seed is the hash of nothing.
const Seed uint64 = 0xa0761d6478bd642f

const (
	mix1 uint64 = 0xe7037ed1a0b428db
	mix2 uint64 = 0x8ebc6af09c88c6e3
)

func fold(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi ^ lo
}

// HashInt64 adds an integer to a hash.
func HashInt64(hash uint64, v int64) uint64 { return fold(hash^mix1, uint64(v)^mix2) }

// HashBool adds a truth value to a hash.
func HashBool(hash uint64, v bool) uint64 {
	if v {
		return HashInt64(hash, 1)
	}
	return HashInt64(hash, 0)
}

// HashFloat64 adds a number to a hash: -0 is 0, and all NaNs are one, as SameFloat64 has them.
func HashFloat64(hash uint64, v float64) uint64 {
	switch {
	case v == 0:
		v = 0
	case v != v:
		v = math.NaN()
	}
	return HashInt64(hash, int64(math.Float64bits(v)))
}

// SameFloat64 compares numbers as GROUP BY does: NaNs are equal.
func SameFloat64(a, b float64) bool { return a == b || a != a && b != b }

// HashInt128 adds a wide DECIMAL to a hash.
func HashInt128(hash uint64, v decimal.Int128) uint64 {
	return HashInt64(HashInt64(hash, v.Hi), int64(v.Lo))
}

// HashBytes16 adds a UUID to a hash.
func HashBytes16[T ~[16]byte](hash uint64, v T) uint64 {
	p := unsafe.Pointer(&v)
	return HashInt64(HashInt64(hash, int64(load8(p, 0))), int64(load8(p, 8)))
}

// HashBytes adds bytes to a hash.
func HashBytes(hash uint64, v []byte) uint64 {
	return HashString(hash, unsafe.String(unsafe.SliceData(v), len(v)))
}

// HashString adds text to a hash. Up to 16 bytes it reads two words that may overlap.
func HashString(hash uint64, v string) uint64 {
	p, n := unsafe.Pointer(unsafe.StringData(v)), len(v)
	hash ^= uint64(n)
	switch {
	case n > 16:
		return hashLong(hash, p, n)
	case n >= 8:
		return fold(hash^mix1^load8(p, 0), mix2^load8(p, n-8))
	case n >= 4:
		return fold(hash^mix1^uint64(load4(p, 0)), mix2^uint64(load4(p, n-4)))
	case n > 0:
		return fold(hash^mix1, mix2^(uint64(load1(p, 0))|uint64(load1(p, n>>1))<<8|uint64(load1(p, n-1))<<16))
	}
	return fold(hash^mix1, mix2)
}

func hashLong(hash uint64, p unsafe.Pointer, n int) uint64 {
	at := 0
	for ; n-at > 16; at += 16 {
		hash = fold(hash^mix1^load8(p, at), mix2^load8(p, at+8))
	}
	return fold(hash^mix1^load8(p, n-16), mix2^load8(p, n-8))
}

func load8(p unsafe.Pointer, at int) uint64 {
	b := (*[8]byte)(unsafe.Add(p, at))
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 | uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}

func load4(p unsafe.Pointer, at int) uint32 {
	b := (*[4]byte)(unsafe.Add(p, at))
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
}

func load1(p unsafe.Pointer, at int) byte { return *(*byte)(unsafe.Add(p, at)) }
