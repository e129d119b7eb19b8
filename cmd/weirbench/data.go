package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strconv"
)

// A rowWriter appends row i of a workload's input to dst. Every input is a pure function of i, so that any two runs
// read the same bytes.
type rowWriter func(dst []byte, i int64) []byte

var (
	statuses = []string{"completed", "pending", "shipped", "cancelled"}
	channels = []string{"web", "store", "partner"}
	cities   = []string{"Zurich", "Geneva", "Basel", "Bern", "Lugano"}
)

// orderJSON is S0's record: about 128 bytes.
func orderJSON(dst []byte, i int64) []byte {
	dst = append(dst, `{"order_id":`...)
	dst = strconv.AppendInt(dst, i, 10)
	dst = append(dst, `,"customer_id":`...)
	dst = strconv.AppendInt(dst, i%1000, 10)
	dst = append(dst, `,"order_date":"2024-01-15","status":"`...)
	dst = append(dst, statuses[i%4]...)
	dst = append(dst, `","channel":"`...)
	dst = append(dst, channels[i%3]...)
	dst = append(dst, `","total_amount":`...)
	dst = strconv.AppendInt(dst, 150+i%100, 10)
	return append(dst, ".0}\n"...)
}

// orderCSV is the same record in CSV.
func orderCSV(dst []byte, i int64) []byte {
	dst = strconv.AppendInt(dst, i, 10)
	dst = append(dst, ',')
	dst = strconv.AppendInt(dst, i%1000, 10)
	dst = append(dst, ",2024-01-15,"...)
	dst = append(dst, statuses[i%4]...)
	dst = append(dst, ',')
	dst = append(dst, channels[i%3]...)
	dst = append(dst, ',')
	dst = strconv.AppendInt(dst, 150+i%100, 10)
	return append(dst, ".0\n"...)
}

const orderCSVHeader = "order_id,customer_id,order_date,status,channel,total_amount\n"

// nestedJSON is an order with its customer and one to three items.
func nestedJSON(dst []byte, i int64) []byte {
	dst = fmt.Appendf(dst, `{"id":%d,"customer":{"id":%d,"name":"customer %d","address":{"city":"%s","zip":"%d"}},"items":[`,
		i, i%5000, i%5000, cities[i%5], 8000+i%100)
	for item := range i%3 + 1 {
		if item > 0 {
			dst = append(dst, ',')
		}
		dst = fmt.Appendf(dst, `{"sku":"sku-%d","qty":%d,"price":%d.5}`, (i+item)%700, item+1, (i+item)%90)
	}
	return fmt.Appendf(dst, `],"tags":["t%d","t%d"],"amount":%d.25}`+"\n", i%7, i%11, i%400)
}

// wideJSON has 60 columns: BIGINT, VARCHAR, DOUBLE and BOOLEAN in turn.
func wideJSON(dst []byte, i int64) []byte {
	for c := range int64(60) {
		lead := `,"c%02d":`
		if c == 0 {
			lead = `{"c%02d":`
		}
		dst = fmt.Appendf(dst, lead, c)
		switch c % 4 {
		case 0:
			dst = strconv.AppendInt(dst, (i*(c+1))%1000, 10)
		case 1:
			dst = fmt.Appendf(dst, `"value %d"`, (i+c)%100)
		case 2:
			dst = fmt.Appendf(dst, `%d.75`, (i*c)%500)
		case 3:
			dst = strconv.AppendBool(dst, (i+c)%2 == 0)
		}
	}
	return append(dst, "}\n"...)
}

// writeInput writes header and rows records to path.
func writeInput(path, header string, row rowWriter, rows int64) (err error) {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := file.Close(); err == nil {
			err = closeErr
		}
	}()
	buffered := bufio.NewWriterSize(file, 1<<20)
	if _, err := io.WriteString(buffered, header); err != nil {
		return err
	}
	var line []byte
	for i := range rows {
		line = row(line[:0], i)
		if _, err := buffered.Write(line); err != nil {
			return err
		}
	}
	return buffered.Flush()
}
