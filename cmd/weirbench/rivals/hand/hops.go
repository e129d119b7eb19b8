package main

import "math"

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

func (r *hopRow) appendCSV(dst []byte) []byte {
	return fields(dst).text(r.symbol).time(r.start).int(r.count).double(r.average).double(r.top).int(r.quantity).line()
}

// hopWindows are windows over slices as long as their slide.
type hopWindows struct {
	overlaps int64
	slide    int64
	at       int64 // the number of the slice that is being filled, from the first block on
	slots    slots
	keys     []*hopKey
	texts    texts
	out      *results
}

func (w *hopWindows) of(symbol []byte) *hopKey {
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

func (w *hopWindows) add(symbol []byte) *hopKey {
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
func (w *hopWindows) next() error {
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
			take(w.out, &hopRow{k.symbol, start, all.count, all.sum / float64(all.count), all.top, all.quantity})
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

// hops is a query of windows of 100 seconds over generated rows of so many symbols, which come in the order of time.
func hops(symbols, overlaps int64) func(int64, *results) error {
	return func(rows int64, out *results) error {
		w := &hopWindows{overlaps: overlaps, slide: hopSize / overlaps, slots: newSlots(64), out: out}
		latest, ends := int64(math.MinInt64), int64(math.MinInt64)
		var symbol []byte
		for i := range rows {
			symbol = appendKey(symbol[:0], "SYM", i%symbols)
			price, quantity, millis := 100+float64(i%50), 100+i%1000, 1700000000000+i
			if millis < latest {
				return errOrder
			}
			if latest = millis; millis >= ends {
				if len(w.keys) == 0 {
					w.at = (millis - hopOrigin) / w.slide
				}
				for w.at < (millis-hopOrigin)/w.slide {
					if err := w.next(); err != nil {
						return err
					}
				}
				ends = (w.at+1)*w.slide + hopOrigin
			}
			c := &w.of(symbol).slice
			c.count++
			c.sum += price
			c.top = max(c.top, price)
			if c.quantity += quantity; c.quantity < 0 { // of two that aren't negative
				return errOverflow
			}
		}
		for range overlaps {
			if err := w.next(); err != nil {
				return err
			}
		}
		return nil
	}
}
