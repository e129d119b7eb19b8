package agg

import (
	"fmt"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/decimal"
	"github.com/weirsql/weir/runtime/json"
	"github.com/weirsql/weir/runtime/snapshot"
	"github.com/weirsql/weir/runtime/temporal"
)

// Snapshot, of every accumulator, writes what it has to a checkpoint, or reads it.

// Value codes a value of any type that an accumulator keeps. Those of nested types are structs that code themselves.
func Value[T any](c *snapshot.Codec, v *T) {
	switch v := any(v).(type) {
	case *int64:
		c.Int64(v)
	case *int32:
		snapshot.Int(c, v)
	case *int16:
		snapshot.Int(c, v)
	case *int8:
		snapshot.Int(c, v)
	case *float64:
		c.Float64(v)
	case *float32:
		c.Float32(v)
	case *bool:
		c.Bool(v)
	case *string:
		c.Text(v)
	case *json.Raw:
		c.Text((*string)(v))
	case *[]byte:
		c.Blob(v)
	case *decimal.Int128:
		wide(c, v)
	case *rt.UUID:
		snapshot.Bytes16(c, v)
	case *temporal.Interval:
		snapshot.Int(c, &v.Months)
		snapshot.Int(c, &v.Days)
		c.Int64(&v.Micros)
	case coded:
		v.Snapshot(c)
	default:
		panic(fmt.Sprintf("agg: no snapshot of %T: a bug of weir's", v))
	}
}

func wide(c *snapshot.Codec, v *decimal.Int128) {
	c.Int64(&v.Hi)
	c.Uint64(&v.Lo)
}

// Null codes a value that may be NULL.
func Null[T any](c *snapshot.Codec, v *rt.Null[T]) {
	if c.Bool(&v.Valid); v.Valid {
		Value(c, &v.V)
	}
}

func (a *Count) Snapshot(c *snapshot.Codec) { c.Int64(&a.rows) }

func (b *And) Snapshot(c *snapshot.Codec) {
	c.Int64(&b.rows)
	c.Int64(&b.failed)
}

func (b *Or) Snapshot(c *snapshot.Codec) {
	c.Int64(&b.rows)
	c.Int64(&b.found)
}

func (s *SumInt) Snapshot(c *snapshot.Codec) {
	c.Int64(&s.sum)
	c.Int64(&s.rows)
}

func (a *AvgInt) Snapshot(c *snapshot.Codec) { a.s.Snapshot(c) }

func (s *exact) Snapshot(c *snapshot.Codec) {
	wide(c, &s.sum)
	c.Int64(&s.rows)
}

func (s *exactWide) Snapshot(c *snapshot.Codec) {
	c.Int64(&s.top)
	c.Uint64(&s.sum[0])
	c.Uint64(&s.sum[1])
	c.Int64(&s.rows)
}

func (s *floats) Snapshot(c *snapshot.Codec) {
	c.Float64(&s.sum)
	c.Int64(&s.count)
}

func (m *moments) Snapshot(c *snapshot.Codec) {
	c.Int64(&m.count)
	c.Float64(&m.mean)
	c.Float64(&m.m2)
}

func (p *pairs) Snapshot(c *snapshot.Codec) {
	c.Int64(&p.count)
	for _, v := range []*float64{&p.meanX, &p.meanY, &p.sxx, &p.syy, &p.sxy} {
		c.Float64(v)
	}
}

// some codes what is there only where a row was.
func some[T any](c *snapshot.Codec, is *bool, v *T) {
	if c.Bool(is); *is {
		Value(c, v)
	}
}

func (m *Min[T]) Snapshot(c *snapshot.Codec)      { some(c, &m.some, &m.v) }
func (m *Max[T]) Snapshot(c *snapshot.Codec)      { some(c, &m.some, &m.v) }
func (m *MinFloat[T]) Snapshot(c *snapshot.Codec) { some(c, &m.some, &m.v) }
func (m *MaxFloat[T]) Snapshot(c *snapshot.Codec) { some(c, &m.some, &m.v) }
func (m *MinOf[T]) Snapshot(c *snapshot.Codec)    { some(c, &m.some, &m.v) }
func (m *MaxOf[T]) Snapshot(c *snapshot.Codec)    { some(c, &m.some, &m.v) }

func (m *extremeBytes) Snapshot(c *snapshot.Codec) {
	is := m.v != nil
	if c.Bool(&is); is {
		c.Blob(&m.v)
	}
}

func (m *MinText) Snapshot(c *snapshot.Codec)  { m.m.Snapshot(c) }
func (m *MaxText) Snapshot(c *snapshot.Codec)  { m.m.Snapshot(c) }
func (m *MinBytes) Snapshot(c *snapshot.Codec) { m.m.Snapshot(c) }
func (m *MaxBytes) Snapshot(c *snapshot.Codec) { m.m.Snapshot(c) }

// Snapshot leaves room at 0 when it reads: the value's buffer isn't to be written over.
func (k *kept[T]) Snapshot(c *snapshot.Codec) { Value(c, &k.v) }

func (a *at[T]) Snapshot(c *snapshot.Codec) {
	if c.Bool(&a.some); a.some {
		a.x.Snapshot(c)
	}
}

func (f *FirstNull[T]) Snapshot(c *snapshot.Codec) {
	f.f.Snapshot(c)
	c.Bool(&f.taken)
}

func (l *LastNull[T]) Snapshot(c *snapshot.Codec) {
	c.Bool(&l.taken)
	if c.Bool(&l.valid); l.valid {
		l.l.Snapshot(c)
	}
}

func (a *ArgMin[T, Y]) Snapshot(c *snapshot.Codec)      { argument(c, &a.at, &a.y) }
func (a *ArgMinFloat[T, Y]) Snapshot(c *snapshot.Codec) { argument(c, &a.at, &a.y) }
func (a *ArgMinOf[T, Y]) Snapshot(c *snapshot.Codec)    { argument(c, &a.at, &a.y) }
func (a *ArgMax[T, Y]) Snapshot(c *snapshot.Codec)      { argument(c, &a.at, &a.y) }
func (a *ArgMaxFloat[T, Y]) Snapshot(c *snapshot.Codec) { argument(c, &a.at, &a.y) }
func (a *ArgMaxOf[T, Y]) Snapshot(c *snapshot.Codec)    { argument(c, &a.at, &a.y) }

func argument[T, Y any](c *snapshot.Codec, x *at[T], y *Y) {
	x.Snapshot(c)
	Value(c, y)
}

func (a *ArgMinText[T]) Snapshot(c *snapshot.Codec)  { argumentText(c, &a.at, &a.y) }
func (a *ArgMinBytes[T]) Snapshot(c *snapshot.Codec) { argumentText(c, &a.at, &a.y) }
func (a *ArgMaxText[T]) Snapshot(c *snapshot.Codec)  { argumentText(c, &a.at, &a.y) }
func (a *ArgMaxBytes[T]) Snapshot(c *snapshot.Codec) { argumentText(c, &a.at, &a.y) }

func argumentText[T any](c *snapshot.Codec, x *at[T], y *extremeBytes) {
	x.Snapshot(c)
	y.Snapshot(c)
}

func (a *Array[T]) Snapshot(c *snapshot.Codec)     { snapshot.Slice(c, &a.values, Value[T]) }
func (a *ArrayNull[T]) Snapshot(c *snapshot.Codec) { snapshot.Slice(c, &a.values, Null[T]) }
func (j *Joined) Snapshot(c *snapshot.Codec)       { c.Blob(&j.texts) }
func (l *Listed) Snapshot(c *snapshot.Codec)       { l.j.Snapshot(c) }

func (s *sample[T]) Snapshot(c *snapshot.Codec) {
	snapshot.Slice(c, &s.values, Value[T])
	snapshot.Int(c, &s.sorted)
}

func (r *Rows[R]) Snapshot(c *snapshot.Codec)     { r.s.Snapshot(c) }
func (f *FirstRow[R]) Snapshot(c *snapshot.Codec) { snapshot.Slice(c, &f.row, Value[R]) }
func (l *LastRow[R]) Snapshot(c *snapshot.Codec)  { snapshot.Slice(c, &l.row, Value[R]) }

func (p *PercentileCont) Snapshot(c *snapshot.Codec) { p.s.Snapshot(c) }
func (m *Median) Snapshot(c *snapshot.Codec)         { m.p.Snapshot(c) }
func (p *places[T]) Snapshot(c *snapshot.Codec)      { p.s.Snapshot(c) }

func (d *ApproxDistinct[T]) Snapshot(c *snapshot.Codec) {
	snapshot.Slice(c, &d.hashes, func(c *snapshot.Codec, h *uint64) { c.Uint64(h) })
	snapshot.Int(c, &d.count)
	snapshot.Pointer(c, &d.registers, func(c *snapshot.Codec, r *[registers]uint8) {
		for i := range r {
			snapshot.Int(c, &r[i])
		}
	})
}

func (d *ApproxPercentile) Snapshot(c *snapshot.Codec) {
	for _, list := range []*[]centroid{&d.centroids, &d.added} {
		snapshot.Slice(c, list, func(c *snapshot.Codec, one *centroid) {
			c.Float64(&one.mean)
			c.Float64(&one.weight)
		})
	}
	c.Float64(&d.ends[0])
	c.Float64(&d.ends[1])
	for _, v := range []*int64{&d.low, &d.high, &d.nan} {
		c.Int64(v)
	}
}

// Snapshot codes the values; the index is made anew.
func (s *Seen[T]) Snapshot(c *snapshot.Codec) {
	snapshot.Slice(c, &s.values, Value[T])
	if c.Reading() && len(s.values) > fewSeen {
		s.makeIndex()
	}
}

func (s *SeenNull[T]) Snapshot(c *snapshot.Codec) {
	s.seen.Snapshot(c)
	c.Bool(&s.null)
	snapshot.Int(c, &s.place)
}

// accumulator is what Distinct feeds.
type accumulator interface{ Snapshot(*snapshot.Codec) }

func (d *Distinct[T, A]) Snapshot(c *snapshot.Codec) {
	d.Seen.Snapshot(c)
	any(&d.Of).(accumulator).Snapshot(c)
}

func (d *DistinctNull[T, A]) Snapshot(c *snapshot.Codec) {
	d.SeenNull.Snapshot(c)
	any(&d.Of).(accumulator).Snapshot(c)
}
