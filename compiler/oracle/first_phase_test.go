package oracle

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// Keys that hardly come back while a partition keeps them: their rows pass the first phase by, until it is tried again. k is a text, m may be NULL.
const passedJob = `CREATE TABLE t (i BIGINT NOT NULL) WITH ('connector' = 'datagen', 'number-of-rows' = '400000', 'fields.i.kind' = 'sequence', 'fields.i.start' = '0', 'fields.i.end' = '9000000');
CREATE TABLE out WITH ('connector' = 'file', 'path' = 'out.jsonl', 'format' = 'json') AS
SELECT k, m, COUNT(*) AS n, SUM(i) AS s, MIN(i) AS lo, COUNT(*) FILTER (WHERE i % 7 = 0) AS sevens
FROM (SELECT i, 'key' || CAST(i * 7919 % 150000 AS VARCHAR) AS k, NULLIF(i % 3, 0) AS m FROM t) AS q GROUP BY k, m EMIT FINAL;`

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
	for i := range int64(400_000) {
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
	job := compileJob(t, passedJob)
	for _, partitions := range []string{"1", "2", "3"} {
		dir := t.TempDir()
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
