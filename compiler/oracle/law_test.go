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
	lawQueries  = 40
	lawJobs     = 8
	lawSeed     = 20261126
	lawDatasets = 2 // for a job
	lawRuns     = 4 // over a dataset
)

// lawKinds are the kinds of random queries, and how often there is one of each. A kind has a file of its own.
var lawKinds = []struct {
	often int
	query func(*law) lawQuery
}{
	{5, (*law).groupedQuery},
	{1, (*law).distinctQuery},
	{3, (*law).frameQuery},
	{1, (*law).sortedQuery},
	{2, (*law).topQuery},
}

// The law of keyed state: whatever the partitions, the batches and the order in which rows come, and whether results are emitted
// once or with every change, what a query has written in the end is what PostgreSQL says of the whole input.
//
// A job of many queries is built once and run over several datasets, in several ways: each of these is a case. WEIR_LAW_SEED=0 takes a new
// seed; a soak is WEIR_LAW_SEED=0 WEIR_LAW_JOBS=5000 go test -run Law -timeout 0. With WEIR_KEEP a directory, the job and its last data are
// kept there.
func TestLawOfKeyedState(t *testing.T) {
	pg := startPostgres(t)
	seed := number(t, "WEIR_LAW_SEED", lawSeed)
	if seed == 0 {
		seed = int(time.Now().UnixNano() & 0xffffff)
	}
	for i := range number(t, "WEIR_LAW_JOBS", lawJobs) {
		t.Run(fmt.Sprintf("WEIR_LAW_SEED=%d", seed+i), func(t *testing.T) { // each can be run again by itself
			t.Parallel()
			l := law{disk: (seed+i)%4 == 0, random: random{rand.New(rand.NewPCG(uint64(seed+i), 1))}, pg: pg, schema: fmt.Sprintf("law%d", i)}
			l.run(t, number(t, "WEIR_LAW_QUERIES", lawQueries))
		})
	}
}

// law is one job of many queries over two tables.
type law struct {
	random
	pg      *postgres
	schema  string // of its own, in PostgreSQL
	table   lawTable
	place   place
	queries []lawQuery
	views   []sql // of named inputs: CREATE VIEW in both dialects
	disk    bool  // state is on disk, all but a few groups of each operator
}

// lawTables are the tables: in u no two rows have the same time.
var lawTables = []string{"t", "u"}

func (l *law) run(t *testing.T, queries int) {
	l.table = l.newTable()
	for len(l.queries) < queries {
		made := []lawQuery{l.query()}
		if l.IntN(12) == 0 {
			made = l.readers(2 + l.IntN(4))
		}
		for i := range made {
			made[i].debezium = l.IntN(4) == 0
		}
		l.queries = append(l.queries, made...)
	}
	text := l.job()
	if dir := os.Getenv("WEIR_KEEP"); dir != "" {
		os.MkdirAll(dir, 0o777)
		os.WriteFile(filepath.Join(dir, "law.sql"), []byte(text), 0o666)
	}
	job := compileJobIn(t, userModule(t), text)
	bad := map[int]bool{}
	rows, spilled := 0, int64(0)
	for range lawDatasets {
		data := l.datasets()
		expected := l.expected(t, data)
		for range lawRuns {
			flags := []string{"--partitions", l.pick("1", "2", "4", "7"), "--batch-size", l.pick("1", "7", "4096"),
				"--set", "t.source.split-size=" + l.pick("4kb", "16kb", "16mb"), "--set", "u.source.split-size=" + l.pick("4kb", "16mb")}
			if l.disk {
				flags = append(flags, "--state-memory", "64kb", "--state-dir", t.TempDir())
			}
			dir := l.files(t, data)
			for _, operator := range job.inDirStats(t, dir, flags...).Operators {
				spilled += operator.Spilled
			}
			for k, q := range l.queries {
				got, err := readResult(filepath.Join(dir, q.file(k)), q, flags[1] == "1")
				rows += len(got)
				if err == nil {
					err = q.compare(got, expected[k])
				}
				if err != nil && !bad[k] {
					bad[k] = true
					t.Errorf("%s\n\tPostgreSQL: %s\n\tflags %v, %d and %d rows: %v", q.weir, q.pg, flags, len(data[0]), len(data[1]), err)
				}
			}
			if t.Failed() && os.Getenv("WEIR_KEEP") != "" {
				os.CopyFS(filepath.Join(os.Getenv("WEIR_KEEP"), fmt.Sprint("data", time.Now().UnixNano())), os.DirFS(dir))
			}
		}
	}
	t.Logf("%d queries, %d cases, %d rows of results compared, %d queries differ; %d groups went to disk", len(l.queries), len(l.queries)*lawDatasets*lawRuns, rows, len(bad), spilled)
	if l.disk && spilled == 0 {
		t.Error("nothing went to disk")
	}
}

// query is a query of a random kind.
func (l *law) query() lawQuery {
	sum := 0
	for _, kind := range lawKinds {
		sum += kind.often
	}
	at := l.IntN(sum)
	for i, kind := range lawKinds {
		if at -= kind.often; at < 0 {
			if l.disk && i == 3 { // ORDER BY a time
				kind = lawKinds[0]
			}
			return kind.query(l)
		}
	}
	panic("no kind of query")
}

// userModule is the directory of a module with the aggregates that queries call.
func userModule(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../udf/testdata/mod")); err != nil {
		t.Fatal(err)
	}
	return dir
}

// job is the SQL of all queries.
func (l *law) job() string {
	var text strings.Builder
	if l.disk {
		text.WriteString("SET 'state.backend' = 'disk';\n")
	}
	text.WriteString(lawFunctions)
	for _, name := range lawTables {
		fmt.Fprintf(&text, "CREATE TABLE %s (%s, WATERMARK FOR ts AS ts - INTERVAL '%d' SECOND)\nWITH ('connector' = 'file', 'path' = '%[1]s/*.jsonl', 'format' = 'json');\n",
			name, l.table.declaration(false), l.table.delay)
	}
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
func (l *law) expected(t *testing.T, data [][]lawRow) []queryResult {
	t.Helper()
	var script strings.Builder
	fmt.Fprintf(&script, "SET client_min_messages = error; DROP SCHEMA IF EXISTS %s CASCADE; CREATE SCHEMA %[1]s; SET search_path = %[1]s;\n", l.schema)
	for i, name := range lawTables {
		fmt.Fprintf(&script, "CREATE TABLE %s (%s);\n", name, l.table.declaration(true))
		for _, row := range data[i] {
			fmt.Fprintf(&script, "INSERT INTO %s VALUES (%s);\n", name, strings.Join(row.pg, ", "))
		}
	}
	return l.ask(t, script.String())
}

// ask is what PostgreSQL says of the queries behind a script.
func (l *law) ask(t *testing.T, before string) []queryResult {
	t.Helper()
	var script strings.Builder
	script.WriteString(before)
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
		key := row.key(l.queries[k].keys)
		if _, there := results[k][key]; there {
			t.Fatalf("the test's keys aren't: %s\n%s", key, l.queries[k].pg)
		}
		results[k][key] = row
	}
	return results
}

// files spreads the rows of the tables over files below t/ and u/, each with its rows in order.
func (l *law) files(t *testing.T, data [][]lawRow) string {
	t.Helper()
	dir := t.TempDir()
	for i, name := range lawTables {
		l.spread(t, filepath.Join(dir, name), data[i])
	}
	return dir
}

func (l *law) spread(t *testing.T, dir string, rows []lawRow) {
	t.Helper()
	texts := make([]strings.Builder, 1+l.IntN(6))
	runs := l.IntN(2) == 0 // runs of rows in one file, or each row anywhere
	for i, row := range rows {
		k := l.IntN(len(texts))
		if runs {
			k = i * len(texts) / len(rows)
		}
		texts[k].WriteString(row.json + "\n")
	}
	os.Mkdir(dir, 0o777)
	for k := range texts {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.jsonl", l.IntN(100)*10+k)), []byte(texts[k].String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
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
