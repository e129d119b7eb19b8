package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strconv"
	"strings"
)

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
