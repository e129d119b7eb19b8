package oracle

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"math/big"
	"slices"
	"strings"
)

// The results of the scenarios, computed from their records alone, row by row, as plainly as can be.

// outRow is a row of a result: the columns that must be the same, and those that may differ in their last digits, since sums of floating-point
// numbers depend on their order.
type outRow struct {
	exact string
	sums  []float64
}

func (r outRow) compare(o outRow) int {
	return cmp.Or(strings.Compare(r.exact, o.exact), slices.Compare(r.sums, o.sums))
}

func (r outRow) near(o outRow) bool {
	return r.exact == o.exact && slices.EqualFunc(r.sums, o.sums, func(a, b float64) bool {
		return a == b || math.Abs(a-b) <= 1e-9*max(math.Abs(a), math.Abs(b))
	})
}

// ordersAbove are S0's rows.
func ordersAbove(least float64) func([]record) []outRow {
	return func(records []record) []outRow {
		var rows []outRow
		for _, r := range records {
			if r.price > least {
				rows = append(rows, outRow{fmt.Sprint(r.i, " ", r.symbol, " 2024-01-15"), []float64{r.price}})
			}
		}
		return rows
	}
}

// framesOf are S1's rows: one a record, with what the last 100 of its symbol come to.
func framesOf(row func(frame []tick) outRow) func([]record) []outRow {
	return func(records []record) []outRow {
		histories := map[string][]tick{}
		var rows []outRow
		for _, r := range records { // they are in the order of time
			histories[r.symbol] = append(histories[r.symbol], r.tick)
			rows = append(rows, row(lastRows(100)(histories[r.symbol])))
		}
		return rows
	}
}

func movingRow(frame []tick) outRow {
	last, results := frame[len(frame)-1], averageMinMax(frame)
	return outRow{last.symbol, append([]float64{last.price}, results[:]...)}
}

func rankedRow(frame []tick) outRow {
	last, ranks := frame[len(frame)-1], rankings(frame)
	return outRow{fmt.Sprint(last.symbol, " ", ranks[0], " ", ranks[1], " ", ranks[2]), []float64{last.price}}
}

// null stands for NULL among sums, none of which is infinite.
var null = math.Inf(1)

// neighbourRow has the price before, that behind, of which there is none in a frame that ends here, and the change.
func neighbourRow(frame []tick) outRow {
	last := frame[len(frame)-1]
	if len(frame) == 1 {
		return outRow{last.symbol, []float64{last.price, null, null, null}}
	}
	before := frame[len(frame)-2].price
	return outRow{last.symbol, []float64{last.price, before, null, last.price - before}}
}

// totals is a group of S2 or S3a.
type totals struct {
	key             string
	count, quantity int64
	price, value    float64
	least, greatest float64
}

func (g *totals) add(r record) {
	if g.count == 0 {
		g.least, g.greatest = r.price, r.price
	}
	g.count++
	g.quantity += r.quantity
	g.price += r.price
	g.value += r.price * float64(r.quantity)
	g.least, g.greatest = min(g.least, r.price), max(g.greatest, r.price)
}

func (g *totals) symbolRow() outRow {
	return outRow{fmt.Sprint(g.key, " ", g.count, " ", g.quantity), []float64{g.price / float64(g.count), g.least, g.greatest}}
}

func (g *totals) windowRow() outRow {
	return outRow{fmt.Sprint(g.key, " ", g.count, " ", g.quantity), []float64{g.price / float64(g.count), g.value}}
}

// window is a group of S3a.
type window struct {
	trader, symbol string
	minute         int64
}

func windowOf(r record) window { return window{r.trader, r.symbol, r.millis / 60_000} }

func (w window) key() string { return w.trader + " " + w.symbol }

// grouped gives each record to its group, and the row that the group then has to each.
func grouped[K comparable](records []record, keyOf func(record) K, text func(K) string, row func(*totals) outRow, each func(K, outRow)) map[K]*totals {
	groups := map[K]*totals{}
	for _, r := range records {
		k := keyOf(r)
		if groups[k] == nil {
			groups[k] = &totals{key: text(k)}
		}
		groups[k].add(r)
		each(k, row(groups[k]))
	}
	return groups
}

func symbolGroups(records []record, each func(string, outRow)) map[string]*totals {
	return grouped(records, func(r record) string { return r.symbol }, func(k string) string { return k }, (*totals).symbolRow, each)
}

func windowGroups(records []record, each func(window, outRow)) map[window]*totals {
	return grouped(records, windowOf, window.key, (*totals).windowRow, each)
}

// symbolTotals are S2's rows in the end, windowTotals S3a's, symbolChanges and windowChanges those of EMIT CHANGES, one a record.

func symbolTotals(records []record) []outRow {
	var rows []outRow
	for g := range maps.Values(symbolGroups(records, func(string, outRow) {})) {
		rows = append(rows, g.symbolRow())
	}
	return rows
}

func windowTotals(records []record) []outRow {
	var rows []outRow
	for g := range maps.Values(windowGroups(records, func(window, outRow) {})) {
		rows = append(rows, g.windowRow())
	}
	return rows
}

func symbolChanges(records []record) (rows []outRow) {
	symbolGroups(records, func(_ string, row outRow) { rows = append(rows, row) })
	return rows
}

func windowChanges(records []record) (rows []outRow) {
	windowGroups(records, func(_ window, row outRow) { rows = append(rows, row) })
	return rows
}

// temperatures are 1BRC's rows: tenths of a degree, and their mean with six digits, half away from zero.
func temperatures(records []record) []outRow {
	type station struct{ least, sum, greatest, count int64 }
	groups := map[string]*station{}
	for _, r := range records {
		g := groups[r.symbol]
		if g == nil {
			g = &station{least: r.tenths, greatest: r.tenths}
			groups[r.symbol] = g
		}
		g.least, g.greatest = min(g.least, r.tenths), max(g.greatest, r.tenths)
		g.sum += r.tenths
		g.count++
	}
	var rows []outRow
	for name, g := range groups {
		rows = append(rows, outRow{exact: strings.Join([]string{name, fixed(g.least, 1), big.NewRat(g.sum, 10*g.count).FloatString(6), fixed(g.greatest, 1)}, " ")})
	}
	return rows
}
