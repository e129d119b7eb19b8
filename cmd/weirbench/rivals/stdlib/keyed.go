package main

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strconv"
	"strings"
)

type trade struct {
	TraderID string  `json:"trader_id"`
	Symbol   string  `json:"symbol"`
	Price    float64 `json:"price"`
	Quantity int64   `json:"quantity"`
	Millis   int64   `json:"millis"`
}

// totals is S2: a map of groups, and their keys in the order in which they came.
func totals() (query func([]byte, func(any) error) error, finish func(func(any) error) error) {
	type group struct {
		Symbol   string  `json:"symbol"`
		Count    int64   `json:"trade_count"`
		Avg      float64 `json:"avg_price"`
		Min      float64 `json:"min_price"`
		Max      float64 `json:"max_price"`
		Quantity int64   `json:"total_quantity"`
		sum      float64
	}
	groups := map[string]*group{}
	var order []*group
	query = func(line []byte, _ func(any) error) error {
		var t trade
		if err := json.Unmarshal(line, &t); err != nil {
			return err
		}
		g := groups[t.Symbol]
		if g == nil {
			g = &group{Symbol: t.Symbol, Min: t.Price, Max: t.Price}
			groups[t.Symbol] = g
			order = append(order, g)
		}
		g.Count++
		g.sum += t.Price
		g.Min, g.Max = min(g.Min, t.Price), max(g.Max, t.Price)
		g.Quantity += t.Quantity
		return nil
	}
	return query, func(emit func(any) error) error {
		for _, g := range order {
			g.Avg = g.sum / float64(g.Count)
			if err := emit(g); err != nil {
				return err
			}
		}
		return nil
	}
}

// minutes is S3a for records in the order of time: one window is open.
func minutes() (query func([]byte, func(any) error) error, finish func(func(any) error) error) {
	type key struct{ traderID, symbol string }
	type group struct {
		TraderID string  `json:"trader_id"`
		Symbol   string  `json:"symbol"`
		Count    int64   `json:"trade_count"`
		Avg      float64 `json:"avg_price"`
		Quantity int64   `json:"total_quantity"`
		Value    float64 `json:"total_value"`
		sum      float64
	}
	groups := map[key]*group{}
	var order []*group
	var open int64
	finish = func(emit func(any) error) error {
		for _, g := range order {
			g.Avg = g.sum / float64(g.Count)
			if err := emit(g); err != nil {
				return err
			}
		}
		clear(groups)
		order = order[:0]
		return nil
	}
	query = func(line []byte, emit func(any) error) error {
		var t trade
		if err := json.Unmarshal(line, &t); err != nil {
			return err
		}
		if minute := t.Millis / 60_000; minute != open {
			if err := finish(emit); err != nil {
				return err
			}
			open = minute
		}
		k := key{t.TraderID, t.Symbol}
		g := groups[k]
		if g == nil {
			g = &group{TraderID: t.TraderID, Symbol: t.Symbol}
			groups[k] = g
			order = append(order, g)
		}
		g.Count++
		g.sum += t.Price
		g.Quantity += t.Quantity
		g.Value += t.Price * float64(t.Quantity)
		return nil
	}
	return query, finish
}

// stations is 1BRC: temperatures in tenths.
func stations(in, out string) error {
	source, sink, done, err := open(in, out)
	if err != nil {
		return err
	}
	type group struct{ min, max, sum, count int64 }
	groups := map[string]*group{}
	var order []string
	reader := csv.NewReader(source)
	reader.Comma, reader.ReuseRecord = ';', true
	if _, err := reader.Read(); err != nil {
		return err
	}
	for {
		record, err := reader.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		temperature, err := strconv.ParseFloat(record[1], 64)
		if err != nil {
			return err
		}
		tenths := int64(temperature*10 + 0.5)
		if temperature < 0 {
			tenths = int64(temperature*10 - 0.5)
		}
		g := groups[record[0]]
		if g == nil {
			name := strings.Clone(record[0])
			g = &group{min: tenths, max: tenths}
			groups[name] = g
			order = append(order, name)
		}
		g.min, g.max = min(g.min, tenths), max(g.max, tenths)
		g.sum += tenths
		g.count++
	}
	writer := csv.NewWriter(sink)
	rows := [][]string{{"station", "min_temp", "avg_temp", "max_temp"}}
	for _, name := range order {
		g := groups[name]
		rows = append(rows, []string{
			name, fmt.Sprintf("%.1f", float64(g.min)/10), big.NewRat(g.sum, 10*g.count).FloatString(6), fmt.Sprintf("%.1f", float64(g.max)/10),
		})
	}
	return errors.Join(writer.WriteAll(rows), done())
}
