package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"math/bits"
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

// symbolTotals is a group of S2: one cache line.
type symbolTotals struct {
	hash          uint64
	symbol        string
	count         int64
	sum, min, max float64
	quantity      int64
}

// symbolTable finds groups by their symbols. Groups stay in the order in which they came, in chunks that never move.
type symbolTable struct {
	slots  slots
	chunks []*[chunkSize]symbolTotals
	count  int
	texts  texts
}

const chunkSize = 1 << 10

func (t *symbolTable) at(i uint32) *symbolTotals { return &t.chunks[i/chunkSize][i%chunkSize] }

func (t *symbolTable) of(symbol []byte) *symbolTotals {
	hash := hashText(0, symbol)
	for i := t.slots.first(hash); ; i++ {
		slot := &t.slots.at[i&t.slots.mask]
		if slot.number == 0 {
			slot.tag, slot.number = uint32(hash), uint32(t.count)+1
			return t.add(hash, symbol)
		}
		if slot.tag == uint32(hash) {
			if g := t.at(slot.number - 1); g.symbol == string(symbol) {
				return g
			}
		}
	}
}

func (t *symbolTable) add(hash uint64, symbol []byte) *symbolTotals {
	if t.count%chunkSize == 0 {
		t.chunks = append(t.chunks, new([chunkSize]symbolTotals))
	}
	g := t.at(uint32(t.count))
	t.count++
	*g = symbolTotals{hash: hash, symbol: t.texts.keep(symbol), min: math.Inf(1), max: math.Inf(-1)}
	if 2*t.count > len(t.slots.at) {
		t.slots.double()
	}
	return g
}

var errOverflow = errors.New("numeric overflow")

// totals is S2 over JSON lines.
func totals() (process, finish) {
	table := symbolTable{slots: newSlots(1 << 10)}
	take := func(block, out []byte) ([]byte, error) {
		var t trade
		var err error
		for p := 0; p < len(block); {
			if p, err = nextTrade(block, p, &t); err != nil {
				return out, err
			}
			g := table.of(t.symbol)
			g.count++
			g.sum += t.price
			g.min, g.max = min(g.min, t.price), max(g.max, t.price)
			quantity := g.quantity + t.quantity
			if (g.quantity^quantity)&(t.quantity^quantity) < 0 {
				return out, errOverflow
			}
			g.quantity = quantity
		}
		return out, nil
	}
	return take, func(out []byte) ([]byte, error) {
		for i := range table.count {
			g := table.at(uint32(i))
			if math.IsInf(g.sum, 0) {
				return out, errOverflow
			}
			out = append(out, `{"symbol":`...)
			out = appendText(out, g.symbol)
			out = append(out, `,"trade_count":`...)
			out = strconv.AppendInt(out, g.count, 10)
			out = append(out, `,"avg_price":`...)
			out = appendDouble(out, g.sum/float64(g.count))
			out = append(out, `,"min_price":`...)
			out = appendDouble(out, g.min)
			out = append(out, `,"max_price":`...)
			out = appendDouble(out, g.max)
			out = append(out, `,"total_quantity":`...)
			out = strconv.AppendInt(out, g.quantity, 10)
			out = append(out, "}\n"...)
		}
		return out, nil
	}
}

// slots is an open-addressing table of the numbers of groups, at most half full.
type slots struct {
	at   []slot
	mask uint32
}

type slot struct{ tag, number uint32 } // the hash's lower half; the group's number plus 1, 0 where free

func newSlots(size int) slots { return slots{make([]slot, size), uint32(size - 1)} }

// first is where probing begins: slots lie in the order of the tags, nearly, so that doubling goes through memory in order.
func (s *slots) first(hash uint64) uint32 {
	return uint32(uint64(uint32(hash)) * uint64(len(s.at)) >> 32)
}

func (s *slots) double() {
	old := s.at
	*s = newSlots(2 * len(old))
	for _, slot := range old {
		if slot.number == 0 {
			continue
		}
		i := s.first(uint64(slot.tag))
		for s.at[i&s.mask].number != 0 {
			i++
		}
		s.at[i&s.mask] = slot
	}
}

// texts keeps keys, many to an allocation.
type texts struct{ room []byte }

func (t *texts) keep(text []byte) string {
	if len(text) > cap(t.room)-len(t.room) {
		t.room = make([]byte, 0, max(1<<12, len(text)))
	}
	start := len(t.room)
	t.room = append(t.room, text...)
	return asString(t.room[start:])
}

// hashText is wyhash's product of up to 16 bytes, folded; longer texts take 16 bytes a step.
func hashText(seed uint64, s []byte) uint64 {
	const k1, k2 = 0xe7037ed1a0b428db, 0x8ebc6af09c88c6e3
	hash, n := seed, len(s)
	for ; len(s) > 16; s = s[16:] {
		hash = folded(load(s)^k1, load(s[8:])^hash)
	}
	var a, b uint64
	switch {
	case len(s) >= 8:
		a, b = load(s), load(s[len(s)-8:])
	case len(s) >= 4:
		a, b = load4(s), load4(s[len(s)-4:])
	case len(s) > 0:
		a = uint64(s[0])<<16 | uint64(s[len(s)/2])<<8 | uint64(s[len(s)-1])
	}
	return folded(folded(a^k1, b^hash^uint64(n)), k2)
}

func folded(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi ^ lo
}
