package main

import (
	"errors"
	"math"
)

var errOverflow = errors.New("numeric overflow")

// symbolTotals is a group of S2: one cache line.
type symbolTotals struct {
	hash          uint64
	symbol        string
	count         int64
	sum, min, max float64
	quantity      int64
}

// symbolTable finds groups by their symbols. Groups stay in the order in which they came, in chunks that never move.
type symbolTable struct {
	slots  slots
	chunks []*[chunkSize]symbolTotals
	count  int
	texts  texts
}

const chunkSize = 1 << 10

func (t *symbolTable) at(i uint32) *symbolTotals { return &t.chunks[i/chunkSize][i%chunkSize] }

func (t *symbolTable) of(symbol []byte) *symbolTotals {
	hash := hashText(0, symbol)
	for i := t.slots.first(hash); ; i++ {
		slot := &t.slots.at[i&t.slots.mask]
		if slot.number == 0 {
			slot.tag, slot.number = uint32(hash), uint32(t.count)+1
			return t.add(hash, symbol)
		}
		if slot.tag == uint32(hash) {
			if g := t.at(slot.number - 1); g.symbol == string(symbol) {
				return g
			}
		}
	}
}

func (t *symbolTable) add(hash uint64, symbol []byte) *symbolTotals {
	if t.count%chunkSize == 0 {
		t.chunks = append(t.chunks, new([chunkSize]symbolTotals))
	}
	g := t.at(uint32(t.count))
	t.count++
	*g = symbolTotals{hash: hash, symbol: t.texts.keep(symbol), min: math.Inf(1), max: math.Inf(-1)}
	if 2*t.count > len(t.slots.at) {
		t.slots.double()
	}
	return g
}

// add takes a trade into its group.
func (g *symbolTotals) add(t *trade) error {
	g.count++
	g.sum += t.price
	g.min, g.max = min(g.min, t.price), max(g.max, t.price)
	quantity := g.quantity + t.quantity
	if (g.quantity^quantity)&(t.quantity^quantity) < 0 {
		return errOverflow
	}
	g.quantity = quantity
	return nil
}

// symbolRow is a result of S2.
type symbolRow struct {
	symbol              string
	count               int64
	average, least, top float64
	quantity            int64
}

const symbolHeader = "symbol,trade_count,avg_price,min_price,max_price,total_quantity\n"

func (g *symbolTotals) row() (symbolRow, error) {
	if math.IsInf(g.sum, 0) {
		return symbolRow{}, errOverflow
	}
	return symbolRow{g.symbol, g.count, g.sum / float64(g.count), g.min, g.max, g.quantity}, nil
}

func (r *symbolRow) fields(dst []byte) fields {
	return fields(dst).text(r.symbol).int(r.count).double(r.average).double(r.least).double(r.top).int(r.quantity)
}

func (r *symbolRow) members(dst []byte) members {
	return members(dst).text(`{"symbol":`, r.symbol).int(`,"trade_count":`, r.count).double(`,"avg_price":`, r.average).
		double(`,"min_price":`, r.least).double(`,"max_price":`, r.top).int(`,"total_quantity":`, r.quantity)
}

func (r *symbolRow) appendCSV(dst []byte, _ *clock) []byte  { return r.fields(dst).line() }
func (r *symbolRow) appendJSON(dst []byte, _ *clock) []byte { return r.members(dst).line() }

// totals is S2.
type totals struct {
	table symbolTable
	out   *results
	row   symbolRow
}

func newTotals(out *results) *totals {
	return &totals{table: symbolTable{slots: newSlots(1 << 10)}, out: out}
}

func (q *totals) take(t *trade) error { return q.table.of(t.symbol).add(t) }

func (q *totals) finish() (err error) {
	for i := range q.table.count {
		if q.row, err = q.table.at(uint32(i)).row(); err != nil {
			return err
		}
		take(q.out, &q.row)
	}
	return nil
}

// symbolChange is a result of S2 with EMIT CHANGES.
type symbolChange struct {
	symbolRow
	op string
}

const symbolChangesHeader = "symbol,trade_count,avg_price,min_price,max_price,total_quantity,op\n"

func (r *symbolChange) appendCSV(dst []byte, _ *clock) []byte { return r.fields(dst).text(r.op).line() }
func (r *symbolChange) appendJSON(dst []byte, _ *clock) []byte {
	return r.members(dst).text(`,"op":`, r.op).line()
}

// totalChanges is S2 with EMIT CHANGES: the group of each row, as it is then.
type totalChanges struct {
	table symbolTable
	out   *results
	row   symbolChange
}

func newTotalChanges(out *results) *totalChanges {
	return &totalChanges{table: symbolTable{slots: newSlots(1 << 10)}, out: out}
}

func (q *totalChanges) take(t *trade) (err error) {
	group := q.table.of(t.symbol)
	if err := group.add(t); err != nil {
		return err
	}
	if q.row.symbolRow, err = group.row(); err != nil {
		return err
	}
	q.row.op = opOf(group.count)
	take(q.out, &q.row)
	return nil
}

func (q *totalChanges) finish() error { return nil }

// opOf is what a change of a group with so many rows is.
func opOf(count int64) string {
	if count == 1 {
		return "+I"
	}
	return "+U"
}
