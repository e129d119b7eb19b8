// Package udf holds the aggregates that testdata/jobs/trader_vwap/job.sql names.
package udf

import (
	"errors"
	"slices"
	"strings"
)

// VWAP is an average of prices, each weighted by how much was traded at it.
type VWAP struct {
	value    float64
	quantity int64
}

// Add takes a trade.
func (v *VWAP) Add(price float64, quantity int64) {
	v.value += price * float64(quantity)
	v.quantity += quantity
}

// Remove takes a trade back, when it leaves a frame.
func (v *VWAP) Remove(price float64, quantity int64) {
	v.value -= price * float64(quantity)
	v.quantity -= quantity
}

// Merge takes the trades of another partition, or of another slice of time.
func (v *VWAP) Merge(other *VWAP) {
	v.value += other.value
	v.quantity += other.quantity
}

// Result is the average; false where nothing was traded.
func (v *VWAP) Result() (float64, bool) {
	return v.value / float64(v.quantity), v.quantity != 0
}

// Largest finds the symbol of which most was traded.
type Largest struct {
	holdings []holding // by symbol
}

type holding struct {
	symbol   string
	quantity int64
}

// Add takes a trade, unless there is nothing in it.
func (l *Largest) Add(symbol string, quantity int64) error {
	if quantity == 0 {
		return errors.New("a trade of nothing")
	}
	l.hold(symbol, quantity)
	return nil
}

func (l *Largest) hold(symbol string, quantity int64) {
	at, found := slices.BinarySearchFunc(l.holdings, symbol, func(h holding, symbol string) int { return strings.Compare(h.symbol, symbol) })
	if !found {
		l.holdings = slices.Insert(l.holdings, at, holding{symbol: symbol})
	}
	l.holdings[at].quantity += quantity
}

// Merge takes the trades of another partition.
func (l *Largest) Merge(other *Largest) {
	for _, h := range other.holdings {
		l.hold(h.symbol, h.quantity)
	}
}

// Result is the symbol, the first by name of those that are equal; "" for none.
func (l *Largest) Result() string {
	var best holding
	for _, h := range l.holdings {
		if h.quantity > best.quantity {
			best = h
		}
	}
	return best.symbol
}
