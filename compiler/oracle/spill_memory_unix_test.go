//go:build unix

package oracle

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// How many keys a job has whose state is larger than its memory; WEIR_SPILL_KEYS overrides. With 20,000,000 it has 512 MiB, which is measured:
//
//	WEIR_SPILL_KEYS=20000000 go test -run ManyKeys -timeout 0 -v ./compiler/oracle
const (
	manyKeys   = 200_000
	manyMemory = 512 << 20
)

// Each key has a row and every tenth one two, far apart: key i*7919 mod KEYS.
const manyJob = `SET 'state.backend' = 'disk';
CREATE TABLE t (id BIGINT NOT NULL) WITH ('connector' = 'datagen', 'number-of-rows' = '${ROWS}', 'fields.id.kind' = 'sequence');
CREATE TABLE out WITH ('connector' = 'file', 'path' = 'out.jsonl', 'format' = 'json') AS
SELECT k, COUNT(*) AS n, SUM(v) AS s, MIN(v) AS lo, MAX(v) AS hi FROM (SELECT id * 7919 % KEYS AS k, id % 1000 AS v FROM t) AS q GROUP BY k EMIT FINAL;`

type manyRow struct{ K, N, S, Lo, Hi int64 }

// A job of more keys than it has memory for gives what a loop over arrays gives.
func TestManyKeys(t *testing.T) {
	keys := number(t, "WEIR_SPILL_KEYS", manyKeys)
	rows, memory := keys*11/10, "2mb"
	if keys > 10*manyKeys {
		memory = "160mb"
	}
	dir := t.TempDir()
	cmd := exec.Command(compileJob(t, strings.ReplaceAll(manyJob, "KEYS", strconv.Itoa(keys))).binary, "--partitions", "1", "--progress", "off", "--state-memory", memory, "--state-dir", "cold")
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "ROWS="+strconv.Itoa(rows), "GOMEMLIMIT="+strconv.Itoa(manyMemory))
	output, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	t.Logf("%d keys under %s: %s", keys, memory, output)
	used := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	resident := int64(used.Maxrss)
	if runtime.GOOS != "darwin" {
		resident <<= 10
	}
	t.Logf("%d MiB resident at most, %v user, %v system", resident>>20, cmd.ProcessState.UserTime(), cmd.ProcessState.SystemTime())
	if resident > manyMemory {
		t.Errorf("it took %d MiB", resident>>20)
	}
	compareMany(t, filepath.Join(dir, "out.jsonl"), manyRows(rows, keys))
}

// manyRows are the expected rows, by key.
func manyRows(rows, keys int) []manyRow {
	want := make([]manyRow, keys)
	for i := range int64(rows) {
		row, v := &want[i*7919%int64(keys)], i%1000
		if row.N == 0 {
			row.Lo = v
		}
		row.N, row.S, row.Lo, row.Hi = row.N+1, row.S+v, min(row.Lo, v), max(row.Hi, v)
	}
	return want
}

// compareMany checks that each row is there once, and is the expected one.
func compareMany(t *testing.T, path string, want []manyRow) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	count, lines := 0, bufio.NewScanner(file)
	for lines.Scan() {
		var got manyRow
		if err := json.Unmarshal(lines.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		expected := want[got.K]
		if expected.K = got.K; got != expected {
			t.Fatalf("%+v, want %+v, or none where that was there already", got, expected)
		}
		want[got.K] = manyRow{} // it mustn't come twice
		count++
	}
	if err := lines.Err(); err != nil || count != len(want) {
		t.Errorf("%d rows, want %d, %v", count, len(want), err)
	}
}
