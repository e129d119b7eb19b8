package agg

// Subtracter is a pointer to an accumulator that takes back, exactly, what Merge took.
type Subtracter[A any] interface {
	Merger[A]
	Subtract(*A)
}

// Running is an aggregate over a sliding frame whose accumulator takes rows back exactly: counts, and sums of integers and DECIMALs. What
// enters is added, what leaves is subtracted: each is merged twice, and All costs nothing. A is flat, as in TwoStacks, and so is what
// may be entered: one row, or the rows of a slice of time.
//
//	for each row:
//		var one agg.SumBigInt
//		one.Add(row.quantity)
//		frame.Push(one, number)
//		frame.Evict(number - 99) // ROWS 99 PRECEDING
//		sum := frame.All().Value()
type Running[A any, P Subtracter[A]] struct {
	whole A
	rows  ring[A]
}

// Push takes what enters the frame at a place that never falls.
func (r *Running[A, P]) Push(row A, at int64) {
	P(&r.whole).Merge(&row)
	r.rows.push(row, at)
}

// Evict lets go of what came before at.
func (r *Running[A, P]) Evict(at int64) {
	for r.rows.length > 0 && r.rows.places[r.rows.head].at < at {
		P(&r.whole).Subtract(&r.rows.places[r.rows.head].v)
		r.rows.drop()
	}
}

// All is the accumulator of the frame, good until the next call.
func (r *Running[A, P]) All() *A { return &r.whole }

// Len is how often something entered that is in the frame.
func (r *Running[A, P]) Len() int { return r.rows.length }

// Clear empties the frame.
func (r *Running[A, P]) Clear() {
	var none A
	r.whole = none
	r.rows.Clear()
}
