package main

import (
	"math"
)

// marketRow makes a row of S3a or S3b of its number; its texts are good until the next one.
type marketRow struct {
	trade
	text [64]byte
}

func (r *marketRow) make(i int64) {
	text := appendKey(r.text[:0], "TRADER", i%20)
	r.traderID = text
	r.symbol = appendKey(text[len(text):], "SYM", i%10)
	r.price = 100 + float64(i%50)
	r.quantity = 100 + i%1000
	r.millis = 1700000000 + 1000*i
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

func (r *minuteRow) appendCSV(dst []byte) []byte {
	return fields(dst).text(r.traderID).text(r.symbol).int(r.count).double(r.average).int(r.quantity).double(r.value).line()
}

func (g *minuteTotals) row() (minuteRow, error) {
	if math.IsInf(g.sum, 0) || math.IsInf(g.value, 0) {
		return minuteRow{}, errOverflow
	}
	return minuteRow{g.traderID, g.symbol, g.count, g.sum / float64(g.count), g.quantity, g.value}, nil
}

// reset empties a window for another one.
func (m *minute) reset(start int64) {
	m.start = start
	clear(m.slots.at)
	m.groups, m.texts.room = m.groups[:0], m.texts.room[:0]
}

// minutesInMemory is S3a over generated rows. They come in the order of time, so that one window is open.
func minutesInMemory(rows int64, out *results) error {
	open := &minute{start: math.MinInt64, slots: newSlots(64)}
	emit := func() error {
		for i := range open.groups {
			row, err := open.groups[i].row()
			if err != nil {
				return err
			}
			take(out, &row)
		}
		return nil
	}
	latest := int64(math.MinInt64)
	var row marketRow
	for i := range rows {
		row.make(i)
		row.price += 10 * math.Sin(float64(i)/100)
		if row.millis < latest {
			return errOrder
		}
		latest = row.millis
		if start := latest - (latest%width+width)%width; start != open.start {
			if err := emit(); err != nil {
				return err
			}
			open.reset(start)
		}
		if err := open.of(&row.trade).add(&row.trade); err != nil {
			return err
		}
	}
	return emit()
}

// changeRow is a result of S3b.
type changeRow struct {
	minuteRow
	start int64
	op    string
}

func (r *changeRow) appendCSV(dst []byte) []byte {
	return fields(dst).text(r.traderID).text(r.symbol).time(r.start).int(r.count).double(r.average).int(r.quantity).double(r.value).text(r.op).line()
}

// changes is S3b over generated rows: the group of each row, as it is then.
func changes(rows int64, out *results) error {
	open := &minute{start: math.MinInt64, slots: newSlots(64)}
	latest := int64(math.MinInt64)
	var row marketRow
	for i := range rows {
		row.make(i)
		if row.millis < latest {
			return errOrder
		}
		latest = row.millis
		if start := latest - (latest%width+width)%width; start != open.start {
			open.reset(start)
		}
		group := open.of(&row.trade)
		if err := group.add(&row.trade); err != nil {
			return err
		}
		result, err := group.row()
		if err != nil {
			return err
		}
		op := "+U"
		if group.count == 1 {
			op = "+I"
		}
		take(out, &changeRow{result, open.start, op})
	}
	return nil
}
