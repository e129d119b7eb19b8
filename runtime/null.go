package rt

// Null is a value that may be NULL. V is T's zero value whenever Valid is false; generated code relies on it.
type Null[T any] struct {
	V     T
	Valid bool
}

// Of returns a value that isn't NULL.
func Of[T any](v T) Null[T] { return Null[T]{v, true} }

// When returns v where valid, NULL otherwise. v is evaluated either way: use it only for expressions that cannot fail.
func When[T any](valid bool, v T) Null[T] {
	if valid {
		return Null[T]{v, true}
	}
	return Null[T]{}
}
