// Package array is SQL's functions of arrays and maps for generated code. An array whose elements may be NULL is a
// []rt.Null[T]; V of a NULL is zero, so that == compares elements.
package array

import (
	"cmp"
	"slices"
	"strings"

	rt "github.com/weirsql/weir/runtime"
)

// Length is the number of elements.
func Length[T any](a []T) int32 { return int32(len(a)) }

// MapLength is the number of entries.
func MapLength[K, V any](m rt.Map[K, V]) int32 { return int32(len(m)) }

// index is a position from 1 as one from 0; false outside.
func index[I int | int8 | int16 | int32 | int64](i I, length int) (int, bool) {
	return int(i) - 1, i >= 1 && int64(i) <= int64(length)
}

// At is the element at a position from 1; false outside.
func At[T any, I int | int8 | int16 | int32 | int64](a []T, position I) (v T, ok bool) {
	if i, ok := index(position, len(a)); ok {
		return a[i], true
	}
	return v, false
}

// AtNull is At for elements that may be NULL.
func AtNull[T any, I int | int8 | int16 | int32 | int64](a []rt.Null[T], position I) rt.Null[T] {
	v, _ := At(a, position)
	return v
}

// LookupNull is the value of a map's key where values may be NULL.
func LookupNull[K comparable, V any](m rt.Map[K, rt.Null[V]], key K) rt.Null[V] {
	v, _ := rt.Lookup(m, key)
	return v
}

// Element is the only element; false for an empty array, and more elements fail the record.
func Element[T any](a []T) (v T, ok bool) {
	switch len(a) {
	case 0:
		return v, false
	case 1:
		return a[0], true
	}
	rt.FailRecordf("ELEMENT of an array with %d elements", len(a))
	return v, false
}

// ElementNull is Element for elements that may be NULL.
func ElementNull[T any](a []rt.Null[T]) rt.Null[T] {
	v, _ := Element(a)
	return v
}

// Contains reports whether an element equals x.
func Contains[T comparable](a []T, x T) bool { return slices.Contains(a, x) }

// Position is the number, from 1, of the first element that equals x; false without one.
func Position[T comparable](a []T, x T) (int32, bool) {
	i := slices.Index(a, x)
	return int32(i + 1), i >= 0
}

// Remove is a without the elements that equal x.
func Remove[T comparable](a []T, x T) []T {
	kept := make([]T, 0, len(a))
	for _, v := range a {
		if v != x {
			kept = append(kept, v)
		}
	}
	return kept
}

// Distinct is a without repetitions.
func Distinct[T comparable](a []T) []T {
	kept := make([]T, 0, len(a))
	for _, v := range a {
		if !slices.Contains(kept, v) {
			kept = append(kept, v)
		}
	}
	return kept
}

// Reverse is the elements in reverse order.
func Reverse[T any](a []T) []T {
	reversed := slices.Clone(a)
	slices.Reverse(reversed)
	return reversed
}

// Concat is a followed by b.
func Concat[T any](a, b []T) []T { return slices.Concat(a, b) }

// Append is a followed by x.
func Append[T any](a []T, x T) []T { return append(slices.Clip(a), x) }

// Prepend is x followed by a.
func Prepend[T any](x T, a []T) []T { return slices.Concat([]T{x}, a) }

// From is the elements from a position on; a negative one counts from the end.
func From[T any](a []T, start int32) []T { return Slice(a, start, int32(len(a))) }

// Slice is the elements from start to end, both included; negative positions count from the end.
func Slice[T any](a []T, start, end int32) []T {
	from, to := bound(start, len(a)), bound(end, len(a))
	from, to = max(from, 1), min(to, len(a))
	if from > to {
		return []T{}
	}
	return a[from-1 : to : to]
}

// bound turns a position that counts from the end into one that counts from the start.
func bound(position int32, length int) int {
	if position < 0 {
		return length + 1 + int(position)
	}
	return int(position)
}

// Max is the greatest element; false for an empty array.
func Max[T cmp.Ordered](a []T) (T, bool) { return MaxFunc(a, cmp.Compare[T]) }

// Min is the least element; false for an empty array.
func Min[T cmp.Ordered](a []T) (T, bool) { return MinFunc(a, cmp.Compare[T]) }

// MaxNull is the greatest element that isn't NULL.
func MaxNull[T cmp.Ordered](a []rt.Null[T]) rt.Null[T] { return MaxFuncNull(a, cmp.Compare[T]) }

// MinNull is the least element that isn't NULL.
func MinNull[T cmp.Ordered](a []rt.Null[T]) rt.Null[T] { return MinFuncNull(a, cmp.Compare[T]) }

// MaxFunc is Max by a comparison.
func MaxFunc[T any](a []T, compare func(a, b T) int) (v T, ok bool) {
	for i, x := range a {
		if i == 0 || compare(x, v) > 0 {
			v = x
		}
	}
	return v, len(a) > 0
}

// MinFunc is Min by a comparison.
func MinFunc[T any](a []T, compare func(a, b T) int) (v T, ok bool) {
	return MaxFunc(a, func(x, y T) int { return compare(y, x) })
}

// MaxFuncNull is MaxNull by a comparison.
func MaxFuncNull[T any](a []rt.Null[T], compare func(a, b T) int) (v rt.Null[T]) {
	for _, x := range a {
		if x.Valid && (!v.Valid || compare(x.V, v.V) > 0) {
			v = x
		}
	}
	return v
}

// MinFuncNull is MinNull by a comparison.
func MinFuncNull[T any](a []rt.Null[T], compare func(a, b T) int) rt.Null[T] {
	return MaxFuncNull(a, func(x, y T) int { return compare(y, x) })
}

// GreatestNull is the greatest of the arguments that aren't NULL.
func GreatestNull[T cmp.Ordered](list ...rt.Null[T]) rt.Null[T] { return MaxNull(list) }

// LeastNull is the least of the arguments that aren't NULL.
func LeastNull[T cmp.Ordered](list ...rt.Null[T]) rt.Null[T] { return MinNull(list) }

// GreatestFunc is the greatest argument by a comparison.
func GreatestFunc[T any](compare func(a, b T) int, list ...T) T {
	v, _ := MaxFunc(list, compare)
	return v
}

// LeastFunc is the least argument by a comparison.
func LeastFunc[T any](compare func(a, b T) int, list ...T) T {
	v, _ := MinFunc(list, compare)
	return v
}

// GreatestFuncNull is GreatestNull by a comparison.
func GreatestFuncNull[T any](compare func(a, b T) int, list ...rt.Null[T]) rt.Null[T] {
	return MaxFuncNull(list, compare)
}

// LeastFuncNull is LeastNull by a comparison.
func LeastFuncNull[T any](compare func(a, b T) int, list ...rt.Null[T]) rt.Null[T] {
	return MinFuncNull(list, compare)
}

// Split is the strings between delimiters: none of an empty string, the string as a whole for an empty delimiter.
func Split(s, delimiter string) []string {
	switch {
	case s == "":
		return []string{}
	case delimiter == "":
		return []string{s}
	}
	return strings.Split(s, delimiter)
}

// Map converts the elements.
func Map[A, B any](a []A, convert func(A) B) []B {
	b := make([]B, len(a))
	for i, v := range a {
		b[i] = convert(v)
	}
	return b
}

// MapEntries converts the keys and values of a map.
func MapEntries[K, V, L, W any](m rt.Map[K, V], key func(K) L, value func(V) W) rt.Map[L, W] {
	converted := make(rt.Map[L, W], len(m))
	for i, entry := range m {
		converted[i] = rt.Entry[L, W]{Key: key(entry.Key), Value: value(entry.Value)}
	}
	return converted
}

// MapOf makes a map; the last entry of a key counts.
func MapOf[K comparable, V any](entries ...rt.Entry[K, V]) rt.Map[K, V] {
	m := make(rt.Map[K, V], 0, len(entries))
	for _, entry := range entries {
		m = rt.Put(m, entry.Key, entry.Value)
	}
	return m
}

// Keys is the keys of a map.
func Keys[K, V any](m rt.Map[K, V]) []K {
	keys := make([]K, len(m))
	for i, entry := range m {
		keys[i] = entry.Key
	}
	return keys
}

// Values is the values of a map.
func Values[K, V any](m rt.Map[K, V]) []V {
	values := make([]V, len(m))
	for i, entry := range m {
		values[i] = entry.Value
	}
	return values
}

// Entries is the entries of a map as rows.
func Entries[K, V, R any](m rt.Map[K, V], row func(K, V) R) []R {
	rows := make([]R, len(m))
	for i, entry := range m {
		rows[i] = row(entry.Key, entry.Value)
	}
	return rows
}

// Equal reports arrays of equal elements.
func Equal[T any](a, b []T, equal func(a, b T) bool) bool { return slices.EqualFunc(a, b, equal) }

// EqualMaps reports maps of the same keys with equal values, in any order.
func EqualMaps[K comparable, V any](a, b rt.Map[K, V], equal func(a, b V) bool) bool {
	if len(a) != len(b) {
		return false
	}
	for _, entry := range a {
		other, ok := rt.Lookup(b, entry.Key)
		if !ok || !equal(entry.Value, other) {
			return false
		}
	}
	return true
}
