package udf

import (
	"errors"
	"math/big"
	"slices"
	"strings"
	"time"
)

// Weighted is an average by weights: flat, and everything that an aggregate can do.
type Weighted struct {
	sum    float64
	weight int64
}

func (w *Weighted) Add(price float64, qty int64) {
	w.sum += price * float64(qty)
	w.weight += qty
}

func (w *Weighted) Remove(price float64, qty int64) {
	w.sum -= price * float64(qty)
	w.weight -= qty
}

func (w *Weighted) Merge(other *Weighted) {
	w.sum += other.sum
	w.weight += other.weight
}

func (w *Weighted) Result() (float64, bool) { return w.sum / float64(w.weight), w.weight != 0 }

// Names keeps text, refuses some, and merges.
type Names struct{ seen []string }

func (n *Names) Add(name string) error {
	switch name {
	case "refused":
		return errors.New("no such name")
	case "panic":
		panic("what a name")
	}
	if i, found := slices.BinarySearch(n.seen, name); !found {
		n.seen = slices.Insert(n.seen, i, name)
	}
	return nil
}

func (n *Names) Merge(other *Names) {
	for _, name := range other.seen {
		n.Add(name)
	}
}

func (n *Names) Result() string { return strings.Join(n.seen, ",") }

// Last can neither merge nor take back.
type Last struct {
	values []int64
	nulls  int64
}

func (l *Last) Add(v *int64) {
	if v == nil {
		l.nulls++
		return
	}
	l.values = append(l.values, *v)
}

func (l Last) Result() (int64, error) {
	if len(l.values) == 0 {
		return -l.nulls, nil
	}
	if l.values[0] == 13 {
		return 0, errors.New("bad luck")
	}
	return l.values[0]*100 + int64(len(l.values)) + l.nulls*10, nil
}

// Exacts converts.
type Exacts struct {
	sum  big.Rat
	last time.Time
}

func (e *Exacts) Add(v *big.Rat, at time.Time) {
	e.sum.Add(&e.sum, v)
	e.last = at
}

func (e *Exacts) Result() *big.Rat { return &e.sum }

// What follows is wrong in one way each.

type NoAdd struct{}

func (*NoAdd) Result() int64 { return 0 }

type NoResult struct{}

func (*NoResult) Add(int64) {}

type ByValue struct{ sum int64 }

func (b ByValue) Add(v int64)   { b.sum += v }
func (b ByValue) Result() int64 { return b.sum }

type AddReturns struct{}

func (*AddReturns) Add(int64) int64 { return 0 }
func (*AddReturns) Result() int64   { return 0 }

type ResultTakes struct{}

func (*ResultTakes) Add(int64)        {}
func (*ResultTakes) Result(int) int64 { return 0 }

type MergeOther struct{}

func (*MergeOther) Add(int64)       {}
func (*MergeOther) Result() int64   { return 0 }
func (*MergeOther) Merge(*Weighted) {}

type RemoveOther struct{}

func (*RemoveOther) Add(int64)     {}
func (*RemoveOther) Result() int64 { return 0 }
func (*RemoveOther) Remove(string) {}

type RemoveReturns struct{}

func (*RemoveReturns) Add(int64)          {}
func (*RemoveReturns) Result() int64      { return 0 }
func (*RemoveReturns) Remove(int64) error { return nil }

type Parametric[T any] struct{}

func (*Parametric[T]) Add(int64)     {}
func (*Parametric[T]) Result() int64 { return 0 }

type Contract interface {
	Add(int64)
	Result() int64
}

type Clocked struct{ at time.Time }

func (c *Clocked) Add(int64)       { c.at = time.Now() }
func (c *Clocked) Result() int64   { return c.at.Unix() }
func (c *Clocked) Merge(*Clocked)  {}
func (c *Clocked) Unused() float64 { return 0 }

type Embedded struct{ Weighted }

// MarshalBinary and UnmarshalBinary make Weighted fit for checkpoints.
func (w *Weighted) MarshalBinary() ([]byte, error) { return nil, nil }

func (w *Weighted) UnmarshalBinary(data []byte) error { return nil }

// Sum can do everything, and is nothing for no rows.
type Sum struct{ sum, rows int64 }

func (s *Sum) Add(v int64)           { s.sum, s.rows = s.sum+v, s.rows+1 }
func (s *Sum) Remove(v int64)        { s.sum, s.rows = s.sum-v, s.rows-1 }
func (s *Sum) Merge(other *Sum)      { s.sum, s.rows = s.sum+other.sum, s.rows+other.rows }
func (s *Sum) Result() (int64, bool) { return s.sum, s.rows > 0 }

// Total can neither merge nor take back; a NULL is -1.
type Total struct{ values []int64 }

func (t *Total) Add(v *int64) {
	if v == nil {
		t.values = append(t.values, -1)
		return
	}
	t.values = append(t.values, *v)
}

func (t *Total) Result() (int64, error) {
	var sum int64
	for _, v := range t.values {
		sum += v
	}
	return sum, nil
}
