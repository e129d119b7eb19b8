package oracle

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The results of windows that take late rows come when the watermark has passed their time long ago: frames of OVER have them all, in order.
// What the windows give is a result of the same job; the sums are its sums.
func TestFramesOverWindowsThatTakeLateRows(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	var lines strings.Builder
	for i := range 2000 {
		at := i/4*1000 + r.IntN(12_000)
		fmt.Fprintf(&lines, "{\"k\":%d,\"ts\":\"1970-01-01 %02d:%02d:%02d.%03d\"}\n", r.IntN(3), at/3_600_000, at/60_000%60, at/1000%60, at%1000)
	}
	const windows = "SELECT k, window_time, COUNT(*) AS n FROM t GROUP BY k WINDOW TUMBLING (ts, INTERVAL '5' SECOND)"
	job := compileJob(t, `SET 'window.allowed-lateness' = '10 s';
CREATE TABLE t (k INT NOT NULL, ts TIMESTAMP(3) NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '2' SECOND) WITH ('connector' = 'file', 'path' = 'in.jsonl', 'format' = 'json');
CREATE TABLE windows WITH ('connector' = 'file', 'path' = 'windows.csv', 'format' = 'csv') AS `+windows+`;
CREATE TABLE sums WITH ('connector' = 'file', 'path' = 'sums.csv', 'format' = 'csv') AS
SELECT k, window_time, SUM(n) OVER (PARTITION BY k ORDER BY window_time) AS s FROM (`+windows+`);
CREATE TABLE next WITH ('connector' = 'file', 'path' = 'next.csv', 'format' = 'csv') AS
SELECT k, window_time, SUM(n) OVER (PARTITION BY k ORDER BY window_time RANGE BETWEEN CURRENT ROW AND INTERVAL '5' SECOND FOLLOWING) AS s FROM (`+windows+`);
`)
	for _, flags := range [][]string{{"--partitions", "1"}, {"--partitions", "1", "--batch-size", "7"}, {"--partitions", "3", "--batch-size", "1"}} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "in.jsonl"), []byte(lines.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		job.inDir(t, dir, flags...)
		rows := recordsOf(t, filepath.Join(dir, "windows.csv"))
		slices.SortFunc(rows, func(a, b []string) int { return cmp.Or(strings.Compare(a[0], b[0]), strings.Compare(a[1], b[1])) })
		var sums, next []string
		sum := 0
		for i, row := range rows {
			n, _ := strconv.Atoi(row[2])
			if i == 0 || rows[i-1][0] != row[0] {
				sum = 0
			}
			sum += n
			sums = append(sums, strings.Join([]string{row[0], row[1], strconv.Itoa(sum)}, ","))
			if i+1 < len(rows) && rows[i+1][0] == row[0] && secondsOf(rows[i+1][1])-secondsOf(row[1]) == 5 {
				following, _ := strconv.Atoi(rows[i+1][2])
				n += following
			}
			next = append(next, strings.Join([]string{row[0], row[1], strconv.Itoa(n)}, ","))
		}
		if len(rows) < 250 {
			t.Fatalf("%d windows", len(rows))
		}
		checkLines(t, fmt.Sprint(flags), filepath.Join(dir, "sums.csv"), sums)
		checkLines(t, fmt.Sprint(flags), filepath.Join(dir, "next.csv"), next)
	}
}

// secondsOf is the second of the day of a time.
func secondsOf(text string) int {
	var hour, minute, second int
	fmt.Sscanf(text[len("1970-01-01 "):], "%d:%d:%d", &hour, &minute, &second)
	return hour*3600 + minute*60 + second
}

func recordsOf(t *testing.T, path string) [][]string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}
