package oracle

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// ttlRow is a row of the input; millis is its time, since ttlEpoch.
type ttlRow struct {
	key    string
	value  int64
	millis int64
}

const ttlGroups = `SET 'state.ttl' = '10 s';
CREATE TABLE t (k STRING, v INT NOT NULL, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND)
WITH ('connector' = 'file', 'path' = 'in/*.jsonl', 'format' = 'json');
CREATE TABLE changes WITH ('connector' = 'file', 'path' = 'changes.jsonl', 'format' = 'json', 'changelog.column' = 'op') AS
SELECT k, COUNT(*) AS n, SUM(v) AS s, MAX(v) AS m FROM t GROUP BY k;
CREATE TABLE seen WITH ('connector' = 'file', 'path' = 'seen.jsonl', 'format' = 'json') AS
SELECT DISTINCT k FROM t;
`

const ttlFrames = `CREATE TABLE frames WITH ('connector' = 'file', 'path' = 'frames.jsonl', 'format' = 'json') AS
SELECT k, v, COUNT(*) OVER (PARTITION BY k ORDER BY ts ROWS 2 PRECEDING) AS n, SUM(v) OVER (PARTITION BY k ORDER BY ts) AS s,
  LAG(v) OVER (PARTITION BY k ORDER BY ts) AS before FROM t;
CREATE TABLE ahead WITH ('connector' = 'file', 'path' = 'ahead.jsonl', 'format' = 'json') AS
SELECT k, v, LEAD(v) OVER (PARTITION BY k ORDER BY ts) AS behind, COUNT(*) OVER (PARTITION BY k ORDER BY ts ROWS BETWEEN 1 PRECEDING AND 3 FOLLOWING) AS n,
  SUM(v) OVER (PARTITION BY k ORDER BY ts RANGE BETWEEN CURRENT ROW AND INTERVAL '4' SECOND FOLLOWING) AS s,
  COUNT(*) OVER (PARTITION BY k ORDER BY ts RANGE BETWEEN INTERVAL '1' SECOND PRECEDING AND INTERVAL '30' SECOND FOLLOWING) AS far FROM t;`

// ttlMillis and ttlDisorder are the job's TTL, and how far rows may be behind others.
const ttlMillis, ttlDisorder = 10_000, 2_000

// A key that no row has reached for the TTL begins anew: what groups, DISTINCT and frames give is what the definition says, in plain Go,
// row by row, whatever the partitions, the batches, and which memory was given back already.
func TestTTLAgainstItsDefinition(t *testing.T) { checkTTL(t, ttlGroups+ttlFrames) }

// So it is where most groups are on disk, from where they are forgotten, too.
func TestTTLOnDisk(t *testing.T) {
	checkTTL(t, "SET 'state.backend' = 'disk';"+ttlGroups, "--state-memory", "64kb")
}

func checkTTL(t *testing.T, sql string, flags ...string) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	job := compileJob(t, sql)
	rounds := 12
	if len(flags) > 0 {
		rounds = 2
	}
	for round := range rounds {
		most := 400
		if round%3 == 0 {
			most = 20_000 // several batches: memory is given back between them
		}
		files := ttlInput(r, most)
		dir := t.TempDir()
		os.Mkdir(filepath.Join(dir, "in"), 0o777)
		for i, rows := range files {
			if err := os.WriteFile(filepath.Join(dir, "in", fmt.Sprint(i, ".jsonl")), []byte(ttlText(rows)), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		flags := append(slices.Clone(flags), "--partitions", []string{"1", "2", "4"}[r.IntN(3)], "--batch-size", []string{"1", "7", "4096"}[r.IntN(3)], "--set", "t.source.split-size=16mb")
		job.inDir(t, dir, flags...)
		want := map[string]ttlResult{}
		for _, rows := range files {
			for key, rows := range byKey(rows) {
				of := ttlDefinition(rows)
				if !strings.Contains(sql, "OVER") {
					of.frames, of.ahead = nil, nil
				}
				want[key] = of
			}
		}
		compareTTL(t, dir, want)
		if t.Failed() {
			t.Fatalf("seed %d, flags %v", seed, flags)
		}
	}
}

// ttlInput is the rows of some files: a key is in one of them, its rows in the order of their times; those of other keys may be behind.
func ttlInput(r *rand.Rand, most int) [][]ttlRow {
	files := make([][]ttlRow, 3)
	for i := range files {
		last := map[string]int64{}
		now := r.Int64N(5000)
		for range most/2 + r.IntN(most) {
			now += r.Int64N(600_000 / int64(most))
			key := fmt.Sprintf("key-%d-%d", i, r.IntN(1+r.IntN(30*most/400)))
			at := max(now-r.Int64N(ttlDisorder), last[key])
			if before, known := last[key]; known && r.IntN(10) == 0 {
				at = min(max(at, before+ttlMillis+r.Int64N(2)), now) // about as long as the TTL
				at = max(at, before)
			}
			last[key] = at
			files[i] = append(files[i], ttlRow{key, r.Int64N(100), at})
		}
	}
	return files
}

func ttlText(rows []ttlRow) string {
	var b strings.Builder
	epoch := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, row := range rows {
		fmt.Fprintf(&b, "{\"k\":%q,\"v\":%d,\"ts\":%q}\n", row.key, row.value, epoch.Add(time.Duration(row.millis)*time.Millisecond).Format("2006-01-02 15:04:05.000"))
	}
	return b.String()
}

func byKey(rows []ttlRow) map[string][]ttlRow {
	keys := map[string][]ttlRow{}
	for _, row := range rows {
		keys[row.key] = append(keys[row.key], row)
	}
	return keys
}

// ttlResult is what the outputs have of one key, in order.
type ttlResult struct {
	changes []string
	seen    int
	frames  []string
	ahead   []string
}

// ttlDefinition computes it from the rows of the key that no gap parts.
func ttlDefinition(rows []ttlRow) (result ttlResult) {
	for len(rows) > 0 {
		end := 1
		for end < len(rows) && rows[end].millis-rows[end-1].millis <= ttlMillis {
			end++
		}
		part := rows[:end]
		result.seen++
		sum, most := int64(0), int64(0)
		for i, row := range part {
			sum, most = sum+row.value, max(most, row.value)
			result.changes = append(result.changes, fmt.Sprintf("%s n %d s %d m %d", map[bool]string{true: "+I", false: "+U"}[i == 0], i+1, sum, most))
			peers := int64(0)
			for _, other := range part {
				if other.millis <= row.millis {
					peers += other.value
				}
			}
			before := "null"
			if i > 0 {
				before = fmt.Sprint(part[i-1].value)
			}
			result.frames = append(result.frames, fmt.Sprintf("v %d n %d s %d before %s", row.value, min(i+1, 3), peers, before))
			result.ahead = append(result.ahead, aheadOf(part, i))
		}
		rows = rows[end:]
	}
	return result
}

// aheadOf is what frames that look ahead have of a row.
func aheadOf(part []ttlRow, i int) string {
	behind := "null"
	if i+1 < len(part) {
		behind = fmt.Sprint(part[i+1].value)
	}
	sum, far := int64(0), 0
	for _, other := range part {
		away := other.millis - part[i].millis
		if away >= 0 && away <= 4000 {
			sum += other.value
		}
		if away >= -1000 && away <= 30_000 {
			far++
		}
	}
	return fmt.Sprintf("v %d behind %s n %d s %d far %d", part[i].value, behind, min(i, 1)+min(len(part)-i, 4), sum, far)
}

func compareTTL(t *testing.T, dir string, want map[string]ttlResult) {
	t.Helper()
	got := map[string]*ttlResult{}
	of := func(row resultRow) *ttlResult {
		key := fmt.Sprint(row["k"])
		if got[key] == nil {
			got[key] = &ttlResult{}
		}
		return got[key]
	}
	for _, row := range ttlRows(t, filepath.Join(dir, "changes.jsonl")) {
		r := of(row)
		r.changes = append(r.changes, fmt.Sprintf("%s n %v s %v m %v", row["op"], row["n"], row["s"], row["m"]))
	}
	for _, row := range ttlRows(t, filepath.Join(dir, "seen.jsonl")) {
		of(row).seen++
	}
	for _, row := range ttlRows(t, filepath.Join(dir, "frames.jsonl")) { // none without frames
		r := of(row)
		before, _ := json.Marshal(row["before"])
		r.frames = append(r.frames, fmt.Sprintf("v %v n %v s %v before %s", row["v"], row["n"], row["s"], before))
	}
	for _, row := range ttlRows(t, filepath.Join(dir, "ahead.jsonl")) {
		r := of(row)
		behind, _ := json.Marshal(row["behind"])
		r.ahead = append(r.ahead, fmt.Sprintf("v %v behind %s n %v s %v far %v", row["v"], behind, row["n"], row["s"], row["far"]))
	}
	if len(got) != len(want) {
		t.Errorf("%d keys, want %d", len(got), len(want))
	}
	for key, want := range want {
		got := got[key]
		if got == nil {
			t.Errorf("%s is missing", key)
			continue
		}
		if !slices.Equal(got.changes, want.changes) {
			t.Errorf("changes of %s\n%s\nwant\n%s", key, strings.Join(got.changes, "\n"), strings.Join(want.changes, "\n"))
		}
		if got.seen != want.seen {
			t.Errorf("%s was seen %d times, want %d", key, got.seen, want.seen)
		}
		if !slices.Equal(got.frames, want.frames) {
			t.Errorf("frames of %s\n%s\nwant\n%s", key, strings.Join(got.frames, "\n"), strings.Join(want.frames, "\n"))
		}
		if !slices.Equal(got.ahead, want.ahead) {
			t.Errorf("frames of %s that look ahead\n%s\nwant\n%s", key, strings.Join(got.ahead, "\n"), strings.Join(want.ahead, "\n"))
		}
	}
}

func ttlRows(t *testing.T, path string) (rows []resultRow) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		row, err := parseRow(line)
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	return rows
}

// Without a time attribute keys are as old as the machine's clock says, batch by batch.
func TestTTLByTheMachinesClock(t *testing.T) {
	for ttl, want := range map[string]string{"20 ms": "+I 1, +I 1", "1 h": "+I 1, +U 2"} {
		job := compileJob(t, fmt.Sprintf(`SET 'state.ttl' = '%s';
CREATE TABLE t (k STRING) WITH ('connector' = 'file', 'path' = '-', 'format' = 'json');
CREATE TABLE o WITH ('connector' = 'file', 'path' = '-', 'format' = 'csv', 'changelog.column' = 'op') AS SELECT k, COUNT(*) AS n FROM t GROUP BY k;`, ttl))
		cmd := exec.Command(job.binary, "--stats", "none", "--progress", "off")
		stdin, _ := cmd.StdinPipe()
		var out, errs strings.Builder
		cmd.Stdout, cmd.Stderr = &out, &errs
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			fmt.Fprintln(stdin, `{"k":"a"}`)
			time.Sleep(200 * time.Millisecond)
		}
		stdin.Close()
		if err := cmd.Wait(); err != nil {
			t.Fatalf("%v: %s", err, errs.String())
		}
		var got []string
		for line := range strings.Lines(out.String()) {
			if fields := strings.Split(strings.TrimSpace(line), ","); fields[0] == "a" {
				got = append(got, fields[2]+" "+fields[1])
			}
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("a TTL of %s: %q, want %s", ttl, got, want)
		}
	}
}

// Keys that come once, and never again, take no more memory after four million than after one.
func TestTTLMemoryIsFlat(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("memory is measured on Linux")
	}
	peak := func(rows int) int64 {
		job := compileJob(t, fmt.Sprintf(`SET 'state.ttl' = '60 s';
CREATE TABLE t (i BIGINT NOT NULL, ts AS TO_TIMESTAMP_LTZ(i, 3), k AS 'a key that comes once: ' || CAST(i AS STRING), WATERMARK FOR ts AS ts)
WITH ('connector' = 'datagen', 'fields.i.kind' = 'sequence', 'fields.i.start' = '0', 'fields.i.end' = '%d');
CREATE TABLE o (k STRING NOT NULL, n BIGINT NOT NULL, m STRING, PRIMARY KEY (k) NOT ENFORCED) WITH ('connector' = 'blackhole');
CREATE TABLE f (k STRING, n BIGINT NOT NULL) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT k, COUNT(*), MAX(k) FROM t GROUP BY k;
INSERT INTO f SELECT k, COUNT(*) OVER (PARTITION BY k ORDER BY ts ROWS 9 PRECEDING) FROM t;`, rows-1))
		return peakOf(t, exec.Command(job.binary, "--stats", "none", "--progress", "off", "--partitions", "1"))
	}
	few, many := peak(500_000), peak(2_000_000)
	if many > few+few/4 {
		t.Errorf("%d kB for four times as many keys, which take %d kB", many>>10, few>>10)
	}
	t.Logf("%d kB, and %d kB for four times as many keys", few>>10, many>>10)
}
