package oracle

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// How many queries of OVER a job has, and how many jobs there are. WEIR_LAW_QUERIES, WEIR_LAW_JOBS and WEIR_LAW_SEED override, as for the law of keyed state.
const (
	lawOvers    = 40
	lawOverJobs = 2
)

// The law of frames: whatever the partitions, the batches and the order in which rows come, each row has the results that PostgreSQL has,
// over any frame, with ties, NULLs and NaN.
func TestLawOfFrames(t *testing.T) {
	pg := startPostgres(t)
	seed := number(t, "WEIR_LAW_SEED", lawSeed)
	if seed == 0 {
		seed = int(time.Now().UnixNano() & 0xffffff)
	}
	for i := range number(t, "WEIR_LAW_JOBS", lawOverJobs) {
		t.Run(fmt.Sprintf("WEIR_LAW_SEED=%d", seed+i), func(t *testing.T) {
			l := overLaw{law: law{random: random{rand.New(rand.NewPCG(uint64(seed+i), 2))}, pg: pg}}
			l.run(t, number(t, "WEIR_LAW_QUERIES", lawOvers))
		})
	}
}

type overLaw struct {
	law
	alone bool // the query has one call: arrays don't travel from one OVER to the next
}

const overColumns = "id INT NOT NULL, k VARCHAR, g INT, i INT, b BIGINT, d DECIMAL(10, 2), x DOUBLE, s VARCHAR, at TIMESTAMP(6), ts TIMESTAMP(3) NOT NULL"

func (l *overLaw) run(t *testing.T, queries int) {
	for len(l.queries) < queries {
		l.queries = append(l.queries, l.overQuery())
	}
	var text strings.Builder
	fmt.Fprintf(&text, "CREATE TABLE t (%s, WATERMARK FOR ts AS ts - INTERVAL '4' SECOND)\nWITH ('connector' = 'file', 'path' = 'in/*.jsonl', 'format' = 'json');\n", overColumns)
	for k, q := range l.queries {
		fmt.Fprintf(&text, "CREATE TABLE o%d WITH ('connector' = 'file', 'path' = '%s', 'format' = 'json', 'changelog.column' = 'op') AS\n%s;\n", k, q.file(k), q.weir)
	}
	if dir := os.Getenv("WEIR_KEEP"); dir != "" {
		os.MkdirAll(dir, 0o777)
		os.WriteFile(filepath.Join(dir, "over.sql"), []byte(text.String()), 0o666)
	}
	job := compileJob(t, text.String())
	bad := map[int]bool{}
	results := 0
	for range lawDatasets {
		data := l.overRows(20 + l.IntN(300))
		expected := l.expectedOver(t, data)
		for range lawRuns {
			flags := []string{"--partitions", l.pick("1", "2", "4", "7"), "--batch-size", l.pick("1", "7", "4096"),
				"--set", "t.source.split-size=" + l.pick("4kb", "16kb", "16mb")}
			dir := t.TempDir()
			l.spread(t, filepath.Join(dir, "in"), data)
			job.inDir(t, dir, flags...)
			for k, q := range l.queries {
				got, err := readResult(filepath.Join(dir, q.file(k)), q, false)
				results += len(got)
				if err == nil {
					err = q.compare(got, expected[k])
				}
				if err != nil && !bad[k] {
					bad[k] = true
					t.Errorf("%s\n\tPostgreSQL: %s\n\tflags %v, %d rows: %v", q.weir, q.pg, flags, len(data), err)
				}
			}
		}
	}
	t.Logf("%d queries, %d rows of results compared, %d queries differ", len(l.queries), results, len(bad))
}

// overRows are rows in the order of time, but for a disorder of 4 seconds at most. Few values make many ties.
func (l *overLaw) overRows(n int) []lawRow {
	now := time.Date(2024, 2, 28, 23, 58, 0, 0, time.UTC)
	var data []lawRow
	for id := range n {
		now = now.Add(time.Duration(l.IntN(4)*500) * time.Millisecond)
		var row lawRow
		var members []string
		add := func(name string, nullable bool, json, pg string) {
			if nullable && l.IntN(5) == 0 {
				json, pg = "null", "NULL"
			}
			members = append(members, strconv.Quote(name)+":"+json)
			row.pg = append(row.pg, pg)
		}
		plain := func(text string) (string, string) { return text, text }
		quoted := func(text string) (string, string) { return strconv.Quote(text), "'" + text + "'" }
		put := func(name string, nullable bool) func(json, pg string) {
			return func(json, pg string) { add(name, nullable, json, pg) }
		}
		put("id", false)(plain(strconv.Itoa(id)))
		put("k", true)(quoted(l.pick("a", "b", "c")))
		put("g", true)(plain(strconv.Itoa(l.IntN(4))))
		put("i", true)(plain(strconv.Itoa(l.IntN(9) - 3)))
		put("b", true)(plain(strconv.Itoa(l.IntN(5) * 1_000_000_000_000)))
		put("d", true)(plain(fmt.Sprintf("%d.%02d", l.IntN(20)-10, l.IntN(2)*25)))
		if l.IntN(12) == 0 {
			put("x", true)(quoted(l.pick("NaN", "Infinity", "-Infinity")))
		} else {
			put("x", true)(plain(fmt.Sprint(float64(l.IntN(20)) / 4)))
		}
		put("s", true)(quoted(l.pick("", "ann", "bob", "zoë", "x")))
		put("at", true)(quoted(now.Add(time.Duration(l.IntN(10)-5) * time.Second).Format("2006-01-02 15:04:05")))
		put("ts", false)(quoted(now.Add(-time.Duration(l.IntN(9)*500) * time.Millisecond).Format("2006-01-02 15:04:05.000")))
		row.json = "{" + strings.Join(members, ",") + "}"
		data = append(data, row)
	}
	return data
}

func (l *overLaw) expectedOver(t *testing.T, data []lawRow) []queryResult {
	t.Helper()
	var script strings.Builder
	script.WriteString("SET client_min_messages = error; DROP TABLE IF EXISTS t CASCADE;\n")
	fmt.Fprintf(&script, "CREATE TABLE t (%s);\n", strings.NewReplacer("DECIMAL", "numeric", "DOUBLE", "double precision").Replace(overColumns))
	for _, row := range data {
		fmt.Fprintf(&script, "INSERT INTO t VALUES (%s);\n", strings.Join(row.pg, ", "))
	}
	for k, q := range l.queries {
		fmt.Fprintf(&script, "COPY (SELECT %d, row_to_json(q) FROM (%s) AS q) TO STDOUT (FORMAT csv);\n", k, strings.ReplaceAll(q.pg, "\n", " "))
	}
	results := make([]queryResult, len(l.queries))
	for k := range results {
		results[k] = queryResult{}
	}
	for _, record := range l.pg.query(t, script.String()) {
		var k int
		fmt.Sscan(record[0], &k)
		row, err := parseRow(record[1])
		if err != nil {
			t.Fatal(err)
		}
		results[k][row.key(l.queries[k].keys)] = row
	}
	return results
}

// overOrder is an order of OVER.
type overOrder struct {
	text  string
	first string // its first key
	total bool   // no two rows are equal
}

func (l *overLaw) order() overOrder {
	var items []string
	o := overOrder{}
	if l.IntN(2) == 0 {
		items, o.first = []string{"ts"}, "ts"
	} else {
		o.first = l.pick("i", "g", "b", "d", "x", "s", "at", "ts")
		items = []string{orderItem{o.first, l.IntN(2) == 0, l.IntN(2) == 0}.text()}
	}
	if l.IntN(3) == 0 {
		items = append(items, orderItem{l.pick("i", "g", "s"), l.IntN(2) == 0, l.IntN(2) == 0}.text())
	}
	if l.IntN(2) == 0 {
		items, o.total = append(items, l.pick("id", "id DESC")), true
	}
	o.text = strings.Join(items, ", ")
	if len(items) > 1 {
		o.first = ""
	}
	return o
}

// frame is a frame of an order: rows only where no two are equal.
func (l *overLaw) frame(o overOrder) string {
	units := []string{"RANGE", "GROUPS"}
	if o.total {
		units = append(units, "ROWS", "ROWS")
	}
	unit := l.pick(units...)
	distance := func() string { return strconv.Itoa(l.IntN(4)) }
	if unit == "RANGE" {
		switch o.first {
		case "ts", "at":
			distance = func() string { return fmt.Sprintf("INTERVAL '%d' SECOND", l.IntN(4)) }
		case "i", "g", "b":
		default:
			distance = nil
		}
	}
	bound := func() (text string, place float64) {
		switch l.IntN(5) {
		case 0:
			return "UNBOUNDED PRECEDING", -1e9
		case 1:
			return "UNBOUNDED FOLLOWING", 1e9
		case 2:
			if distance != nil {
				n := distance()
				return n + " PRECEDING", -1 - number0(n)
			}
		case 3:
			if distance != nil {
				n := distance()
				return n + " FOLLOWING", 1 + number0(n)
			}
		}
		return "CURRENT ROW", 0
	}
	for {
		start, from := bound()
		end, to := bound()
		if from > to || from == 1e9 || to == -1e9 {
			continue
		}
		text := unit + " BETWEEN " + start + " AND " + end
		if l.IntN(4) == 0 {
			text += " EXCLUDE " + l.pick("CURRENT ROW", "GROUP", "TIES", "NO OTHERS")
		}
		return text
	}
}

// number0 is the number in a distance.
func number0(text string) float64 {
	text = strings.TrimSuffix(strings.TrimPrefix(text, "INTERVAL '"), "' SECOND")
	n, _ := strconv.ParseFloat(text, 64)
	return n
}

// overQuery is a query of some calls.
func (l *overLaw) overQuery() lawQuery {
	q := lawQuery{keys: []string{"id"}, inexact: map[string]bool{}}
	var weir, inner, outer []string // PostgreSQL has no window functions in a subquery's FROM: they are computed inside, between ⟦ and ⟧
	calls := 1 + l.IntN(4)
	l.alone = calls == 1
	for k := range calls {
		name := fmt.Sprintf("c%d", k)
		e, inexact := l.overCall()
		q.inexact[name] = inexact
		weir = append(weir, e.weir+" AS "+name)
		before, list, found := strings.Cut(e.pg, "⟦")
		if !found {
			inner, outer = append(inner, e.pg+" AS "+name), append(outer, name)
			continue
		}
		list, after, _ := strings.Cut(list, "⟧")
		inner, outer = append(inner, list+" AS "+name), append(outer, before+name+after+" AS "+name)
	}
	q.weir = "SELECT id, " + strings.Join(weir, ", ") + " FROM t"
	q.pg = "SELECT id, " + strings.Join(outer, ", ") + " FROM (SELECT id, " + strings.Join(inner, ", ") + " FROM t) AS w"
	return q
}

func (l *overLaw) overCall() (e sql, inexact bool) {
	o := l.order()
	window := l.pick("", "PARTITION BY k ", "PARTITION BY k, g ") + "ORDER BY " + o.text
	framed := window
	if l.IntN(4) > 0 {
		framed += " " + l.frame(o)
	}
	filter := ""
	if l.IntN(5) == 0 {
		filter = " FILTER (WHERE i > 0)"
	}
	over := func(call, filter string) string { return call + filter + " OVER (" + framed + ")" }
	x := l.pick("i", "b", "d", "s", "x", "at")
	if o.total && l.IntN(2) == 0 {
		return l.ordered(x, window, framed), false
	}
	switch l.IntN(8) {
	case 0:
		return plain(l.pick("RANK()", "DENSE_RANK()") + " OVER (" + window + ")"), false
	case 1:
		return plain(l.pick("PERCENT_RANK()", "CUME_DIST()") + " OVER (" + window + ")"), true
	case 2:
		return plain(over("COUNT("+l.pick("*", x)+")", filter)), false
	case 3:
		return plain(over(l.pick("MIN", "MAX")+"("+x+")", filter)), false
	case 4:
		return plain(over("SUM("+l.pick("i", "b", "d")+")", filter)), false
	case 5:
		list := over("ARRAY_AGG("+x+")", " FILTER (WHERE "+x+" IS NOT NULL)")
		return both(over("COUNT(DISTINCT "+x+")", ""), "(SELECT count(DISTINCT u) FROM unnest(⟦"+list+"⟧) AS u)"), false
	case 6:
		list := over("ARRAY_AGG(i)", " FILTER (WHERE i IS NOT NULL)")
		return both(over("MEDIAN(i)", ""), "(SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY u) FROM unnest(⟦"+list+"⟧) AS u)"), true
	default:
		return plain(over("BOOL_OR(g > 1)", filter)), false
	}
}

// ordered is a call whose result depends on the order.
func (l *overLaw) ordered(x, window, framed string) sql {
	over := func(call string) string { return call + " OVER (" + framed + ")" }
	nulls, list := "", "ARRAY_AGG("+x+")"
	if l.IntN(2) == 0 {
		nulls, list = " IGNORE NULLS", "ARRAY_AGG("+x+") FILTER (WHERE "+x+" IS NOT NULL)"
	}
	n := strconv.Itoa(1 + l.IntN(3))
	first := func(list, n string) string { return "(" + list + ")[" + n + "]" }
	last := func(list, n string) string { return "(" + list + ")[cardinality(" + list + ") + 1 - " + n + "]" }
	switch l.IntN(9) {
	case 0:
		return plain("ROW_NUMBER() OVER (" + window + ")")
	case 1:
		return plain("NTILE(" + n + ") OVER (" + window + ")")
	case 2:
		return both(over("FIRST_VALUE("+x+")"+nulls), first(over(list), "1"))
	case 3:
		return both(over("LAST_VALUE("+x+")"+nulls), last(over(list), "1"))
	case 4:
		return both(over("NTH_VALUE("+x+", "+n+")"+l.pick("", " FROM FIRST")+nulls), first(over(list), n))
	case 5:
		return both(over("NTH_VALUE("+x+", "+n+") FROM LAST"+nulls), last(over(list), n))
	case 6:
		before := list + " OVER (" + window + " ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
		if l.IntN(3) == 0 && x == "i" {
			return both("LAG("+x+", "+n+", 77)"+nulls+" OVER ("+window+")", "CASE WHEN cardinality("+before+") >= "+n+" THEN "+last(before, n)+" ELSE 77 END")
		}
		return both("LAG("+x+", "+n+")"+nulls+" OVER ("+window+")", last(before, n))
	case 7:
		behind := list + " OVER (" + window + " ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)"
		if l.IntN(3) == 0 && x == "i" {
			return both("LEAD("+x+", "+n+", 77)"+nulls+" OVER ("+window+")", "CASE WHEN cardinality("+behind+") >= "+n+" THEN "+first(behind, n)+" ELSE 77 END")
		}
		return both("LEAD("+x+", "+n+")"+nulls+" OVER ("+window+")", first(behind, n))
	default:
		if !l.alone || l.IntN(2) == 0 {
			return plain(over("STRING_AGG(s, ',')"))
		}
		return plain("ARRAY_TO_STRING(" + over("ARRAY_AGG(s)") + ", ',', '-')")
	}
}
