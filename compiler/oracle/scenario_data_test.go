package oracle

import (
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"strconv"
)

// record is one record of a scenario's input. Each scenario reads some of the fields.
type record struct {
	i int // its number, from 0
	tick
	trader   string
	quantity int64
	tenths   int64 // of a degree
}

// dealt is the key by whose hash the record is dealt over splits.
func (r record) dealt() uint32 {
	h := fnv.New32a()
	h.Write([]byte(r.trader + " " + r.symbol))
	return h.Sum32()
}

func symbolOf(i, n int) string { return fmt.Sprintf("SYM%d", i%n) }

func wave(i int) float64 { return 100 + float64(i%50) + 10*math.Sin(float64(i)/100) }

// orderRecord is S0's.
func orderRecord(i int) record {
	return record{i: i, tick: tick{symbol: strconv.Itoa(i % 1000), price: 150 + float64(i%100)}}
}

// tickRecord is S1's.
func tickRecord(i int) record {
	return record{i: i, tick: tick{symbolOf(i, 10), wave(i), 1700000000000 + 1000*int64(i)}}
}

// tradeRecord is S2's.
func tradeRecord(i int) record {
	return record{i: i, tick: tick{symbol: symbolOf(i, 200), price: 100 + float64(i%100)}, quantity: int64(i % 1000)}
}

// jumpRecord is S2w's: time jumps back at the 4,000th.
func jumpRecord(i int) record {
	at := 900 * int64(i)
	if i >= 4000 {
		at = 60_000 + 900*int64(i-4000)
	}
	return record{i, tick{symbolOf(i, 10), 100 + float64(i%50), 1700000000000 + at}, fmt.Sprintf("TRADER%d", i%20), 100 + int64(i%1000), 0}
}

// minuteRecord is S3a's.
func minuteRecord(i int) record {
	return record{i, tick{symbolOf(i, 10), wave(i), 1700000000 + 1000*int64(i)}, fmt.Sprintf("TRADER%d", i%20), 100 + int64(i%1000), 0}
}

// wideRecord is that of S3a's wide variant.
func wideRecord(i int) record {
	return record{i, tick{symbolOf(i, 100), 100 + float64(i%50), 1000000 + 1000*int64(i)}, fmt.Sprintf("T%d", i%50), int64(i % 1000), 0}
}

// changeRecord is S3b's.
func changeRecord(i int) record {
	r := minuteRecord(i)
	r.price = 100 + float64(i%50)
	return r
}

const stations = 408

// stationRecord is 1BRC's: the mean of each station is fixed, and temperatures are distributed normally around it.
func stationRecord(i int) record {
	random := rand.New(rand.NewPCG(uint64(i), 1))
	station := random.IntN(stations)
	tenths := int64(math.Round(10 * (float64(station*7%400-100)/10 + 10*random.NormFloat64())))
	return record{i: i, tick: tick{symbol: fmt.Sprintf("Sankt Ägid %d", station)}, tenths: max(-999, min(999, tenths))}
}

// How the records are written. Floating-point numbers are written so that they are read back exactly.

func orderLine(r record) string {
	return fmt.Sprintf(`{"order_id":%d,"customer_id":%s,"order_date":"2024-01-15","total_amount":%v}`, r.i, r.symbol, r.price)
}

func tickLine(r record) string {
	return fmt.Sprintf(`{"symbol":%q,"price":%v,"ms":%d}`, r.symbol, r.price, r.millis)
}

func tradeLine(r record) string {
	return fmt.Sprintf(`{"trader_id":%q,"symbol":%q,"price":%v,"quantity":%d,"ms":%d}`, r.trader, r.symbol, r.price, r.quantity, r.millis)
}

func stationLine(r record) string { return r.symbol + ";" + fixed(r.tenths, 1) }

// fixed is a number with digits behind its point.
func fixed(unscaled int64, digits int) string {
	sign := ""
	if unscaled < 0 {
		sign, unscaled = "-", -unscaled
	}
	text := fmt.Sprintf("%0*d", digits+1, unscaled)
	return sign + text[:len(text)-digits] + "." + text[len(text)-digits:]
}
