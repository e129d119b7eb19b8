package main

import "time"

// symbolTotals is a group of S2, and the row that it gives.
type symbolTotals struct {
	Symbol   string  `json:"symbol"`
	Count    int64   `json:"trade_count"`
	Avg      float64 `json:"avg_price"`
	Min      float64 `json:"min_price"`
	Max      float64 `json:"max_price"`
	Quantity int64   `json:"total_quantity"`
	Op       string  `json:"op,omitempty"`
	sum      float64
}

func (g *symbolTotals) fields() []string {
	fields := []string{g.Symbol, textOf(g.Count), textOfDouble(g.Avg), textOfDouble(g.Min), textOfDouble(g.Max), textOf(g.Quantity)}
	if g.Op != "" {
		fields = append(fields, g.Op)
	}
	return fields
}

func (g *symbolTotals) add(t *trade) {
	g.Count++
	g.sum += t.Price
	g.Avg = g.sum / float64(g.Count)
	g.Min, g.Max = min(g.Min, t.Price), max(g.Max, t.Price)
	g.Quantity += t.Quantity
}

const symbolColumns = "symbol,trade_count,avg_price,min_price,max_price,total_quantity"

// totals is S2: a map of groups, and the groups in the order in which they came.
func totals() query[trade] {
	groups := map[string]*symbolTotals{}
	var order []*symbolTotals
	return query[trade]{symbolColumns, func(t *trade, _ func(row) error) error {
		g := groups[t.Symbol]
		if g == nil {
			g = &symbolTotals{Symbol: t.Symbol, Min: t.Price, Max: t.Price}
			groups[t.Symbol] = g
			order = append(order, g)
		}
		g.add(t)
		return nil
	}, func(emit func(row) error) error { return emitAll(order, emit) }}
}

// totalChanges is S2 with EMIT CHANGES.
func totalChanges() query[trade] {
	groups := map[string]*symbolTotals{}
	return query[trade]{symbolColumns + ",op", func(t *trade, emit func(row) error) error {
		g := groups[t.Symbol]
		if g == nil {
			g = &symbolTotals{Symbol: t.Symbol, Min: t.Price, Max: t.Price}
			groups[t.Symbol] = g
		}
		g.add(t)
		g.Op = opOf(g.Count)
		return emit(g)
	}, nothingLeft}
}

// opOf is what a change of a group with so many rows is.
func opOf(count int64) string {
	if count == 1 {
		return "+I"
	}
	return "+U"
}

func emitAll[R row](rows []R, emit func(row) error) error {
	for _, r := range rows {
		if err := emit(r); err != nil {
			return err
		}
	}
	return nil
}

// minuteTotals are what S3a and S3b have of a group.
type minuteTotals struct {
	Count    int64   `json:"trade_count"`
	Avg      float64 `json:"avg_price"`
	Quantity int64   `json:"total_quantity"`
	Value    float64 `json:"total_value"`
	sum      float64
}

func (g *minuteTotals) fields() []string {
	return []string{textOf(g.Count), textOfDouble(g.Avg), textOf(g.Quantity), textOfDouble(g.Value)}
}

func (g *minuteTotals) add(t *trade) {
	g.Count++
	g.sum += t.Price
	g.Avg = g.sum / float64(g.Count)
	g.Quantity += t.Quantity
	g.Value += t.Price * float64(t.Quantity)
}

type minuteKey struct {
	TraderID string `json:"trader_id"`
	Symbol   string `json:"symbol"`
}

// minuteRow is a group of S3a, and the row that it gives.
type minuteRow struct {
	minuteKey
	minuteTotals
}

func (r *minuteRow) fields() []string {
	return append([]string{r.TraderID, r.Symbol}, r.minuteTotals.fields()...)
}

// minute is a window and its groups in the order in which they came.
type minute struct {
	groups map[minuteKey]*minuteRow
	order  []*minuteRow
}

// minutes is S3a: a window is complete when the greatest time, less five seconds, has passed its end.
func minutes() query[trade] {
	open := map[int64]*minute{}
	var first, greatest int64 // the first window that isn't complete
	complete := func(before int64, emit func(row) error) error {
		for ; first < before && len(open) > 0; first++ {
			if m := open[first]; m != nil {
				if err := emitAll(m.order, emit); err != nil {
					return err
				}
				delete(open, first)
			}
		}
		first = max(first, before)
		return nil
	}
	take := func(t *trade, emit func(row) error) error {
		greatest = max(greatest, t.Millis)
		if err := complete((greatest-5000)/60_000, emit); err != nil {
			return err
		}
		at := t.Millis / 60_000
		if at < first {
			return nil // too late
		}
		m := open[at]
		if m == nil {
			m = &minute{groups: map[minuteKey]*minuteRow{}}
			open[at] = m
		}
		key := minuteKey{t.TraderID, t.Symbol}
		g := m.groups[key]
		if g == nil {
			g = &minuteRow{minuteKey: key}
			m.groups[key] = g
			m.order = append(m.order, g)
		}
		g.add(t)
		return nil
	}
	return query[trade]{"trader_id,symbol,trade_count,avg_price,total_quantity,total_value", take, func(emit func(row) error) error {
		return complete(greatest/60_000+1, emit)
	}}
}

// changeRow is a group of S3b, and the row that it gives.
type changeRow struct {
	minuteKey
	Start string `json:"window_start"`
	minuteTotals
	Op string `json:"op"`
}

func (r *changeRow) fields() []string {
	return append(append([]string{r.TraderID, r.Symbol, r.Start}, r.minuteTotals.fields()...), r.Op)
}

// changes is S3b for records in the order of time: one window is open.
func changes() query[trade] {
	groups := map[minuteKey]*changeRow{}
	var open int64
	var start string
	take := func(t *trade, emit func(row) error) error {
		if minute := t.Millis / 60_000; minute != open {
			open, start = minute, timeText(minute*60_000)
			clear(groups)
		}
		key := minuteKey{t.TraderID, t.Symbol}
		g := groups[key]
		if g == nil {
			g = &changeRow{minuteKey: key, Start: start}
			groups[key] = g
		}
		g.add(t)
		g.Op = opOf(g.Count)
		return emit(g)
	}
	return query[trade]{"trader_id,symbol,window_start,trade_count,avg_price,total_quantity,total_value,op", take, nothingLeft}
}

func timeText(millis int64) string {
	return time.UnixMilli(millis).UTC().Format("2006-01-02 15:04:05.999Z")
}

// movingRow is a row of S1.
type movingRow struct {
	Symbol string  `json:"symbol"`
	Price  float64 `json:"price"`
	Avg    float64 `json:"moving_avg"`
	Min    float64 `json:"min_price"`
	Max    float64 `json:"max_price"`
}

func (r *movingRow) fields() []string {
	return []string{r.Symbol, textOfDouble(r.Price), textOfDouble(r.Avg), textOfDouble(r.Min), textOfDouble(r.Max)}
}

// moving is S1 for records in the order of time: the last hundred prices of each symbol.
func moving() query[trade] {
	frames := map[string][]float64{}
	take := func(t *trade, emit func(row) error) error {
		prices := append(frames[t.Symbol], t.Price)
		if len(prices) > 100 {
			prices = append(prices[:0], prices[1:]...)
		}
		frames[t.Symbol] = prices
		r := &movingRow{Symbol: t.Symbol, Price: t.Price, Min: t.Price, Max: t.Price}
		sum := 0.0
		for _, price := range prices {
			sum += price
			r.Min, r.Max = min(r.Min, price), max(r.Max, price)
		}
		r.Avg = sum / float64(len(prices))
		return emit(r)
	}
	return query[trade]{"symbol,price,moving_avg,min_price,max_price", take, nothingLeft}
}

// hopTotals are what rows of slices come to.
type hopTotals struct {
	Count    int64   `json:"trade_count"`
	Avg      float64 `json:"avg_price"`
	Max      float64 `json:"max_price"`
	Quantity int64   `json:"total_quantity"`
	sum      float64
}

func (h *hopTotals) add(count, quantity int64, sum, most float64) {
	if h.Count == 0 {
		h.Max = most
	}
	h.Count += count
	h.Quantity += quantity
	h.sum += sum
	h.Max = max(h.Max, most)
}

type hopRow struct {
	Symbol string `json:"symbol"`
	Start  string `json:"window_start"`
	hopTotals
}

func (r *hopRow) fields() []string {
	return []string{r.Symbol, r.Start, textOf(r.Count), textOfDouble(r.Avg), textOfDouble(r.Max), textOf(r.Quantity)}
}

// hops are windows of 100 seconds over records in the order of time: each symbol's last slices.
func hops(overlaps int64) query[trade] {
	slide := 100_000 / overlaps
	symbols := map[string][]hopTotals{}
	var at int64 // the slice that is being filled
	next := func(emit func(row) error) error {
		start := timeText((at - overlaps + 1) * slide)
		for symbol, slices := range symbols {
			r := &hopRow{Symbol: symbol, Start: start}
			for i := range slices {
				if s := &slices[i]; s.Count > 0 {
					r.add(s.Count, s.Quantity, s.sum, s.Max)
				}
			}
			slices[(at+1)%overlaps] = hopTotals{}
			if r.Count == 0 {
				continue
			}
			r.Avg = r.sum / float64(r.Count)
			if err := emit(r); err != nil {
				return err
			}
		}
		at++
		return nil
	}
	take := func(t *trade, emit func(row) error) error {
		slice := t.Millis / slide
		if len(symbols) == 0 {
			at = slice
		}
		for at < slice {
			if err := next(emit); err != nil {
				return err
			}
		}
		slices := symbols[t.Symbol]
		if slices == nil {
			slices = make([]hopTotals, overlaps)
			symbols[t.Symbol] = slices
		}
		slices[slice%overlaps].add(1, t.Quantity, t.Price, t.Price)
		return nil
	}
	finish := func(emit func(row) error) error {
		for range overlaps {
			if err := next(emit); err != nil {
				return err
			}
		}
		return nil
	}
	return query[trade]{"symbol,window_start,trade_count,avg_price,max_price,total_quantity", take, finish}
}
