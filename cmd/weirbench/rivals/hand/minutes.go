package main

import (
	"math"
	"slices"
	"strconv"
)

// minuteTotals is a group of S3a.
type minuteTotals struct {
	traderID, symbol string
	count, quantity  int64
	sum, value       float64
}

// minute is a window with its groups. Windows that are closed are used again.
type minute struct {
	start  int64
	slots  slots
	groups []minuteTotals
	texts  texts
}

func (m *minute) of(t *trade) *minuteTotals {
	hash := hashText(hashText(0, t.traderID), t.symbol)
	for i := m.slots.first(hash); ; i++ {
		slot := &m.slots.at[i&m.slots.mask]
		if slot.number == 0 {
			slot.tag, slot.number = uint32(hash), uint32(len(m.groups))+1
			m.groups = append(m.groups, minuteTotals{traderID: m.texts.keep(t.traderID), symbol: m.texts.keep(t.symbol)})
			if 2*len(m.groups) > len(m.slots.at) {
				m.slots.double()
			}
			return &m.groups[len(m.groups)-1]
		}
		if slot.tag == uint32(hash) {
			if g := &m.groups[slot.number-1]; g.traderID == string(t.traderID) && g.symbol == string(t.symbol) {
				return g
			}
		}
	}
}

const (
	width = 60_000
	delay = 5_000 // of the watermark behind the greatest time
)

// minuteWindows holds the open windows by their starts.
type minuteWindows struct {
	last      *minute
	open      []*minute
	free      []*minute
	greatest  int64
	watermark int64 // of the blocks before this one
	late      int64
}

func (w *minuteWindows) at(time int64) *minute {
	if w.last != nil && uint64(time-w.last.start) < width {
		return w.last
	}
	start := time - (time%width+width)%width
	i, found := slices.BinarySearchFunc(w.open, start, func(m *minute, start int64) int { return int(m.start - start) })
	if !found {
		var m *minute
		if last := len(w.free) - 1; last >= 0 {
			m, w.free = w.free[last], w.free[:last]
		} else {
			m = &minute{slots: newSlots(64)}
		}
		m.start = start
		w.open = slices.Insert(w.open, i, m)
	}
	w.last = w.open[i]
	return w.last
}

// close writes the windows that end at the watermark or before.
func (w *minuteWindows) close(watermark int64, out []byte) ([]byte, error) {
	w.watermark = watermark
	done := 0
	for _, m := range w.open {
		if m.start+width > watermark {
			break
		}
		var err error
		if out, err = appendMinute(out, m); err != nil {
			return out, err
		}
		clear(m.slots.at)
		m.groups, m.texts.room = m.groups[:0], m.texts.room[:0]
		w.free = append(w.free, m)
		done++
	}
	if done > 0 {
		w.last = nil
		w.open = slices.Delete(w.open, 0, done)
	}
	return out, nil
}

func appendMinute(out []byte, m *minute) ([]byte, error) {
	for i := range m.groups {
		g := &m.groups[i]
		if math.IsInf(g.sum, 0) || math.IsInf(g.value, 0) {
			return out, errOverflow
		}
		out = append(out, `{"trader_id":`...)
		out = appendText(out, g.traderID)
		out = append(out, `,"symbol":`...)
		out = appendText(out, g.symbol)
		out = append(out, `,"trade_count":`...)
		out = strconv.AppendInt(out, g.count, 10)
		out = append(out, `,"avg_price":`...)
		out = appendDouble(out, g.sum/float64(g.count))
		out = append(out, `,"total_quantity":`...)
		out = strconv.AppendInt(out, g.quantity, 10)
		out = append(out, `,"total_value":`...)
		out = appendDouble(out, g.value)
		out = append(out, "}\n"...)
	}
	return out, nil
}

// minutes is S3a over JSON lines.
func minutes() (process, finish) {
	windows := minuteWindows{greatest: math.MinInt64 + delay, watermark: math.MinInt64}
	take := func(block, out []byte) ([]byte, error) {
		var t trade
		var err error
		for p := 0; p < len(block); {
			if p, err = nextTrade(block, p, &t); err != nil {
				return out, err
			}
			m := windows.at(t.millis)
			if m.start+width <= windows.watermark {
				windows.late++
				continue
			}
			windows.greatest = max(windows.greatest, t.millis)
			g := m.of(&t)
			g.count++
			g.sum += t.price
			g.value += t.price * float64(t.quantity)
			quantity := g.quantity + t.quantity
			if (g.quantity^quantity)&(t.quantity^quantity) < 0 {
				return out, errOverflow
			}
			g.quantity = quantity
		}
		return windows.close(windows.greatest-delay, out)
	}
	return take, func(out []byte) ([]byte, error) { return windows.close(math.MaxInt64, out) }
}
