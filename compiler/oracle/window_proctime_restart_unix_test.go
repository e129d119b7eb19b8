//go:build unix

package oracle

import (
	"fmt"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Windows of processing time that were written before a job was stopped, or killed, aren't written again, and no row is lost: whatever the number of
// partitions before and behind. The windows over them, and their first rows, follow from them by definition; windows that overlap are of another operator, whose
// partitions look at the clock at other moments: each row is in four of them.
func TestProcessingTimeAcrossRestarts(t *testing.T) {
	const rows = 30_000
	const sink = "CREATE TABLE %s WITH ('connector' = 'file', 'path' = '%[1]s.jsonl', 'format' = 'json') AS\nSELECT %s;\n"
	job := compileJob(t, fmt.Sprintf("CREATE TABLE t (id INT NOT NULL, k INT NOT NULL, pt AS PROCTIME()) WITH ('connector' = 'datagen', 'number-of-rows' = '%d', 'rows-per-second' = '10000',\n", rows)+
		fmt.Sprintf("'fields.id.kind' = 'sequence', 'fields.id.start' = '1', 'fields.id.end' = '%d', 'fields.k.min' = '0', 'fields.k.max' = '9');\n", rows)+
		"CREATE VIEW w AS SELECT k, window_start, window_end, window_time, COUNT(*) AS n FROM t GROUP BY k, TUMBLE(pt, INTERVAL '0.05' SECOND);\n"+
		fmt.Sprintf(sink, "parts", "k, window_start AS s, n FROM w")+
		fmt.Sprintf(sink, "hop", "k, window_start AS s, COUNT(*) AS n FROM t GROUP BY k WINDOW HOPPING (pt, INTERVAL '0.2' SECOND, INTERVAL '0.05' SECOND)")+
		fmt.Sprintf(sink, "above", "window_start AS s, SUM(n) AS n FROM w GROUP BY TUMBLE(window_time, INTERVAL '0.25' SECOND)")+
		fmt.Sprintf(sink, "first", "window_start AS s, n FROM w QUALIFY ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY n DESC, k) = 1"))
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	dir := t.TempDir()
	stops := 0
	for done := false; !done; {
		cmd := exec.Command(job.binary, "--partitions", []string{"1", "2", "4"}[random.IntN(3)], "--progress", "off", "--stats", "none",
			"--checkpoint-dir", "checkpoints", "--checkpoint-interval", "20ms")
		cmd.Dir = dir
		stderr := mustStart(t, cmd)
		signal := []syscall.Signal{syscall.SIGTERM, syscall.SIGKILL}[random.IntN(2)]
		stopping := time.AfterFunc(time.Duration(200+random.IntN(400))*time.Millisecond, func() { _ = cmd.Process.Signal(signal) })
		_ = cmd.Wait()
		done = stopping.Stop()
		switch code := cmd.ProcessState.ExitCode(); {
		case code > 0:
			t.Fatalf("exit status %d\n%s", code, stderr)
		case !done:
			stops++
		}
	}
	if stops < 3 {
		t.Fatalf("stopped %d times: the test says nothing", stops)
	}
	parts := sumsByWindow(t, filepath.Join(dir, "parts.jsonl"))
	want := map[string]map[string]int{"above": {}, "first": {}}
	all := 0
	for key, n := range parts {
		all += n
		_, start, _ := strings.Cut(key, " ")
		at, err := time.Parse(proctimeLayout, start)
		if err != nil {
			t.Fatal(err)
		}
		want["above"][" "+at.Truncate(250*time.Millisecond).UTC().Format(proctimeLayout)] += n
		want["first"][" "+start] = max(want["first"][" "+start], n)
	}
	if all != rows {
		t.Errorf("the windows have %d rows of %d", all, rows)
	}
	all = 0
	for _, n := range sumsByWindow(t, filepath.Join(dir, "hop.jsonl")) {
		all += n
	}
	if all != 4*rows {
		t.Errorf("windows that overlap have %d rows, want each of %d four times", all, rows)
	}
	for name, want := range want {
		got := sumsByWindow(t, filepath.Join(dir, name+".jsonl"))
		for key, n := range want {
			if got[key] != n {
				t.Errorf("%s: %q has %d, want %d", name, key, got[key], n)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s: %d rows, want %d", name, len(got), len(want))
		}
	}
}
