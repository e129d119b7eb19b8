package main

import (
	"errors"
	"os"
	"strconv"
	"time"
)

// overRows are the workloads whose rows are made in memory, each a function of its number. What a query gives is made and dropped; or, for
// checking it, written as CSV.
var overRows = map[string]func(rows int64, out *results) error{
	"s0_memory":       ordersInMemory,
	"s1_memory":       moving,
	"s3a_memory":      minutesInMemory,
	"s3b_memory":      changes,
	"groups_10":       groups(10),
	"groups_10k":      groups(10_000),
	"groups_1m":       groups(1_000_000),
	"skew_memory":     skewed,
	"hop_5":           hops(100, 5),
	"hop_100":         hops(100, 100),
	"hop_100_10k":     hops(10_000, 100),
	"sessions_memory": sessions,
}

func inMemory(query func(int64, *results) error, rows, out string) (err error) {
	n, err := strconv.ParseInt(rows, 10, 64)
	if err != nil {
		return err
	}
	results := &results{}
	if out != "" {
		if results.file, err = os.Create(out); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, results.flush(), results.file.Close()) }()
	}
	return query(n, results)
}

// results takes the rows of a query.
type results struct {
	rows int64
	file *os.File // nil where they are dropped
	text []byte
	err  error
}

// take takes a row, which is made in any case.
func take[R any](to *results, row *R) {
	to.rows++
	if to.file != nil {
		write(to, *row)
	}
	made(row)
}

// write writes a row: a copy, so that rows stay off the heap where they are dropped.
func write[R any](to *results, row R) {
	to.text = append(any(&row).(interface{ appendCSV([]byte) []byte }).appendCSV(to.text), '\n')
	to.err = errors.Join(to.err, to.flushFull())
}

// made keeps a row from being optimized away.
//
//go:noinline
func made[R any](*R) {}

func (r *results) flushFull() error {
	if len(r.text) < blockSize {
		return nil
	}
	return r.flush()
}

func (r *results) flush() error {
	_, err := r.file.Write(r.text)
	r.text = r.text[:0]
	return errors.Join(r.err, err)
}

// errOrder stops a query over rows that come in the order of time when one doesn't.
var errOrder = errors.New("a row is older than the one before")

// appendKey appends a name that ends in a number.
func appendKey(dst []byte, name string, number int64) []byte {
	return strconv.AppendInt(append(dst, name...), number, 10)
}

// fields appends values to a line of CSV, with what is between them. Its names have nothing to be quoted.
type fields []byte

func (f fields) text(s string) fields    { return append(append(f, s...), ',') }
func (f fields) int(v int64) fields      { return append(strconv.AppendInt(f, v, 10), ',') }
func (f fields) double(v float64) fields { return append(appendDouble(f, v), ',') }
func (f fields) time(millis int64) fields {
	return append(time.UnixMilli(millis).UTC().AppendFormat(f, "2006-01-02 15:04:05.999Z"), ',')
}
func (f fields) line() []byte { return f[:len(f)-1] }
