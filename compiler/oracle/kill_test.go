package oracle

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// How often each job is run through, and with which seed. WEIR_KILL_RUNS and WEIR_KILL_SEED override; a seed of 0 takes a new one.
const (
	killRuns = 3
	killSeed = 20261126
	killRows = 300_000
)

// killJob is a job that is killed.
type killJob struct {
	name string
	sql  string
	fold bool // what it writes is a changelog: the last row of each key counts
}

// The tables are t, which is read, and out.jsonl.
var killJobs = []killJob{
	{name: "filter", sql: `INSERT INTO out SELECT id, k, v FROM t WHERE v % 3 <> 1;
CREATE TABLE packed WITH ('connector' = 'file', 'path' = 'packed.csv.gz', 'format' = 'csv', 'csv.header' = 'true') AS SELECT id, v FROM t;
CREATE TABLE bad WITH ('connector' = 'file', 'path' = 'inverse.jsonl', 'format' = 'json') AS SELECT id, 1000 / v AS inverse FROM t`},
}

// A job may be killed at any instant, and stopped, and started again with another number of partitions: what it has written in the end is
// what a run that nobody disturbs writes, and its counters say so.
//
//	WEIR_KILL_SEED=0 WEIR_KILL_RUNS=50 go test -run Killed -timeout 0 ./compiler/oracle
func TestKilled(t *testing.T) {
	seed := number(t, "WEIR_KILL_SEED", killSeed)
	if seed == 0 {
		seed = int(time.Now().UnixNano() & 0xffffff)
	}
	rows := killInput(rand.New(rand.NewPCG(uint64(seed), 0)))
	for _, j := range killJobs {
		t.Run(j.name, func(t *testing.T) {
			k := killing{killJob: j, job: compileJob(t, j.text())}
			k.reference = t.TempDir()
			k.write(t, k.reference, rows)
			k.stats = k.undisturbed(t)
			for i := range number(t, "WEIR_KILL_RUNS", killRuns) {
				t.Run(fmt.Sprintf("WEIR_KILL_SEED=%d", seed+i), func(t *testing.T) {
					k.random = rand.New(rand.NewPCG(uint64(seed+i), 1))
					k.run(t, rows)
				})
			}
		})
	}
}

func (j killJob) text() string {
	return `SET 'on-error' = 'skip';
CREATE TABLE t (id BIGINT NOT NULL, k VARCHAR, v BIGINT NOT NULL, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND)
WITH ('connector' = 'file', 'path' = 'in/*', 'format' = 'json');
CREATE TABLE out (id BIGINT NOT NULL, k VARCHAR, v BIGINT NOT NULL) WITH ('connector' = 'file', 'path' = 'out.jsonl', 'format' = 'json');
` + j.sql + ";\n"
}

// killInput makes two files, one of them compressed: times nearly in order, a few keys that have most of the rows.
func killInput(r *rand.Rand) (files map[string][]byte) {
	var plain, packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	for i := range killRows {
		var to io.Writer = &plain
		if i%4 == 0 {
			to = zip
		}
		at := time.UnixMilli(1_700_000_000_000 + int64(i)*20 - r.Int64N(900)).UTC()
		fmt.Fprintf(to, `{"id":%d,"k":"key%d","v":%d,"ts":"%s"}`+"\n", i, r.IntN(1+r.IntN(2000)), r.IntN(1000), at.Format("2006-01-02 15:04:05.000"))
	}
	zip.Close()
	return map[string][]byte{"a.jsonl": plain.Bytes(), "b.jsonl.gz": packed.Bytes()}
}

// killing is one job under test.
type killing struct {
	killJob
	job
	random    *rand.Rand
	reference string // the directory of a run that nobody disturbed
	stats     killStats
}

// killStats are the counters that must be the same whatever happened.
type killStats struct {
	Outcome            string
	Read, Failed, Late int64
	Outputs            []struct {
		Sink                    string
		Written, Filtered, Late int64
	}
}

func (k *killing) write(t *testing.T, dir string, files map[string][]byte) {
	t.Helper()
	if err := os.Mkdir(filepath.Join(dir, "in"), 0o777); err != nil {
		t.Fatal(err)
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, "in", name), content, 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func (k *killing) undisturbed(t *testing.T) killStats {
	t.Helper()
	cmd := exec.Command(k.binary, "--partitions", "1", "--stats", "json")
	cmd.Dir = k.reference
	return k.finished(t, cmd, mustStart(t, cmd))
}

func mustStart(t *testing.T, cmd *exec.Cmd) *bytes.Buffer {
	t.Helper()
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return &stderr
}

// finished waits for a job, which must be done, and reads its counters.
func (k *killing) finished(t *testing.T, cmd *exec.Cmd, stderr *bytes.Buffer) killStats {
	t.Helper()
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	lines := strings.Split(strings.TrimSpace(stderr.String()), "\n")
	var stats killStats
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &stats); err != nil || stats.Read != killRows {
		t.Fatalf("%v\n%s", err, stderr)
	}
	return stats
}

// run starts the job, disturbs it, and starts it again, until it is done.
func (k *killing) run(t *testing.T, files map[string][]byte) {
	dir := t.TempDir()
	k.write(t, dir, files)
	kills, stops := 0, 0
	for {
		cmd := exec.Command(k.binary, "--partitions", []string{"1", "2", "4"}[k.random.IntN(3)], "--stats", "json",
			"--checkpoint-dir", "checkpoints", "--checkpoint-interval", fmt.Sprint(1+k.random.IntN(30), "ms"))
		cmd.Dir = dir
		stderr := mustStart(t, cmd)
		done := make(chan struct{})
		disturber := time.AfterFunc(time.Duration(k.random.IntN(80_000))*time.Microsecond, func() { close(done) })
		finished := make(chan killStats, 1)
		go func() { finished <- k.wait(cmd, stderr) }()
		var stats killStats
		select {
		case stats = <-finished:
			disturber.Stop()
		case <-done:
			signal := syscall.SIGKILL
			if k.random.IntN(4) == 0 {
				signal, stops = syscall.SIGTERM, stops+1
			} else {
				kills++
			}
			_ = cmd.Process.Signal(signal) // it may have ended meanwhile
			stats = <-finished
		}
		if code := cmd.ProcessState.ExitCode(); code > 0 {
			t.Fatalf("exit status %d after %d kills and %d stops\n%s", code, kills, stops, stderr)
		}
		if stats.Outcome == "done" {
			t.Logf("%d kills, %d stops", kills, stops)
			k.compare(t, dir, stats)
			return
		}
	}
}

// wait reads the counters of a job that ended in good order.
func (k *killing) wait(cmd *exec.Cmd, stderr *bytes.Buffer) (stats killStats) {
	if cmd.Wait() == nil {
		lines := strings.Split(strings.TrimSpace(stderr.String()), "\n")
		_ = json.Unmarshal([]byte(lines[len(lines)-1]), &stats) // what isn't there isn't done
	}
	return stats
}

func (k *killing) compare(t *testing.T, dir string, stats killStats) {
	t.Helper()
	if !reflect.DeepEqual(stats, k.stats) {
		t.Errorf("counters are %+v, not %+v", stats, k.stats)
	}
	outputs, err := filepath.Glob(filepath.Join(k.reference, "*.*"))
	if err != nil || len(outputs) == 0 {
		t.Fatal("no output", err)
	}
	for _, path := range outputs {
		name := filepath.Base(path)
		got, want := k.lines(t, filepath.Join(dir, name)), k.lines(t, path)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %d rows, want %d, and %s", name, len(got), len(want), firstDifference(got, want))
		}
	}
}

func firstDifference(got, want []string) string {
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			return fmt.Sprintf("%s in place of %s", got[i], want[i])
		}
	}
	return "the rest is the same"
}

// lines are the rows of a file, sorted; of a changelog those that are left when it is folded.
func (k *killing) lines(t *testing.T, path string) []string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(path, ".gz") {
		zip, err := gzip.NewReader(bytes.NewReader(content))
		if err == nil {
			content, err = io.ReadAll(zip)
		}
		if err != nil {
			t.Fatal(path, err)
		}
	}
	lines := strings.Split(strings.TrimSuffix(string(content), "\n"), "\n")
	slices.Sort(lines)
	return lines
}
