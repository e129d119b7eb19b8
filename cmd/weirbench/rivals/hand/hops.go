package main

import (
	"errors"
	"math"
)

const (
	hopSize   = 100_000          // ms
	hopOrigin = 1_700_000_000_00 // of blocks: a multiple of all slides, before the first row
)

// hopCell is what the rows of some slices come to.
type hopCell struct {
	count, quantity int64
	sum, top        float64
}

var noCell = hopCell{top: math.Inf(-1)}

func (c hopCell) and(d *hopCell) hopCell {
	return hopCell{c.count + d.count, c.quantity + d.quantity, c.sum + d.sum, max(c.top, d.top)}
}

// hopKey is a symbol's slices: those of the block of as many as a window has that is being filled, and of the block before what each slice
// and those behind it come to (van Herk's way): a window is two of these.
type hopKey struct {
	symbol  string
	slice   hopCell // the one that is being filled
	current hopCell // the block's slices before it
	block   []hopCell
	before  []hopCell // one more than a block has: of no slices
}

// hopRow is a result.
type hopRow struct {
	symbol       string
	start, count int64
	average, top float64
	quantity     int64
}

const hopHeader = "symbol,window_start,trade_count,avg_price,max_price,total_quantity\n"

func (r *hopRow) appendJSON(dst []byte, clock *clock) []byte {
	return members(dst).text(`{"symbol":`, r.symbol).time(clock, `,"window_start":`, r.start).int(`,"trade_count":`, r.count).
		double(`,"avg_price":`, r.average).double(`,"max_price":`, r.top).int(`,"total_quantity":`, r.quantity).line()
}

func (r *hopRow) appendCSV(dst []byte, clock *clock) []byte {
	return fields(dst).text(r.symbol).time(clock, r.start).int(r.count).double(r.average).double(r.top).int(r.quantity).line()
}

// hops is the query of windows of 100 seconds: over slices as long as their slide.
type hops struct {
	overlaps int64
	slide    int64
	at       int64 // the number of the slice that is being filled, from the first block on
	ends     int64 // that slice
	slots    slots
	keys     []*hopKey
	texts    texts
	late     int64
	out      *results
	row      hopRow
}

// newHops are windows of 100 seconds.
func newHops(overlaps int64) func(*results) *hops {
	return func(out *results) *hops {
		return &hops{overlaps: overlaps, slide: hopSize / overlaps, slots: newSlots(64), ends: math.MinInt64, out: out}
	}
}

func (w *hops) of(symbol []byte) *hopKey {
	hash := hashText(0, symbol)
	for i := w.slots.first(hash); ; i++ {
		slot := &w.slots.at[i&w.slots.mask]
		if slot.number == 0 {
			slot.tag, slot.number = uint32(hash), uint32(len(w.keys))+1
			return w.add(symbol)
		}
		if slot.tag == uint32(hash) {
			if k := w.keys[slot.number-1]; k.symbol == string(symbol) {
				return k
			}
		}
	}
}

func (w *hops) add(symbol []byte) *hopKey {
	cells := make([]hopCell, 2*w.overlaps+1)
	for i := range cells {
		cells[i] = noCell
	}
	k := &hopKey{symbol: w.texts.keep(symbol), slice: noCell, current: noCell, block: cells[:w.overlaps], before: cells[w.overlaps:]}
	w.keys = append(w.keys, k)
	if 2*len(w.keys) > len(w.slots.at) {
		w.slots.double()
	}
	return k
}

// next closes the slice and the windows that end with it.
func (w *hops) next() error {
	place := w.at % w.overlaps
	start := (w.at-w.overlaps+1)*w.slide + hopOrigin
	for _, k := range w.keys {
		k.block[place] = k.slice
		k.current = k.current.and(&k.slice)
		k.slice = noCell
		all := k.before[place+1].and(&k.current)
		if all.count > 0 {
			if math.IsInf(all.sum, 0) || all.quantity < 0 {
				return errOverflow
			}
			w.row = hopRow{k.symbol, start, all.count, all.sum / float64(all.count), all.top, all.quantity}
			take(w.out, &w.row)
		}
		if place == w.overlaps-1 {
			k.turn()
		}
	}
	w.at++
	return nil
}

// turn begins a block.
func (k *hopKey) turn() {
	behind := noCell
	for i := len(k.block) - 1; i >= 0; i-- {
		behind = behind.and(&k.block[i])
		k.before[i] = behind
	}
	k.current = noCell
}

// take takes a row, whose time goes on or not. The watermark is the greatest time.
func (w *hops) take(t *trade) error {
	if t.millis >= w.ends {
		if err := w.advance(t.millis); err != nil {
			return err
		}
	}
	k := w.of(t.symbol)
	if t.millis < w.ends-w.slide {
		return w.older(k, t)
	}
	return k.slice.add(t)
}

// advance goes to the slice of a time.
func (w *hops) advance(millis int64) error {
	slice := (millis - hopOrigin) / w.slide
	if len(w.keys) == 0 {
		w.at = slice
	}
	for w.at < slice {
		if err := w.next(); err != nil {
			return err
		}
	}
	w.ends = (w.at+1)*w.slide + hopOrigin
	return nil
}

// older takes a row of a slice before the one that is being filled: into what is kept of all that have it among them.
func (w *hops) older(k *hopKey, t *trade) error {
	slice := (t.millis - hopOrigin) / w.slide
	if slice <= w.at-w.overlaps {
		w.late++
		return nil
	}
	place := slice % w.overlaps
	if slice >= w.at-w.at%w.overlaps {
		return errors.Join(k.block[place].add(t), k.current.add(t))
	}
	var errs []error
	for i := range place + 1 {
		errs = append(errs, k.before[i].add(t))
	}
	return errors.Join(errs...)
}

func (c *hopCell) add(t *trade) error {
	c.count++
	c.sum += t.price
	c.top = max(c.top, t.price)
	quantity := c.quantity + t.quantity
	if (c.quantity^quantity)&(t.quantity^quantity) < 0 {
		return errOverflow
	}
	c.quantity = quantity
	return nil
}

func (w *hops) finish() error {
	for range w.overlaps {
		if err := w.next(); err != nil {
			return err
		}
	}
	return nil
}

// hopsInMemory is the query over generated rows of so many symbols.
func hopsInMemory(symbols, overlaps int64) func(int64, *results) error {
	return func(rows int64, out *results) error {
		q := newHops(overlaps)(out)
		var t trade
		for i := range rows {
			t.symbol = appendKey(t.symbol[:0], "SYM", i%symbols)
			t.price, t.quantity, t.millis = 100+float64(i%50), 100+i%1000, 1700000000000+i
			if err := q.take(&t); err != nil {
				return err
			}
		}
		return q.finish()
	}
}
