package rt

// Map is a MAP value: its entries in the order of the input, each key once. Maps in records are small, so a lookup is a
// walk.
type Map[K, V any] []Entry[K, V]

// Entry is one key of a Map with its value.
type Entry[K, V any] struct {
	Key   K
	Value V
}

// Lookup returns the value of a key, and whether there is one.
func Lookup[K comparable, V any](m Map[K, V], key K) (V, bool) {
	for i := range m {
		if m[i].Key == key {
			return m[i].Value, true
		}
	}
	var none V
	return none, false
}

// Put replaces the value of a key, or appends the entry.
func Put[K comparable, V any](m Map[K, V], key K, value V) Map[K, V] {
	for i := range m {
		if m[i].Key == key {
			m[i].Value = value
			return m
		}
	}
	return append(m, Entry[K, V]{key, value})
}
