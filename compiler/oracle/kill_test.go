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
	killRuns = 1 // CI takes 2
	killSeed = 20261126
	killRows = 300_000
)

// killJob is a job that is killed.
type killJob struct {
	name string
	sql  string
	key  string // of what it writes, where that is a changelog: the last row of each counts
	// meets says that which of a group's changes are written depends on how rows from several partitions meet: not how many there are.
	meets bool
	flags []string // of the runs that are killed
	// ordered says that rows are written in an order that the SQL says.
	ordered bool
}

// The table that is read is t.
var killJobs = []killJob{
	{name: "filter", sql: `
CREATE TABLE out WITH ('connector' = 'file', 'path' = 'out.jsonl', 'format' = 'json') AS SELECT id, k, v FROM t WHERE v % 3 <> 1;
CREATE TABLE packed WITH ('connector' = 'file', 'path' = 'packed.csv.gz', 'format' = 'csv', 'csv.header' = 'true') AS SELECT id, v FROM t;
CREATE TABLE bad WITH ('connector' = 'file', 'path' = 'inverse.jsonl', 'format' = 'json') AS SELECT id, 1000 / v AS inverse FROM t`},
	{name: "groups", sql: `
CREATE TABLE one WITH ('connector' = 'file', 'path' = 'one.jsonl', 'format' = 'json') AS SELECT COUNT(*) AS n, SUM(v) AS s FROM t EMIT FINAL;
CREATE TABLE out WITH ('connector' = 'file', 'path' = 'out.jsonl', 'format' = 'json') AS
SELECT k, v % 5 AS m, COUNT(*) AS n, SUM(v) AS s, AVG(v) AS a, MIN(v) AS lo, MAX(k) AS hi, COUNT(DISTINCT v) AS d, MEDIAN(v) AS mid, ROUND(VAR_POP(v % 4), 6) AS p,
  APPROX_COUNT_DISTINCT(id) AS about, BOOL_OR(v > 990) AS big FROM t GROUP BY k, v % 5 HAVING SUM(v) > 100 EMIT FINAL`},
	{name: "windows", sql: `
CREATE TABLE tumble WITH ('connector' = 'file', 'path' = 'tumble.jsonl', 'format' = 'json') AS
SELECT k, window_start, COUNT(*) AS n, SUM(v) AS s, MAX(v) AS hi FROM t GROUP BY k WINDOW TUMBLING (ts, INTERVAL '10' SECOND);
CREATE TABLE hop WITH ('connector' = 'file', 'path' = 'hop.jsonl', 'format' = 'json') AS
SELECT window_end, COUNT(*) AS n, COUNT(DISTINCT k) AS d FROM t GROUP BY v % 7 WINDOW HOPPING (ts, INTERVAL '40' SECOND, INTERVAL '15' SECOND);
CREATE TABLE grown WITH ('connector' = 'file', 'path' = 'grown.jsonl', 'format' = 'json') AS
SELECT window_start, window_end, COUNT(*) AS n FROM t GROUP BY v % 3 WINDOW CUMULATING (ts, INTERVAL '5' MINUTE, INTERVAL '20' SECOND);
CREATE TABLE above WITH ('connector' = 'file', 'path' = 'above.jsonl', 'format' = 'json') AS
SELECT window_start, MAX(n) AS most, COUNT(*) AS keys FROM (SELECT k, window_time, COUNT(*) AS n FROM t GROUP BY k WINDOW TUMBLING (ts, INTERVAL '10' SECOND)) AS w
GROUP BY TUMBLE(window_time, INTERVAL '1' MINUTE)`},
	{name: "sessions", sql: `
CREATE TABLE out WITH ('connector' = 'file', 'path' = 'out.jsonl', 'format' = 'json') AS
SELECT k, window_start, window_end, COUNT(*) AS n, SUM(v) AS s, COUNT(DISTINCT v % 10) AS d FROM t GROUP BY k WINDOW SESSION (ts, INTERVAL '5' SECOND);
CREATE TABLE whole WITH ('connector' = 'file', 'path' = 'whole.jsonl', 'format' = 'json') AS
SELECT window_start, window_end, COUNT(*) AS n FROM t WHERE v < 4 GROUP BY SESSION(ts, INTERVAL '2' SECOND);
CREATE TABLE rare WITH ('connector' = 'file', 'path' = 'rare.jsonl', 'format' = 'json') AS
SELECT window_start, window_end, COUNT(*) AS n FROM t WHERE id % 40000 < 3 GROUP BY SESSION(ts, INTERVAL '5' MINUTE);
CREATE TABLE single WITH ('connector' = 'file', 'path' = 'single.jsonl', 'format' = 'json') AS
SELECT id, k, v, window_start, window_end FROM TABLE(SESSION(TABLE t PARTITION BY k, DESCRIPTOR(ts), INTERVAL '3' SECOND)) WHERE v % 3 = 0;
CREATE TABLE above WITH ('connector' = 'file', 'path' = 'above.jsonl', 'format' = 'json') AS
SELECT window_start, MAX(window_end) AS e, COUNT(*) AS n, COUNT(DISTINCT k) AS d FROM TABLE(SESSION(TABLE t PARTITION BY k, DESCRIPTOR(ts), INTERVAL '3' SECOND))
GROUP BY window_start, window_end`},
	// Rows of one key and time are those of the compressed file, or in an order that the SQL says.
	{name: "over", sql: `
CREATE TABLE sliding WITH ('connector' = 'file', 'path' = 'sliding.jsonl', 'format' = 'json') AS
SELECT id, ROW_NUMBER() OVER w AS n, RANK() OVER w AS r, DENSE_RANK() OVER w AS dr, LAG(v) OVER w AS before, FIRST_VALUE(v) OVER w3 AS first,
  SUM(v) OVER w9 AS s, AVG(v / 7.0) OVER w9 AS a, MIN(v) OVER w9 AS lo, MAX(k) OVER w9 AS hi, STDDEV_POP(v) OVER w9 AS p,
  COUNT(*) OVER m AS c, SUM(CAST(v AS DOUBLE) / 7) OVER m AS f, COUNT(DISTINCT v) OVER w AS d
FROM t WHERE id % 4 = 0
WINDOW w AS (PARTITION BY k ORDER BY ts), w3 AS (PARTITION BY k ORDER BY ts ROWS 3 PRECEDING), w9 AS (PARTITION BY k ORDER BY ts ROWS 9 PRECEDING),
  m AS (PARTITION BY k ORDER BY ts RANGE INTERVAL '20' SECOND PRECEDING);
CREATE TABLE buffer WITH ('connector' = 'file', 'path' = 'buffer.jsonl', 'format' = 'json') AS
SELECT id, RANK() OVER w AS r, MAX(v) OVER w AS hi, LEAD(id) OVER w AS behind
FROM t WHERE id % 4 = 0 WINDOW w AS (ROWS WINDOW BUFFER 20 ROWS PARTITION BY k ORDER BY v)`},
	{name: "ahead", sql: `
CREATE TABLE ahead WITH ('connector' = 'file', 'path' = 'ahead.jsonl', 'format' = 'json') AS
SELECT id, LEAD(v, 2) OVER w AS next, SUM(v) OVER r AS s, AVG(CAST(v AS DOUBLE)) OVER r AS a, NTH_VALUE(k, 2) OVER r AS second,
  SUM(v) OVER (PARTITION BY k ORDER BY ts RANGE BETWEEN INTERVAL '5' SECOND PRECEDING AND INTERVAL '3' SECOND FOLLOWING) AS around,
  COUNT(*) OVER (PARTITION BY k ORDER BY ts, id GROUPS BETWEEN 2 PRECEDING AND 1 FOLLOWING EXCLUDE CURRENT ROW) AS g
FROM t WHERE v % 3 = 0 WINDOW w AS (PARTITION BY k ORDER BY ts, id), r AS (PARTITION BY k ORDER BY ts, id ROWS BETWEEN 3 PRECEDING AND 2 FOLLOWING);
CREATE TABLE above WITH ('connector' = 'file', 'path' = 'above.jsonl', 'format' = 'json') AS
SELECT m, window_time, n, SUM(n) OVER (PARTITION BY m ORDER BY window_time ROWS 4 PRECEDING) AS s
FROM (SELECT v % 50 AS m, window_time, COUNT(*) AS n FROM t GROUP BY v % 50 WINDOW TUMBLING (ts, INTERVAL '3' SECOND)) AS w;
CREATE TABLE last WITH ('connector' = 'file', 'path' = 'last.jsonl', 'format' = 'json') AS
SELECT id, PERCENT_RANK() OVER w AS pr, NTILE(7) OVER w AS tile, SUM(v) OVER (PARTITION BY k) AS s, LAST_VALUE(id) OVER (PARTITION BY k ORDER BY v, id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS l
FROM t WHERE id % 5 = 0 WINDOW w AS (PARTITION BY k ORDER BY v, id)`},
	{name: "forgotten ahead", sql: `
SET 'state.ttl' = '30 s';
CREATE TABLE ahead WITH ('connector' = 'file', 'path' = 'ahead.jsonl', 'format' = 'json') AS
SELECT id, words, LEAD(words, 2) OVER (PARTITION BY k ORDER BY ts, id) AS next, COUNT(*) OVER (PARTITION BY k ORDER BY ts, id ROWS BETWEEN 1 PRECEDING AND 3 FOLLOWING) AS n,
  SUM(v) OVER (PARTITION BY k ORDER BY ts RANGE BETWEEN CURRENT ROW AND INTERVAL '40' SECOND FOLLOWING) AS s
FROM (SELECT *, ARRAY[k, CAST(v AS VARCHAR)] AS words FROM t WHERE v % 3 = 0)`},
	{name: "sorted", ordered: true, sql: `
CREATE TABLE everything WITH ('connector' = 'file', 'path' = 'everything.jsonl', 'format' = 'json') AS SELECT id, v, k FROM t WHERE v % 4 = 1 ORDER BY v DESC, id;
CREATE TABLE best WITH ('connector' = 'file', 'path' = 'best.jsonl', 'format' = 'json') AS SELECT v, id, k FROM t ORDER BY v DESC, id LIMIT 3000 OFFSET 20;
CREATE TABLE by_time WITH ('connector' = 'file', 'path' = 'by_time.jsonl', 'format' = 'json') AS SELECT id, ts, k FROM t WHERE v % 5 = 1 ORDER BY ts, id LIMIT 20000 OFFSET 1000;
CREATE TABLE by_window WITH ('connector' = 'file', 'path' = 'by_window.jsonl', 'format' = 'json') AS
SELECT k, window_start, COUNT(*) AS n FROM t GROUP BY k WINDOW TUMBLING (ts, INTERVAL '10' SECOND) ORDER BY window_start, n DESC, k`},
	// The rows of a key that change are those of the compressed file, which nobody reads in parts: which changes there are depends on their order.
	{name: "first rows", sql: `
CREATE TABLE most WITH ('connector' = 'file', 'path' = 'most.jsonl', 'format' = 'json') AS
SELECT window_start, k, n, rn FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY n DESC, k) AS rn
FROM (SELECT k, window_start, window_end, COUNT(*) AS n FROM t GROUP BY k WINDOW TUMBLING (ts, INTERVAL '10' SECOND))) WHERE rn <= 3;
CREATE TABLE best WITH ('connector' = 'file', 'path' = 'best.jsonl', 'format' = 'json') AS
SELECT id, k, v FROM t QUALIFY ROW_NUMBER() OVER (PARTITION BY k ORDER BY v DESC, id) <= 4;
CREATE TABLE only WITH ('connector' = 'file', 'path' = 'only.jsonl', 'format' = 'json') AS SELECT id, k, v FROM t QUALIFY ROW_NUMBER() OVER (ORDER BY v DESC, id) <= 100;
CREATE TABLE latest WITH ('connector' = 'file', 'path' = 'latest.jsonl', 'format' = 'json', 'changelog.column' = 'op') AS
SELECT k, id, v FROM t WHERE id % 4 = 0 AND v > 10 QUALIFY ROW_NUMBER() OVER (PARTITION BY k ORDER BY ts DESC, id) = 1 EMIT CHANGES;
CREATE TABLE numbered WITH ('connector' = 'file', 'path' = 'numbered.jsonl', 'format' = 'json', 'changelog.column' = 'op') AS
SELECT k, rn, id, v FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY v DESC, id) AS rn FROM t WHERE id % 4 = 0) WHERE rn <= 3 EMIT CHANGES;
CREATE TABLE few WITH ('connector' = 'file', 'path' = 'few.jsonl', 'format' = 'json', 'changelog.column' = 'op') AS
SELECT k, id, v FROM t WHERE id % 4 = 0 QUALIFY ROW_NUMBER() OVER (PARTITION BY k ORDER BY v DESC, id) <= 3 EMIT CHANGES`},
	{name: "in order", sql: `
CREATE TABLE out WITH ('connector' = 'file', 'path' = 'out.jsonl', 'format' = 'json') AS
SELECT v % 30 AS m, MODE() WITHIN GROUP (ORDER BY k) AS mode, PERCENTILE_DISC(0.3) WITHIN GROUP (ORDER BY v) AS p, FIRST_VALUE(id ORDER BY v DESC, id) AS f,
  LAST_VALUE(k ORDER BY v, id) AS l, LENGTH(STRING_AGG(k, ';' ORDER BY id)) AS names, STRING_AGG(DISTINCT k, ';' ORDER BY k) FILTER (WHERE id % 200 = 0) AS few,
  ARRAY_AGG(v ORDER BY id DESC) FILTER (WHERE id % 100 = 0) AS vs, ROUND(PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY v), 6) AS c
FROM t GROUP BY v % 30 EMIT FINAL;
CREATE TABLE windows WITH ('connector' = 'file', 'path' = 'windows.jsonl', 'format' = 'json') AS
SELECT v % 10 AS m, window_end, STRING_AGG(CAST(id AS VARCHAR), ',' ORDER BY v, id) AS ids FROM t GROUP BY v % 10 WINDOW HOPPING (ts, INTERVAL '20' SECOND, INTERVAL '10' SECOND)`},
	{name: "nested", key: "k", sql: `
CREATE TABLE latest WITH ('connector' = 'file', 'path' = 'latest.jsonl', 'format' = 'json', 'changelog.column' = 'op') AS
SELECT k, ARRAY[n, s] AS ns, MAP['n', n] AS m FROM (SELECT k, COUNT(*) AS n, SUM(v) AS s FROM t GROUP BY k) AS q WHERE n % 10 <> 3;
CREATE TABLE top WITH ('connector' = 'file', 'path' = 'top.jsonl', 'format' = 'json') AS
SELECT id AS k, ARRAY[k, CAST(v AS VARCHAR)] AS kv, MAP[k, v] AS m FROM t ORDER BY v DESC, id LIMIT 2000;
CREATE TABLE kept WITH ('connector' = 'file', 'path' = 'kept.jsonl', 'format' = 'json') AS
SELECT v % 30 AS k, COUNT(ARRAY[k]) AS n, ARG_MAX(ARRAY[k, CAST(v AS VARCHAR)], id) AS last, ARRAY_AGG(ROW(id, MAP[k, v]) ORDER BY id) FILTER (WHERE id % 100 = 0) AS list FROM t GROUP BY v % 30 EMIT FINAL;
CREATE TABLE deep WITH ('connector' = 'file', 'path' = 'deep.jsonl', 'format' = 'json') AS
SELECT n % 40 AS k, COUNT(ns) AS c, ARG_MIN(ns, k) AS least, ARRAY_AGG(ROW(k, ns) ORDER BY k DESC) AS list
FROM (SELECT k, COUNT(*) AS n, ARRAY[COUNT(*), SUM(v)] AS ns FROM t WHERE v % 10 = 0 GROUP BY k EMIT CHANGES) AS q GROUP BY n % 40 EMIT FINAL;
CREATE TABLE over_rows WITH ('connector' = 'file', 'path' = 'over_rows.jsonl', 'format' = 'json') AS
SELECT id AS k, FIRST_VALUE(kv) OVER w AS f, NTH_VALUE(kv, 3) OVER w AS third, ARG_MAX(kv, v) OVER (PARTITION BY k ORDER BY ts, id ROWS 3 PRECEDING) AS most
FROM (SELECT *, ARRAY[k, CAST(v AS VARCHAR)] AS kv FROM t WHERE v % 5 = 0) WINDOW w AS (PARTITION BY k ORDER BY ts, id)`},
	{name: "changes", key: "k", sql: `
CREATE TABLE out WITH ('connector' = 'file', 'path' = 'out.jsonl', 'format' = 'json', 'changelog.column' = 'op') AS
SELECT k, COUNT(*) AS n, SUM(v) AS s FROM t WHERE v % 9 < 3 GROUP BY k HAVING COUNT(*) % 10 <> 3 EMIT CHANGES;
CREATE TABLE deep WITH ('connector' = 'file', 'path' = 'deep.jsonl', 'format' = 'json') AS
SELECT n % 50 AS k, COUNT(*) AS users, MAX(k) AS hi, SUM(s) AS s, AVG(d) AS d, COUNT(DISTINCT s) AS ds, MEDIAN(s) AS mid, ROUND(STDDEV_POP(n), 6) AS p, LENGTH(STRING_AGG(k)) AS l
FROM (SELECT k, COUNT(*) AS n, SUM(v) AS s, CAST(MAX(v) AS DOUBLE) AS d FROM t GROUP BY k EMIT CHANGES) AS q GROUP BY n % 50 EMIT FINAL;
CREATE TABLE ordered WITH ('connector' = 'file', 'path' = 'ordered.jsonl', 'format' = 'json') AS
SELECT n % 40 AS k, STRING_AGG(k, ',' ORDER BY s DESC, k) AS keys, FIRST_VALUE(k ORDER BY s, k) AS least, ARRAY_AGG(DISTINCT s % 5 ORDER BY s % 5) AS fifths
FROM (SELECT k, COUNT(*) AS n, SUM(v) AS s FROM t WHERE v % 10 = 0 GROUP BY k EMIT CHANGES) AS q GROUP BY n % 40 EMIT FINAL;
CREATE TABLE seen WITH ('connector' = 'file', 'path' = 'seen.jsonl', 'format' = 'json') AS SELECT DISTINCT k FROM t`},
	// The rows of a key are those of the compressed file, which nobody reads in parts: when it begins anew depends on their order.
	{name: "forgotten", sql: `SET 'state.ttl' = '3 s';
CREATE TABLE out WITH ('connector' = 'file', 'path' = 'out.jsonl', 'format' = 'json', 'changelog.column' = 'op') AS
SELECT k, COUNT(*) AS n, SUM(v) AS s FROM t WHERE id % 4 = 0 GROUP BY k;
CREATE TABLE seen WITH ('connector' = 'file', 'path' = 'seen.jsonl', 'format' = 'json') AS SELECT DISTINCT k FROM t WHERE id % 4 = 0`},
	{name: "forgotten frames", sql: `SET 'state.ttl' = '3 s';
CREATE TABLE out WITH ('connector' = 'file', 'path' = 'out.jsonl', 'format' = 'json') AS
SELECT id, COUNT(*) OVER w AS n, SUM(v) OVER (PARTITION BY k ORDER BY ts ROWS 5 PRECEDING) AS s, RANK() OVER w AS r, LAG(v) OVER w AS before
FROM t WHERE id % 4 = 0 WINDOW w AS (PARTITION BY k ORDER BY ts)`},
	// Most groups are on disk when the job is killed, and the next start has no more room for them.
	{name: "spilled", key: "k", flags: []string{"--state-memory", "128kb", "--state-dir", "cold"}, sql: `SET 'state.backend' = 'disk';
CREATE TABLE out WITH ('connector' = 'file', 'path' = 'out.jsonl', 'format' = 'json', 'changelog.column' = 'op') AS
SELECT k, COUNT(*) AS n, SUM(v) AS s, COUNT(DISTINCT v % 20) AS d FROM t WHERE v % 4 = 0 GROUP BY k HAVING COUNT(*) % 10 <> 3 EMIT CHANGES;
CREATE TABLE total WITH ('connector' = 'file', 'path' = 'total.jsonl', 'format' = 'json') AS
SELECT k || '/' || CAST(v % 5 AS VARCHAR) AS k, COUNT(*) AS n, MAX(v) AS hi FROM t WHERE v % 3 = 0 GROUP BY k, v % 5 EMIT FINAL;
CREATE TABLE seen WITH ('connector' = 'file', 'path' = 'seen.jsonl', 'format' = 'json') AS SELECT DISTINCT k FROM t WHERE v % 4 = 1`},
	{name: "spilled windows", flags: []string{"--state-memory", "64kb", "--state-dir", "cold"}, sql: `SET 'state.backend' = 'disk';
CREATE TABLE tumble WITH ('connector' = 'file', 'path' = 'tumble.jsonl', 'format' = 'json') AS
SELECT k, window_start, COUNT(*) AS n, SUM(v) AS s, MAX(v) AS hi FROM t WHERE v % 4 = 0 GROUP BY k WINDOW TUMBLING (ts, INTERVAL '10' MINUTE);
CREATE TABLE hop WITH ('connector' = 'file', 'path' = 'hop.jsonl', 'format' = 'json') AS
SELECT k, window_end, COUNT(*) AS n, COUNT(DISTINCT v % 20) AS d FROM t WHERE v % 5 = 0 GROUP BY k WINDOW HOPPING (ts, INTERVAL '15' MINUTE, INTERVAL '10' MINUTE);
CREATE TABLE sessions WITH ('connector' = 'file', 'path' = 'sessions.jsonl', 'format' = 'json') AS
SELECT k, window_start, window_end, COUNT(*) AS n, SUM(v) AS s FROM t WHERE v % 3 = 0 GROUP BY k WINDOW SESSION (ts, INTERVAL '5' MINUTE)`},
	{name: "spilled rows", flags: []string{"--state-memory", "128kb", "--state-dir", "cold"}, sql: `SET 'state.backend' = 'disk';
CREATE TABLE running WITH ('connector' = 'file', 'path' = 'running.jsonl', 'format' = 'json') AS
SELECT id, SUM(v) OVER (PARTITION BY k ORDER BY ts, id ROWS 5 PRECEDING) AS s, LAG(v) OVER (PARTITION BY k ORDER BY ts, id) AS before FROM t WHERE v % 4 = 0;
CREATE TABLE around WITH ('connector' = 'file', 'path' = 'around.jsonl', 'format' = 'json') AS
SELECT id, SUM(v) OVER (PARTITION BY k ORDER BY ts RANGE BETWEEN INTERVAL '2' MINUTE PRECEDING AND INTERVAL '1' MINUTE FOLLOWING) AS around,
  LEAD(v) OVER (PARTITION BY k ORDER BY ts, id) AS next FROM t WHERE v % 5 = 0;
CREATE TABLE last WITH ('connector' = 'file', 'path' = 'last.jsonl', 'format' = 'json') AS
SELECT id, NTILE(7) OVER (PARTITION BY k ORDER BY v, id) AS tile, SUM(v) OVER (PARTITION BY k) AS s FROM t WHERE id % 7 = 0;
CREATE TABLE best WITH ('connector' = 'file', 'path' = 'best.jsonl', 'format' = 'json') AS
SELECT id, k, v FROM t QUALIFY ROW_NUMBER() OVER (PARTITION BY k ORDER BY v DESC, id) <= 4`},
	{name: "retractions", key: "k", meets: true, sql: `
CREATE TABLE each WITH ('connector' = 'file', 'path' = 'each.jsonl', 'format' = 'json', 'changelog.column' = 'op') AS
SELECT n AS k, COUNT(*) AS users, MIN(s) AS lo FROM (SELECT k, COUNT(*) AS n, SUM(v) AS s FROM t GROUP BY k) AS q GROUP BY n HAVING COUNT(*) > 1`},
}

// A job may be killed at any instant, and stopped, and started again with another number of partitions: what it has written in the end is
// what a run that nobody disturbs writes, and its counters say so.
//
//	WEIR_KILL_SEED=0 WEIR_KILL_RUNS=50 go test -v -run Killed -timeout 0 ./compiler/oracle
func TestKilled(t *testing.T) {
	seed := number(t, "WEIR_KILL_SEED", killSeed)
	if seed == 0 {
		seed = int(time.Now().UnixNano() & 0xffffff)
	}
	rows := killInput(rand.New(rand.NewPCG(uint64(seed), 0)))
	t.Setenv("GOFLAGS", os.Getenv("GOFLAGS")+" -tags=weir_small_parts")
	var kills, stops int
	defer func() { t.Logf("%d kills and %d stops, from seed %d on", kills, stops, seed) }()
	for _, j := range killJobs {
		t.Run(j.name, func(t *testing.T) {
			k := killing{killJob: j, job: compileJob(t, j.text())}
			k.reference = t.TempDir()
			k.write(t, k.reference, rows)
			k.stats = k.undisturbed(t)
			for i := range number(t, "WEIR_KILL_RUNS", killRuns) {
				t.Run(fmt.Sprintf("WEIR_KILL_SEED=%d", seed+i), func(t *testing.T) {
					k.random = rand.New(rand.NewPCG(uint64(seed+i), 1))
					killed, stopped := k.run(t, rows)
					kills, stops = kills+killed, stops+stopped
				})
			}
		})
	}
}

func (j killJob) text() string {
	return `SET 'on-error' = 'skip';
CREATE TABLE t (id BIGINT NOT NULL, k VARCHAR, v BIGINT NOT NULL, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND)
WITH ('connector' = 'file', 'path' = 'in/*', 'format' = 'json');
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
	DeadLetters        int64 `json:"dead_letters"`
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

// run disturbs the job until it is done, and compares.
func (k *killing) run(t *testing.T, files map[string][]byte) (kills, stops int) {
	dir := t.TempDir()
	k.write(t, dir, files)
	stats, kills, stops := k.disturb(t, dir)
	k.compare(t, dir, stats)
	return kills, stops
}

// disturb starts the job, disturbs it, and starts it again, until it is done.
func (k *killing) disturb(t *testing.T, dir string) (last killStats, kills, stops int) {
	entries := 0
	for {
		cmd := exec.Command(k.binary, "--partitions", []string{"1", "2", "4"}[k.random.IntN(3)], "--stats", "json",
			"--checkpoint-dir", "checkpoints", "--checkpoint-interval", fmt.Sprint(1+k.random.IntN(30), "ms"))
		cmd.Args = append(cmd.Args, k.flags...)
		cmd.Dir = dir
		stderr := mustStart(t, cmd)
		done := make(chan struct{})
		disturber := time.AfterFunc(time.Duration(k.random.IntN(40_000*(2+kills+stops)))*time.Microsecond, func() { close(done) })
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
			select {
			case stats = <-finished:
			case <-time.After(20 * time.Second):
				_ = cmd.Process.Signal(syscall.SIGQUIT)
				<-finished
				t.Fatalf("it doesn't stop\n%s", stderr)
			}
		}
		if code := cmd.ProcessState.ExitCode(); code > 0 {
			t.Fatalf("exit status %d after %d kills and %d stops\n%s", code, kills, stops, stderr)
		}
		if entries == 0 {
			entries = described(t, dir)
		}
		if stats.Outcome == "done" {
			t.Logf("%d kills, %d stops, %d entries of state looked at", kills, stops, entries)
			return stats, kills, stops
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

// counted are the counters that are the same whenever rows meet.
func (k *killing) counted(stats killStats) killStats {
	stats.Outputs = slices.Clone(stats.Outputs)
	for i := range stats.Outputs {
		if out := &stats.Outputs[i]; k.meets {
			out.Written, out.Filtered = out.Written+out.Filtered, 0
		}
	}
	return stats
}

func (k *killing) compare(t *testing.T, dir string, stats killStats) {
	t.Helper()
	if !reflect.DeepEqual(k.counted(stats), k.counted(k.stats)) {
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

// lines are the rows of a file, sorted where they are in no order; of a changelog those that are left when it is folded.
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
	if k.key != "" {
		lines = fold(t, lines, k.key)
	}
	if !k.ordered {
		slices.Sort(lines)
	}
	return lines
}

// fold leaves the last row of each key that isn't deleted, without the column that says what became of it. A row may not come twice as an
// insert, nor change before it is there.
func fold(t *testing.T, lines []string, key string) (left []string) {
	t.Helper()
	rows := map[string]map[string]any{}
	for _, line := range lines {
		row := map[string]any{}
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(line, err)
		}
		op, changes := row["op"].(string)
		delete(row, "op")
		of := fmt.Sprint(row[key])
		_, there := rows[of]
		if changes && there == (op == "+I") || !changes && there {
			t.Errorf("%s, but the row is there: %t", line, there)
		}
		if rows[of] = row; op == "-D" {
			delete(rows, of)
		}
	}
	for _, row := range rows {
		text, _ := json.Marshal(row) // maps are sorted
		left = append(left, string(text))
	}
	return left
}
