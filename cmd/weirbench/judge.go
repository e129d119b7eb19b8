package main

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"errors"
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
	written.name, written.outputs, written.unordered = w.name+"_judged", ".csv", true
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
		if err := written.agrees(c, text, want); err != nil {
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

// agrees compares what a contestant gives with what the job gives in one partition: bytes; or rows, where it spells numbers its own way or
// the order isn't fixed.
func (w workload) agrees(c contestant, got, want []byte) error {
	if bytes.Equal(got, want) && len(want) > 0 {
		return nil
	}
	if c.cores == 1 && !c.spelling && !w.unordered {
		return errors.New("it gives other bytes than the job with one partition")
	}
	if len(want) > 0 && slices.EqualFunc(sortedLines(got), sortedLines(want), bytes.Equal) {
		return nil
	}
	rows, err := rowsOf(got, w.outputs)
	if err != nil {
		return err
	}
	wanted, err := rowsOf(want, w.outputs)
	if err != nil {
		return err
	}
	switch {
	case w.late > 0 && c.partitions > 1:
		return noneLost(rows, wanted, w.late-1)
	case w.key > 0 && c.spelling:
		wanted = lastRows(withoutOp(wanted), w.key)
	case w.key > 0 && c.partitions > 1:
		if len(rows) != len(wanted) {
			return fmt.Errorf("%d changes, but the job with one partition gives %d", len(rows), len(wanted))
		}
		rows, wanted = lastRows(withoutOp(rows), w.key), lastRows(withoutOp(wanted), w.key)
	}
	return sameRows(rows, wanted)
}

func sortedLines(text []byte) [][]byte {
	lines := bytes.SplitAfter(text, []byte("\n"))
	slices.SortFunc(lines, bytes.Compare)
	return lines
}

// rowsOf are the rows of a file of JSON or CSV. The names of the columns come first: from a CSV file's header, if it has one.
func rowsOf(text []byte, extension string) (rows [][]string, err error) {
	if extension == ".csv" {
		return csv.NewReader(bytes.NewReader(text)).ReadAll()
	}
	for line := range bytes.Lines(text) {
		names, values, err := membersOf(line)
		if err != nil {
			return nil, fmt.Errorf("%w: %s", err, line)
		}
		if rows == nil {
			rows = append(rows, names)
		}
		if !slices.Equal(names, rows[0]) {
			return nil, fmt.Errorf("the columns are %v, and those of %s are others", rows[0], line)
		}
		rows = append(rows, values)
	}
	return rows, nil
}

// membersOf are the names of an object's members and their values as texts: of strings, numbers, truth values and null.
func membersOf(line []byte) (names, values []string, err error) {
	tokens := json.NewDecoder(bytes.NewReader(line))
	tokens.UseNumber()
	if open, err := tokens.Token(); open != json.Delim('{') {
		return nil, nil, errors.Join(errors.New("no object"), err)
	}
	for tokens.More() {
		name, err := tokens.Token()
		if err != nil {
			return nil, nil, err
		}
		value, err := tokens.Token()
		if err != nil {
			return nil, nil, err
		}
		if _, nested := value.(json.Delim); nested {
			return nil, nil, errors.New("a value in a value")
		}
		names, values = append(names, name.(string)), append(values, fmt.Sprint(value))
	}
	_, err = tokens.Token()
	return names, values, err
}

// withoutOp are rows without what kind of change they are.
func withoutOp(rows [][]string) (short [][]string) {
	for _, row := range rows {
		short = append(short, row[:len(row)-1])
	}
	return short
}

// lastRows are the last rows of each key, which so many columns are.
func lastRows(rows [][]string, key int) [][]string {
	last := map[string][]string{}
	for _, row := range rows {
		last[strings.Join(row[:key], ",")] = row
	}
	return slices.Collect(maps.Values(last))
}

// noneLost compares groups that count their records where more of these may be in time than in one partition: they have at least as many.
// How many groups there are, and how many too many records there may be, isn't known.
func noneLost(got, want [][]string, column int) error {
	records := func(rows [][]string) (sum int64, err error) {
		for _, row := range rows[min(1, len(rows)):] {
			n, err := strconv.ParseInt(row[column], 10, 64)
			if err != nil {
				return 0, err
			}
			sum += n
		}
		return sum, nil
	}
	a, err := records(got)
	if err != nil {
		return err
	}
	b, err := records(want)
	if err == nil && (a < b || b == 0) {
		err = fmt.Errorf("its groups have %d records, and those of the job with one partition %d", a, b)
	}
	return err
}

// value is a field and the number that it is, if it is one.
type value struct {
	text   string
	number float64
	whole  bool // a number without a point
	is     bool // a number
}

func valueOf(text string) value {
	if text == "" || text[0] > '9' {
		return value{text: text}
	}
	number, err := strconv.ParseFloat(text, 64)
	return value{text, number, !strings.ContainsAny(text, ".eE"), err == nil}
}

// sorted are rows in an order in which those stand together that differ in the last digits of a DOUBLE alone.
func sorted(rows [][]string) [][]string {
	keys := make([]string, len(rows))
	for i, row := range rows {
		keys[i] = rounded(row)
	}
	order := make([]int, len(rows))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		if order := strings.Compare(keys[a], keys[b]); order != 0 {
			return order
		}
		return slices.CompareFunc(rows[a], rows[b], compareFields)
	})
	inOrder := make([][]string, len(rows))
	for i, at := range order {
		inOrder[i] = rows[at]
	}
	return inOrder
}

// rounded is a row without the ends of long numbers.
func rounded(row []string) string {
	var short []byte
	for _, field := range row {
		if v := valueOf(field); v.is {
			short = append(strconv.AppendFloat(short, v.number, 'e', 8, 64), ',')
		} else {
			short = append(append(short, field...), ',')
		}
	}
	return string(short)
}

func compareFields(a, b string) int {
	x, y := valueOf(a), valueOf(b)
	if x.is && y.is {
		return cmp.Compare(x.number, y.number)
	}
	return strings.Compare(a, b)
}

// sameRows compares rows in any order: their DOUBLEs but for the last digits, since who adds up in another order gets another sum.
func sameRows(got, want [][]string) error {
	if len(got) != len(want) || len(want) < 2 {
		return fmt.Errorf("%d rows, but the job with one partition gives %d", len(got), len(want))
	}
	got, want = sorted(got), sorted(want)
	for i := range want {
		if !slices.EqualFunc(got[i], want[i], sameField) {
			return fmt.Errorf("it gives %s, and the job with one partition %s", got[i], want[i])
		}
	}
	return nil
}

// sameField compares two fields: texts and whole numbers exactly, other numbers but for their last digits.
func sameField(got, want string) bool {
	const digits = 1e-12
	a, b := valueOf(got), valueOf(want)
	if !a.is || !b.is || a.whole && b.whole {
		return got == want
	}
	return math.Abs(a.number-b.number) <= digits*max(math.Abs(a.number), math.Abs(b.number))
}
