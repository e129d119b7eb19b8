package agg

import (
	"bytes"
	"hash/maphash"

	"github.com/weirsql/weir/runtime/snapshot"
	"github.com/weirsql/weir/runtime/state"
)

// coded is a generated row that says what it consists of. Its nested values have neither an order nor equality in SQL; where one of several rows is
// to be found again it is by the bytes that stand for it in checkpoints.
type coded interface{ Snapshot(*snapshot.Codec) }

// codeOf is these bytes.
func codeOf(v coded) []byte {
	c := snapshot.Encode(nil)
	v.Snapshot(c)
	return c.Bytes()
}

// CompareCoded puts rows that say what they consist of in some order, in which only those are equal that consist of the same.
func CompareCoded[R any](a, b R) int {
	return bytes.Compare(codeOf(any(&a).(coded)), codeOf(any(&b).(coded)))
}

// hashOfRow is hashOf of a struct. It is given a copy: what a method is called of through an interface is allocated.
func hashOfRow[T any](v T) uint64 {
	if row, ok := any(&v).(coded); ok {
		return state.HashBytes(state.Seed, codeOf(row))
	}
	return maphash.Comparable(seed, any(v))
}

// sameRow is same of structs.
func sameRow[T any](a, b T) bool {
	if row, ok := any(&a).(coded); ok {
		return bytes.Equal(codeOf(row), codeOf(any(&b).(coded)))
	}
	return any(a) == any(b)
}
