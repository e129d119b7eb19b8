package oracle

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// How many queries a job has, and how many jobs there are. WEIR_LAW_QUERIES, WEIR_LAW_JOBS and WEIR_LAW_SEED override.
const (
	lawQueries  = 30
	lawJobs     = 1
	lawSeed     = 20261126
	lawDatasets = 2 // for a job
	lawRuns     = 4 // over a dataset
)

// The law of keyed state: whatever the partitions, the batches and the order in which rows come, and whether results are emitted
// once or with every change, what a query has written in the end is what PostgreSQL says of the whole input.
//
// WEIR_LAW_SEED=0 takes a new seed; a soak is WEIR_LAW_SEED=0 WEIR_LAW_JOBS=50 go test -run Law -timeout 0. With WEIR_KEEP a
// directory, the job and its last data are kept there.
func TestLawOfKeyedState(t *testing.T) {
	pg := startPostgres(t)
	seed := number(t, "WEIR_LAW_SEED", lawSeed)
	if seed == 0 {
		seed = int(time.Now().UnixNano() & 0xffffff)
	}
	for i := range number(t, "WEIR_LAW_JOBS", lawJobs) {
		t.Run(fmt.Sprintf("WEIR_LAW_SEED=%d", seed+i), func(t *testing.T) { // each can be run again by itself
			l := law{random: random{rand.New(rand.NewPCG(uint64(seed+i), 1))}, pg: pg}
			l.run(t, number(t, "WEIR_LAW_QUERIES", lawQueries))
		})
	}
}

// law is one job of many queries over one table.
type law struct {
	random
	pg      *postgres
	table   lawTable
	queries []lawQuery
	views   []sql // of named inputs: CREATE VIEW in both dialects
}

func (l *law) run(t *testing.T, queries int) {
	l.table = l.newTable()
	for len(l.queries) < queries {
		q := l.query()
		q.debezium = l.IntN(4) == 0
		l.queries = append(l.queries, q)
	}
	text := l.job()
	if dir := os.Getenv("WEIR_KEEP"); dir != "" {
		os.MkdirAll(dir, 0o777)
		os.WriteFile(filepath.Join(dir, "law.sql"), []byte(text), 0o666)
	}
	job := compileJob(t, text)
	bad := map[int]bool{}
	rows := 0
	for range lawDatasets {
		data := l.data(l.table, 50+l.IntN(400))
		expected := l.expected(t, data)
		for range lawRuns {
			flags := []string{"--partitions", l.pick("1", "2", "4", "7"), "--batch-size", l.pick("1", "7", "4096"),
				"--set", "t.source.split-size=" + l.pick("4kb", "16kb", "16mb")}
			dir := l.files(t, data)
			job.inDir(t, dir, flags...)
			for k, q := range l.queries {
				got, err := readResult(filepath.Join(dir, q.file(k)), q, flags[1] == "1")
				rows += len(got)
				if err == nil {
					err = q.compare(got, expected[k])
				}
				if err != nil && !bad[k] {
					bad[k] = true
					t.Errorf("%s\n\tPostgreSQL: %s\n\tflags %v, %d rows: %v", q.weir, q.pg, flags, len(data), err)
				}
			}
			if t.Failed() && os.Getenv("WEIR_KEEP") != "" {
				os.CopyFS(filepath.Join(os.Getenv("WEIR_KEEP"), fmt.Sprint("data", time.Now().UnixNano())), os.DirFS(dir))
			}
		}
	}
	t.Logf("%d queries, %d rows of results compared, %d queries differ", len(l.queries), rows, len(bad))
}

// job is the SQL of all queries.
func (l *law) job() string {
	var text strings.Builder
	fmt.Fprintf(&text, "CREATE TABLE t (%s, WATERMARK FOR ts AS ts - INTERVAL '%d' SECOND)\nWITH ('connector' = 'file', 'path' = 'in/*.jsonl', 'format' = 'json');\n",
		l.table.declaration(false), l.table.delay)
	for _, view := range l.views {
		text.WriteString(view.weir + ";\n")
	}
	for k, q := range l.queries {
		format := "'json', 'changelog.column' = 'op'"
		if q.debezium {
			format = "'debezium-json'"
		}
		fmt.Fprintf(&text, "CREATE TABLE o%d WITH ('connector' = 'file', 'path' = '%s', 'format' = %s) AS\n%s;\n", k, q.file(k), format, q.weir)
	}
	return text.String()
}

// expected is what PostgreSQL says of the queries, each row by its key.
func (l *law) expected(t *testing.T, data []lawRow) []queryResult {
	t.Helper()
	var script strings.Builder
	script.WriteString("SET client_min_messages = error; DROP TABLE IF EXISTS t CASCADE;\n")
	fmt.Fprintf(&script, "CREATE TABLE t (%s);\n", l.table.declaration(true))
	for _, row := range data {
		fmt.Fprintf(&script, "INSERT INTO t VALUES (%s);\n", strings.Join(row.pg, ", "))
	}
	for _, view := range l.views {
		script.WriteString(view.pg + ";\n")
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

// files spreads the rows over files below in/, each with its rows in order.
func (l *law) files(t *testing.T, data []lawRow) string {
	t.Helper()
	dir := t.TempDir()
	texts := make([]strings.Builder, 1+l.IntN(6))
	runs := l.IntN(2) == 0 // runs of rows in one file, or each row anywhere
	for i, row := range data {
		k := l.IntN(len(texts))
		if runs {
			k = i * len(texts) / len(data)
		}
		texts[k].WriteString(row.json + "\n")
	}
	os.Mkdir(filepath.Join(dir, "in"), 0o777)
	for k := range texts {
		if err := os.WriteFile(filepath.Join(dir, "in", fmt.Sprintf("%d.jsonl", l.IntN(100)*10+k)), []byte(texts[k].String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// queryResult is the rows of a query by key.
type queryResult map[string]resultRow

// resultRow is the columns of a row: nil, bool, string, json.Number.
type resultRow map[string]any

func parseRow(text string) (resultRow, error) {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	row := resultRow{}
	if err := decoder.Decode(&row); err != nil {
		return nil, fmt.Errorf("%w: %s", err, text)
	}
	return row, nil
}
