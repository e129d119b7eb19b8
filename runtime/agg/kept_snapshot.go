package agg

import "github.com/weirsql/weir/runtime/snapshot"

// What accumulators keep to take rows back, in checkpoints.

func (s *sorted[T]) Snapshot(c *snapshot.Codec) {
	snapshot.Slice(c, &s.blocks, func(c *snapshot.Codec, b *block[T]) {
		snapshot.Slice(c, &b.values, Value[T])
		snapshot.Slice(c, &b.counts, snapshot.Int[int64])
		c.Int64(&b.rows)
	})
	c.Int64(&s.rows)
}

func (r *RowsKept[R]) Snapshot(c *snapshot.Codec)    { r.s.Snapshot(c) }
func (r *RowsArrived[R]) Snapshot(c *snapshot.Codec) { r.a.Snapshot(c) }

func (p *pairOf[T, Y]) Snapshot(c *snapshot.Codec) {
	Value(c, &p.x)
	Value(c, &p.y)
}

func (m *MinKept[T]) Snapshot(c *snapshot.Codec)            { m.s.Snapshot(c) }
func (m *MaxKept[T]) Snapshot(c *snapshot.Codec)            { m.s.Snapshot(c) }
func (p *PercentileContKept) Snapshot(c *snapshot.Codec)    { p.s.Snapshot(c) }
func (m *MedianKept) Snapshot(c *snapshot.Codec)            { m.p.Snapshot(c) }
func (p *PercentileDiscKept[T]) Snapshot(c *snapshot.Codec) { p.s.Snapshot(c) }
func (a *ArgMinKept[T, Y]) Snapshot(c *snapshot.Codec)      { a.s.Snapshot(c) }
func (a *ArgMaxKept[T, Y]) Snapshot(c *snapshot.Codec)      { a.s.Snapshot(c) }

// Snapshot codes the values; what finds them is made anew.
func (c *counted[T]) Snapshot(to *snapshot.Codec) {
	snapshot.Slice(to, &c.values, Value[T])
	snapshot.Slice(to, &c.counts, snapshot.Int[int64])
	if !to.Reading() {
		return
	}
	values, counts := c.values, c.counts
	c.values, c.counts = nil, nil
	for i := range min(len(values), len(counts)) {
		if counts[i] > 0 {
			c.First(values[i])
			c.counts[len(c.counts)-1] = counts[i]
		}
	}
}

func (d *DistinctKept[T, A]) Snapshot(c *snapshot.Codec) {
	d.counted.Snapshot(c)
	any(&d.Of).(accumulator).Snapshot(c)
}

func (d *DistinctKeptNull[T, A]) Snapshot(c *snapshot.Codec) {
	d.values.Snapshot(c)
	c.Int64(&d.nulls)
	any(&d.Of).(accumulator).Snapshot(c)
}

// Snapshot codes the rows that are there; what finds them is made anew.
func (a *arrivals[T]) Snapshot(c *snapshot.Codec) {
	if !c.Reading() {
		a.compact()
	}
	snapshot.Slice(c, &a.rows, func(c *snapshot.Codec, row *arrival[T]) { some(c, &row.valid, &row.v) })
	if c.Reading() {
		a.live = len(a.rows)
		a.compact()
	}
}

func (f *FirstKept[T]) Snapshot(c *snapshot.Codec)     { f.a.Snapshot(c) }
func (l *LastKept[T]) Snapshot(c *snapshot.Codec)      { l.a.Snapshot(c) }
func (f *FirstKeptNull[T]) Snapshot(c *snapshot.Codec) { f.a.Snapshot(c) }
func (l *LastKeptNull[T]) Snapshot(c *snapshot.Codec)  { l.a.Snapshot(c) }
func (k *ArrayKept[T]) Snapshot(c *snapshot.Codec)     { k.a.Snapshot(c) }
func (k *ArrayKeptNull[T]) Snapshot(c *snapshot.Codec) { k.a.Snapshot(c) }
func (j *JoinedKept) Snapshot(c *snapshot.Codec)       { j.a.Snapshot(c) }
func (l *ListedKept) Snapshot(c *snapshot.Codec)       { l.j.Snapshot(c) }

func (s *exactFloat) Snapshot(c *snapshot.Codec) {
	snapshot.Slice(c, &s.limbs, snapshot.Int[int64])
	snapshot.Int(c, &s.base)
	snapshot.Int(c, &s.pending)
	snapshot.Int(c, &s.nan)
	snapshot.Int(c, &s.plus)
	snapshot.Int(c, &s.minus)
}

func (k *sumKept) Snapshot(c *snapshot.Codec) {
	k.s.Snapshot(c)
	c.Int64(&k.rows)
}

func (k *momentsKept) Snapshot(c *snapshot.Codec) {
	k.x.Snapshot(c)
	k.xx.Snapshot(c)
	c.Int64(&k.rows)
}

func (k *pairsKept) Snapshot(c *snapshot.Codec) {
	for _, sum := range []*exactFloat{&k.x, &k.y, &k.xx, &k.yy, &k.xy} {
		sum.Snapshot(c)
	}
	c.Int64(&k.rows)
}
