package main

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
)

// judgedRows is how many rows made in memory are compared.
const judgedRows = 40_000

// judge runs a workload that drops what it gives once more, with a file in place of the blackhole: in one partition and in two, and its rivals.
// All must give the same rows, in any order; of changes, which with two
// partitions depend on how rows meet, the last ones of each key.
func (p *place) judge(w workload) error {
	written := w
	written.name, written.outputs = w.name+"_judged", ".csv"
	job, err := p.buildText(written.name, strings.Replace(w.sql(), "'connector' = 'blackhole'", w.judgedSink(), 1))
	if err != nil {
		return err
	}
	var want []byte
	rows := strconv.FormatInt(cmp.Or(w.judged, judgedRows), 10)
	for _, c := range p.contestants(written, job, rows) {
		if c.argv[0] != job {
			c.argv[1] = w.name
		}
		if _, err := c.run(); err != nil {
			return err
		}
		text, err := os.ReadFile(c.output)
		if err == nil {
			err = os.Remove(c.output)
		}
		if err != nil {
			return err
		}
		if want == nil {
			want = text
		}
		last := func(text []byte) []byte { return text }
		if c.cores > 1 && w.key > 0 {
			last = w.last
		}
		if err := sameRows(sortedByText(last(text)), sortedByText(last(want))); err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
	}
	return nil
}

// judgedSink is the options of a table that takes what the query gives, each change of it where it has any.
func (w workload) judgedSink() string {
	options := "'connector' = 'file', 'path' = '${OUT}', 'format' = 'csv'"
	if w.key > 0 {
		options += ", 'changelog.column' = 'op'"
	}
	return options
}

// last is the last row of each key, without what kind of change it was.
func (w workload) last(text []byte) []byte {
	rows := map[string]string{}
	for line := range strings.Lines(string(text)) {
		fields := strings.Split(line, ",")
		rows[strings.Join(fields[:w.key], ",")] = strings.Join(fields[:len(fields)-1], ",")
	}
	return []byte(strings.Join(slices.Collect(maps.Values(rows)), "\n"))
}

// sortedByText are the lines of a file, in an order in which rows stand together that differ in the last digits of a DOUBLE alone.
func sortedByText(text []byte) [][]byte {
	lines := bytes.Split(bytes.TrimSuffix(text, []byte("\n")), []byte("\n"))
	slices.SortFunc(lines, func(a, b []byte) int {
		return cmp.Or(bytes.Compare(rounded(a), rounded(b)), bytes.Compare(a, b))
	})
	return lines
}

// rounded is a line without the ends of long numbers.
func rounded(line []byte) []byte {
	const digits = 10
	var short []byte
	for field := range bytes.SplitSeq(line, []byte(",")) {
		if bytes.IndexByte(field, '.') >= 0 {
			field = field[:min(len(field), digits)]
		}
		short = append(append(short, field...), ',')
	}
	return short
}

// sameRows compares rows: their DOUBLEs but for the last digits, since who adds up in another order gets another sum.
func sameRows(got, want [][]byte) error {
	if len(got) != len(want) || len(want) < 2 {
		return fmt.Errorf("%d rows, but the job with one partition gives %d", len(got), len(want))
	}
	for i := range want {
		if !sameRow(string(got[i]), string(want[i])) {
			return fmt.Errorf("it gives %s, and the job with one partition %s", got[i], want[i])
		}
	}
	return nil
}

func sameRow(got, want string) bool {
	a, b := strings.Split(got, ","), strings.Split(want, ",")
	return slices.EqualFunc(a, b, func(a, b string) bool {
		if a == b {
			return true
		}
		x, err1 := strconv.ParseFloat(a, 64)
		y, err2 := strconv.ParseFloat(b, 64)
		const digits = 1e-12
		return err1 == nil && err2 == nil && math.Abs(x-y) <= digits*max(math.Abs(x), math.Abs(y))
	})
}
