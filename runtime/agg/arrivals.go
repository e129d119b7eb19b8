package agg

import (
	"strings"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/state"
)

// arrivals are the values of rows that may be taken back, in the order in which they came. A value that is taken back is the last
// one of its kind. O(1) a row, amortised.
type arrivals[T any] struct {
	rows  []arrival[T]
	index state.Index // of each value, the last row that has it
	null  int         // the last row that is NULL, plus 1
	live  int
	from  int // rows before it are gone
}

type arrival[T any] struct {
	v     T
	valid bool
	gone  bool
	prev  int // the row before it with the same value, plus 1
}

// add takes a value; NULL where it isn't valid.
func (a *arrivals[T]) add(v T, valid bool) {
	a.live++
	if valid {
		v = owned(v)
	}
	a.rows = append(a.rows, arrival[T]{v: v, valid: valid})
	a.link(len(a.rows) - 1)
}

// link makes a row the last one of its value.
func (a *arrivals[T]) link(at int) {
	row := &a.rows[at]
	if !row.valid {
		row.prev, a.null = a.null, at+1
		return
	}
	h := hashOf(&row.v)
	for i := a.index.First(h); ; i = a.index.Next(i) {
		slot := a.index.At(i)
		if slot.Free() {
			a.index.Put(i, h, uint32(at))
			return
		}
		if before := slot.Group(); slot.Is(h) && same(&a.rows[before].v, &row.v) {
			row.prev = int(before) + 1
			a.relink(h, before, at)
			return
		}
	}
}

// relink makes the index lead to another row of the same value.
func (a *arrivals[T]) relink(h uint64, old uint32, at int) {
	a.index.Delete(h, old)
	i := a.index.First(h)
	for !a.index.At(i).Free() {
		i = a.index.Next(i)
	}
	a.index.Put(i, h, uint32(at))
}

// remove takes a value back.
func (a *arrivals[T]) remove(v T, valid bool) {
	if !valid {
		if a.null == 0 {
			return
		}
		at := a.null - 1
		a.null = a.rows[at].prev
		a.drop(at)
		return
	}
	h := hashOf(&v)
	for i := a.index.First(h); ; i = a.index.Next(i) {
		slot := a.index.At(i)
		if slot.Free() {
			return
		}
		at := slot.Group()
		if !slot.Is(h) || !same(&a.rows[at].v, &v) {
			continue
		}
		if prev := a.rows[at].prev; prev > 0 {
			a.relink(h, at, prev-1)
		} else {
			a.index.Delete(h, at)
		}
		a.drop(int(at))
		return
	}
}

func (a *arrivals[T]) drop(at int) {
	a.rows[at] = arrival[T]{gone: true}
	a.live--
	for len(a.rows) > 0 && a.rows[len(a.rows)-1].gone {
		a.rows = a.rows[:len(a.rows)-1]
	}
	for a.from < len(a.rows) && a.rows[a.from].gone {
		a.from++
	}
	a.from = min(a.from, len(a.rows))
	if len(a.rows) > 2*a.live+fewSeen {
		a.compact()
	}
}

// compact forgets the places of rows that are gone.
func (a *arrivals[T]) compact() {
	rows := a.rows
	a.rows, a.null, a.from = make([]arrival[T], 0, 2*a.live), 0, 0
	a.index.Clear()
	for i := range rows {
		if !rows[i].gone {
			a.rows = append(a.rows, arrival[T]{v: rows[i].v, valid: rows[i].valid})
			a.link(len(a.rows) - 1)
		}
	}
}

// first is the row that came first.
func (a *arrivals[T]) first() rt.Null[T] {
	if a.live == 0 {
		return rt.Null[T]{}
	}
	return rt.When(a.rows[a.from].valid, a.rows[a.from].v)
}

// last is the row that came last.
func (a *arrivals[T]) last() rt.Null[T] {
	if a.live == 0 {
		return rt.Null[T]{}
	}
	row := &a.rows[len(a.rows)-1]
	return rt.When(row.valid, row.v)
}

// values appends the values that are there, in the order in which they came.
func (a *arrivals[T]) values(to []T) []T {
	for i := range a.rows {
		if !a.rows[i].gone {
			to = append(to, a.rows[i].v)
		}
	}
	return to
}

// FirstKept is FIRST_VALUE of what can't be NULL, and ANY_VALUE, over rows that are taken back.
type FirstKept[T any] struct{ a arrivals[T] }

// Add takes a value.
func (f *FirstKept[T]) Add(x T) { f.a.add(x, true) }

// Remove takes a value back.
func (f *FirstKept[T]) Remove(x T) { f.a.remove(x, true) }

// Value is the first value, NULL of no rows.
func (f *FirstKept[T]) Value() rt.Null[T] { return f.a.first() }

// ValueNotNull is the first value.
func (f *FirstKept[T]) ValueNotNull() T { return f.a.first().V }

// LastKept is LAST_VALUE of what can't be NULL, over rows that are taken back.
type LastKept[T any] struct{ a arrivals[T] }

// Add takes a value.
func (l *LastKept[T]) Add(x T) { l.a.add(x, true) }

// Remove takes a value back.
func (l *LastKept[T]) Remove(x T) { l.a.remove(x, true) }

// Value is the last value, NULL of no rows.
func (l *LastKept[T]) Value() rt.Null[T] { return l.a.last() }

// ValueNotNull is the last value.
func (l *LastKept[T]) ValueNotNull() T { return l.a.last().V }

// FirstKeptNull is FIRST_VALUE over rows that are taken back: a NULL counts.
type FirstKeptNull[T any] struct{ a arrivals[T] }

// Add takes a value.
func (f *FirstKeptNull[T]) Add(x rt.Null[T]) { f.a.add(x.V, x.Valid) }

// Remove takes a value back.
func (f *FirstKeptNull[T]) Remove(x rt.Null[T]) { f.a.remove(x.V, x.Valid) }

// Value is the first value, NULL of no rows.
func (f *FirstKeptNull[T]) Value() rt.Null[T] { return f.a.first() }

// LastKeptNull is LAST_VALUE over rows that are taken back: a NULL counts.
type LastKeptNull[T any] struct{ a arrivals[T] }

// Add takes a value.
func (l *LastKeptNull[T]) Add(x rt.Null[T]) { l.a.add(x.V, x.Valid) }

// Remove takes a value back.
func (l *LastKeptNull[T]) Remove(x rt.Null[T]) { l.a.remove(x.V, x.Valid) }

// Value is the last value, NULL of no rows.
func (l *LastKeptNull[T]) Value() rt.Null[T] { return l.a.last() }

// ArrayKept is ARRAY_AGG of what can't be NULL, over rows that are taken back.
type ArrayKept[T any] struct {
	a      arrivals[T]
	values []T
}

// Add takes a value.
func (k *ArrayKept[T]) Add(x T) { k.a.add(x, true) }

// Remove takes a value back.
func (k *ArrayKept[T]) Remove(x T) { k.a.remove(x, true) }

// Value is the array, NULL of no rows. It is good until the next call.
func (k *ArrayKept[T]) Value() rt.Null[[]T] {
	if k.a.live == 0 {
		return rt.Null[[]T]{}
	}
	return rt.Of(k.ValueNotNull())
}

// ValueNotNull is the array.
func (k *ArrayKept[T]) ValueNotNull() []T {
	k.values = k.a.values(k.values[:0])
	return k.values
}

// ArrayKeptNull is ARRAY_AGG over rows that are taken back: NULLs are elements.
type ArrayKeptNull[T any] struct {
	a      arrivals[T]
	values []rt.Null[T]
}

// Add takes a value.
func (k *ArrayKeptNull[T]) Add(x rt.Null[T]) { k.a.add(x.V, x.Valid) }

// Remove takes a value back.
func (k *ArrayKeptNull[T]) Remove(x rt.Null[T]) { k.a.remove(x.V, x.Valid) }

// Value is the array, NULL of no rows. It is good until the next call.
func (k *ArrayKeptNull[T]) Value() rt.Null[[]rt.Null[T]] {
	if k.a.live == 0 {
		return rt.Null[[]rt.Null[T]]{}
	}
	return rt.Of(k.ValueNotNull())
}

// ValueNotNull is the array.
func (k *ArrayKeptNull[T]) ValueNotNull() []rt.Null[T] {
	k.values = k.values[:0]
	for i := range k.a.rows {
		if row := &k.a.rows[i]; !row.gone {
			k.values = append(k.values, rt.When(row.valid, row.v))
		}
	}
	return k.values
}

// JoinedKept is STRING_AGG over rows that are taken back.
type JoinedKept struct{ a arrivals[string] }

// Add takes a text.
func (j *JoinedKept) Add(x string) { j.a.add(x, true) }

// Remove takes a text back.
func (j *JoinedKept) Remove(x string) { j.a.remove(x, true) }

// Value is the texts with the separator between, NULL of no rows.
func (j *JoinedKept) Value(separator string) rt.Null[string] {
	if j.a.live == 0 {
		return rt.Null[string]{}
	}
	return rt.Of(j.ValueNotNull(separator))
}

// ValueNotNull is the texts with the separator between.
func (j *JoinedKept) ValueNotNull(separator string) string {
	var joined strings.Builder
	for i, first := j.a.from, true; i < len(j.a.rows); i++ {
		if j.a.rows[i].gone {
			continue
		}
		if !first {
			joined.WriteString(separator)
		}
		joined.WriteString(j.a.rows[i].v)
		first = false
	}
	return joined.String()
}

// ListedKept is LISTAGG without a separator, a comma, over rows that are taken back.
type ListedKept struct{ j JoinedKept }

// Add takes a text.
func (l *ListedKept) Add(x string) { l.j.Add(x) }

// Remove takes a text back.
func (l *ListedKept) Remove(x string) { l.j.Remove(x) }

// Value is the texts with commas between, NULL of no rows.
func (l *ListedKept) Value() rt.Null[string] { return l.j.Value(",") }

// ValueNotNull is the texts with commas between.
func (l *ListedKept) ValueNotNull() string { return l.j.ValueNotNull(",") }
