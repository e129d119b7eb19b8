package agg

import (
	"encoding"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/snapshot"
)

// User keeps a user's aggregate of one group: an A, whose zero value is ready. It knows when the state of an A can't be trusted any more,
// since a method that changes it panicked: it takes no more rows then, and its results fail. An error that Add returns is different: it
// refuses the row and leaves the A as it is.
//
//	func addRisk(to *agg.User[udf.Risk], price float64) (err error) {
//		defer to.Guard(&err)
//		to.Of.Add(price)
//		return nil
//	}
type User[A any] struct {
	Of     A
	broken error // why there is no result; nil where there is one
}

// Guard is deferred around a method that changes the aggregate. What the method returned, or panicked with, becomes an error that says
// where the SQL calls it.
func (u *User[A]) Guard(err *error) {
	if value := recover(); value != nil {
		*err = rt.Recovered(value)
		u.broken = &rt.RecordError{Message: "the aggregate of this group has no result: a row before made it fail: " + (*err).Error()}
		return
	}
	if *err != nil {
		*err = rt.Located(*err)
	}
}

// Takes reports whether there is a state to add to.
func (u *User[A]) Takes() bool { return u.broken == nil }

// Lose says that a row is missing that belongs to what is aggregated, a frame or all rows of another group: there is no result without it.
func (u *User[A]) Lose(err error) {
	if u.broken == nil {
		u.broken = err
	}
}

// Clear makes it an aggregate of no rows.
func (u *User[A]) Clear() { *u = User[A]{} }

// Whole is the aggregate where it can be trusted; it fails the record otherwise.
func (u *User[A]) Whole() *A {
	if u.broken != nil {
		panic(u.broken)
	}
	return &u.Of
}

// Merge takes the rows of another aggregate by the user's method for it.
func (u *User[A]) Merge(other *User[A], merge func(into, other *A)) {
	u.Lose(other.broken)
	if u.broken != nil {
		return
	}
	var err error
	defer func() { u.Lose(err) }()
	defer u.Guard(&err)
	merge(&u.Of, &other.Of)
}

// Snapshot writes the aggregate to a checkpoint, or reads it, as its type says. Generated code calls it for types that do.
func (u *User[A]) Snapshot(c *snapshot.Codec) {
	broken := u.broken != nil
	if c.Bool(&broken); broken {
		u.snapshotBroken(c)
		return
	}
	var state []byte
	var err error
	if !c.Reading() {
		state, err = any(&u.Of).(encoding.BinaryMarshaler).MarshalBinary()
	}
	if c.Blob(&state); c.Reading() && c.Err() == nil {
		err = any(&u.Of).(encoding.BinaryUnmarshaler).UnmarshalBinary(state)
	}
	c.Fail(err)
}

func (u *User[A]) snapshotBroken(c *snapshot.Codec) {
	message := ""
	if u.broken != nil {
		message = u.broken.Error()
	}
	c.Text(&message)
	u.broken = &rt.RecordError{Message: message}
}
