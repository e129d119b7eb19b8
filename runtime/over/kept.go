package over

// Rolling is an aggregate over a frame that slides, which isn't put together from parts: the frame's rows are kept, so that those that
// leave can be taken back from it, or it can be added up anew from those that stay. Only rows that count enter it.
//
//	for each row:
//		add(&risk.All, row)
//		risk.Push(*row, number)
//		for old := risk.Leave(number - 99); old != nil; old = risk.Leave(number - 99) {
//			remove(&risk.All, old)
//		}
type Rolling[A, R any] struct {
	All  A
	rows []R
	at   []int64 // of the rows
	head int     // the first row that is in the frame
}

// Push takes a row that enters the frame.
func (r *Rolling[A, R]) Push(row R, at int64) {
	if len(r.at) == cap(r.at) && r.head > len(r.at)/2 {
		stay := copy(r.rows, r.rows[r.head:])
		clear(r.rows[stay:])
		r.rows, r.at = r.rows[:stay], r.at[:copy(r.at, r.at[r.head:])]
		r.head = 0
	}
	r.rows, r.at = append(r.rows, row), append(r.at, at)
}

// Leave lets the first row go if it is before at; nil where all rows stay. The row is good until the next Push.
func (r *Rolling[A, R]) Leave(at int64) *R {
	if r.head == len(r.at) || r.at[r.head] >= at {
		return nil
	}
	r.head++
	return &r.rows[r.head-1]
}

// Evict lets the rows before at go, and reports that there were some.
func (r *Rolling[A, R]) Evict(at int64) bool {
	head := r.head
	for r.Leave(at) != nil {
	}
	return r.head > head
}

// Rows are the rows of the frame.
func (r *Rolling[A, R]) Rows() []R { return r.rows[r.head:] }
