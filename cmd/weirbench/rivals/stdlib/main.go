// Command stdlib is the rival written with the standard library alone: encoding/json and encoding/csv, a struct per
// record, buffered input and output.
package main

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: stdlib WORKLOAD IN OUT")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, "stdlib:", err)
		os.Exit(1)
	}
}

func run(workload, in, out string) error {
	switch workload {
	case "s0_json":
		return overLines(in, out, orders(100))
	case "s0_selective_json":
		return overLines(in, out, orders(200))
	case "s0_csv":
		return overCSV(in, out, 100)
	case "s0_selective_csv":
		return overCSV(in, out, 200)
	case "wide_json":
		return overLines(in, out, wide)
	case "nested_json":
		return overLines(in, out, nested)
	case "1brc":
		return stations(in, out)
	}
	if known, err := overRecords(workload, in, out); known {
		return err
	}
	return fmt.Errorf("no workload %q", workload)
}

// open opens in for reading and out for writing, both buffered; done flushes and closes.
func open(in, out string) (*bufio.Reader, *bufio.Writer, func() error, error) {
	source, err := os.Open(in)
	if err != nil {
		return nil, nil, nil, err
	}
	sink, err := os.Create(out)
	if err != nil {
		return nil, nil, nil, errors.Join(err, source.Close())
	}
	writer := bufio.NewWriterSize(sink, 256<<10)
	done := func() error { return errors.Join(writer.Flush(), sink.Close(), source.Close()) }
	return bufio.NewReaderSize(source, 256<<10), writer, done, nil
}

// overLines decodes each line, and encodes what query returns of it unless that is nil.
func overLines(in, out string, query func(line []byte) (any, error)) error {
	source, sink, done, err := open(in, out)
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(source)
	encoder := json.NewEncoder(sink)
	encoder.SetEscapeHTML(false)
	for lines.Scan() {
		row, err := query(lines.Bytes())
		if err != nil {
			return err
		}
		if row == nil {
			continue
		}
		if err := encoder.Encode(row); err != nil {
			return err
		}
	}
	return errors.Join(lines.Err(), done())
}

func orders(over float64) func([]byte) (any, error) {
	type order struct {
		OrderID     int64   `json:"order_id"`
		CustomerID  int64   `json:"customer_id"`
		OrderDate   string  `json:"order_date"`
		TotalAmount float64 `json:"total_amount"`
	}
	return func(line []byte) (any, error) {
		var o order
		if err := json.Unmarshal(line, &o); err != nil || o.TotalAmount <= over {
			return nil, err
		}
		return &o, nil
	}
}

func wide(line []byte) (any, error) {
	var w struct {
		C00 *int64   `json:"c00"`
		C17 *string  `json:"c17"`
		C34 *float64 `json:"c34"`
		C56 *int64   `json:"c56"`
	}
	if err := json.Unmarshal(line, &w); err != nil || w.C56 == nil || *w.C56 <= 500 {
		return nil, err
	}
	return &w, nil
}

func nested(line []byte) (any, error) {
	var n struct {
		ID       int64 `json:"id"`
		Customer struct {
			Name    *string `json:"name"`
			Address struct {
				City string  `json:"city"`
				Zip  *string `json:"zip"`
			} `json:"address"`
		} `json:"customer"`
		Items []struct {
			SKU *string `json:"sku"`
		} `json:"items"`
		Amount *float64 `json:"amount"`
	}
	if err := json.Unmarshal(line, &n); err != nil || n.Customer.Address.City != "Zurich" {
		return nil, err
	}
	row := struct {
		ID        int64    `json:"id"`
		Name      *string  `json:"name"`
		Zip       *string  `json:"zip"`
		FirstSKU  *string  `json:"first_sku"`
		ItemCount int      `json:"item_count"`
		Amount    *float64 `json:"amount"`
	}{ID: n.ID, Name: n.Customer.Name, Zip: n.Customer.Address.Zip, ItemCount: len(n.Items), Amount: n.Amount}
	if len(n.Items) > 0 {
		row.FirstSKU = n.Items[0].SKU
	}
	return &row, nil
}

func overCSV(in, out string, over float64) error {
	source, sink, done, err := open(in, out)
	if err != nil {
		return err
	}
	reader := csv.NewReader(source)
	reader.ReuseRecord = true
	if _, err := reader.Read(); err != nil {
		return err
	}
	writer := csv.NewWriter(sink)
	if err := writer.Write([]string{"order_id", "customer_id", "order_date", "total_amount"}); err != nil {
		return err
	}
	for {
		record, err := reader.Read()
		if err == io.EOF {
			writer.Flush()
			return errors.Join(writer.Error(), done())
		}
		if err != nil {
			return err
		}
		if err := orderCSV(record, over, writer); err != nil {
			return err
		}
	}
}

func orderCSV(record []string, over float64, writer *csv.Writer) error {
	orderID, err1 := strconv.ParseInt(record[0], 10, 64)
	customerID, err2 := strconv.ParseInt(record[1], 10, 64)
	total, err3 := strconv.ParseFloat(record[5], 64)
	if err := errors.Join(err1, err2, err3); err != nil || total <= over {
		return err
	}
	return writer.Write([]string{
		strconv.FormatInt(orderID, 10), strconv.FormatInt(customerID, 10), record[2], strconv.FormatFloat(total, 'f', -1, 64),
	})
}
