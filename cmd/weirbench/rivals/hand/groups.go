package main

import "math/bits"

// keyTotals is a group by a number, and the row that it gives.
type keyTotals struct {
	key, count, total, least, most int64
}

const keyHeader = "k,n,total,least,most\n"

func (g *keyTotals) appendCSV(dst []byte, _ *clock) []byte {
	return fields(dst).int(g.key).int(g.count).int(g.total).int(g.least).int(g.most).line()
}

func (g *keyTotals) appendJSON(dst []byte, _ *clock) []byte {
	return members(dst).int(`{"k":`, g.key).int(`,"n":`, g.count).int(`,"total":`, g.total).int(`,"least":`, g.least).int(`,"most":`, g.most).line()
}

// spread scatters numbers.
func spread(key int64) uint64 {
	hi, lo := bits.Mul64(uint64(key)^0x9e3779b97f4a7c15, 0xbf58476d1ce4e5b9)
	return hi ^ lo
}

// groups adds up rows by their key, in an open-addressing table of numbers of groups that grows.
type groups struct {
	table []uint32 // a number is one more than its place in list
	mask  uint64
	list  []keyTotals
	out   *results
}

func newGroups(out *results) *groups {
	return &groups{table: make([]uint32, 64), mask: 63, out: out}
}

func (q *groups) take(e *event) error { return q.of(e.key, e.value).add(e.value) }

// of is the group of a key, which begins with a value if it is new.
func (q *groups) of(key, value int64) *keyTotals {
	for at := spread(key); ; at++ {
		n := q.table[at&q.mask]
		if n == 0 {
			return q.begin(at&q.mask, key, value)
		}
		if g := &q.list[n-1]; g.key == key {
			return g
		}
	}
}

func (q *groups) begin(at uint64, key, value int64) *keyTotals {
	q.list = append(q.list, keyTotals{key: key, least: value, most: value})
	q.table[at] = uint32(len(q.list))
	if 2*len(q.list) > len(q.table) {
		q.grow()
	}
	return &q.list[len(q.list)-1]
}

func (q *groups) grow() {
	q.table, q.mask = make([]uint32, 2*len(q.table)), 2*q.mask+1
	for n := range q.list {
		at := spread(q.list[n].key) & q.mask
		for q.table[at] != 0 {
			at = (at + 1) & q.mask
		}
		q.table[at] = uint32(n + 1)
	}
}

func (g *keyTotals) add(value int64) error {
	g.count++
	total := g.total + value
	if (g.total^total)&(value^total) < 0 {
		return errOverflow
	}
	g.total, g.least, g.most = total, min(g.least, value), max(g.most, value)
	return nil
}

func (q *groups) finish() error {
	for i := range q.list {
		take(q.out, &q.list[i])
	}
	return nil
}

// groupsInMemory adds up generated rows of so many keys.
func groupsInMemory(keys int64) func(int64, *results) error {
	return func(rows int64, out *results) error { return addUp(rows, keys, 0, out) }
}

// skewedInMemory adds up rows nine of ten of which have the key 0.
func skewedInMemory(rows int64, out *results) error { return addUp(rows, 10_000, 9, out) }

// addUp adds up generated rows, so many of ten of which have the key 0.
func addUp(rows, keys, ofTen int64, out *results) error {
	q := newGroups(out)
	for i := range rows {
		key, value := int64(0), i%1000
		if i%10 >= ofTen {
			key = i * 2654435761 % keys
		}
		if err := q.of(key, value).add(value); err != nil {
			return err
		}
	}
	return q.finish()
}
