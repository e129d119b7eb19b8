package oracle

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// How many rows are read and of how many keys; WEIR_SPILL_ROWS overrides.
const (
	spillRows = 30_000
	spillKeys = 10_000
)

// The table that is read is t. Keys are of types that GROUP BY compares in ways of its own, accumulators of all kinds: flat, and with sets, lists
// and texts.
const spillTable = `SET 'state.backend' = 'disk'; SET 'on-error' = 'skip';
CREATE TABLE t (id BIGINT NOT NULL, k VARCHAR, d DOUBLE, v BIGINT NOT NULL, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND) WITH ('connector' = 'file', 'path' = 'in/*.jsonl', 'format' = 'json');
`

const spillGroups = `CREATE TABLE changes WITH ('connector' = 'file', 'path' = 'changes.jsonl', 'format' = 'json', 'changelog.column' = 'op') AS
SELECT k, COUNT(*) AS n, SUM(v) AS s, MIN(v) AS lo, COUNT(DISTINCT v % 30) AS d, MAX(k) AS m, MEDIAN(v) AS mid FROM t GROUP BY k HAVING COUNT(*) % 5 <> 2 EMIT CHANGES;
CREATE TABLE total WITH ('connector' = 'file', 'path' = 'total.jsonl', 'format' = 'json') AS
SELECT d, v % 3 AS m, COUNT(*) AS n, SUM(1000 / v) AS s, AVG(id) AS a FROM t GROUP BY d, v % 3 HAVING COUNT(*) > 1 EMIT FINAL;
CREATE TABLE seen WITH ('connector' = 'file', 'path' = 'seen.jsonl', 'format' = 'json') AS SELECT DISTINCT k, d FROM t;
CREATE TABLE sizes WITH ('connector' = 'file', 'path' = 'sizes.jsonl', 'format' = 'json', 'changelog.column' = 'op') AS
SELECT n AS k, COUNT(*) AS keys, SUM(s) AS s FROM (SELECT k, COUNT(*) AS n, SUM(v) AS s FROM t GROUP BY k) AS q GROUP BY n;
CREATE TABLE deep WITH ('connector' = 'file', 'path' = 'deep.jsonl', 'format' = 'json') AS
SELECT s % 500 AS m, COUNT(*) AS keys, MAX(k) AS hi FROM (SELECT k, SUM(v) AS s FROM t GROUP BY k EMIT FINAL) AS q GROUP BY s % 500 EMIT FINAL;
CREATE TABLE tumble WITH ('connector' = 'file', 'path' = 'tumble.jsonl', 'format' = 'json') AS
SELECT k, window_start, COUNT(*) AS n, SUM(v) AS s, COUNT(DISTINCT v % 10) AS d FROM t GROUP BY k WINDOW TUMBLING (ts, INTERVAL '1' MINUTE);
CREATE TABLE hops WITH ('connector' = 'file', 'path' = 'hops.jsonl', 'format' = 'json', 'changelog.column' = 'op') AS
SELECT COALESCE(k, '') || ' ' || CAST(window_end AS VARCHAR) AS k, COUNT(*) AS n, MAX(v) AS hi FROM t GROUP BY k WINDOW HOPPING (ts, INTERVAL '4' MINUTE, INTERVAL '2' MINUTE) EMIT CHANGES;`

const spillWindows = `CREATE TABLE hop WITH ('connector' = 'file', 'path' = 'hop.jsonl', 'format' = 'json') AS
SELECT k, window_start, COUNT(*) AS n, SUM(v) AS s, COUNT(DISTINCT v % 10) AS d, MAX(k) AS m FROM t GROUP BY k WINDOW HOPPING (ts, INTERVAL '90' SECOND, INTERVAL '1' MINUTE);
CREATE TABLE hop_flat WITH ('connector' = 'file', 'path' = 'hop_flat.jsonl', 'format' = 'json') AS
SELECT d, v % 3 AS m, window_end, COUNT(*) AS n, MIN(1000 / v) AS lo, AVG(id) AS a FROM t GROUP BY d, v % 3 WINDOW HOPPING (ts, INTERVAL '2' MINUTE, INTERVAL '20' SECOND);
CREATE TABLE cumulate WITH ('connector' = 'file', 'path' = 'cumulate.jsonl', 'format' = 'json') AS
SELECT k, window_start, window_end, COUNT(*) AS n, MEDIAN(v) AS mid FROM t GROUP BY k WINDOW CUMULATING (ts, INTERVAL '4' MINUTE, INTERVAL '1' MINUTE);
CREATE TABLE sessions WITH ('connector' = 'file', 'path' = 'sessions.jsonl', 'format' = 'json') AS
SELECT k, window_start, window_end, COUNT(*) AS n, SUM(v) AS s, COUNT(DISTINCT v % 10) AS d FROM t GROUP BY k WINDOW SESSION (ts, INTERVAL '40' SECOND);
CREATE TABLE session_changes WITH ('connector' = 'file', 'path' = 'session_changes.jsonl', 'format' = 'json', 'changelog.column' = 'op') AS
SELECT COALESCE(k, '') || ' ' || CAST(window_start AS VARCHAR) AS k, window_end, MAX(v) AS hi FROM t GROUP BY k WINDOW SESSION (ts, INTERVAL '70' SECOND) EMIT CHANGES;
CREATE TABLE quiet WITH ('connector' = 'file', 'path' = 'quiet.jsonl', 'format' = 'json') AS
SELECT k, d, window_start, COUNT(*) AS n FROM t GROUP BY k, d WINDOW SESSION (ts, INTERVAL '1' HOUR);
CREATE TABLE session_rows WITH ('connector' = 'file', 'path' = 'session_rows.jsonl', 'format' = 'json') AS
SELECT id, k, window_start, window_end FROM TABLE(SESSION(TABLE t PARTITION BY k, DESCRIPTOR(ts), INTERVAL '30' SECOND));`

const spillRowsOver = `CREATE TABLE running WITH ('connector' = 'file', 'path' = 'running.jsonl', 'format' = 'json') AS
SELECT id, k, SUM(v) OVER w AS s, COUNT(*) OVER w AS n, AVG(v) OVER (PARTITION BY k ORDER BY ts, id ROWS BETWEEN 5 PRECEDING AND CURRENT ROW) AS a,
  MIN(k) OVER (PARTITION BY k ORDER BY ts RANGE BETWEEN INTERVAL '30' SECOND PRECEDING AND CURRENT ROW) AS lo, LAG(v, 2) OVER w AS before, ROW_NUMBER() OVER w AS rn
FROM t WINDOW w AS (PARTITION BY k ORDER BY ts, id);
CREATE TABLE ahead WITH ('connector' = 'file', 'path' = 'ahead.jsonl', 'format' = 'json') AS
SELECT id, d, LEAD(v, 2) OVER w AS next, SUM(v) OVER (PARTITION BY d ORDER BY ts, id ROWS BETWEEN 3 PRECEDING AND 2 FOLLOWING) AS s, NTH_VALUE(k, 2) OVER w AS second
FROM t WINDOW w AS (PARTITION BY d ORDER BY ts, id);
CREATE TABLE around WITH ('connector' = 'file', 'path' = 'around.jsonl', 'format' = 'json') AS
SELECT id, k, SUM(v) OVER (PARTITION BY k ORDER BY ts RANGE BETWEEN INTERVAL '50' SECOND PRECEDING AND INTERVAL '30' SECOND FOLLOWING) AS around FROM t;
CREATE TABLE both WITH ('connector' = 'file', 'path' = 'both.jsonl', 'format' = 'json') AS
SELECT id, COUNT(*) OVER (PARTITION BY k ORDER BY ts RANGE BETWEEN CURRENT ROW AND INTERVAL '1' SECOND FOLLOWING) AS around, LEAD(id) OVER (PARTITION BY k ORDER BY ts, id) AS next FROM t;
CREATE TABLE last WITH ('connector' = 'file', 'path' = 'last.jsonl', 'format' = 'json') AS
SELECT id, PERCENT_RANK() OVER w AS pr, NTILE(7) OVER w AS tile, SUM(v) OVER (PARTITION BY k) AS s, LAST_VALUE(id) OVER (PARTITION BY k ORDER BY v, id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS l
FROM t WINDOW w AS (PARTITION BY k ORDER BY v, id);`

const spillTops = `CREATE TABLE best WITH ('connector' = 'file', 'path' = 'best.jsonl', 'format' = 'json') AS
SELECT id, k, v FROM t QUALIFY ROW_NUMBER() OVER (PARTITION BY k ORDER BY v DESC, id) <= 4;
CREATE TABLE numbered WITH ('connector' = 'file', 'path' = 'numbered.jsonl', 'format' = 'json') AS
SELECT d, rn, k, 1000 / v AS q FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY d ORDER BY v, id) AS rn FROM t) WHERE rn <= 3;
CREATE TABLE most WITH ('connector' = 'file', 'path' = 'most.jsonl', 'format' = 'json') AS
SELECT window_start, k, m, n FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end, m ORDER BY n DESC, k) AS rn
FROM (SELECT k, v % 500 AS m, window_start, window_end, COUNT(*) AS n FROM t GROUP BY k, v % 500 WINDOW TUMBLING (ts, INTERVAL '2' MINUTE))) WHERE rn <= 2;
CREATE TABLE latest WITH ('connector' = 'file', 'path' = 'latest.jsonl', 'format' = 'json', 'changelog.column' = 'op') AS
SELECT k, id, v FROM t WHERE v > 10 QUALIFY ROW_NUMBER() OVER (PARTITION BY k ORDER BY ts DESC, id) = 1 EMIT CHANGES;`

// Times at which a group has many rows are few, so that what is kept of it is long.
const spillOrdered = `CREATE TABLE ordered WITH ('connector' = 'file', 'path' = 'ordered.jsonl', 'format' = 'json') AS
SELECT k, STRING_AGG(k || '/' || CAST(v AS VARCHAR), ';' ORDER BY v, id) AS list, ARRAY_AGG(id ORDER BY id DESC) AS ids, FIRST_VALUE(d ORDER BY v DESC, id) AS f,
  LAST_VALUE(id ORDER BY v, id) AS l, STRING_AGG(DISTINCT CAST(v % 7 AS VARCHAR), ';' ORDER BY CAST(v % 7 AS VARCHAR)) AS few, MODE() WITHIN GROUP (ORDER BY v) AS mode FROM t GROUP BY k EMIT FINAL;
CREATE TABLE lists WITH ('connector' = 'file', 'path' = 'lists.jsonl', 'format' = 'json') AS
SELECT d, window_start, STRING_AGG(CAST(id AS VARCHAR), ',' ORDER BY v, id) AS ids, PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY v) AS p
FROM t GROUP BY d WINDOW HOPPING (ts, INTERVAL '2' MINUTE, INTERVAL '1' MINUTE);
CREATE TABLE latest WITH ('connector' = 'file', 'path' = 'latest.jsonl', 'format' = 'json', 'changelog.column' = 'op') AS
SELECT k, ARRAY[n, s] AS ns, MAP['n', n] AS m FROM (SELECT k, COUNT(*) AS n, SUM(v) AS s FROM t GROUP BY k) AS q WHERE n % 10 <> 3;`

const spillSorts = `CREATE TABLE everything WITH ('connector' = 'file', 'path' = 'everything.jsonl', 'format' = 'json') AS SELECT id, d, v, k FROM t WHERE v % 4 <> 1 ORDER BY v DESC, k, id;
CREATE TABLE many WITH ('connector' = 'file', 'path' = 'many.jsonl', 'format' = 'json') AS SELECT v, id, ARRAY[k] AS ks, 1000 / v AS q FROM t ORDER BY v, id, k LIMIT 20000 OFFSET 15;
CREATE TABLE groups WITH ('connector' = 'file', 'path' = 'groups.jsonl', 'format' = 'json') AS
SELECT k, COUNT(*) AS n, SUM(v) AS s FROM t GROUP BY k ORDER BY n DESC, k EMIT FINAL;`

// spillJobs are the jobs, with what their outputs have one row of where they are changelogs; those that are in order are compared in it.
var spillJobs = []struct {
	name, sql string
	keys      map[string]string
}{
	{"groups", spillGroups, map[string]string{"changes": "k", "total": "", "seen": "", "deep": "", "sizes": "k", "tumble": "", "hops": "k"}},
	{"windows", spillWindows, map[string]string{"hop": "", "hop_flat": "", "cumulate": "", "sessions": "", "session_changes": "k", "quiet": "", "session_rows": ""}},
	{"over", spillRowsOver, map[string]string{"running": "", "ahead": "", "around": "", "both": "", "last": ""}},
	{"first rows", spillTops, map[string]string{"best": "", "numbered": "", "most": "", "latest": "k"}},
	{"sorts", spillSorts, map[string]string{"everything": "in order", "many": "in order", "groups": "in order"}},
	{"ordered", spillOrdered, map[string]string{"ordered": "", "lists": "", "latest": "k"}},
}

// A job for whose state there is hardly any memory writes what it writes with all of it in memory, at any number of partitions. Nothing of it is left
// behind.
func TestStateOnDiskIsStateInMemory(t *testing.T) {
	for _, job := range spillJobs {
		t.Run(job.name, func(t *testing.T) {
			t.Parallel()
			checkSpilled(t, spillTable+job.sql, job.keys)
		})
	}
}

func checkSpilled(t *testing.T, sql string, keys map[string]string) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	rows := number(t, "WEIR_SPILL_ROWS", spillRows)
	job := compileJob(t, sql)
	dir := t.TempDir()
	os.Mkdir(filepath.Join(dir, "in"), 0o777)
	for file := range 3 {
		path := filepath.Join(dir, "in", fmt.Sprint(file, ".jsonl"))
		if err := os.WriteFile(path, []byte(spillInput(r, file, rows/3)), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	job.inDir(t, dir, "--partitions", "1")
	want := spillOutputs(t, dir, keys)
	for name := range want {
		if len(want[name]) < 20 {
			t.Fatalf("%s: %d rows: the test says nothing", name, len(want[name]))
		}
	}
	for _, flags := range [][]string{
		{"--partitions", "1", "--state-memory", "64kb"},
		{"--partitions", "2", "--state-memory", "256kb", "--batch-size", "100"},
		{"--partitions", "4", "--state-memory", "1mb"},
		{"--partitions", "2", "--state-memory", "256kb", "--checkpoint-dir", "checkpoints", "--checkpoint-interval", "20ms"},
	} {
		stats := job.inDirStats(t, dir, append(flags, "--state-dir", "cold")...)
		for _, operator := range stats.Operators {
			// The groups of by_n are few.
			if operator.Taken > spillKeys && operator.Spilled == 0 && operator.Operator != "by_n" {
				t.Errorf("%v: %s took %d rows, and nothing went to disk", flags, operator.Operator, operator.Taken)
			}
		}
		got := spillOutputs(t, dir, keys)
		for name := range want {
			if len(got[name]) != len(want[name]) || firstDifference(got[name], want[name]) != "the rest is the same" {
				t.Errorf("%v: %s: %d rows, want %d, and %s", flags, name, len(got[name]), len(want[name]), firstDifference(got[name], want[name]))
			}
		}
		if left, _ := os.ReadDir(filepath.Join(dir, "cold")); len(left) > 0 {
			t.Errorf("%v: %s is left", flags, left[0].Name())
		}
	}
}

// spilledStats are those of the operators in the statistics of a run.
type spilledStats struct {
	Operators []struct {
		Operator                               string
		Taken, Spilled, Spilled_bytes, Fetched int64
	}
}

// inDirStats runs the job over the files of a directory, and gives its statistics.
func (j job) inDirStats(t *testing.T, dir string, flags ...string) (stats spilledStats) {
	t.Helper()
	cmd := exec.Command(j.binary, append([]string{"--stats", "json", "--progress", "off"}, flags...)...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err == nil {
		err = json.Unmarshal(out, &stats)
	}
	if err != nil {
		t.Fatalf("%v: %v\n%s", flags, err, out)
	}
	return stats
}

// spillInput is one of three files, with rows of many keys, some of which have many rows. No two rows of the files have one id, so that an ORDER BY
// that ends with it says all of their order.
func spillInput(r *rand.Rand, file, rows int) string {
	var b strings.Builder
	for i := range rows {
		key := r.IntN(spillKeys)
		if r.IntN(4) == 0 {
			key = r.IntN(20)
		}
		k := fmt.Sprintf("%q", fmt.Sprint("key", key))
		if key == 7 {
			k = "null"
		}
		d := fmt.Sprint(float64(key)/4 - 250)
		if key == 1000 && r.IntN(2) == 0 {
			d = "-0.0" // as good as 0
		}
		at := time.UnixMilli(1_700_000_000_000 + int64(i)*30 - r.Int64N(1900)).UTC()
		fmt.Fprintf(&b, "{\"id\":%d,\"k\":%s,\"d\":%s,\"v\":%d,\"ts\":\"%s\"}\n", 3*i+file, k, d, r.IntN(1000), at.Format("2006-01-02 15:04:05.000"))
	}
	return b.String()
}

// spillOutputs are the rows of all outputs, changelogs folded.
func spillOutputs(t *testing.T, dir string, keys map[string]string) map[string][]string {
	t.Helper()
	outputs := map[string][]string{}
	for name, key := range keys {
		k := killing{killJob: killJob{key: key}}
		if key == "in order" {
			k.key, k.ordered = "", true
		}
		outputs[name] = k.lines(t, filepath.Join(dir, name+".jsonl"))
		for i, line := range outputs[name] { // which of the two it is depends on which came first
			outputs[name][i] = strings.NewReplacer(`"d":-0,`, `"d":0,`, `"d":-0}`, `"d":0}`).Replace(line)
		}
		if !k.ordered {
			slices.Sort(outputs[name])
		}
	}
	return outputs
}
