package state

import (
	"bytes"
	"strings"

	rt "github.com/weirsql/weir/runtime"
)

// An image is the row of a group that was handed on last: it is what goes when the group changes. What its text points to is its own, and is
// never written over, so that the row that an update takes back stays good beside the new one.

// KeepText is text for an image that has kept so far: a copy where that is another one.
func KeepText[T ~string](kept, text T) T {
	if kept == text {
		return kept
	}
	return T(strings.Clone(string(text)))
}

// KeepTextNull is KeepText for text that may be NULL.
func KeepTextNull[T ~string](kept, text rt.Null[T]) rt.Null[T] {
	if !text.Valid {
		return rt.Null[T]{}
	}
	return rt.Of(KeepText(kept.V, text.V))
}

// KeepBytes is KeepText for bytes.
func KeepBytes(kept, b []byte) []byte {
	if kept != nil && bytes.Equal(kept, b) {
		return kept
	}
	return bytes.Clone(b)
}

// KeepBytesNull is KeepBytes for bytes that may be NULL.
func KeepBytesNull(kept, b rt.Null[[]byte]) rt.Null[[]byte] {
	if !b.Valid {
		return rt.Null[[]byte]{}
	}
	return rt.Of(KeepBytes(kept.V, b.V))
}

// OwnArray copies an array, and each element by own; nil for elements that point to nothing.
func OwnArray[T any](array []T, own func(T) T) []T {
	if array == nil {
		return nil
	}
	copied := append(make([]T, 0, len(array)), array...)
	if own != nil {
		for i := range copied {
			copied[i] = own(copied[i])
		}
	}
	return copied
}

// OwnMap is OwnArray for the keys and values of a map.
func OwnMap[K, V any](m rt.Map[K, V], key func(K) K, value func(V) V) rt.Map[K, V] {
	return OwnArray(m, func(e rt.Entry[K, V]) rt.Entry[K, V] {
		if key != nil {
			e.Key = key(e.Key)
		}
		if value != nil {
			e.Value = value(e.Value)
		}
		return e
	})
}

// OwnNull copies what may be NULL.
func OwnNull[T any](v rt.Null[T], own func(T) T) rt.Null[T] {
	if v.Valid {
		v.V = own(v.V)
	}
	return v
}
