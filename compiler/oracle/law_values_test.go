package oracle

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"
)

// lawColumn is a column of the table or of a query in FROM.
type lawColumn struct {
	name    string
	kind    kind
	weir    string // its type
	inexact bool   // the last digits depend on the order of summation
	bound   bool   // of a window: who groups by one groups by the window
}

// lawColumns are those of the table but for its time: keys first, skewed and with NULLs.
var lawColumns = []lawColumn{
	{name: "k1", kind: integer, weir: "INT"}, {name: "k2", kind: text, weir: "VARCHAR"}, {name: "k3", kind: date, weir: "DATE"},
	{name: "k4", kind: boolean, weir: "BOOLEAN"}, {name: "k5", kind: decimal, weir: "DECIMAL(6, 2)"}, {name: "k6", kind: double, weir: "DOUBLE"},
	{name: "k7", kind: smallint, weir: "SMALLINT NOT NULL"}, {name: "s", kind: smallint, weir: "SMALLINT"}, {name: "i", kind: integer, weir: "INT"},
	{name: "b", kind: bigint, weir: "BIGINT"}, {name: "d", kind: decimal, weir: "DECIMAL(12, 3)"}, {name: "e", kind: decimal, weir: "DECIMAL(30, 4)"},
	{name: "x", kind: double, weir: "DOUBLE"}, {name: "y", kind: double, weir: "DOUBLE NOT NULL", inexact: true},
	{name: "c", kind: text, weir: "VARCHAR"}, {name: "at", kind: timestamp, weir: "TIMESTAMP(6)"}, {name: "id", kind: bigint, weir: "BIGINT NOT NULL"},
}

// lawTable is what differs in the table between jobs.
type lawTable struct {
	time  string // the type of ts
	delay int    // of the watermark, in seconds
}

func (l *law) newTable() lawTable {
	return lawTable{l.pick("TIMESTAMP(3)", "TIMESTAMP(6)", "TIMESTAMP_LTZ(3)") + l.pick("", " NOT NULL"), l.IntN(3) * 4}
}

// declaration lists the columns.
func (table lawTable) declaration(pg bool) string {
	var list []string
	for _, c := range append(lawColumns[:len(lawColumns):len(lawColumns)], lawColumn{name: "ts", weir: table.time}) {
		t := c.weir
		if pg {
			t = strings.NewReplacer("DECIMAL", "numeric", "DOUBLE", "double precision", "TIMESTAMP_LTZ", "timestamp").Replace(t)
		}
		list = append(list, c.name+" "+t)
	}
	return strings.Join(list, ", ")
}

// lawRow is a row as JSON and as PostgreSQL's values.
type lawRow struct {
	json string
	pg   []string
}

// datasets are the rows of each table. Now and then there are none, or few.
func (l *law) datasets() [][]lawRow {
	var list [][]lawRow
	for _, name := range lawTables {
		rows := 50 + l.IntN(400)
		if l.IntN(12) == 0 {
			rows = l.IntN(4)
		}
		list = append(list, l.data(l.table, rows, name == "u"))
	}
	return list
}

// data is rows in order of time, but for a disorder that the watermark's delay allows.
func (l *law) data(table lawTable, rows int, distinct bool) []lawRow {
	now := time.Date(1969, 12, 31, 23, 58, 0, 0, time.UTC).Add(time.Duration(l.IntN(2)) * 54 * 366 * 24 * time.Hour)
	var data []lawRow
	seen := map[time.Time]bool{}
	for range rows {
		now = now.Add(time.Duration(l.IntN(1500)) * time.Millisecond)
		if l.IntN(100) == 0 {
			now = now.Add(time.Duration(l.IntN(1000)) * time.Second)
		}
		ts := l.eventTime(table, now)
		for distinct && seen[ts] {
			ts = ts.Add(time.Millisecond)
		}
		seen[ts] = true
		if ts.After(now) {
			now = ts
		}
		data = append(data, l.row(table, ts, len(data)))
	}
	return data
}

// eventTime is a time that is not late at now: on the border of a window as often as not.
func (l *law) eventTime(table lawTable, now time.Time) time.Time {
	ts := now.Add(-time.Duration(l.IntN(table.delay*1000+1)) * time.Millisecond)
	if l.IntN(3) == 0 {
		ts = now.Add(-time.Duration(table.delay) * time.Second).Truncate(time.Second).Add(time.Second)
		if ts.After(now) {
			ts = now
		}
	}
	return ts
}

func (l *law) row(table lawTable, ts time.Time, number int) lawRow {
	var row lawRow
	var members []string
	add := func(name, json, pg string) {
		members = append(members, strconv.Quote(name)+":"+json)
		row.pg = append(row.pg, pg)
	}
	for _, c := range lawColumns {
		json, pg := l.lawValue(c, number)
		if l.IntN(6) == 0 && !strings.HasSuffix(c.weir, "NOT NULL") {
			json, pg = "null", "NULL"
		}
		add(c.name, json, pg)
	}
	json, pg := quoted(ts.Format("2006-01-02 15:04:05.000"))
	if strings.HasPrefix(table.time, "TIMESTAMP_LTZ") {
		json = json[:len(json)-1] + `Z"`
	}
	add("ts", json, pg)
	row.json = "{" + strings.Join(members, ",") + "}"
	return row
}

// skewed is a number below n, small ones most often.
func (l *law) skewed(n int) int { return l.IntN(1 + l.IntN(1+l.IntN(n))) }

// lawValue is a value of a column: small in number for keys. Those of x are sums of few powers of two, so that any order of
// summation has the same sum.
func (l *law) lawValue(c lawColumn, number int) (json, pg string) {
	switch c.name {
	case "id":
		return same(strconv.Itoa(number))
	case "k1":
		return same(strconv.Itoa(l.skewed(8) - 2))
	case "k2":
		return quoted([]string{"ann", "bob", "", "Ann", "größe", "zoë 😀", strings.Repeat("long ", 60), "x"}[l.skewed(8)])
	case "k3":
		return quoted([]string{"2024-02-29", "2024-03-01", "1969-12-31", "2023-02-28"}[l.skewed(4)])
	case "k4":
		return same(l.pick("true", "false"))
	case "k5":
		return same([]string{"1.5", "1.50", "-0.25", "0", "-1.5", "100.01"}[l.skewed(6)])
	case "k6":
		v := []string{"0", "-0.0", "NaN", "1.5", "-1.5", "Infinity", "-Infinity"}[l.skewed(7)]
		if strings.ContainsAny(v, "Nn") {
			return quoted(v)
		}
		return same(v)
	case "k7":
		return same(strconv.Itoa(l.skewed(3)))
	case "s", "i":
		return same(strconv.Itoa(l.IntN(2001) - 1000))
	case "b":
		return same(strconv.FormatInt(l.Int64N(200_000_000_000_000)-100_000_000_000_000, 10))
	case "d":
		return same(fmt.Sprintf("%d.%03d", l.IntN(200_000)-100_000, l.IntN(1000)))
	case "e":
		return same(fmt.Sprintf("%s%d%09d.%04d", l.pick("", "-"), 1+l.Int64N(1_000_000_000_000), l.IntN(1_000_000_000), l.IntN(10000)))
	case "x":
		return same(strconv.FormatFloat(float64(l.IntN(20001)-10000)/8, 'f', -1, 64))
	case "y":
		return same(strconv.FormatFloat(l.Float64()*1000, 'g', -1, 64))
	case "c":
		return quoted(l.pick("", "a", "b", "ab", "ß", "€uro", "Zz", "zz", strings.Repeat("y", 20)) + l.pick("", "1", "2"))
	}
	return quoted(time.UnixMicro(1_700_000_000_000_000 + l.Int64N(3)*1_000_000 + l.Int64N(2)).UTC().Format("2006-01-02 15:04:05.999999"))
}

// key is the text of a row's key: equal for values that are equal.
func (row resultRow) key(columns []string) string {
	var parts []string
	for _, name := range columns {
		parts = append(parts, plainly(row[name]))
	}
	return strings.Join(parts, " | ")
}

// plainly is the text of a value without what doesn't matter: the scale of a number, how a time is written.
func plainly(value any) string {
	switch v := value.(type) {
	case json.Number:
		if r, ok := new(big.Rat).SetString(v.String()); ok {
			return r.RatString()
		}
	case string:
		if len(v) >= 19 && v[4] == '-' && v[7] == '-' && (v[10] == ' ' || v[10] == 'T') {
			v = strings.TrimSuffix(v[:10]+" "+v[11:], "Z")
			if strings.Contains(v, ".") {
				v = strings.TrimRight(strings.TrimRight(v, "0"), ".")
			}
		}
		return strconv.Quote(v)
	}
	return fmt.Sprint(value)
}

// compare says how the rows differ from the expected ones.
func (q lawQuery) compare(got, expected queryResult) error {
	for _, key := range slices.Sorted(maps.Keys(expected)) {
		row, ok := got[key]
		if !ok {
			return fmt.Errorf("%d rows for %d, without that of key %s: %v", len(got), len(expected), key, expected[key])
		}
		if len(row) != len(expected[key]) {
			return fmt.Errorf("other columns: %v, PostgreSQL says %v", row, expected[key])
		}
		for name, theirs := range expected[key] {
			if !q.equal(name, row[name], theirs) {
				return fmt.Errorf("key %s: %s is %v, PostgreSQL says %v", key, name, row[name], theirs)
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(got)) {
		if _, ok := expected[key]; !ok {
			return fmt.Errorf("%d rows for %d, with one of key %s: %v", len(got), len(expected), key, got[key])
		}
	}
	return nil
}

func (q lawQuery) equal(name string, ours, theirs any) bool {
	if plainly(ours) == plainly(theirs) {
		return true
	}
	a, okA := ours.(json.Number)
	b, okB := theirs.(json.Number)
	return okA && okB && q.inexact[name] && closeTo(a, b)
}

// closeTo compares DOUBLEs.
func closeTo(a, b json.Number) bool {
	x, errX := a.Float64()
	y, errY := b.Float64()
	return errX == nil && errY == nil && max(x-y, y-x) <= 1e-9*max(x, -x, y, -y)
}
