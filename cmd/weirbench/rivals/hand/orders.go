package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// order holds what the query reads of a record; orderDate points into the block.
type order struct {
	orderID, customerID int64
	orderDate           []byte
	totalAmount         float64
}

const (
	orderHeader  = "order_id,customer_id,order_date,status,channel,total_amount\n"
	resultHeader = "order_id,customer_id,order_date,total_amount\n"
)

// ordersJSON is S0 over JSON lines.
func ordersJSON(over float64) process {
	return func(block, out []byte) ([]byte, error) {
		var o order
		for p := 0; p < len(block); {
			next := orderAt(block, p, &o)
			if next < 0 {
				end := p + bytes.IndexByte(block[p:], '\n')
				if err := anyOrder(block[p:end], &o); err != nil {
					return out, err
				}
				next = end + 1
			}
			p = next
			if o.totalAmount > over {
				out = appendOrderJSON(out, &o)
			}
		}
		return out, nil
	}
}

// orderAt reads a record of the usual shape and returns the position behind its newline, -1 for another shape.
func orderAt(b []byte, p int, o *order) int {
	const (
		k1 = `{"order_id":`
		k2 = `,"customer_id":`
		k3 = `,"order_date":"`
		k4 = `","status":"`
		k5 = `","channel":"`
		k6 = `","total_amount":`
		k7 = "}\n"
	)
	if p+len(k1) >= len(b) || string(b[p:p+len(k1)]) != k1 {
		return -1
	}
	if o.orderID, p = integerAt(b, p+len(k1)); p < 0 {
		return -1
	}
	if p+len(k2) >= len(b) || string(b[p:p+len(k2)]) != k2 {
		return -1
	}
	if o.customerID, p = integerAt(b, p+len(k2)); p < 0 {
		return -1
	}
	if p+len(k3) >= len(b) || string(b[p:p+len(k3)]) != k3 {
		return -1
	}
	start := p + len(k3)
	if p = stringEnd(b, start); p < 0 {
		return -1
	}
	o.orderDate = b[start:p]
	if p+len(k4) >= len(b) || string(b[p:p+len(k4)]) != k4 {
		return -1
	}
	if p = stringEnd(b, p+len(k4)); p < 0 {
		return -1
	}
	if p+len(k5) >= len(b) || string(b[p:p+len(k5)]) != k5 {
		return -1
	}
	if p = stringEnd(b, p+len(k5)); p < 0 {
		return -1
	}
	if p+len(k6) >= len(b) || string(b[p:p+len(k6)]) != k6 {
		return -1
	}
	if o.totalAmount, p = doubleAt(b, p+len(k6)); p < 0 {
		return -1
	}
	if p+len(k7) > len(b) || string(b[p:p+len(k7)]) != k7 {
		return -1
	}
	return p + len(k7)
}

// anyOrder reads a record of any shape.
func anyOrder(line []byte, o *order) error {
	var r struct {
		OrderID     *int64   `json:"order_id"`
		CustomerID  *int64   `json:"customer_id"`
		OrderDate   *string  `json:"order_date"`
		TotalAmount *float64 `json:"total_amount"`
	}
	if err := json.Unmarshal(line, &r); err != nil {
		return err
	}
	if r.OrderID == nil || r.CustomerID == nil || r.OrderDate == nil || r.TotalAmount == nil {
		return errors.New("a column is missing")
	}
	*o = order{*r.OrderID, *r.CustomerID, []byte(*r.OrderDate), *r.TotalAmount}
	return nil
}

func appendOrderJSON(out []byte, o *order) []byte {
	out = append(out, `{"order_id":`...)
	out = strconv.AppendInt(out, o.orderID, 10)
	out = append(out, `,"customer_id":`...)
	out = strconv.AppendInt(out, o.customerID, 10)
	out = append(out, `,"order_date":`...)
	out = appendString(out, o.orderDate)
	out = append(out, `,"total_amount":`...)
	out = appendDouble(out, o.totalAmount)
	return append(out, "}\n"...)
}

// appendString writes a JSON string; one that needs escapes goes through encoding/json.
func appendString(out, s []byte) []byte {
	for _, c := range s {
		if c < ' ' || c == '"' || c == '\\' || c >= 0x80 {
			quoted, _ := json.Marshal(string(s))
			return append(out, quoted...)
		}
	}
	out = append(out, '"')
	out = append(out, s...)
	return append(out, '"')
}

// ordersCSV is S0 over CSV.
func ordersCSV(over float64) process {
	return func(block, out []byte) ([]byte, error) {
		var o order
		for p := 0; p < len(block); {
			next := orderCSVAt(block, p, &o)
			if next < 0 {
				end := p + bytes.IndexByte(block[p:], '\n')
				if err := anyOrderCSV(block[p:end], &o); err != nil {
					return out, err
				}
				next = end + 1
			}
			p = next
			if o.totalAmount > over {
				out = appendOrderCSV(out, &o)
			}
		}
		return out, nil
	}
}

func orderCSVAt(b []byte, p int, o *order) int {
	if o.orderID, p = integerAt(b, p); p < 0 || b[p] != ',' {
		return -1
	}
	if o.customerID, p = integerAt(b, p+1); p < 0 || b[p] != ',' {
		return -1
	}
	start := p + 1
	if p = fieldEnd(b, start); p < 0 || b[p] != ',' {
		return -1
	}
	o.orderDate = b[start:p]
	if p = fieldEnd(b, p+1); p < 0 || b[p] != ',' {
		return -1
	}
	if p = fieldEnd(b, p+1); p < 0 || b[p] != ',' {
		return -1
	}
	if o.totalAmount, p = doubleAt(b, p+1); p < 0 || b[p] != '\n' {
		return -1
	}
	return p + 1
}

// fieldEnd returns the end of an unquoted field, -1 where a quote stands in it.
func fieldEnd(b []byte, p int) int {
	for ; ; p++ {
		switch b[p] {
		case ',', '\n':
			return p
		case '"', '\r':
			return -1
		}
	}
}

func anyOrderCSV(line []byte, o *order) error {
	fields, err := csv.NewReader(bytes.NewReader(line)).Read()
	if err != nil {
		return err
	}
	if len(fields) != 6 {
		return fmt.Errorf("%d fields, expected 6", len(fields))
	}
	var errs [3]error
	o.orderID, errs[0] = strconv.ParseInt(fields[0], 10, 64)
	o.customerID, errs[1] = strconv.ParseInt(fields[1], 10, 64)
	o.totalAmount, errs[2] = strconv.ParseFloat(fields[5], 64)
	o.orderDate = []byte(fields[2])
	return errors.Join(errs[:]...)
}

func appendOrderCSV(out []byte, o *order) []byte {
	return append(fields(out).int(o.orderID).int(o.customerID).text(asString(o.orderDate)).double(o.totalAmount).line(), '\n')
}

// appendField writes a text to CSV, in quotes if it needs them.
func appendField(out []byte, s string) []byte {
	if !plainField(s) {
		return append(append(append(out, '"'), strings.ReplaceAll(s, `"`, `""`)...), '"')
	}
	return append(out, s...)
}

// plainField reports a text that isn't empty, since that would be NULL, and has nothing to be quoted.
func plainField(s string) bool {
	for i := range len(s) {
		switch s[i] {
		case ',', '"', '\r', '\n':
			return false
		}
	}
	return s != ""
}

var january = []byte("2024-01-15")

func (o *order) appendCSV(dst []byte, _ *clock) []byte  { return withoutEnd(appendOrderCSV(dst, o)) }
func (o *order) appendJSON(dst []byte, _ *clock) []byte { return withoutEnd(appendOrderJSON(dst, o)) }

func withoutEnd(line []byte) []byte { return line[:len(line)-1] }

// ordersInMemory is S0 over generated rows. It checks nothing: whoever writes it sees that 150 + i%100 is finite and that 100 isn't zero,
// while the job checks the sum of each row, as SQL wants it, calls a function for each row that it makes, and can stop.
func ordersInMemory(rows int64, out *results) error {
	o := new(order)
	for i := range rows {
		*o = order{i, i % 1000, january, 150 + float64(i%100)}
		if o.totalAmount > 200 {
			take(out, o)
		}
	}
	return nil
}
