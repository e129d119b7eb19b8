package main

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
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

func (t *trade) read(fields []string) (err error) {
	var errs [3]error
	t.TraderID, t.Symbol = strings.Clone(fields[1]), strings.Clone(fields[2])
	t.Price, errs[0] = strconv.ParseFloat(fields[4], 64)
	t.Quantity, errs[1] = strconv.ParseInt(fields[5], 10, 64)
	t.Millis, errs[2] = strconv.ParseInt(fields[6], 10, 64)
	return errors.Join(errs[:]...)
}

type event struct {
	K      int64 `json:"k"`
	V      int64 `json:"v"`
	Millis int64 `json:"millis"`
}

func (e *event) read(fields []string) (err error) {
	var errs [3]error
	e.K, errs[0] = strconv.ParseInt(fields[2], 10, 64)
	e.V, errs[1] = strconv.ParseInt(fields[3], 10, 64)
	e.Millis, errs[2] = strconv.ParseInt(fields[4], 10, 64)
	return errors.Join(errs[:]...)
}

// row is a row of a result: encoding/json writes its fields, encoding/csv these.
type row interface{ fields() []string }

// query is what a query does with each record, and at the end of the input.
type query[T any] struct {
	columns string
	take    func(record *T, emit func(row) error) error
	finish  func(emit func(row) error) error
}

func nothingLeft(func(row) error) error { return nil }

// overRecords runs the query of a workload <query>_<format>; false where there is none.
func overRecords(workload, in, out string) (known bool, err error) {
	name, isCSV := strings.CutSuffix(workload, "_csv")
	switch name = strings.TrimSuffix(name, "_json"); name {
	case "s1":
		err = overEach(in, out, isCSV, moving())
	case "s2", "s2_million":
		err = overEach(in, out, isCSV, totals())
	case "s2_changes":
		err = overEach(in, out, isCSV, totalChanges())
	case "s2w", "s3a", "s3a_wide":
		err = overEach(in, out, isCSV, minutes())
	case "s3b":
		err = overEach(in, out, isCSV, changes())
	case "hop_5":
		err = overEach(in, out, isCSV, hops(5))
	case "hop_100", "hop_100_10k":
		err = overEach(in, out, isCSV, hops(100))
	case "groups_10", "groups_10k", "groups_1m", "skew":
		err = overEach(in, out, isCSV, groups())
	case "sessions":
		err = overEach(in, out, isCSV, sessions())
	default:
		return false, nil
	}
	return true, err
}

// record is a pointer to a record that can be read from a line of CSV.
type record[T any] interface {
	*T
	read(fields []string) error
}

func overEach[T any, R record[T]](in, out string, isCSV bool, q query[T]) error {
	source, sink, done, err := open(in, out)
	if err != nil {
		return err
	}
	run := overJSON[T]
	if isCSV {
		run = overFields[T, R]
	}
	return errors.Join(run(source, sink, q), done())
}

func overJSON[T any](source *bufio.Reader, sink *bufio.Writer, q query[T]) error {
	encoder := json.NewEncoder(sink)
	encoder.SetEscapeHTML(false)
	emit := func(r row) error { return encoder.Encode(r) }
	lines := bufio.NewScanner(source)
	for lines.Scan() {
		var record T
		if err := json.Unmarshal(lines.Bytes(), &record); err != nil {
			return err
		}
		if err := q.take(&record, emit); err != nil {
			return err
		}
	}
	return errors.Join(lines.Err(), q.finish(emit))
}

func overFields[T any, R record[T]](source *bufio.Reader, sink *bufio.Writer, q query[T]) error {
	reader, writer := csv.NewReader(source), csv.NewWriter(sink)
	reader.ReuseRecord = true
	emit := func(r row) error { return writer.Write(r.fields()) }
	if _, err := reader.Read(); err != nil {
		return err
	}
	if err := writer.Write(strings.Split(q.columns, ",")); err != nil {
		return err
	}
	for {
		fields, err := reader.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		var record T
		if err := R(&record).read(fields); err != nil {
			return err
		}
		if err := q.take(&record, emit); err != nil {
			return err
		}
	}
	err := q.finish(emit)
	writer.Flush()
	return errors.Join(err, writer.Error())
}

func textOf(v int64) string { return strconv.FormatInt(v, 10) }

func textOfDouble(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
