package main

import (
	"fmt"
	"math"
	"strconv"
)

// The inputs of the queries with state. Their DOUBLEs are whole quarters, so that sums are exact in any order of the rows: with
// two partitions, that order isn't fixed.

// hashed scatters the numbers of records (splitmix64).
func hashed(i int64) uint64 {
	x := uint64(i) * 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// records is how an input's records are written to files.
type records struct {
	file      string // without its extension
	json, csv rowWriter
	header    string // of CSV
}

// trade is a record of about 120 bytes of JSON.
type trade struct {
	trader           string
	traderID, symbol int64
	price            float64
	quantity, millis int64
}

// trades are trades that are each a function of its number.
func trades(file string, of func(i int64) trade) records {
	return records{
		file:   file,
		json:   func(dst []byte, i int64) []byte { return of(i).appendJSON(dst, i) },
		csv:    func(dst []byte, i int64) []byte { return of(i).appendCSV(dst, i) },
		header: "trade_id,trader_id,symbol,venue,price,quantity,millis\n",
	}
}

func (t trade) appendJSON(dst []byte, i int64) []byte {
	dst = append(dst, `{"trade_id":`...)
	dst = strconv.AppendInt(dst, i, 10)
	dst = append(dst, `,"trader_id":"`...)
	dst = append(dst, t.trader...)
	dst = strconv.AppendInt(dst, t.traderID, 10)
	dst = append(dst, `","symbol":"SYM`...)
	dst = strconv.AppendInt(dst, t.symbol, 10)
	dst = append(dst, `","venue":"XSWX","price":`...)
	dst = strconv.AppendFloat(dst, t.price, 'f', 2, 64)
	dst = append(dst, `,"quantity":`...)
	dst = strconv.AppendInt(dst, t.quantity, 10)
	dst = append(dst, `,"millis":`...)
	dst = strconv.AppendInt(dst, t.millis, 10)
	return append(dst, "}\n"...)
}

func (t trade) appendCSV(dst []byte, i int64) []byte {
	return fmt.Appendf(dst, "%d,%s%d,SYM%d,XSWX,%.2f,%d,%d\n", i, t.trader, t.traderID, t.symbol, t.price, t.quantity, t.millis)
}

// marketTrade is S2's record.
func marketTrade(i int64) trade {
	return trade{"TRADER", i % 20, i % 200, float64(100 + i%100), i % 1000, 1700000000 + 1000*i}
}

// marketMillionTrade is S2's record with a million symbols, in random order.
func marketMillionTrade(i int64) trade {
	return trade{"TRADER", i % 20, int64(hashed(i) % 1_000_000), float64(100 + i%100), i % 1000, 1700000000 + 1000*i}
}

// wavePrice is S1's and S3a's price.
func wavePrice(i int64) float64 {
	return 100 + float64(i%50) + math.Round(40*math.Sin(float64(i)/100))/4
}

// movingTrade is S1's record.
func movingTrade(i int64) trade {
	return trade{"TRADER", i % 20, i % 10, wavePrice(i), 100 + i%1000, 1700000000000 + 1000*i}
}

// minuteTrade is S3a's record: one each second of event time.
func minuteTrade(i int64) trade {
	return trade{"TRADER", i % 20, i % 10, wavePrice(i), 100 + i%1000, 1700000000 + 1000*i}
}

// wideMinuteTrade is the record of S3a's wide variant: nearly each is a group of its own.
func wideMinuteTrade(i int64) trade {
	return trade{"T", i % 50, i % 100, float64(100 + i%50), i % 1000, 1000000 + 1000*i}
}

// changingTrade is S3b's record.
func changingTrade(i int64) trade {
	return trade{"TRADER", i % 20, i % 10, float64(100 + i%50), 100 + i%1000, 1700000000 + 1000*i}
}

// lateTrade is S2w's record, whose time jumps back after four thousand; five thousand by five thousand, an hour apart.
func lateTrade(i int64) trade {
	t := trade{"TRADER", i % 20, i % 10, float64(100 + i%50), 100 + i%1000, 1700000000000 + i/5000*3_600_000}
	if within := i % 5000; within < 4000 {
		t.millis += 900 * within
	} else {
		t.millis += 60000 + 900*(within-4000)
	}
	return t
}

// hoppingTrade is a record of one of so many symbols, one each millisecond.
func hoppingTrade(symbols int64) func(i int64) trade {
	return func(i int64) trade {
		return trade{"TRADER", i % 20, i % symbols, float64(100 + i%50), 100 + i%1000, 1700000000000 + i}
	}
}

// events are events whose keys are each a function of its number, one each millisecond.
func events(file string, key func(i int64) int64) records {
	return records{
		file: file,
		json: func(dst []byte, i int64) []byte {
			dst = append(dst, `{"event_id":`...)
			dst = strconv.AppendInt(dst, i, 10)
			dst = append(dst, `,"source":"gate `...)
			dst = strconv.AppendInt(dst, i%7, 10)
			dst = append(dst, `","k":`...)
			dst = strconv.AppendInt(dst, key(i), 10)
			dst = append(dst, `,"v":`...)
			dst = strconv.AppendInt(dst, i%1000, 10)
			dst = append(dst, `,"millis":`...)
			dst = strconv.AppendInt(dst, 1700000000000+i, 10)
			return append(dst, "}\n"...)
		},
		csv: func(dst []byte, i int64) []byte {
			return fmt.Appendf(dst, "%d,gate %d,%d,%d,%d\n", i, i%7, key(i), i%1000, 1700000000000+i)
		},
		header: "event_id,source,k,v,millis\n",
	}
}

// oneOf is one of so many keys, in random order.
func oneOf(keys int64) func(i int64) int64 {
	return func(i int64) int64 { return i * 2654435761 % keys }
}

// skewedKey is 0 for nine of ten records, else one of ten thousand.
func skewedKey(i int64) int64 {
	if i%10 < 9 {
		return 0
	}
	return oneOf(10_000)(i)
}

// sessionKey is that of sessions of ten records, a thousand of which are open at a time.
func sessionKey(i int64) int64 { return i/10000*1000 + i%1000 }

// The names of the stations, each beginning with each end: of 4 to 20 bytes, as the names of cities are.
var (
	stationStarts = []string{
		"Ab", "Bel", "Cor", "Dar", "Esk", "Fal", "Gran", "Hel", "Is", "Jo", "Kin", "Lis",
		"Mar", "Nor", "Os", "Pal", "Qui", "Ros", "São ", "Tor", "Ul", "Ver", "Wel", "Zü",
	}
	stationEnds = []string{
		"an", "da", "ik", "os", "bad", "ton", "ille", "burg", "mouth", "haven", "ington", "minster", " City", " Creek", "stadt-Süd",
		"ham Springs", "field-upon-Sea",
	}
)

const (
	stations         = 408
	measurementsHead = "station;temperature\n"
)

// measurementCSV is 1BRC's record: each station has its mean, around which temperatures are distributed normally.
func measurementCSV(dst []byte, i int64) []byte {
	random := hashed(i)
	station := random % stations
	mean := -10 + float64(hashed(int64(station))%400)/10
	uniform := (float64(random>>11) + 0.5) / (1 << 53)
	tenths := math.Round(10 * (mean + 10*math.Sqrt2*math.Erfinv(2*uniform-1)))
	tenths = max(-999, min(999, tenths))
	if tenths == 0 {
		tenths = 0 // not -0
	}
	dst = append(dst, stationStarts[station%uint64(len(stationStarts))]...)
	dst = append(dst, stationEnds[station/uint64(len(stationStarts))]...)
	dst = append(dst, ';')
	dst = strconv.AppendFloat(dst, tenths/10, 'f', 1, 64)
	return append(dst, '\n')
}
