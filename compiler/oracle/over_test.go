package oracle

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/weirsql/weir/compiler"
	"github.com/weirsql/weir/compiler/diag"
)

// tick is one row of market_data.
type tick struct {
	symbol string
	price  float64
	millis int64
}

// marketData are rows of ten symbols, in the order of time.
func marketData(n int) []tick {
	ticks := make([]tick, n)
	for i := range ticks {
		ticks[i] = tick{fmt.Sprintf("SYM%d", i%10), 100 + float64(i%50) + 10*math.Sin(float64(i)/100), 1700000000000 + 1000*int64(i)}
	}
	return ticks
}

// writeTicks writes a file for the source market_data.
func writeTicks(t *testing.T, ticks []tick) string {
	t.Helper()
	var file bytes.Buffer
	for _, tick := range ticks {
		fmt.Fprintf(&file, "{\"symbol\":%q,\"price\":%v,\"timestamp\":%q}\n", tick.symbol, tick.price, time.UnixMilli(tick.millis).UTC().Format("2006-01-02 15:04:05.000"))
	}
	path := filepath.Join(t.TempDir(), "market_data.jsonl")
	if err := os.WriteFile(path, file.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

const marketDataTable = `CREATE TABLE market_data (symbol STRING, price DOUBLE, timestamp TIMESTAMP(3) NOT NULL, WATERMARK FOR timestamp AS timestamp - INTERVAL '5' SECOND)
WITH ('connector' = 'file', 'path' = '%s', 'format' = 'json', 'source.split-size' = '64KB');
`

// frameRow is one row that a job wrote.
type frameRow struct {
	Symbol    string   `json:"symbol"`
	Price     float64  `json:"price"`
	Timestamp string   `json:"timestamp"`
	A, B, C   *float64 // the calls' results
}

// runOver runs a query over ticks and returns its rows by symbol, in the order in which they were written.
func runOver(t *testing.T, j job, partitions int, sink string) map[string][]frameRow {
	t.Helper()
	os.Remove(sink)
	if _, stderr, err := j.run(t, "", "--partitions", fmt.Sprint(partitions)); err != nil {
		t.Fatalf("%d partitions: %v\n%s", partitions, err, stderr)
	}
	content, err := os.ReadFile(sink)
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string][]frameRow{}
	for line := range strings.Lines(string(content)) {
		var row frameRow
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		rows[row.Symbol] = append(rows[row.Symbol], row)
	}
	return rows
}

// compileOver compiles a query whose calls are a, b and c.
func compileOver(t *testing.T, ticks []tick, query string) (j job, sink string) {
	t.Helper()
	sink = filepath.Join(t.TempDir(), "result.jsonl")
	sql := fmt.Sprintf(marketDataTable, writeTicks(t, ticks)) +
		"CREATE TABLE result (symbol STRING, price DOUBLE, a DOUBLE, b DOUBLE, c DOUBLE) WITH ('connector' = 'file', 'format' = 'json', 'path' = '" + sink + "');\n" +
		"INSERT INTO result " + query
	return compileJob(t, sql), sink
}

// The frame of each row is the last rows of its symbol, computed here from scratch.
func checkFrames(t *testing.T, name string, ticks []tick, got map[string][]frameRow, want func(frame []tick) [3]float64, frame func(history []tick) []tick) {
	t.Helper()
	histories := map[string][]tick{}
	for _, tick := range ticks {
		history := append(histories[tick.symbol], tick)
		histories[tick.symbol] = history
		at := len(history) - 1
		if at >= len(got[tick.symbol]) {
			t.Fatalf("%s: %d rows of %s", name, len(got[tick.symbol]), tick.symbol)
		}
		row := got[tick.symbol][at]
		expected := want(frame(history))
		if row.Price != tick.price {
			t.Fatalf("%s: row %d of %s has price %v, not %v", name, at, tick.symbol, row.Price, tick.price)
		}
		for i, value := range []*float64{row.A, row.B, row.C} {
			if value == nil || math.Abs(*value-expected[i]) > 1e-9*math.Abs(expected[i]) {
				t.Fatalf("%s: row %d of %s: result %d is %v, not %v", name, at, tick.symbol, i+1, value, expected[i])
			}
		}
	}
	for symbol, history := range histories {
		if len(got[symbol]) != len(history) {
			t.Fatalf("%s: %d rows of %s, not %d", name, len(got[symbol]), symbol, len(history))
		}
	}
}

func averageMinMax(frame []tick) [3]float64 {
	sum, least, greatest := 0.0, math.Inf(1), math.Inf(-1)
	for _, tick := range frame {
		sum, least, greatest = sum+tick.price, min(least, tick.price), max(greatest, tick.price)
	}
	return [3]float64{sum / float64(len(frame)), least, greatest}
}

func lastRows(n int) func([]tick) []tick {
	return func(history []tick) []tick { return history[max(0, len(history)-n):] }
}

func TestFramesOfTime(t *testing.T) {
	const buffer = "(ROWS WINDOW BUFFER 100 ROWS PARTITION BY symbol ORDER BY timestamp)"
	tests := []struct {
		name, over string
		frame      func([]tick) []tick
	}{
		{"buffer", buffer, lastRows(100)},
		{"rows", "(PARTITION BY symbol ORDER BY timestamp ROWS 7 PRECEDING)", lastRows(8)},
		{"unbounded", "(PARTITION BY symbol ORDER BY timestamp)", func(history []tick) []tick { return history }},
		{"range", "(PARTITION BY symbol ORDER BY timestamp RANGE INTERVAL '1' MINUTE PRECEDING)", func(history []tick) []tick {
			last, at := history[len(history)-1].millis, len(history)-1
			for at > 0 && history[at-1].millis >= last-60_000 {
				at--
			}
			return history[at:]
		}},
	}
	ticks := marketData(5000)
	for _, test := range tests {
		j, sink := compileOver(t, ticks, fmt.Sprintf("SELECT symbol, price, AVG(price) OVER %[1]s AS moving_avg, MIN(price) OVER %[1]s AS min_price, MAX(price) OVER %[1]s AS max_price FROM market_data", test.over))
		for _, partitions := range []int{1, 2, 4} {
			got := runOver(t, j, partitions, sink)
			checkFrames(t, fmt.Sprintf("%s, %d partitions", test.name, partitions), ticks, got, averageMinMax, test.frame)
		}
	}
}

// Rows that come out of order, though within what the watermark allows for, are put in order first.
func TestRowsOfFrames(t *testing.T) {
	const buffer, ordered = "(ROWS WINDOW BUFFER 100 ROWS PARTITION BY symbol ORDER BY price DESC)", "(PARTITION BY symbol ORDER BY timestamp)"
	tests := []struct {
		name, calls string
		want        func(frame []tick) [3]float64
		frame       func([]tick) []tick
	}{
		{"ranks in a buffer", "CAST(RANK() OVER %[1]s AS DOUBLE), CAST(DENSE_RANK() OVER %[1]s AS DOUBLE), CAST(ROW_NUMBER() OVER %[1]s AS DOUBLE)", rankings, lastRows(100)},
		{"neighbours in a buffer", "LAG(price, 1, 0) OVER %[1]s, LEAD(price, 1, 0) OVER %[1]s, FIRST_VALUE(price) OVER %[1]s", neighbours, lastRows(100)},
		{"numbers by time", "CAST(RANK() OVER %[2]s AS DOUBLE), CAST(DENSE_RANK() OVER %[2]s AS DOUBLE), CAST(ROW_NUMBER() OVER %[2]s AS DOUBLE)",
			func(frame []tick) [3]float64 {
				n := float64(len(frame))
				return [3]float64{n, n, n}
			}, lastRows(math.MaxInt)},
		{"rows before", "price - LAG(price, 1, 0) OVER %[2]s, LAG(price, 3, -1) OVER %[2]s, FIRST_VALUE(price) OVER %[2]s", func(frame []tick) [3]float64 {
			last := len(frame) - 1
			results := [3]float64{frame[last].price, -1, frame[0].price}
			if last >= 1 {
				results[0] -= frame[last-1].price
			}
			if last >= 3 {
				results[1] = frame[last-3].price
			}
			return results
		}, lastRows(math.MaxInt)},
	}
	ticks := marketData(3000)
	shuffled := slices.Clone(ticks)
	for block := range slices.Chunk(shuffled, 5) {
		slices.Reverse(block)
	}
	for _, test := range tests {
		j, sink := compileOver(t, shuffled, "SELECT symbol, price, "+fmt.Sprintf(test.calls, buffer, ordered)+" FROM market_data")
		for _, partitions := range []int{1, 2} {
			got := runOver(t, j, partitions, sink)
			checkFrames(t, fmt.Sprintf("%s, %d partitions", test.name, partitions), ticks, got, test.want, test.frame)
		}
	}
}

// rankings are RANK, DENSE_RANK and ROW_NUMBER of a frame's last row, by price, the greatest first.
func rankings(frame []tick) [3]float64 {
	current := frame[len(frame)-1].price
	results := [3]float64{1, 1, 0}
	greater := map[float64]bool{}
	for _, tick := range frame {
		if tick.price > current {
			results[0]++
			greater[tick.price] = true
		}
		if tick.price >= current {
			results[2]++
		}
	}
	results[1] += float64(len(greater))
	return results
}

// neighbours are LAG, LEAD and FIRST_VALUE of a frame's last row, by price, the greatest first.
func neighbours(frame []tick) [3]float64 {
	sorted := slices.Clone(frame)
	slices.SortStableFunc(sorted, func(a, b tick) int { return cmp.Compare(b.price, a.price) })
	at := slices.Index(sorted, frame[len(frame)-1])
	results := [3]float64{0, 0, sorted[0].price}
	if at > 0 {
		results[0] = sorted[at-1].price
	}
	if at+1 < len(sorted) {
		results[1] = sorted[at+1].price
	}
	return results
}

// Frames in another order than that of time are those of all rows, which are there at the end of the input.
func TestFramesOfAllRows(t *testing.T) {
	ticks := marketData(2000)
	for i := range ticks {
		ticks[i].price = math.Round(ticks[i].price / 4)
	}
	j, sink := compileOver(t, ticks, `SELECT symbol, price, SUM(price) OVER (w ROWS BETWEEN 1 PRECEDING AND 2 FOLLOWING) + COUNT(*) OVER (w GROUPS BETWEEN 1 FOLLOWING AND 2 FOLLOWING),
	COUNT(*) OVER w + 1000 * DENSE_RANK() OVER w + PERCENT_RANK() OVER w + CUME_DIST() OVER w + 1000000 * NTILE(7) OVER w, LEAD(price, 2, 7) OVER w + 1000 * MAX(price) OVER (PARTITION BY symbol) + 1000000 * RANK() OVER w
FROM market_data WINDOW w AS (PARTITION BY symbol ORDER BY price DESC)`)
	want := map[string][]tick{}
	for _, tick := range ticks {
		want[tick.symbol] = append(want[tick.symbol], tick)
	}
	for _, partitions := range []int{1, 2} {
		got := runOver(t, j, partitions, sink)
		for symbol, rows := range want {
			slices.SortStableFunc(rows, func(a, b tick) int { return cmp.Compare(b.price, a.price) })
			if len(got[symbol]) != len(rows) {
				t.Fatalf("%d partitions: %d rows of %s, not %d", partitions, len(got[symbol]), symbol, len(rows))
			}
			for at, row := range rows {
				expected := frameOfAll(rows, at)
				line := got[symbol][at]
				if line.Price != row.price || *line.A != expected[0] || *line.B != expected[1] || *line.C != expected[2] {
					t.Fatalf("%d partitions: row %d of %s is %v, %v, %v of price %v, not %v of price %v", partitions, at, symbol, *line.A, *line.B, *line.C, line.Price, expected, row.price)
				}
			}
		}
	}
}

// tilesOf are the places at which n rows are cut into parts.
func tilesOf(n, parts int) iter.Seq[int] {
	return func(yield func(int) bool) {
		at := 0
		for part := range parts - 1 {
			at += n / parts
			if part < n%parts {
				at++
			}
			if !yield(at) {
				return
			}
		}
	}
}

func frameOfAll(rows []tick, at int) [3]float64 {
	current := rows[at].price
	sum, upTo, rank, greatest, behind := 0.0, 0.0, 1.0, 0.0, 7.0
	for i := max(0, at-1); i <= min(at+2, len(rows)-1); i++ {
		sum += rows[i].price
	}
	greater := map[float64]bool{}
	var less []float64
	for _, other := range rows {
		greatest = max(greatest, other.price)
		if other.price >= current {
			upTo++
		}
		if other.price > current {
			rank++
			greater[other.price] = true
		}
		if other.price < current && !slices.Contains(less, other.price) && len(less) < 2 {
			less = append(less, other.price)
		}
	}
	following := 0.0
	for _, other := range rows {
		if slices.Contains(less, other.price) {
			following++
		}
	}
	if at+2 < len(rows) {
		behind = rows[at+2].price
	}
	n := float64(len(rows))
	tile := 1.0
	for cut := range tilesOf(len(rows), 7) {
		if at >= cut {
			tile++
		}
	}
	return [3]float64{sum + following, upTo + 1000*float64(len(greater)+1) + (rank-1)/(n-1) + upTo/n + 1000000*tile, behind + 1000*greatest + 1000000*rank}
}

// What no operator does is said at the SQL.
func TestFramesThatAreRefused(t *testing.T) {
	for _, call := range []string{
		"NTH_VALUE(price, 2) OVER (ROWS WINDOW BUFFER 10 ROWS PARTITION BY symbol ORDER BY timestamp)",
		"FIRST_VALUE(price) IGNORE NULLS OVER (ROWS WINDOW BUFFER 10 ROWS PARTITION BY symbol ORDER BY timestamp)",
		"MEDIAN(price) OVER (ROWS WINDOW BUFFER 10 ROWS PARTITION BY symbol ORDER BY timestamp)",
		"COUNT(DISTINCT price) OVER (ROWS WINDOW BUFFER 10 ROWS PARTITION BY symbol ORDER BY timestamp)",
	} {
		_, diags := compiler.Compile(context.Background(), compiler.Source{Name: "job.sql", Text: fmt.Sprintf(marketDataTable, "x.jsonl") + "SELECT " + call + " AS c FROM market_data;"}, compiler.Options{})
		if !slices.ContainsFunc(diags, func(d diag.Diagnostic) bool { return d.Code == diag.UnsupportedPlan && !d.Span.IsZero() }) {
			t.Errorf("%s gives %v", call, diags)
		}
	}
}

// Without a time attribute rows go on at once, in the order of their arrival; text that a frame keeps outlives its batch.
func TestFramesOfArrival(t *testing.T) {
	const rows = 3000
	var input strings.Builder
	for i := range rows {
		fmt.Fprintf(&input, "{\"symbol\":\"SYM%d\",\"price\":%d,\"note\":\"note %04d\"}\n", i%3, i, i)
	}
	j := compileJob(t, `CREATE TABLE trades (symbol STRING, price BIGINT, note STRING) WITH ('connector' = 'file', 'path' = '-', 'format' = 'json');
CREATE TABLE result (symbol STRING, price BIGINT, total BIGINT, first STRING, oldest STRING, whole BIGINT) WITH ('connector' = 'file', 'path' = '-', 'format' = 'json');
INSERT INTO result SELECT symbol, price, SUM(price) OVER w, MIN(note) OVER w, LAG(note, 9, note) OVER w, COUNT(*) OVER (ROWS WINDOW BUFFER 50 ROWS)
FROM trades WINDOW w AS (ROWS WINDOW BUFFER 10 ROWS PARTITION BY symbol ORDER BY price)`)
	out, stderr, err := j.run(t, input.String(), "--partitions", "1")
	if err != nil {
		t.Fatal(err, stderr)
	}
	i := 0
	for line := range strings.Lines(out) {
		total, first, oldest := 0, i, i
		for n, at := 0, i; n < 10 && at >= 0; n, at = n+1, at-3 {
			total, first = total+at, at
			if n == 9 {
				oldest = at
			}
		}
		want := fmt.Sprintf("{\"symbol\":\"SYM%d\",\"price\":%d,\"total\":%d,\"first\":\"note %04d\",\"oldest\":\"note %04d\",\"whole\":%d}\n", i%3, i, total, first, oldest, min(i+1, 50))
		if line != want {
			t.Fatalf("row %d is\n%snot\n%s", i, line, want)
		}
		i++
	}
	if i != rows {
		t.Fatalf("%d rows", i)
	}
}

// A row that comes when the watermark has passed its time is late, and in no frame. It is in the file's last split: before that, time waits.
func TestLateRowsOfFrames(t *testing.T) {
	ticks := marketData(1000)
	late := slices.Clone(ticks)
	late = slices.Insert(late, 990, tick{"SYM0", 1e9, ticks[0].millis})
	j, sink := compileOver(t, late, "SELECT symbol, price, AVG(price) OVER w, MIN(price) OVER w, MAX(price) OVER w FROM market_data WINDOW w AS (PARTITION BY symbol ORDER BY timestamp)")
	checkFrames(t, "late rows", ticks, runOver(t, j, 1, sink), averageMinMax, lastRows(math.MaxInt))
}
