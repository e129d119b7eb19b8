package main

import "math"

// movingRow is a row of S1.
type movingRow struct {
	symbol              string
	price               float64
	average, least, top float64
}

const movingHeader = "symbol,price,moving_avg,min_price,max_price\n"

func (r *movingRow) appendCSV(dst []byte, _ *clock) []byte {
	return fields(dst).text(r.symbol).double(r.price).double(r.average).double(r.least).double(r.top).line()
}

func (r *movingRow) appendJSON(dst []byte, _ *clock) []byte {
	return members(dst).text(`{"symbol":`, r.symbol).double(`,"price":`, r.price).double(`,"moving_avg":`, r.average).
		double(`,"min_price":`, r.least).double(`,"max_price":`, r.top).line()
}

const frameRows = 100

// frame is the last hundred prices of a symbol. Its rows are those of the block of a hundred that is being filled, and the last ones of the
// block before, of which it has what each row and those behind it come to: neither subtracts, nor looks at a row twice (van Herk's way).
type frame struct {
	symbol  string
	n       int // rows of the block
	full    bool
	block   [frameRows]float64
	before  [frameRows + 1]part // of the block before; the last one is of no rows
	current part
}

// part is what some prices come to.
type part struct{ sum, least, top float64 }

var noPart = part{0, math.Inf(1), math.Inf(-1)}

func (p part) and(price float64) part {
	return part{p.sum + price, min(p.least, price), max(p.top, price)}
}

func (f *frame) add(price float64) (rows int, all part) {
	if f.n == frameRows {
		p := noPart
		f.before[frameRows] = p
		for i := frameRows - 1; i >= 0; i-- {
			p = p.and(f.block[i])
			f.before[i] = p
		}
		f.n, f.full, f.current = 0, true, noPart
	}
	f.block[f.n] = price
	f.n++
	f.current = f.current.and(price)
	if !f.full {
		return f.n, f.current
	}
	b := &f.before[f.n]
	return frameRows, part{b.sum + f.current.sum, min(b.least, f.current.least), max(b.top, f.current.top)}
}

// frames finds the frames of symbols.
type frames struct {
	slots slots
	list  []*frame
	texts texts
}

func (t *frames) of(symbol []byte) *frame {
	hash := hashText(0, symbol)
	for i := t.slots.first(hash); ; i++ {
		slot := &t.slots.at[i&t.slots.mask]
		if slot.number == 0 {
			slot.tag, slot.number = uint32(hash), uint32(len(t.list))+1
			f := &frame{symbol: t.texts.keep(symbol), current: noPart}
			t.list = append(t.list, f)
			if 2*len(t.list) > len(t.slots.at) {
				t.slots.double()
			}
			return f
		}
		if slot.tag == uint32(hash) {
			if f := t.list[slot.number-1]; f.symbol == string(symbol) {
				return f
			}
		}
	}
}

// moving is S1. The watermark is the greatest time, so that a row either comes in order or too late.
type moving struct {
	table  frames
	latest int64
	late   int64
	out    *results
	row    movingRow
}

func newMoving(out *results) *moving {
	return &moving{table: frames{slots: newSlots(64)}, latest: math.MinInt64, out: out}
}

func (q *moving) take(t *trade) error {
	if t.millis < q.latest {
		q.late++
		return nil
	}
	q.latest = t.millis
	f := q.table.of(t.symbol)
	n, all := f.add(t.price)
	if math.IsInf(all.sum, 0) {
		return errOverflow
	}
	r := &q.row
	r.symbol, r.price, r.average, r.least, r.top = f.symbol, t.price, all.sum/float64(n), all.least, all.top
	take(q.out, r)
	return nil
}

func (q *moving) finish() error { return nil }

// movingInMemory is S1 over generated rows.
func movingInMemory(rows int64, out *results) error {
	q := newMoving(out)
	var t trade
	for i := range rows {
		t.symbol = appendKey(t.symbol[:0], "SYM", i%10)
		t.price = 100 + float64(i%50) + 10*math.Sin(float64(i)/100)
		t.millis = 1700000000000 + 1000*i
		if err := q.take(&t); err != nil {
			return err
		}
	}
	return q.finish()
}
