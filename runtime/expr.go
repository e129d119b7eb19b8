package rt

// The functions of this file are what generated expressions are made of, beside the scalar library below this package.

// Maybe is the value of a call that says whether there is one.
func Maybe[T any](v T, ok bool) Null[T] {
	if ok {
		return Null[T]{v, true}
	}
	return Null[T]{}
}

// Require is the value of what must not be NULL; where it is, the record fails. what names the column.
func Require[T any](n Null[T], what string) T {
	if !n.Valid {
		missing(what)
	}
	return n.V
}

//go:noinline
func missing(what string) { FailRecordf("NULL in %s, which is NOT NULL", what) }

// NullIf is NULL where both values are equal, else a.
func NullIf[T comparable](a, b Null[T]) Null[T] {
	if a == b {
		return Null[T]{}
	}
	return a
}

// NullIfFunc is NullIf for types without ==.
func NullIfFunc[T any](a, b Null[T], equal func(a, b T) bool) Null[T] {
	if a.Valid && b.Valid && equal(a.V, b.V) {
		return Null[T]{}
	}
	return a
}

// EqualNulls reports that both are NULL, or both are not and equal.
func EqualNulls[T any](a, b Null[T], equal func(a, b T) bool) bool {
	if !a.Valid || !b.Valid {
		return a.Valid == b.Valid
	}
	return equal(a.V, b.V)
}

// MapNull converts what isn't NULL.
func MapNull[A, B any](n Null[A], convert func(A) B) Null[B] {
	if !n.Valid {
		return Null[B]{}
	}
	return Null[B]{convert(n.V), true}
}

// Has reports whether a set holds a key.
func Has[K comparable](set map[K]struct{}, key K) bool {
	_, ok := set[key]
	return ok
}

// Attempt is the value of f, for TRY_CAST: false where f fails the record.
func Attempt[T any](f func() T) (value T, ok bool) {
	defer func() {
		switch failure := recover().(type) {
		case nil:
		case *RecordError:
		default:
			panic(failure)
		}
	}()
	return f(), true
}

// CheckOK is Check for a user function that also says whether there is a value.
func CheckOK[T any](value T, ok bool, err error) (T, bool) {
	if err != nil {
		failWith(err)
	}
	return value, ok
}

// Pointer is how a user function takes a value that may be NULL.
func Pointer[T any](n Null[T]) *T {
	if !n.Valid {
		return nil
	}
	return &n.V
}

// FromPointer is how a user function returns a value that may be NULL.
func FromPointer[T any](p *T) Null[T] {
	if p == nil {
		return Null[T]{}
	}
	return Null[T]{*p, true}
}
