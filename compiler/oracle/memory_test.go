//go:build linux

package oracle

import (
	"fmt"
	"os"
	"os/exec"
	"testing"
)

// What is over is forgotten, text included: a job whose keys are ever new takes no more memory for four times as many of them. Each key has
// a text of 200 bytes, so that the 270,000 of them, kept, would be 54 MB.
func TestMemoryOfEverNewKeys(t *testing.T) {
	const source = `CREATE TABLE t (i BIGINT NOT NULL, k AS REPEAT('x', 190) || CAST(i / 3 AS VARCHAR), ts AS TO_TIMESTAMP_LTZ(1700000000000 + 10 * i, 3), WATERMARK FOR ts AS ts)
WITH ('connector' = 'datagen', 'number-of-rows' = '${ROWS}', 'fields.i.kind' = 'sequence', 'fields.i.start' = '0', 'fields.i.end' = '9000000000');
CREATE TABLE o WITH ('connector' = 'blackhole') AS SELECT k, COUNT(*) AS n, SUM(i) AS total, MAX(k) AS most FROM t GROUP BY k `
	for name, window := range map[string]string{
		"tumble":  "WINDOW TUMBLING (ts, INTERVAL '1' SECOND)",
		"hop":     "WINDOW HOPPING (ts, INTERVAL '5' SECOND, INTERVAL '1' SECOND)",
		"session": "WINDOW SESSION (ts, INTERVAL '1' SECOND)",
	} {
		t.Run(name, func(t *testing.T) {
			job := compileJob(t, source+window+";")
			for _, partitions := range []string{"1", "2"} {
				few, many := peakMemory(t, job, 200_000, partitions), peakMemory(t, job, 800_000, partitions)
				t.Logf("%s partitions: %d and %d MB", partitions, few>>20, many>>20)
				if many > few+few/2+8<<20 {
					t.Errorf("%s partitions: %d MB, and %d MB for four times as many keys", partitions, few>>20, many>>20)
				}
			}
		})
	}
}

// peakMemory runs a job over a number of records, and gives the most memory that it took.
func peakMemory(t *testing.T, j job, rows int, partitions string) int64 {
	t.Helper()
	cmd := exec.Command(j.binary, "--stats", "none", "--progress", "off", "--partitions", partitions)
	cmd.Env = append(os.Environ(), fmt.Sprint("ROWS=", rows))
	return peakOf(t, cmd)
}
