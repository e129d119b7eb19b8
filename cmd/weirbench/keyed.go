package main

import (
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

// tradeJSON appends a trade of about 120 bytes.
func tradeJSON(dst []byte, i, trader, symbol int64, price float64, quantity, millis int64) []byte {
	dst = append(dst, `{"trade_id":`...)
	dst = strconv.AppendInt(dst, i, 10)
	dst = append(dst, `,"trader_id":"TRADER`...)
	dst = strconv.AppendInt(dst, trader, 10)
	dst = append(dst, `","symbol":"SYM`...)
	dst = strconv.AppendInt(dst, symbol, 10)
	dst = append(dst, `","venue":"XSWX","price":`...)
	dst = strconv.AppendFloat(dst, price, 'f', 2, 64)
	dst = append(dst, `,"quantity":`...)
	dst = strconv.AppendInt(dst, quantity, 10)
	dst = append(dst, `,"millis":`...)
	dst = strconv.AppendInt(dst, millis, 10)
	return append(dst, "}\n"...)
}

// marketJSON is S2's record.
func marketJSON(dst []byte, i int64) []byte {
	return tradeJSON(dst, i, i%20, i%200, float64(100+i%100), i%1000, 1700000000+1000*i)
}

// marketMillionJSON is S2's record with a million symbols, in random order.
func marketMillionJSON(dst []byte, i int64) []byte {
	return tradeJSON(dst, i, i%20, int64(hashed(i)%1_000_000), float64(100+i%100), i%1000, 1700000000+1000*i)
}

// minuteJSON is S3a's record: one each second of event time.
func minuteJSON(dst []byte, i int64) []byte {
	price := 100 + float64(i%50) + math.Round(40*math.Sin(float64(i)/100))/4
	return tradeJSON(dst, i, i%20, i%10, price, 100+i%1000, 1700000000+1000*i)
}

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
