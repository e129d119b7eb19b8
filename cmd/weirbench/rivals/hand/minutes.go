package main

import (
	"math"
	"slices"
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

func newMinute() *minute { return &minute{start: math.MinInt64, slots: newSlots(64)} }

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

// add takes a row into its group.
func (g *minuteTotals) add(t *trade) error {
	g.count++
	g.sum += t.price
	g.value += t.price * float64(t.quantity)
	quantity := g.quantity + t.quantity
	if (g.quantity^quantity)&(t.quantity^quantity) < 0 {
		return errOverflow
	}
	g.quantity = quantity
	return nil
}

// minuteRow is a result of S3a.
type minuteRow struct {
	traderID, symbol string
	count            int64
	average          float64
	quantity         int64
	value            float64
}

const minuteHeader = "trader_id,symbol,trade_count,avg_price,total_quantity,total_value\n"

func (r *minuteRow) appendCSV(dst []byte, _ *clock) []byte {
	return r.totals(fields(dst).text(r.traderID).text(r.symbol)).line()
}

func (r *minuteRow) totals(dst fields) fields {
	return dst.int(r.count).double(r.average).int(r.quantity).double(r.value)
}

func (r *minuteRow) appendJSON(dst []byte, _ *clock) []byte {
	return r.totalMembers(members(dst).text(`{"trader_id":`, r.traderID).text(`,"symbol":`, r.symbol)).line()
}

func (r *minuteRow) totalMembers(dst members) members {
	return dst.int(`,"trade_count":`, r.count).double(`,"avg_price":`, r.average).int(`,"total_quantity":`, r.quantity).double(`,"total_value":`, r.value)
}

func (g *minuteTotals) row() (minuteRow, error) {
	if math.IsInf(g.sum, 0) || math.IsInf(g.value, 0) {
		return minuteRow{}, errOverflow
	}
	return minuteRow{g.traderID, g.symbol, g.count, g.sum / float64(g.count), g.quantity, g.value}, nil
}

// emit emits the groups of a window.
func (m *minute) emit(out *results, row *minuteRow) (err error) {
	for i := range m.groups {
		if *row, err = m.groups[i].row(); err != nil {
			return err
		}
		take(out, row)
	}
	return nil
}

// reset empties a window for another one.
func (m *minute) reset(start int64) {
	m.start = start
	clear(m.slots.at)
	m.groups, m.texts.room = m.groups[:0], m.texts.room[:0]
}

const (
	width = 60_000
	delay = 5_000 // of the watermark behind the greatest time
)

// minutes is S3a, with rows in any order: the open windows by their starts.
type minutes struct {
	last     *minute
	open     []*minute
	free     []*minute
	greatest int64 // of the times
	closed   int64 // windows that end at this time or before are
	late     int64
	out      *results
	row      minuteRow
}

func newMinutes(out *results) *minutes {
	return &minutes{greatest: math.MinInt64, closed: math.MinInt64, out: out}
}

func (q *minutes) take(t *trade) error {
	if t.millis > q.greatest {
		q.greatest = t.millis
		if end := t.millis - delay; end-width >= q.closed {
			if err := q.close(startOf(end)); err != nil {
				return err
			}
		}
	}
	if t.millis < q.closed {
		q.late++
		return nil
	}
	return q.at(t.millis).of(t).add(t)
}

// startOf is the start of a time's window.
func startOf(time int64) int64 { return time - (time%width+width)%width }

func (q *minutes) at(time int64) *minute {
	if q.last != nil && uint64(time-q.last.start) < width {
		return q.last
	}
	start := startOf(time)
	i, found := slices.BinarySearchFunc(q.open, start, func(m *minute, start int64) int { return int(m.start - start) })
	if !found {
		var m *minute
		if last := len(q.free) - 1; last >= 0 {
			m, q.free = q.free[last], q.free[:last]
		} else {
			m = newMinute()
		}
		m.start = start
		q.open = slices.Insert(q.open, i, m)
	}
	q.last = q.open[i]
	return q.last
}

// close emits the windows that end at a time or before.
func (q *minutes) close(end int64) error {
	q.closed = end
	done := 0
	for _, m := range q.open {
		if m.start+width > end {
			break
		}
		if err := m.emit(q.out, &q.row); err != nil {
			return err
		}
		m.reset(0)
		q.free = append(q.free, m)
		done++
	}
	if done > 0 {
		q.last = nil
		q.open = slices.Delete(q.open, 0, done)
	}
	return nil
}

func (q *minutes) finish() error { return q.close(math.MaxInt64) }
