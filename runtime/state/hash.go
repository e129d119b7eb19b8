package state

import (
	"encoding/binary"
	"math"
	"math/bits"
	"unsafe"

	"github.com/weirsql/weir/runtime/decimal"
	"github.com/weirsql/weir/runtime/snapshot"
	"github.com/weirsql/weir/runtime/temporal"
)

// Hashes are chained: the hash of the columns before is the first argument, Seed that of the first column. They are the same
// on every machine and in every run, since state is dealt over partitions and kept by them. The construction is wyhash's: the
// two halves of a 128-bit product, folded (https://github.com/wangyi-fudan/wyhash).
const Seed = 0xa0761d6478bd642f

const (
	secret1 = 0xe7037ed1a0b428db
	secret2 = 0x8ebc6af09c88c6e3
	secret3 = 0x589965cc75374cc3
)

// fold is the two halves of the product, one over the other.
func fold(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi ^ lo
}

// mix is wyhash's last step. One product alone leaves regular keys too regular: its halves are the factors of another one.
func mix(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return fold(lo^secret3, hi^secret2)
}

// InGroupOf is a hash that is in the key group of another one, so that what it is of stays in the partition that rows were dealt to by that one.
func InGroupOf(dealt, hash uint64) uint64 {
	const group = 1<<snapshot.KeyGroupBits - 1
	return hash&^(group<<(64-snapshot.KeyGroupBits)) | dealt&(group<<(64-snapshot.KeyGroupBits))
}

// HashInt64 hashes any integer, date, time or timestamp, widened.
func HashInt64(h uint64, v int64) uint64 { return mix(uint64(v)^secret1, h) }

// HashBool hashes a BOOLEAN.
func HashBool(h uint64, v bool) uint64 {
	n := int64(0)
	if v {
		n = 1
	}
	return HashInt64(h, n)
}

// HashNull hashes the NULL of a column.
func HashNull(h uint64) uint64 { return mix(secret2, h) }

// HashFloat64 hashes a DOUBLE, or a REAL widened. All NaNs are one value, and so are 0 and -0.
func HashFloat64(h uint64, v float64) uint64 {
	return HashInt64(h, int64(math.Float64bits(OneFloat(v))))
}

// OneFloat is the same for all values that are one to GROUP BY.
func OneFloat[F float32 | float64](v F) F {
	switch {
	case v == 0:
		return 0
	case v != v:
		return F(math.NaN())
	}
	return v
}

// SameFloat64 reports values that are one to GROUP BY, and so to HashFloat64.
func SameFloat64(a, b float64) bool { return a == b || a != a && b != b }

// HashInt128 hashes a DECIMAL of more than 18 digits.
func HashInt128(h uint64, v decimal.Int128) uint64 {
	return mix(v.Lo^secret1, uint64(v.Hi)^h)
}

// HashBytes16 hashes a UUID.
func HashBytes16[T ~[16]byte](h uint64, v T) uint64 {
	p := unsafe.Pointer(&v)
	return mix(load8(p)^secret1, load8(unsafe.Add(p, 8))^h)
}

// HashInterval hashes an INTERVAL: those that compare as equal (a month is 30 days, a day 24 hours) have one hash.
func HashInterval(h uint64, v temporal.Interval) uint64 {
	days, micros := v.Span()
	return mix(uint64(days)^secret1, uint64(micros)^h)
}

// HashBytes hashes a BYTES.
func HashBytes(h uint64, v []byte) uint64 {
	return HashString(h, unsafe.String(unsafe.SliceData(v), len(v)))
}

// HashString hashes a text by its bytes.
func HashString(h uint64, s string) uint64 {
	hash, _ := HashText(h, s)
	return hash
}

// Head is of a text what SameText compares first: all that one of up to sixteen bytes has, beside its length.
type Head struct{ a, b uint64 }

// HashText is HashString, with the text's head. From four to sixteen bytes there is no branch that depends on the length, since lengths can't be
// predicted. Of a longer text it takes 16 bytes a step; the last step's may overlap those of the one before. It calls nothing, which calls would wait for.
func HashText(h uint64, s string) (hash uint64, head Head) {
	p, n := unsafe.Pointer(unsafe.StringData(s)), uintptr(len(s))
	var a, b uint64
	switch {
	case n > 16:
		head.a, head.b = short(p, 16)
		last := unsafe.Add(p, n-16) // a pointer behind the text may be into nowhere
		for ; n > 16; n -= 16 {
			h = fold(load8(p)^secret1, load8(unsafe.Add(p, 8))^h)
			p = unsafe.Add(p, 16)
		}
		return mix(load8(last)^secret1^uint64(len(s)), load8(unsafe.Add(last, 8))^h), head
	case n >= 4:
		a, b = short(p, n)
	case n > 0:
		a = shortest(p, n)
	}
	return mix(a^secret1, b^h^uint64(n)), Head{a, b}
}

// HeadOf is a text's head, where its hash is known already.
func HeadOf(s string) Head {
	p, n := unsafe.Pointer(unsafe.StringData(s)), uintptr(len(s))
	if n < 4 {
		if n == 0 {
			return Head{}
		}
		return Head{a: shortest(p, n)}
	}
	a, b := short(p, min(n, 16))
	return Head{a, b}
}

// SameText is SameString for texts whose heads are known. It is compiled in line, and doesn't look at the texts where they are short: whether t is,
// that of the row, is known long before anything of the group is there.
func SameText(s, t string, head, other Head) bool {
	return head == other && len(s) == len(t) && (len(t) <= 16 || s == t)
}

// short is all of four to sixteen bytes: four bytes each from the start, from the end, and from next to them, which may overlap.
func short(p unsafe.Pointer, n uintptr) (a, b uint64) {
	step := n >> 3 << 2
	a = load4(p)<<32 | load4(unsafe.Add(p, step))
	b = load4(unsafe.Add(p, n-4))<<32 | load4(unsafe.Add(p, n-4-step))
	return a, b
}

// shortest is the first, the middle and the last byte, which are all of one to three.
func shortest(p unsafe.Pointer, n uintptr) uint64 {
	return uint64(*(*byte)(p))<<16 | uint64(*(*byte)(unsafe.Add(p, n>>1)))<<8 | uint64(*(*byte)(unsafe.Add(p, n-1)))
}

// SameString compares two texts, as == does, which is made for long ones.
func SameString(s, t string) bool {
	n := uintptr(len(s))
	if n-4 > 16-4 || len(s) != len(t) {
		return s == t
	}
	a, b := short(unsafe.Pointer(unsafe.StringData(s)), n)
	c, d := short(unsafe.Pointer(unsafe.StringData(t)), n)
	return (a^c)|(b^d) == 0
}

// load8 reads eight bytes, the first one lowest: one instruction on most machines.
func load8(p unsafe.Pointer) uint64 { return binary.LittleEndian.Uint64((*[8]byte)(p)[:]) }

func load4(p unsafe.Pointer) uint64 { return uint64(binary.LittleEndian.Uint32((*[4]byte)(p)[:])) }
