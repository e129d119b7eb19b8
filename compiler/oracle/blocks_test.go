package oracle

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// Tables that are larger than caches, whose rows go into their groups in blocks. Keys are texts that expressions make, so that their memory is the
// batch's; each thousandth record fails between others that wait; rows of the second table fall into two windows that take turns.
const blocksJob = `SET 'on-error' = 'skip';
CREATE TABLE t (i BIGINT NOT NULL, w AS i %% 2, ts AS TO_TIMESTAMP_LTZ(i %% 2 * 60000 + i %% 7, 3), WATERMARK FOR ts AS ts - INTERVAL '2' MINUTE)
WITH ('connector' = 'datagen', 'number-of-rows' = '600000', 'fields.i.kind' = 'sequence', 'fields.i.start' = '0', 'fields.i.end' = '9000000');
CREATE TABLE out WITH ('connector' = 'file', 'path' = 'out.jsonl', 'format' = 'json') AS
SELECT k, %s AS w, COUNT(*) AS n, SUM(v) AS s, MIN(v) AS lo FROM (SELECT ts, w, 'key' || CAST(i * 7919 %% 180000 AS VARCHAR) AS k, 10 / (i %% 1000 - 999) + i AS v FROM t) AS q
GROUP BY k, %s EMIT FINAL;`

type blocksKey struct {
	K string
	W int64
}

type blocksRow struct{ N, S, Lo int64 }

func TestLargeTables(t *testing.T) {
	want := map[blocksKey]blocksRow{}
	for i := range int64(600_000) {
		if i%1000 == 999 {
			continue
		}
		key, v := blocksKey{fmt.Sprint("key", i*7919%180_000), i % 2}, 10/(i%1000-999)+i
		row, known := want[key]
		if !known {
			row.Lo = v
		}
		want[key] = blocksRow{row.N + 1, row.S + v, min(row.Lo, v)}
	}
	for name, sql := range map[string]string{
		"GROUP BY":      fmt.Sprintf(blocksJob, "w", "w"),
		"WINDOW TUMBLE": fmt.Sprintf(blocksJob, "EXTRACT(MINUTE FROM TUMBLE_START(ts, INTERVAL '1' MINUTE))", "TUMBLE(ts, INTERVAL '1' MINUTE)"),
	} {
		t.Run(name, func(t *testing.T) {
			job := compileJob(t, sql)
			for _, flags := range [][]string{{"--partitions", "1"}, {"--partitions", "1", "--batch-size", "7"}, {"--partitions", "2"}} {
				dir := t.TempDir()
				job.inDir(t, dir, flags...)
				checkBlocks(t, flags, filepath.Join(dir, "out.jsonl"), want)
			}
		})
	}
}

// checkBlocks compares the job's output with the groups of a loop.
func checkBlocks(t *testing.T, flags []string, path string, want map[blocksKey]blocksRow) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	got := map[blocksKey]blocksRow{}
	for decoder := json.NewDecoder(bytes.NewReader(content)); decoder.More(); {
		var row struct {
			blocksKey
			blocksRow
		}
		if err := decoder.Decode(&row); err != nil {
			t.Fatal(err)
		}
		if _, twice := got[row.blocksKey]; twice {
			t.Fatalf("%v: %v is there twice", flags, row.blocksKey)
		}
		got[row.blocksKey] = row.blocksRow
	}
	if len(got) != len(want) {
		t.Errorf("%v: %d groups, want %d", flags, len(got), len(want))
	}
	for key, row := range want {
		if got[key] != row {
			t.Errorf("%v: %v has %v, want %v", flags, key, got[key], row)
			break
		}
	}
}
