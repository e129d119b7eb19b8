package main

import "math"

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

// minutesInMemory is S3a over generated rows. They come in the order of time, so that one window is open.
func minutesInMemory(rows int64, out *results) error {
	open, latest := newMinute(), int64(math.MinInt64)
	var row marketRow
	result := new(minuteRow)
	for i := range rows {
		row.make(i)
		row.price += 10 * math.Sin(float64(i)/100)
		if row.millis < latest {
			return errOrder
		}
		latest = row.millis
		if start := startOf(latest); start != open.start {
			if err := open.emit(out, result); err != nil {
				return err
			}
			open.reset(start)
		}
		if err := open.of(&row.trade).add(&row.trade); err != nil {
			return err
		}
	}
	return open.emit(out, result)
}

// changeRow is a result of S3b.
type changeRow struct {
	minuteRow
	start int64
	op    string
}

const changesHeader = "trader_id,symbol,window_start,trade_count,avg_price,total_quantity,total_value,op\n"

func (r *changeRow) appendCSV(dst []byte, clock *clock) []byte {
	return r.totals(fields(dst).text(r.traderID).text(r.symbol).time(clock, r.start)).text(r.op).line()
}

func (r *changeRow) appendJSON(dst []byte, clock *clock) []byte {
	key := members(dst).text(`{"trader_id":`, r.traderID).text(`,"symbol":`, r.symbol).time(clock, `,"window_start":`, r.start)
	return r.totalMembers(key).text(`,"op":`, r.op).line()
}

// changes is S3b: the group of each row, as it is then. The watermark is the greatest time, so that one window is open.
type changes struct {
	open *minute
	late int64
	out  *results
	row  changeRow
}

func newChanges(out *results) *changes { return &changes{open: newMinute(), out: out} }

func (q *changes) take(t *trade) (err error) {
	if start := startOf(t.millis); start != q.open.start {
		if start < q.open.start {
			q.late++
			return nil
		}
		q.open.reset(start)
	}
	group := q.open.of(t)
	if err := group.add(t); err != nil {
		return err
	}
	if q.row.minuteRow, err = group.row(); err != nil {
		return err
	}
	q.row.start, q.row.op = q.open.start, opOf(group.count)
	take(q.out, &q.row)
	return nil
}

func (q *changes) finish() error { return nil }

// changesInMemory is S3b over generated rows.
func changesInMemory(rows int64, out *results) error {
	q := newChanges(out)
	var row marketRow
	for i := range rows {
		row.make(i)
		if err := q.take(&row.trade); err != nil {
			return err
		}
	}
	return q.finish()
}
