package oracle

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// limitSource is a table of rows that never end, at a speed at which a test can watch.
const limitSource = `CREATE TABLE t (i BIGINT NOT NULL, k BIGINT NOT NULL, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND)
WITH ('connector' = 'datagen', 'fields.i.kind' = 'sequence', 'fields.i.start' = '0', 'fields.i.end' = '9000000000000', 'fields.k.min' = '0', 'fields.k.max' = '9', 'rows-per-second' = '20000');
`

// endsAlone starts the job, which must come to its end by itself, and returns its statistics.
func endsAlone(t *testing.T, j job, dir string, flags ...string) (stats killStats) {
	t.Helper()
	cmd := exec.Command(j.binary, append([]string{"--progress", "off", "--stats", "json"}, flags...)...)
	cmd.Dir = dir
	stderr := mustStart(t, cmd)
	watch := time.AfterFunc(30*time.Second, func() { _ = cmd.Process.Signal(syscall.SIGQUIT) })
	defer watch.Stop()
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	lines := strings.Split(strings.TrimSpace(stderr.String()), "\n")
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &stats); err != nil || stats.Outcome != "done" {
		t.Fatalf("%v\n%s", err, stderr)
	}
	return stats
}

func limitLines(t *testing.T, dir, name string) []string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(dir, name+".jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(content), "\n"), "\n")
}

// A job all of whose outputs have had their last row ends, although its input goes on: with as many rows as LIMIT says, in all partitions together.
func TestLimitEnds(t *testing.T) {
	into := func(name, columns string) string { return editSink(name, columns, false) }
	for name, c := range map[string]struct {
		sql   string
		lines map[string]int
	}{
		"alone":     {into("out", "i BIGINT") + "INSERT INTO out SELECT i FROM t LIMIT 10", map[string]int{"out": 10}},
		"filtered":  {into("out", "i BIGINT") + "INSERT INTO out SELECT i FROM t WHERE k = 3 LIMIT 25 OFFSET 7", map[string]int{"out": 25}},
		"two":       {into("a", "i BIGINT") + into("b", "i BIGINT") + "INSERT INTO a SELECT i FROM t LIMIT 3; INSERT INTO b SELECT i FROM t WHERE k = 1 LIMIT 500", map[string]int{"a": 3, "b": 500}},
		"an order":  {into("out", "at TIMESTAMP(3), n BIGINT") + "INSERT INTO out SELECT window_start, COUNT(*) AS n FROM t GROUP BY k WINDOW TUMBLING (ts, INTERVAL '100' MILLISECOND) ORDER BY window_start, k LIMIT 12", map[string]int{"out": 12}},
		"windows":   {into("out", "n BIGINT") + "INSERT INTO out SELECT COUNT(*) AS n FROM t GROUP BY k WINDOW TUMBLING (ts, INTERVAL '100' MILLISECOND) LIMIT 15", map[string]int{"out": 15}},
		"an inner":  {into("out", "n BIGINT, m BIGINT") + "INSERT INTO out SELECT COUNT(*) AS n, COUNT(DISTINCT i) AS m FROM (SELECT i FROM t LIMIT 1000) AS q EMIT FINAL", map[string]int{"out": 1}},
		"both":      {into("out", "i BIGINT") + "INSERT INTO out SELECT i FROM (SELECT i FROM t LIMIT 100) AS q WHERE i % 2 = 0 LIMIT 1000", nil},
		"none":      {into("out", "i BIGINT") + "INSERT INTO out SELECT i FROM t LIMIT 0", nil},
		"on disk":   {"SET 'state.backend' = 'disk'; " + into("out", "i BIGINT") + "INSERT INTO out SELECT i FROM t LIMIT 10 OFFSET 3", map[string]int{"out": 10}},
		"different": {into("out", "k BIGINT") + "INSERT INTO out SELECT DISTINCT k FROM t LIMIT 10", map[string]int{"out": 10}},
		"UNION ALL": {into("out", "i BIGINT") + "INSERT INTO out (SELECT i FROM t WHERE k = 1 LIMIT 5) UNION ALL (SELECT i FROM t WHERE k = 2 LIMIT 6)", map[string]int{"out": 11}},
	} {
		t.Run(name, func(t *testing.T) {
			sql := limitSource + c.sql
			if name == "an order" || name == "windows" {
				sql = strings.Replace(sql, "ts TIMESTAMP(3)", "ts AS CAST(TIMESTAMP '2024-01-01 00:00:00' + i * INTERVAL '1' MILLISECOND AS TIMESTAMP(3))", 1)
			}
			j := compileJob(t, sql)
			for _, flags := range [][]string{{"--partitions", "1"}, {"--partitions", "4"}, {"--partitions", "3", "--checkpoint-dir", "state", "--checkpoint-interval", "5ms"}} {
				dir := t.TempDir()
				endsAlone(t, j, dir, flags...)
				for file, want := range c.lines {
					lines := limitLines(t, dir, file)
					if len(lines) != want {
						t.Errorf("%v: %s has %d rows, want %d", flags, file, len(lines), want)
					}
					if name == "an inner" && lines[0] != `{"n":1000,"m":1000}` {
						t.Errorf("%v: %s", flags, lines[0])
					}
				}
				if len(flags) > 2 { // it has come to its end, and knows it
					again := exec.Command(j.binary, append([]string{"--progress", "off"}, flags...)...)
					again.Dir = dir
					if text, err := again.CombinedOutput(); err != nil || !strings.Contains(string(text), "there is nothing left to do") {
						t.Errorf("%v: %s", err, text)
					}
				}
			}
		})
	}
}

// A job that is killed again and again before its last row writes as many rows as LIMIT says, each once.
func TestLimitKilled(t *testing.T) {
	const limit = 3000
	j := compileJob(t, limitSource+editSink("out", "i BIGINT", false)+fmt.Sprintf("INSERT INTO out SELECT i FROM t WHERE k < 9 LIMIT %d OFFSET 10", limit))
	dir := t.TempDir()
	for kill := range 6 {
		cmd := exec.Command(j.binary, "--progress", "off", "--stats", "none", "--partitions", fmt.Sprint(1+kill%3), "--checkpoint-dir", "state", "--checkpoint-interval", "3ms")
		cmd.Dir = dir
		stderr := mustStart(t, cmd)
		time.Sleep(40 * time.Millisecond)
		signal := syscall.SIGKILL
		if kill%2 == 1 {
			signal = syscall.SIGTERM
		}
		_ = cmd.Process.Signal(signal)
		_ = cmd.Wait()
		if code := cmd.ProcessState.ExitCode(); code > 0 {
			t.Fatalf("exit status %d\n%s", code, stderr)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "out.jsonl")); err != nil { // else it was done before
		endsAlone(t, j, dir, "--partitions", "4", "--checkpoint-dir", "state")
	}
	seen := map[string]bool{}
	lines := limitLines(t, dir, "out")
	for _, line := range lines {
		seen[line] = true
	}
	if len(lines) != limit || len(seen) != limit {
		t.Errorf("%d rows, %d different ones, want %d", len(lines), len(seen), limit)
	}
}

// A job with another output goes on behind LIMIT's last row.
func TestLimitIsNotAll(t *testing.T) {
	j := compileJob(t, limitSource+editSink("few", "i BIGINT", false)+editSink("all", "i BIGINT", false)+"INSERT INTO few SELECT i FROM t LIMIT 2; INSERT INTO all SELECT i FROM t")
	dir := t.TempDir()
	cmd := exec.Command(j.binary, "--progress", "off", "--stats", "none")
	cmd.Dir = dir
	stderr := mustStart(t, cmd)
	time.Sleep(500 * time.Millisecond)
	_ = cmd.Process.Signal(syscall.SIGTERM)
	if err := cmd.Wait(); err != nil || !bytes.Contains(stderr.Bytes(), []byte("stopping")) {
		t.Fatalf("%v\n%s", err, stderr)
	}
	if few, all := len(limitLines(t, dir, "few")), len(limitLines(t, dir, "all")); few != 2 || all < 100 {
		t.Errorf("%d and %d rows", few, all)
	}
}
