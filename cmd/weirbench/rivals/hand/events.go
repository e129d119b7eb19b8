package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
)

// event holds what the queries read of a record.
type event struct{ key, value, millis int64 }

// eventAt reads a record of the usual shape and returns the position behind its newline, -1 for another shape.
func eventAt(b []byte, p int, e *event) int {
	const (
		k1 = `{"event_id":`
		k2 = `,"source":"`
		k3 = `","k":`
		k4 = `,"v":`
		k5 = `,"millis":`
		k6 = "}\n"
	)
	if !at(b, p, k1) {
		return -1
	}
	if _, p = integerAt(b, p+len(k1)); p < 0 || !at(b, p, k2) {
		return -1
	}
	if p = stringEnd(b, p+len(k2)); p < 0 || !at(b, p, k3) {
		return -1
	}
	if e.key, p = integerAt(b, p+len(k3)); p < 0 || !at(b, p, k4) {
		return -1
	}
	if e.value, p = integerAt(b, p+len(k4)); p < 0 || !at(b, p, k5) {
		return -1
	}
	if e.millis, p = integerAt(b, p+len(k5)); p < 0 || p+len(k6) > len(b) || string(b[p:p+len(k6)]) != k6 {
		return -1
	}
	return p + len(k6)
}

// anyEvent reads a record of any shape.
func anyEvent(line []byte, e *event) error {
	var r struct {
		EventID *int64  `json:"event_id"`
		Source  *string `json:"source"`
		K       *int64  `json:"k"`
		V       *int64  `json:"v"`
		Millis  *int64  `json:"millis"`
	}
	if err := json.Unmarshal(line, &r); err != nil {
		return err
	}
	if r.EventID == nil || r.K == nil || r.V == nil || r.Millis == nil {
		return errors.New("a column is missing")
	}
	*e = event{*r.K, *r.V, *r.Millis}
	return nil
}

// nextEvent reads the record at p, of whatever shape.
func nextEvent(block []byte, p int, e *event) (int, error) {
	if next := eventAt(block, p, e); next >= 0 {
		return next, nil
	}
	end := p + bytes.IndexByte(block[p:], '\n')
	return end + 1, anyEvent(block[p:end], e)
}

// eventCSVAt is eventAt for CSV.
func eventCSVAt(b []byte, p int, e *event) int {
	if _, p = integerAt(b, p); p < 0 || b[p] != ',' {
		return -1
	}
	if p = fieldEnd(b, p+1); p < 0 || b[p] != ',' {
		return -1
	}
	if e.key, p = integerAt(b, p+1); p < 0 || b[p] != ',' {
		return -1
	}
	if e.value, p = integerAt(b, p+1); p < 0 || b[p] != ',' {
		return -1
	}
	if e.millis, p = integerAt(b, p+1); p < 0 || b[p] != '\n' {
		return -1
	}
	return p + 1
}

func anyEventCSV(line []byte, e *event) error {
	fields, err := csv.NewReader(bytes.NewReader(line)).Read()
	if err != nil {
		return err
	}
	if len(fields) != 5 {
		return fmt.Errorf("%d fields, expected 5", len(fields))
	}
	var errs [4]error
	_, errs[0] = strconv.ParseInt(fields[0], 10, 64)
	e.key, errs[1] = strconv.ParseInt(fields[2], 10, 64)
	e.value, errs[2] = strconv.ParseInt(fields[3], 10, 64)
	e.millis, errs[3] = strconv.ParseInt(fields[4], 10, 64)
	return errors.Join(errs[:]...)
}

// nextEventCSV reads the record at p, of whatever shape.
func nextEventCSV(block []byte, p int, e *event) (int, error) {
	if next := eventCSVAt(block, p, e); next >= 0 {
		return next, nil
	}
	end := p + bytes.IndexByte(block[p:], '\n')
	return end + 1, anyEventCSV(block[p:end], e)
}
