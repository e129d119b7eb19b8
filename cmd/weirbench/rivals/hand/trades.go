package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
)

// trade holds what the queries read of a record; texts point into the block.
type trade struct {
	traderID, symbol []byte
	price            float64
	quantity, millis int64
}

// tradeAt reads a record of the usual shape and returns the position behind its newline, -1 for another shape.
func tradeAt(b []byte, p int, t *trade) int {
	const (
		k1 = `{"trade_id":`
		k2 = `,"trader_id":"`
		k3 = `","symbol":"`
		k4 = `","venue":"`
		k5 = `","price":`
		k6 = `,"quantity":`
		k7 = `,"millis":`
		k8 = "}\n"
	)
	if p+len(k1) >= len(b) || string(b[p:p+len(k1)]) != k1 {
		return -1
	}
	if _, p = integerAt(b, p+len(k1)); p < 0 {
		return -1
	}
	if p+len(k2) >= len(b) || string(b[p:p+len(k2)]) != k2 {
		return -1
	}
	start := p + len(k2)
	if p = stringEnd(b, start); p < 0 {
		return -1
	}
	t.traderID = b[start:p]
	if p+len(k3) >= len(b) || string(b[p:p+len(k3)]) != k3 {
		return -1
	}
	start = p + len(k3)
	if p = stringEnd(b, start); p < 0 {
		return -1
	}
	t.symbol = b[start:p]
	if p+len(k4) >= len(b) || string(b[p:p+len(k4)]) != k4 {
		return -1
	}
	if p = stringEnd(b, p+len(k4)); p < 0 {
		return -1
	}
	if p+len(k5) >= len(b) || string(b[p:p+len(k5)]) != k5 {
		return -1
	}
	if t.price, p = doubleAt(b, p+len(k5)); p < 0 {
		return -1
	}
	if p+len(k6) >= len(b) || string(b[p:p+len(k6)]) != k6 {
		return -1
	}
	if t.quantity, p = integerAt(b, p+len(k6)); p < 0 {
		return -1
	}
	if p+len(k7) >= len(b) || string(b[p:p+len(k7)]) != k7 {
		return -1
	}
	if t.millis, p = integerAt(b, p+len(k7)); p < 0 {
		return -1
	}
	if p+len(k8) > len(b) || string(b[p:p+len(k8)]) != k8 {
		return -1
	}
	return p + len(k8)
}

// anyTrade reads a record of any shape.
func anyTrade(line []byte, t *trade) error {
	var r struct {
		TradeID  *int64   `json:"trade_id"`
		TraderID *string  `json:"trader_id"`
		Symbol   *string  `json:"symbol"`
		Venue    *string  `json:"venue"`
		Price    *float64 `json:"price"`
		Quantity *int64   `json:"quantity"`
		Millis   *int64   `json:"millis"`
	}
	if err := json.Unmarshal(line, &r); err != nil {
		return err
	}
	if r.TradeID == nil || r.TraderID == nil || r.Symbol == nil || r.Price == nil || r.Quantity == nil || r.Millis == nil {
		return errors.New("a column is missing")
	}
	*t = trade{[]byte(*r.TraderID), []byte(*r.Symbol), *r.Price, *r.Quantity, *r.Millis}
	return nil
}

// nextTrade reads the record at p, of whatever shape.
func nextTrade(block []byte, p int, t *trade) (int, error) {
	if next := tradeAt(block, p, t); next >= 0 {
		return next, nil
	}
	end := p + bytes.IndexByte(block[p:], '\n')
	return end + 1, anyTrade(block[p:end], t)
}

// tradeCSVAt is tradeAt for CSV.
func tradeCSVAt(b []byte, p int, t *trade) int {
	if _, p = integerAt(b, p); p < 0 || b[p] != ',' {
		return -1
	}
	start := p + 1
	if p = fieldEnd(b, start); p <= start || b[p] != ',' {
		return -1
	}
	t.traderID = b[start:p]
	start = p + 1
	if p = fieldEnd(b, start); p <= start || b[p] != ',' {
		return -1
	}
	t.symbol = b[start:p]
	if p = fieldEnd(b, p+1); p < 0 || b[p] != ',' {
		return -1
	}
	if t.price, p = doubleAt(b, p+1); p < 0 || b[p] != ',' {
		return -1
	}
	if t.quantity, p = integerAt(b, p+1); p < 0 || b[p] != ',' {
		return -1
	}
	if t.millis, p = integerAt(b, p+1); p < 0 || b[p] != '\n' {
		return -1
	}
	return p + 1
}

func anyTradeCSV(line []byte, t *trade) error {
	fields, err := csv.NewReader(bytes.NewReader(line)).Read()
	if err != nil {
		return err
	}
	if len(fields) != 7 || fields[1] == "" || fields[2] == "" {
		return fmt.Errorf("%q: a column is missing", fields)
	}
	var errs [4]error
	_, errs[0] = strconv.ParseInt(fields[0], 10, 64)
	t.price, errs[1] = strconv.ParseFloat(fields[4], 64)
	t.quantity, errs[2] = strconv.ParseInt(fields[5], 10, 64)
	t.millis, errs[3] = strconv.ParseInt(fields[6], 10, 64)
	t.traderID, t.symbol = []byte(fields[1]), []byte(fields[2])
	return errors.Join(errs[:]...)
}

// nextTradeCSV reads the record at p, of whatever shape.
func nextTradeCSV(block []byte, p int, t *trade) (int, error) {
	if next := tradeCSVAt(block, p, t); next >= 0 {
		return next, nil
	}
	end := p + bytes.IndexByte(block[p:], '\n')
	return end + 1, anyTradeCSV(block[p:end], t)
}
