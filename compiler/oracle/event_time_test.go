package oracle

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// Before the first watermark no row is late, however old: not one of 1969, either, behind an exchange.
func TestRowsBefore1970AreNotLate(t *testing.T) {
	job := compileJob(t, `CREATE TABLE t (k INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts)
WITH ('connector' = 'file', 'path' = 'in/*.jsonl', 'format' = 'json');
CREATE TABLE o WITH ('connector' = 'file', 'path' = 'out.jsonl', 'format' = 'json', 'changelog.column' = 'op') AS
SELECT k AS g, window_start AS s, COUNT(*) AS n FROM t GROUP BY k WINDOW TUMBLING (ts, INTERVAL '1' SECOND) EMIT CHANGES;`)
	dir := t.TempDir()
	os.Mkdir(filepath.Join(dir, "in"), 0o777)
	for file := range 4 {
		text := ""
		for i := range 60 {
			text += fmt.Sprintf("{\"k\":%d,\"ts\":\"1969-12-31 23:59:%02d\"}\n", file, i)
		}
		if err := os.WriteFile(filepath.Join(dir, "in", fmt.Sprint(file, ".jsonl")), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	job.inDir(t, dir, "--partitions", "4", "--batch-size", "1")
	rows, err := readResult(filepath.Join(dir, "out.jsonl"), lawQuery{keys: []string{"g", "s"}, changes: true}, false)
	if err != nil || len(rows) != 240 {
		t.Fatalf("%d groups for 240: %v", len(rows), err)
	}
}
