package agg

// Merger is a pointer to an accumulator.
type Merger[A any] interface {
	*A
	Merge(*A)
}

// TwoStacks is an aggregate over a sliding frame whose accumulator can't take a row back, or not exactly: SUM of DOUBLEs, whose errors
// would pile up, STDDEV, CORR. Rows enter behind and leave in front.
//
// They are two stacks: of those behind, Back is the aggregate of all; of those in front there is, for each row, the aggregate from it to
// the last of the front ones. When no row is in front all of them move there. So Push, Evict and Value are O(1) amortised, a row is
// merged three times at most, and no error outlives a frame. Accumulators are copied: they must be flat, as all of bounded size
// are that keep no text.
//
//	type frame = agg.TwoStacks[agg.SumFloat, *agg.SumFloat]
//
//	for each row:
//		var one agg.SumFloat
//		one.Add(row.price)
//		frame.Push(one)             // one for each row, an empty one for a row that doesn't count
//		for frame.Len() > 100 { frame.Evict() }
//		sum := frame.Value().Value()
type TwoStacks[A any, P Merger[A]] struct {
	front []A // front[i] is of the rows i, i-1, … 0 of the front ones: the one that leaves first is the last
	back  []A // rows, in order
	whole A   // of back
	value A   // what Value returned
}

// Push takes a row that enters the frame.
func (t *TwoStacks[A, P]) Push(row A) {
	t.back = append(t.back, row)
	P(&t.whole).Merge(&t.back[len(t.back)-1])
}

// Evict lets the first row of the frame go. The frame isn't empty.
func (t *TwoStacks[A, P]) Evict() {
	if len(t.front) == 0 {
		t.turn()
	}
	t.front = t.front[:len(t.front)-1]
}

// turn moves all rows to the front.
func (t *TwoStacks[A, P]) turn() {
	for i := len(t.back) - 1; i >= 0; i-- {
		t.front = append(t.front, t.back[i])
		if n := len(t.front) - 1; n > 0 {
			P(&t.front[n]).Merge(&t.front[n-1])
		}
	}
	var none A
	t.back, t.whole = t.back[:0], none
}

// Len is the number of rows in the frame.
func (t *TwoStacks[A, P]) Len() int { return len(t.front) + len(t.back) }

// Value is the accumulator of all rows of the frame, good until the next call.
func (t *TwoStacks[A, P]) Value() *A {
	if n := len(t.front); n > 0 {
		t.value = t.front[n-1]
		P(&t.value).Merge(&t.whole)
		return &t.value
	}
	return &t.whole
}

// Clear empties the frame.
func (t *TwoStacks[A, P]) Clear() {
	var none A
	t.front, t.back, t.whole, t.value = t.front[:0], t.back[:0], none, none
}
