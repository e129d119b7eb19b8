package oracle

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// The SELECT texts of the workloads that Weir is measured by, as they are published.
const (
	s0Text = "SELECT order_id, customer_id, order_date, total_amount FROM orders WHERE total_amount > 100"
	s1Text = "SELECT symbol, price, AVG(price) OVER (ROWS WINDOW BUFFER 100 ROWS PARTITION BY symbol ORDER BY timestamp) as moving_avg, " +
		"MIN(price) OVER (ROWS WINDOW BUFFER 100 ROWS PARTITION BY symbol ORDER BY timestamp) as min_price, " +
		"MAX(price) OVER (ROWS WINDOW BUFFER 100 ROWS PARTITION BY symbol ORDER BY timestamp) as max_price FROM market_data"
	s2Text = "SELECT symbol, COUNT(*) as trade_count, AVG(price) as avg_price, MIN(price) as min_price, MAX(price) as max_price, " +
		"SUM(quantity) as total_quantity FROM market_data GROUP BY symbol"
	s3Select = "SELECT trader_id, symbol, COUNT(*) as trade_count, AVG(price) as avg_price, SUM(quantity) as total_quantity, SUM(price * quantity) as total_value FROM market_data "
	s3aText  = s3Select + "GROUP BY trader_id, symbol WINDOW TUMBLING (trade_time, INTERVAL '1' MINUTE)"
	s3bTail  = "GROUP BY trader_id, symbol WINDOW TUMBLING(1m) EMIT CHANGES"
	brcText  = "SELECT station, MIN(temperature) AS min_temp, AVG(temperature) AS avg_temp, MAX(temperature) AS max_temp FROM measurements GROUP BY station EMIT FINAL"
)

const (
	s1Ranks = `SELECT symbol, price, RANK() OVER (ROWS WINDOW BUFFER 100 ROWS PARTITION BY symbol ORDER BY price DESC) AS r,
DENSE_RANK() OVER (ROWS WINDOW BUFFER 100 ROWS PARTITION BY symbol ORDER BY price DESC) AS d,
ROW_NUMBER() OVER (ROWS WINDOW BUFFER 100 ROWS PARTITION BY symbol ORDER BY price DESC) AS n FROM market_data`
	s1Neighbours = `SELECT symbol, price, LAG(price, 1) OVER (ROWS WINDOW BUFFER 100 ROWS PARTITION BY symbol ORDER BY timestamp) AS before,
LEAD(price, 1) OVER (ROWS WINDOW BUFFER 100 ROWS PARTITION BY symbol ORDER BY timestamp) AS behind,
price - LAG(price, 1) OVER (ROWS WINDOW BUFFER 100 ROWS PARTITION BY symbol ORDER BY timestamp) AS change FROM market_data`
)

// The inputs.
const (
	ordersTable = "orders (order_id BIGINT NOT NULL, customer_id BIGINT, order_date STRING, total_amount DOUBLE)"
	ticksTable  = "market_data (symbol STRING, price DOUBLE, ms BIGINT NOT NULL, timestamp AS TO_TIMESTAMP_LTZ(ms, 3), WATERMARK FOR timestamp AS timestamp)"
	tradesTable = "market_data (trader_id STRING, symbol STRING, price DOUBLE, quantity BIGINT, ms BIGINT NOT NULL, trade_time AS TO_TIMESTAMP_LTZ(ms, 3), WATERMARK FOR trade_time AS trade_time%s)"
	brcTable    = "measurements (station STRING NOT NULL, temperature DECIMAL(4,1) NOT NULL)"
)

// scenario is a workload. Columns are those of its result: first what its rows are compared by exactly, then sums.
type scenario struct {
	name, query string
	settings    string
	table       string // with its columns
	record      func(i int) record
	line        func(record) string
	records     int // in the matrix
	full        int // in its full form
	exact, sums []string
	want        func([]record) []outRow
	rows        int                     // as many as the publication says of the records in the matrix; 0 where it says nothing
	finals      func([]record) []outRow // EMIT CHANGES: what the rows come to in the end
	late        int                     // so many records at the end are late: time jumps back before them
	csv         bool
}

var (
	orderColumns  = []string{"order_id", "customer_id", "order_date"}
	symbolColumns = []string{"symbol", "trade_count", "total_quantity"}
	symbolSums    = []string{"avg_price", "min_price", "max_price"}
	windowColumns = []string{"trader_id", "symbol", "trade_count", "total_quantity"}
	windowSums    = []string{"avg_price", "total_value"}
)

func tradesWith(delay string) string { return fmt.Sprintf(tradesTable, delay) }

var scenarios = []scenario{
	{name: "S0", query: s0Text, table: ordersTable, record: orderRecord, line: orderLine, records: 10_000, full: 1_000_000, rows: 10_000,
		exact: orderColumns, sums: []string{"total_amount"}, want: ordersAbove(100)},
	{name: "S0 selective", query: strings.Replace(s0Text, "> 100", "> 200", 1), table: ordersTable, record: orderRecord, line: orderLine, records: 10_000, full: 1_000_000, rows: 4_900,
		exact: orderColumns, sums: []string{"total_amount"}, want: ordersAbove(200)},
	{name: "S1", query: s1Text, table: ticksTable, record: tickRecord, line: tickLine, records: 5_000, full: 100_000, rows: 5_000,
		exact: []string{"symbol"}, sums: []string{"price", "moving_avg", "min_price", "max_price"}, want: framesOf(movingRow)},
	{name: "S1 ranks", query: s1Ranks, table: ticksTable, record: tickRecord, line: tickLine, records: 5_000, full: 100_000, rows: 5_000,
		exact: []string{"symbol", "r", "d", "n"}, sums: []string{"price"}, want: framesOf(rankedRow)},
	{name: "S1 neighbours", query: s1Neighbours, table: ticksTable, record: tickRecord, line: tickLine, records: 5_000, full: 100_000, rows: 5_000,
		exact: []string{"symbol"}, sums: []string{"price", "before", "behind", "change"}, want: framesOf(neighbourRow)},
	{name: "S2 changes", query: s2Text, table: tradesWith(""), record: tradeRecord, line: tradeLine, records: 5_000, full: 100_000, rows: 5_000,
		exact: symbolColumns, sums: symbolSums, want: symbolChanges, finals: symbolTotals},
	{name: "S2 final", query: s2Text + " EMIT FINAL", table: tradesWith(""), record: tradeRecord, line: tradeLine, records: 5_000, full: 1_000_000, rows: 200,
		exact: symbolColumns, sums: symbolSums, want: symbolTotals},
	{name: "S2w in its order", query: s3aText, table: tradesWith(""), record: jumpRecord, line: tradeLine, records: 5_000, full: 5_000, late: 1_000,
		exact: windowColumns, sums: windowSums, want: windowTotals},
	{name: "S2w late by an hour", query: s3aText, table: tradesWith(" - INTERVAL '1' HOUR"), record: jumpRecord, line: tradeLine, records: 5_000, full: 5_000,
		exact: windowColumns, sums: windowSums, want: windowTotals},
	{name: "S2w with an hour of lateness", query: s3aText, settings: "SET 'window.allowed-lateness' = '1 h';", table: tradesWith(""), record: jumpRecord, line: tradeLine, records: 5_000, full: 5_000,
		exact: windowColumns, sums: windowSums, want: windowTotals},
	{name: "S3a", query: s3aText, table: tradesWith(""), record: minuteRecord, line: tradeLine, records: 5_000, full: 100_000, rows: 1_680,
		exact: windowColumns, sums: windowSums, want: windowTotals},
	{name: "S3a wide", query: s3aText, table: tradesWith(""), record: wideRecord, line: tradeLine, records: 10_000, full: 100_000, rows: 10_000,
		exact: windowColumns, sums: windowSums, want: windowTotals},
	{name: "S3b", query: s3Select + s3bTail, table: tradesWith(""), record: changeRecord, line: tradeLine, records: 5_000, full: 100_000, rows: 5_000,
		exact: windowColumns, sums: windowSums, want: windowChanges, finals: windowTotals},
	{name: "1BRC", query: brcText, table: brcTable, record: stationRecord, line: stationLine, records: 20_000, full: 20_000_000, rows: 408,
		exact: []string{"station", "min_temp", "avg_temp", "max_temp"}, want: temperatures, csv: true},
}

// Each scenario gives the rows that its publication says, with the values that a plain program computes, whatever the partitions, the batches,
// the readers, and the splits that the records are dealt over. WEIR_SCENARIOS=full takes as many records as the publication.
func TestScenarios(t *testing.T) {
	for _, s := range scenarios {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			s.run(t)
		})
	}
}

// The texts are those of the publication, where that stands beside the checkout.
func TestScenarioTexts(t *testing.T) {
	text, err := os.ReadFile("../../../shared/scenarios.md")
	if err != nil {
		t.Skip(err)
	}
	for _, query := range []string{s0Text, s1Text, s2Text, s3aText, s3bTail, brcText} {
		if !strings.Contains(string(text), "`"+query+"`") {
			t.Errorf("not in scenarios.md: %s", query)
		}
	}
}

// layout is how a scenario's records are laid out for its readers.
type layout struct {
	name    string
	splits  int  // files that the records are dealt over by the hash of their key
	ranges  int  // parts that one file is read in
	inOrder bool // the records of a key are read in their order
}

var layouts = []layout{
	{"one reader", 1, 1, true},
	{"many readers", 1, 40, false},
	{"dealt over 32 splits", 32, 1, true},
}

func (s scenario) run(t *testing.T) {
	count := s.records
	if os.Getenv("WEIR_SCENARIOS") == "full" {
		count = s.full
	}
	records := s.input(count)
	onTime := records[:count-s.late]
	want := sortedRows(s.want(onTime))
	if count == s.records && s.rows != 0 && len(want) != s.rows {
		t.Fatalf("the test expects %d rows, the publication %d", len(want), s.rows)
	}
	job, runs := compileJob(t, s.sql()), 0
	for _, l := range layouts {
		if s.late > 0 && l.splits*l.ranges > 1 {
			continue // which records are late is a matter of the order in which they come
		}
		dir := s.deal(t, records, l)
		for _, partitions := range []int{1, 2, 4, 7} {
			for _, batch := range []int{1, 7, 4096} {
				got := s.result(t, job, dir, partitions, batch, max(1, 100*count/l.ranges>>10))
				if err := s.compare(got, want, onTime, l.inOrder); err != nil {
					t.Errorf("%d partitions, batches of %d, %s: %v", partitions, batch, l.name, err)
				}
				runs++
			}
		}
	}
	t.Logf("%d runs of %d records, %d rows each", runs, count, len(want))
}

// compare judges what a run gave.
func (s scenario) compare(got scenarioRun, want []outRow, onTime []record, inOrder bool) error {
	if got.late != s.late {
		return fmt.Errorf("%d records are late, want %d", got.late, s.late)
	}
	if s.finals == nil {
		return compareRows(got.rows, want)
	}
	finals := s.finals(onTime)
	switch {
	case got.inserts != len(finals):
		return fmt.Errorf("%d insertions, want %d", got.inserts, len(finals))
	case inOrder:
		return compareRows(got.rows, want)
	}
	return compareChanges(got.rows, want, finals)
}

// input is the scenario's first records.
func (s scenario) input(count int) []record {
	records := make([]record, count)
	for i := range records {
		records[i] = s.record(i)
	}
	return records
}

// sql is the query with a table in front of it and a sink behind.
func (s scenario) sql() string {
	source, sink := "'path' = 'in/*', 'format' = 'json'", "'path' = 'out', 'format' = 'json'"
	if s.csv {
		source, sink = "'path' = 'in/*', 'format' = 'csv', 'csv.field-delimiter' = ';', 'csv.header' = 'true'", "'path' = 'out', 'format' = 'csv', 'csv.field-delimiter' = ';', 'csv.header' = 'true'"
	}
	if s.finals != nil {
		sink += ", 'changelog.column' = 'op'"
	}
	return fmt.Sprintf("%s\nCREATE TABLE %s WITH ('connector' = 'file', %s);\nCREATE TABLE result WITH ('connector' = 'file', %s) AS\n%s;\n", s.settings, s.table, source, sink, s.query)
}

// deal writes the records as files of a new directory.
func (s scenario) deal(t *testing.T, records []record, l layout) string {
	t.Helper()
	dir := t.TempDir()
	os.Mkdir(filepath.Join(dir, "in"), 0o777)
	writers := make([]*bufio.Writer, l.splits)
	for k := range writers {
		file, err := os.Create(filepath.Join(dir, "in", fmt.Sprintf("%02d", k)))
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		writers[k] = bufio.NewWriter(file)
		if s.csv {
			writers[k].WriteString("station;temperature\n")
		}
	}
	for _, r := range records {
		w := writers[r.dealt()%uint32(l.splits)]
		w.WriteString(s.line(r))
		w.WriteByte('\n')
	}
	for _, w := range writers {
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// scenarioRun is what a run gave.
type scenarioRun struct {
	rows    []outRow
	inserts int // changes that are no updates
	late    int
}

// result runs the job over a directory, whose files are read in ranges of so many kilobytes.
func (s scenario) result(t *testing.T, j job, dir string, partitions, batch, kilobytes int) scenarioRun {
	t.Helper()
	table, _, _ := strings.Cut(s.table, " ")
	cmd := exec.Command(j.binary, "--stats", "json", "--progress", "off", "--partitions", fmt.Sprint(partitions), "--batch-size", fmt.Sprint(batch),
		"--set", fmt.Sprintf("%s.source.split-size=%d kb", table, kilobytes))
	cmd.Dir = dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %v\n%s", cmd.Args, err, stderr.Bytes())
	}
	var stats struct{ Late int }
	if err := json.Unmarshal(stderr.Bytes(), &stats); err != nil {
		t.Fatalf("%v\n%s", err, stderr.Bytes())
	}
	file, err := os.Open(filepath.Join(dir, "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	out := scenarioRun{late: stats.Late}
	if s.csv {
		err = out.readCSV(s, file)
	} else {
		err = out.readJSON(s, file)
	}
	if err != nil {
		t.Fatalf("%v: %v", cmd.Args, err)
	}
	return out
}

func (o *scenarioRun) readJSON(s scenario, r io.Reader) error {
	decoder := json.NewDecoder(r)
	decoder.UseNumber()
	for decoder.More() {
		var values resultRow
		if err := decoder.Decode(&values); err != nil {
			return err
		}
		var row outRow
		var exact []string
		for _, name := range s.exact {
			exact = append(exact, fmt.Sprint(values[name]))
		}
		row.exact = strings.Join(exact, " ")
		for _, name := range s.sums {
			sum := null
			if number, ok := values[name].(json.Number); ok {
				sum, _ = number.Float64()
			}
			row.sums = append(row.sums, sum)
		}
		o.rows = append(o.rows, row)
		if values["op"] == "+I" {
			o.inserts++
		}
	}
	return nil
}

func (o *scenarioRun) readCSV(s scenario, r io.Reader) error {
	reader := csv.NewReader(r)
	reader.Comma = ';'
	lines, err := reader.ReadAll()
	if err != nil || len(lines) == 0 || !slices.Equal(lines[0], s.exact) {
		return fmt.Errorf("no header %v: %v", s.exact, err)
	}
	for _, line := range lines[1:] {
		o.rows = append(o.rows, outRow{exact: strings.Join(line, " ")})
	}
	return nil
}

// compareRows compares rows in any order.
func compareRows(got, want []outRow) error {
	got = slices.SortedFunc(slices.Values(got), outRow.compare)
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			return fmt.Errorf("%d rows, want %d, the next of them %v", len(got), len(want), want[i])
		case i >= len(want) || !got[i].near(want[i]):
			return fmt.Errorf("%d rows, want %d, and %v is not %v", len(got), len(want), got[i], want[min(i, len(want)-1)])
		}
	}
	return nil
}

// compareChanges compares the changes of groups whose rows come in any order: what stands between the first and the last one depends on it, but
// how many there are doesn't, and each group's last one is its result.
func compareChanges(got, want, finals []outRow) error {
	if a, b := counts(got), counts(want); !maps.Equal(a, b) {
		return fmt.Errorf("other numbers of changes: %d, want %d", len(got), len(want))
	}
	got = slices.SortedFunc(slices.Values(got), outRow.compare)
	for _, final := range finals {
		at, found := slices.BinarySearchFunc(got, final, outRow.compare)
		if !found {
			return fmt.Errorf("no %v among the changes", final)
		}
		got = slices.Delete(got, at, at+1)
	}
	return nil
}

// counts are the numbers of changes by key and count of rows: what stands in front of the total quantity.
func counts(rows []outRow) map[string]int {
	numbers := map[string]int{}
	for _, row := range rows {
		numbers[row.exact[:strings.LastIndexByte(row.exact, ' ')]]++
	}
	return numbers
}

func sortedRows(rows []outRow) []outRow {
	slices.SortFunc(rows, outRow.compare)
	return rows
}

// Windows close when the watermark has passed them, and the last ones when the input ends: as many as the publication says.
func TestScenariosClosedWindows(t *testing.T) {
	for _, test := range []struct {
		name            string
		records, closed int
	}{{"S3a", 5_000, 1_660}, {"S3a wide", 10_000, 9_980}, {"S3a wide", 100_000, 99_980}} {
		t.Run(fmt.Sprint(test.name, " ", test.records), func(t *testing.T) {
			t.Parallel()
			s := scenarios[slices.IndexFunc(scenarios, func(s scenario) bool { return s.name == test.name })]
			records := s.input(test.records)
			want := sortedRows(s.want(records))
			j := compileJob(t, strings.NewReplacer("'in/*'", "'-'", "'out'", "'-'").Replace(s.sql()))
			for _, partitions := range []string{"1", "4"} {
				got := s.whileOpen(t, j, records, test.closed, partitions)
				if err := compareRows(got.rows, want); err != nil {
					t.Errorf("%s partitions: %v", partitions, err)
				}
			}
		})
	}
}

// whileOpen runs the job over a pipe: there must be so many rows before the pipe is closed. It gives these and those behind.
func (s scenario) whileOpen(t *testing.T, j job, records []record, count int, partitions string) scenarioRun {
	t.Helper()
	cmd := exec.Command(j.binary, "--stats", "none", "--progress", "off", "--partitions", partitions)
	input, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	output, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Wait()
	lines := make(chan string)
	go func() {
		defer close(lines)
		for scanner := bufio.NewScanner(output); scanner.Scan(); {
			lines <- scanner.Text()
		}
	}()
	go func() {
		for _, r := range records {
			io.WriteString(input, s.line(r)+"\n")
		}
	}()
	var text strings.Builder
	rows := 0
	take := func(wait time.Duration) bool {
		select {
		case line, open := <-lines:
			text.WriteString(line + "\n")
			rows++
			return open
		case <-time.After(wait):
			return false
		}
	}
	for rows < count && take(10*time.Second) {
	}
	for take(100 * time.Millisecond) {
	}
	if rows != count {
		t.Errorf("%s partitions: %d rows while the input is open, want %d", partitions, rows, count)
	}
	input.Close()
	for line := range lines {
		text.WriteString(line + "\n")
	}
	var out scenarioRun
	if err := out.readJSON(s, strings.NewReader(text.String())); err != nil {
		t.Fatal(err)
	}
	return out
}
