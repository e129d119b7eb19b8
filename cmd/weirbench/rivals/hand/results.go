package main

import (
	"errors"
	"os"
	"strconv"
	"time"
)

// format is how rows are written.
type format int

const (
	dropped format = iota
	csvLines
	jsonLines
)

// results takes the rows of a query.
type results struct {
	rows   int64
	format format
	file   *os.File // nil where they are dropped
	text   []byte
	clock  clock
	err    error
}

// intoFile hands results that a file takes to query, below a header if there is one.
func intoFile(out, header string, format format, query func(*results) error) (err error) {
	file, err := os.Create(out)
	if err != nil {
		return err
	}
	results := &results{format: format, file: file, text: append(make([]byte, 0, 2*blockSize), header...)}
	defer func() { err = errors.Join(err, results.flush(), file.Close()) }()
	return query(results)
}

// row is a row of a query, which belongs to its state: it is on the heap, and the next one takes its place.
type row[R any] interface {
	*R
	appendCSV(dst []byte, clock *clock) []byte
	appendJSON(dst []byte, clock *clock) []byte
}

// take takes a row, which is made in any case.
func take[R any, P row[R]](to *results, row P) {
	to.rows++
	switch to.format {
	case dropped:
		made(row)
	case csvLines:
		to.text = append(row.appendCSV(to.text, &to.clock), '\n')
		to.flushFull()
	case jsonLines:
		to.text = append(row.appendJSON(to.text, &to.clock), '\n')
		to.flushFull()
	}
}

// made keeps a row from being optimized away.
//
//go:noinline
func made[R any, P row[R]](P) {}

func (r *results) flushFull() {
	if len(r.text) >= blockSize {
		r.err = r.flush()
	}
}

func (r *results) flush() error {
	if r.file == nil {
		return r.err
	}
	_, err := r.file.Write(r.text)
	r.text = r.text[:0]
	return errors.Join(r.err, err)
}

// fields appends values to a line of CSV, with what is between them.
type fields []byte

func (f fields) text(s string) fields    { return append(appendField(f, s), ',') }
func (f fields) int(v int64) fields      { return append(strconv.AppendInt(f, v, 10), ',') }
func (f fields) double(v float64) fields { return append(appendDouble(f, v), ',') }
func (f fields) time(clock *clock, millis int64) fields {
	return append(clock.append(f, millis), ',')
}
func (f fields) line() []byte { return f[:len(f)-1] }

// members appends members to a JSON object. Each name comes with all that stands before its value: `{"name":`, or with a comma.
type members []byte

func (m members) text(name, s string) members { return appendText(append(m, name...), s) }
func (m members) int(name string, v int64) members {
	return strconv.AppendInt(append(m, name...), v, 10)
}
func (m members) double(name string, v float64) members {
	return appendDouble(append(m, name...), v)
}
func (m members) time(clock *clock, name string, millis int64) members {
	return append(clock.append(append(append(m, name...), '"'), millis), '"')
}
func (m members) line() []byte { return append(m, '}') }

// clock writes times. The text of a day is made once.
type clock struct {
	day  int64
	text []byte
}

const dayMillis = 24 * 60 * 60 * 1000

func (c *clock) append(dst []byte, millis int64) []byte {
	rest := (millis%dayMillis + dayMillis) % dayMillis
	if day := millis - rest; c.text == nil || day != c.day {
		c.day, c.text = day, time.UnixMilli(day).UTC().AppendFormat(c.text[:0], "2006-01-02 ")
	}
	dst = append(dst, c.text...)
	seconds, fraction := rest/1000, rest%1000
	dst = append(appendTwo(dst, seconds/3600), ':')
	dst = append(appendTwo(dst, seconds/60%60), ':')
	dst = appendTwo(dst, seconds%60)
	if fraction != 0 {
		dst = append(dst, '.', byte('0'+fraction/100), byte('0'+fraction/10%10), byte('0'+fraction%10))
		for dst[len(dst)-1] == '0' {
			dst = dst[:len(dst)-1]
		}
	}
	return append(dst, 'Z')
}

func appendTwo(dst []byte, v int64) []byte { return append(dst, byte('0'+v/10), byte('0'+v%10)) }
