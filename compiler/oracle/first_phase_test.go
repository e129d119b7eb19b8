package oracle

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// Keys that hardly come back while a partition keeps them: their rows pass the first phase by, until it is tried again. k is a text, m may be NULL.
const passedJob = `CREATE TABLE t (i BIGINT NOT NULL) WITH ('connector' = 'datagen', 'number-of-rows' = '400000', 'fields.i.kind' = 'sequence', 'fields.i.start' = '0', 'fields.i.end' = '9000000');
CREATE TABLE out WITH ('connector' = 'file', 'path' = 'out.jsonl', 'format' = 'json') AS
SELECT k, m, COUNT(*) AS n, SUM(i) AS s, MIN(i) AS lo, COUNT(*) FILTER (WHERE i % 7 = 0) AS sevens
FROM (SELECT i, 'key' || CAST(i * 7919 % 150000 AS VARCHAR) AS k, NULLIF(i % 3, 0) AS m FROM t) AS q GROUP BY k, m EMIT FINAL;`

// The same rows from a file: they are decoded many at once, and taken many at once.
const passedFileJob = `CREATE TABLE t (k VARCHAR NOT NULL, m BIGINT, i BIGINT NOT NULL, seven BIGINT NOT NULL) WITH ('connector' = 'file', 'path' = 't.jsonl', 'format' = 'json');
CREATE TABLE out WITH ('connector' = 'file', 'path' = 'out.jsonl', 'format' = 'json') AS
SELECT k, m, COUNT(*) AS n, SUM(i) AS s, MIN(i) AS lo, SUM(seven) AS sevens FROM t GROUP BY k, m EMIT FINAL;`

// passedFile has the rows of passedJob.
func passedFile() []byte {
	var text []byte
	for i := range int64(passedRecords) {
		m := "null"
		if i%3 != 0 {
			m = strconv.FormatInt(i%3, 10)
		}
		seven := 0
		if i%7 == 0 {
			seven = 1
		}
		text = fmt.Appendf(text, `{"k":"key%d","m":%s,"i":%d,"seven":%d}`+"\n", i*7919%150_000, m, i, seven)
	}
	return text
}

// passedRecords is how many rows both jobs have.
const passedRecords = 400_000

// passedKey is a group's key.
type passedKey struct {
	K string
	M int64 // 0 for NULL
}

// passedRow is what a group has.
type passedRow struct{ N, S, Lo, Sevens int64 }

// Groups of keys that hardly come back are those of a loop over the rows, whatever passes the first phase by.
func TestRowsThatPassTheFirstPhase(t *testing.T) {
	want := map[passedKey]passedRow{}
	for i := range int64(passedRecords) {
		key := passedKey{fmt.Sprint("key", i*7919%150_000), i % 3}
		row, known := want[key]
		if !known {
			row.Lo = i
		}
		row.N, row.S, row.Lo = row.N+1, row.S+i, min(row.Lo, i)
		if i%7 == 0 {
			row.Sevens++
		}
		want[key] = row
	}
	for name, sql := range map[string]string{"one by one": passedJob, "many at once": passedFileJob} {
		t.Run(name, func(t *testing.T) { testPassed(t, sql, want) })
	}
}

func testPassed(t *testing.T, sql string, want map[passedKey]passedRow) {
	job := compileJob(t, sql)
	for _, partitions := range []string{"1", "2", "3"} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "t.jsonl"), passedFile(), 0o666); err != nil {
			t.Fatal(err)
		}
		job.inDir(t, dir, "--partitions", partitions)
		got := passedRows(t, filepath.Join(dir, "out.jsonl"))
		if len(got) != len(want) {
			t.Errorf("%s partitions: %d groups, want %d", partitions, len(got), len(want))
		}
		for key, row := range want {
			if got[key] != row {
				t.Errorf("%s partitions: %v has %v, want %v", partitions, key, got[key], row)
				break
			}
		}
	}
}

// passedRows reads the job's output.
func passedRows(t *testing.T, path string) map[passedKey]passedRow {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rows := map[passedKey]passedRow{}
	for decoder := json.NewDecoder(bytes.NewReader(content)); decoder.More(); {
		var row struct {
			passedKey
			passedRow
		}
		if err := decoder.Decode(&row); err != nil {
			t.Fatal(err)
		}
		if _, twice := rows[row.passedKey]; twice {
			t.Fatalf("%v is there twice", row.passedKey)
		}
		rows[row.passedKey] = row.passedRow
	}
	return rows
}
